package dev.hamlet.engine.container.network;

import dev.hamlet.engine.host.Turn;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.nativebridge.FileLock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;

/**
 * Links of this computer on which some home of Hamlet has let packets pass, noted for all homes: the last one that goes turns
 * them back. Kept in memory, as what was turned is, for each network that somebody may be in.
 */
final class SharedSwitches {
    private final TimeSource time;

    SharedSwitches(TimeSource time) {
        this.time = time;
    }

    private static Path file() throws IOException {
        String network = Files.readSymbolicLink(Path.of("/proc/self/ns/net")).toString();
        return Path.of("/run/hamlet", "forwarding-" + network.replaceAll("[^0-9]", ""));
    }

    Set<String> all() {
        try {
            return new TreeSet<>(Files.readAllLines(file()));
        } catch (IOException e) {
            return new TreeSet<>();
        }
    }

    /** Notes some that are about to be turned. */
    void add(Set<String> links) throws IOException, ProblemException, InterruptedException {
        if (all().containsAll(links)) {
            return;
        }
        Path file = file();
        try (FileLock _ = Turn.toChange(file, time)) {
            Set<String> all = all();
            all.addAll(links);
            NetworkFiles.passing(file, String.join("\n", all).getBytes(StandardCharsets.UTF_8));
        }
    }

    void forget() throws IOException {
        Files.deleteIfExists(file());
    }
}
