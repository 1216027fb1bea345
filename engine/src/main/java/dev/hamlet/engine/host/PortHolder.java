package dev.hamlet.engine.host;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Who holds a port of this computer. Safe for use by many threads. */
public final class PortHolder {
    private static final Pattern BLANKS = Pattern.compile("\\s+");

    private PortHolder() {}

    /** Who listens there, such as {@code sshd (process 812)}; empty where it cannot be seen. */
    public static Optional<String> find(int port, boolean datagrams) {
        String table = datagrams ? "udp" : "tcp";
        List<String> inodes = new ArrayList<>();
        for (String file : List.of("/proc/net/" + table, "/proc/net/" + table + "6")) {
            inodes.addAll(inodesOf(Path.of(file), port, table.equals("tcp")));
        }
        return inodes.stream()
                .flatMap(inode -> processWith("socket:[" + inode + "]").stream())
                .findFirst();
    }

    /** The sockets on a port, as proc(5) lists them: local address and port in hexadecimal, state 0A for listening. */
    private static List<String> inodesOf(Path table, int port, boolean listening) {
        List<String> inodes = new ArrayList<>();
        String end = ":%04X".formatted(port);
        try {
            for (String line : Files.readAllLines(table, StandardCharsets.US_ASCII)) {
                String[] fields = BLANKS.split(line.strip(), -1);
                if (fields.length > 9 && fields[1].endsWith(end) && (!listening || fields[3].equals("0A"))) {
                    inodes.add(fields[9]);
                }
            }
        } catch (IOException e) {
            return List.of();
        }
        return inodes;
    }

    private static Optional<String> processWith(String socket) {
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path process : processes) {
                if (hasOpen(process, socket)) {
                    String name = Files.readString(process.resolve("comm")).strip();
                    return Optional.of(name + " (process " + process.getFileName() + ")");
                }
            }
        } catch (IOException e) {
            // A process that has just ended, or is hidden from us.
            return Optional.empty();
        }
        return Optional.empty();
    }

    private static boolean hasOpen(Path process, String socket) {
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(process.resolve("fd"))) {
            for (Path descriptor : descriptors) {
                if (Files.readSymbolicLink(descriptor).toString().equals(socket)) {
                    return true;
                }
            }
        } catch (IOException | java.nio.file.DirectoryIteratorException e) {
            // Another user's process.
            return false;
        }
        return false;
    }
}
