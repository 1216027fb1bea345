package dev.hamlet.engine.diagnosis;

import dev.hamlet.engine.diagnosis.DiagnosticReport.Section;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What Hamlet and its Java have written of themselves. */
public final class Logs {
    private static final int LONGEST = 96 << 10;
    private static final int CRASH = 12 << 10;

    private Logs() {}

    /**
     * The ends of the logs in this folder, and the beginning of the newest report of a crash of the JVM, if there is one.
     *
     * @param state where {@code hamlet.log} is, and {@code crash} with files of the JVM
     */
    public static List<Section> in(Path state) {
        List<Section> sections = new ArrayList<>();
        sections.add(new Section("Log", LogTail.of(state.resolve("hamlet.log"), LONGEST)));
        newestCrash(state.resolve("crash"))
                .ifPresent(crash -> sections.add(new Section("Crash " + crash.getFileName(), beginning(crash))));
        return sections;
    }

    private static Optional<Path> newestCrash(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().startsWith("hs_err_"))
                    .max(Comparator.comparingLong(file -> file.toFile().lastModified()));
        } catch (IOException none) {
            return Optional.empty();
        }
    }

    private static List<String> beginning(Path crash) {
        try (Stream<String> lines = Files.lines(crash, StandardCharsets.ISO_8859_1)) {
            List<String> first = new ArrayList<>();
            int left = CRASH;
            for (String line : (Iterable<String>) lines::iterator) {
                left -= line.length() + 1;
                // What follows tells of memory and of the environment, with all that is in them.
                if (left < 0 || line.contains("P R O C E S S")) {
                    break;
                }
                // What a command was given is its user's alone.
                if (!line.startsWith("Command Line:") && !line.startsWith("java_command:")) {
                    first.add(line);
                }
            }
            return first;
        } catch (IOException | UncheckedIOException e) {
            return List.of();
        }
    }
}
