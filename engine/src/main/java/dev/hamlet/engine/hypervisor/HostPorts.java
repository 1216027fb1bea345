package dev.hamlet.engine.hypervisor;

import dev.hamlet.engine.machine.PortForward;
import dev.hamlet.engine.problem.MachineProblem;
import dev.hamlet.engine.problem.ProblemException;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.regex.Pattern;

/** Ports of this computer that a machine forwards: whether they are free, and who has them. Safe for use by many threads. */
public final class HostPorts {
    private static final int LAST = 65535;
    private static final int FIRST_OFFERED = 1024;
    private static final Path LIMIT = Path.of("/proc/sys/net/ipv4/ip_unprivileged_port_start");
    private static final Pattern BLANKS = Pattern.compile("\\s+");

    private HostPorts() {}

    /**
     * Checks that each of these ports could be listened on now.
     *
     * @param machine whose they are, for the problem
     * @throws ProblemException {@code PortNeedsPrivilege} or {@code PortTaken}, both with a port that is free
     */
    public static void check(String machine, List<PortForward> forwards) throws ProblemException {
        // Also where Hamlet is root: what listens for the guest then runs as an unprivileged user.
        int limit = unprivilegedFrom();
        for (PortForward forward : forwards) {
            if (forward.hostPort() < limit) {
                int free = freeFrom(forward, Math.max(limit, forward.hostPort() + 8000));
                throw new ProblemException(new MachineProblem.PortNeedsPrivilege(
                        machine,
                        forward.protocol().word(),
                        forward.address(),
                        forward.hostPort(),
                        forward.guestPort(),
                        limit,
                        free));
            }
            if (!isFree(forward, forward.hostPort())) {
                throw taken(machine, forward);
            }
        }
    }

    /** What to say of a port that somebody has. */
    public static ProblemException taken(String machine, PortForward forward) {
        int next = Math.max(FIRST_OFFERED, forward.hostPort() + 1);
        return new ProblemException(new MachineProblem.PortTaken(
                machine,
                forward.protocol().word(),
                forward.address(),
                forward.hostPort(),
                forward.guestPort(),
                holder(forward).orElse(""),
                freeFrom(forward, next)));
    }

    private static int unprivilegedFrom() {
        try {
            // By lines, that is through a buffer: a first read of one byte, as the short ways to read a whole file make
            // it, is all that the kernel gives of a number here.
            return Integer.parseInt(Files.readAllLines(LIMIT).getFirst().strip());
        } catch (IOException | NumberFormatException | NoSuchElementException e) {
            return FIRST_OFFERED;
        }
    }

    private static boolean isFree(PortForward forward, int port) {
        try {
            InetSocketAddress address = new InetSocketAddress(InetAddress.getByName(forward.address()), port);
            if (forward.protocol() == PortForward.Protocol.UDP) {
                try (DatagramSocket socket = new DatagramSocket(null)) {
                    socket.setReuseAddress(false);
                    socket.bind(address);
                }
            } else {
                try (ServerSocket socket = new ServerSocket()) {
                    // As QEMU does: connections that are still closing do not hold the port.
                    socket.setReuseAddress(true);
                    socket.bind(address, 1);
                }
            }
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** A free port not below this one; 0 if there is none. */
    private static int freeFrom(PortForward forward, int first) {
        for (int port = first; port <= LAST; port++) {
            if (isFree(forward, port)) {
                return port;
            }
        }
        for (int port = FIRST_OFFERED; port < first; port++) {
            if (isFree(forward, port)) {
                return port;
            }
        }
        return 0;
    }

    /** Who listens there, such as {@code sshd (process 812)}; empty where it cannot be seen. */
    private static Optional<String> holder(PortForward forward) {
        String table = forward.protocol() == PortForward.Protocol.UDP ? "udp" : "tcp";
        List<String> inodes = new ArrayList<>();
        for (String file : List.of("/proc/net/" + table, "/proc/net/" + table + "6")) {
            inodes.addAll(inodesOf(Path.of(file), forward.hostPort(), table.equals("tcp")));
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
