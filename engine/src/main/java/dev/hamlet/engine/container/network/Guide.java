package dev.hamlet.engine.container.network;

import dev.hamlet.engine.container.NetworkWish;
import dev.hamlet.engine.host.WholeFile;
import dev.hamlet.engine.problem.HostProblem;
import dev.hamlet.engine.problem.ProblemException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The files by which a container finds others: its names, name servers and neighbours. They lie beside what the runtime is told. */
final class Guide {
    private static final Path HOSTS = Path.of("/etc/hosts");

    private Guide() {}

    static Path hosts(Path folder) {
        return folder.resolve("hosts");
    }

    /** Writes all three. */
    static void write(Path folder, List<String> names, NetworkWish wish, String hosts) throws ProblemException {
        boolean shared = wish.network().equals(NetworkWish.HOST);
        put(folder.resolve("hostname"), names.getLast() + "\n");
        put(
                folder.resolve("resolv.conf"),
                shared ? NameServers.forHost(wish.nameServers()) : NameServers.forNetwork(wish.nameServers()));
        put(hosts(folder), hosts);
    }

    /** What a container without an address of its own knows. */
    static String alone(List<String> names, NetworkWish wish) {
        List<String> lines = new ArrayList<>();
        if (wish.network().equals(NetworkWish.HOST)) {
            try {
                lines.addAll(Files.readAllLines(HOSTS));
            } catch (IOException e) {
                // Then it knows itself.
            }
        }
        return lines.isEmpty()
                ? HostsFile.alone(names, wish.hosts())
                : String.join("\n", lines) + "\n" + HostsFile.lines(wish.hosts());
    }

    private static void put(Path file, String text) throws ProblemException {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw unusable(file, e);
        }
        readable(file);
    }

    /** Gives everybody the right to read a file that is this user's own, and its owner the right to write it. */
    static void readable(Path file) throws ProblemException {
        try {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        } catch (IOException e) {
            throw unusable(file, e);
        }
    }

    /**
     * Writes a file that a running container sees: the same file, since another one in its place would not be seen. One that
     * is not there, or says so already, is left.
     */
    static void rewrite(Path file, String text) throws ProblemException {
        try {
            byte[] wanted = text.getBytes(StandardCharsets.UTF_8);
            // What is in it may be the container's doing, of any size and no text.
            if (!Files.isRegularFile(file)
                    || (Files.size(file) == wanted.length && Arrays.equals(Files.readAllBytes(file), wanted))) {
                return;
            }
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                ByteBuffer content = ByteBuffer.wrap(wanted);
                while (content.hasRemaining()) {
                    int _ = channel.write(content, content.position());
                }
                var _ = channel.truncate(content.limit());
            }
        } catch (IOException e) {
            throw unusable(file, e);
        }
    }

    private static ProblemException unusable(Path file, IOException why) {
        return new ProblemException(new HostProblem.FileUnusable(file, WholeFile.reason(why)), why);
    }
}
