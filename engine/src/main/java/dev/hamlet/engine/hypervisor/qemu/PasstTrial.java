package dev.hamlet.engine.hypervisor.qemu;

import dev.hamlet.engine.host.HamletPaths;
import dev.hamlet.engine.host.WholeFile;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.machine.LaunchRecord;
import dev.hamlet.engine.machine.MachineFolder;
import dev.hamlet.engine.machine.MachineSpec;
import dev.hamlet.engine.machine.PortForward;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.engine.process.ProcessLauncher;
import dev.hamlet.nativebridge.DetachedProcess;
import dev.hamlet.nativebridge.DetachedStart;
import dev.hamlet.nativebridge.NativeException;
import dev.hamlet.nativebridge.Processes;
import dev.hamlet.nativebridge.Signal;
import dev.hamlet.nativebridge.UnixSockets;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the installed passt(1) ends the opening of a forwarded connection by itself. That of March 2023 (Debian 12's)
 * does not: the guest hears of a client only with its first words, so a service that speaks first (mail, FTP, MySQL) and a
 * client that waits for it wait for ever. No version tells of it, so a guest made up for it takes a connection and looks.
 * The answer is kept by the program's path, size and time.
 *
 * <p>Safe for use by many threads.
 */
public final class PasstTrial {
    private static final Logger LOG = LoggerFactory.getLogger(PasstTrial.class);
    private static final String SOCKET = "trial";
    private static final Duration BEGIN_PATIENCE = Duration.ofSeconds(2);

    /** Hundreds of times what it takes; only a passt that says nothing takes all of it. */
    private static final Duration ANSWER_PATIENCE = Duration.ofMillis(200);

    /** All of a trial together. */
    private static final Duration LONGEST = Duration.ofSeconds(10);

    private static final Duration STEP = Duration.ofMillis(1);

    private final Path kept;
    private final HamletPaths paths;
    private final ProcessLauncher launcher;
    private final TimeSource time;
    private volatile @Nullable Known known;

    private record Known(String stamp, boolean completes) {}

    /**
     * A trial of the passt on the search path.
     *
     * @param paths where the answer is kept
     */
    public PasstTrial(HamletPaths paths, ProcessLauncher launcher, TimeSource time) {
        this.kept = paths.probes().resolve("passt.json");
        this.paths = paths;
        this.launcher = launcher;
        this.time = time;
    }

    /** Whether this machine has forwards that the answer matters to: UDP opens no connection. */
    static boolean concerns(MachineSpec spec) {
        return spec.network().forwards().stream().anyMatch(forward -> forward.protocol() == PortForward.Protocol.TCP);
    }

    /** Whether clients of this running guest's forwarded ports are not heard before they speak. */
    public boolean delays(LaunchRecord launch) {
        MachineSpec has = launch.settings();
        return has != null
                && concerns(has)
                && has.network().connected()
                && !QemuHypervisor.reachesHost(launch)
                && known().equals(Optional.of(false));
    }

    /** What an earlier trial of this passt saw; empty before the first, and where there is no passt. */
    Optional<Boolean> known() {
        return launcher.find("passt").flatMap(this::known);
    }

    private Optional<Boolean> known(Path program) {
        try {
            String stamp = stamp(program);
            Known last = known;
            if (last == null || !last.stamp().equals(stamp)) {
                if (!Files.exists(kept)) {
                    return Optional.empty();
                }
                Optional<Boolean> read = PasstTrialJson.read(Files.readAllBytes(kept), stamp);
                if (read.isEmpty()) {
                    return read;
                }
                last = new Known(stamp, read.get());
                known = last;
            }
            return Optional.of(last.completes());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /**
     * Makes it now unless the answer is known, which takes up to a quarter of a second. A trial that comes to no end says
     * nothing and is made again the next time.
     *
     * @param folder of the machine that needs passt; a socket stands in its run folder meanwhile
     * @param user who passt shall run as where Hamlet is root
     */
    void make(Path program, MachineFolder folder, @Nullable GuestUser user) throws InterruptedException {
        if (known(program).isPresent()) {
            return;
        }
        try {
            String stamp = stamp(program);
            boolean completes = run(program, folder, user);
            HamletPaths.makePrivate(paths.probes());
            WholeFile.write(kept, PasstTrialJson.write(stamp, completes).getBytes(StandardCharsets.UTF_8));
            known = new Known(stamp, completes);
        } catch (IOException | ProblemException e) {
            LOG.debug("No answer from {}", program, e);
        }
    }

    private static String stamp(Path program) throws IOException {
        Path real = program.toRealPath();
        return "%s %d %s".formatted(real, Files.size(real), Files.getLastModifiedTime(real));
    }

    private boolean run(Path program, MachineFolder folder, @Nullable GuestUser user)
            throws IOException, ProblemException, InterruptedException {
        InetSocketAddress door = freePort();
        List<String> arguments = new ArrayList<>(Passt.common(user));
        arguments.addAll(List.of("--one-off", "--socket", SOCKET, "--udp-ports", "none"));
        arguments.addAll(
                List.of("--tcp-ports", "%s/%d:1".formatted(door.getAddress().getHostAddress(), door.getPort())));
        Path log = folder.logs().resolve("network-trial.log");
        DetachedProcess process = launcher.detach(bounded(program, arguments, folder, log));
        try (SocketChannel tap = tap(folder, process);
                SocketChannel client = SocketChannel.open(door)) {
            TrialGuest guest = new TrialGuest(tap);
            guest.accept(await(guest, BEGIN_PATIENCE)
                    .filter(segment -> segment.has(TrialGuest.SYN))
                    .orElseThrow(() -> new EOFException("no connection was asked for")));
            if (await(guest, ANSWER_PATIENCE).isPresent()) {
                return true;
            }
            // One that is alive and takes what was sent says it with the client's first word.
            client.write(ByteBuffer.wrap(new byte[] {'\n'}));
            if (await(guest, BEGIN_PATIENCE).isEmpty()) {
                throw new EOFException("no word of the client came");
            }
            return false;
        } finally {
            end(process);
            Files.deleteIfExists(folder.run().resolve(SOCKET));
            Files.deleteIfExists(log);
        }
    }

    /** It ends with its one client; timeout(1) ends it too where Hamlet is killed before it has become that client. */
    private DetachedStart bounded(Path program, List<String> arguments, MachineFolder folder, Path log) {
        Optional<Path> timeout = launcher.find("timeout");
        List<String> all = new ArrayList<>();
        timeout.ifPresent(found -> all.addAll(List.of(Long.toString(LONGEST.toSeconds()), program.toString())));
        all.addAll(arguments);
        return new DetachedStart(timeout.orElse(program), all, Passt.ENVIRONMENT, folder.run(), log, log);
    }

    private static InetSocketAddress freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return new InetSocketAddress(free.getInetAddress(), free.getLocalPort());
        }
    }

    private SocketChannel tap(MachineFolder folder, DetachedProcess process) throws IOException, InterruptedException {
        long end = time.nanos() + BEGIN_PATIENCE.toNanos();
        while (true) {
            try {
                return UnixSockets.connect(folder.run(), SOCKET);
            } catch (IOException e) {
                if (process.poll().isPresent() || time.nanos() >= end) {
                    throw e;
                }
            }
            time.sleep(STEP);
        }
    }

    private Optional<TrialGuest.Segment> await(TrialGuest guest, Duration limit)
            throws IOException, InterruptedException {
        long end = time.nanos() + limit.toNanos();
        Optional<TrialGuest.Segment> came = guest.poll();
        while (came.isEmpty() && time.nanos() < end) {
            time.sleep(STEP);
            came = guest.poll();
        }
        return came;
    }

    /** It has no client any more, and ends by itself. */
    private static void end(DetachedProcess process) throws InterruptedException {
        if (process.waitFor(BEGIN_PATIENCE).isEmpty()) {
            try {
                Processes.of().signal(process.identity(), Signal.TERM);
            } catch (NativeException e) {
                LOG.debug("passt is left to end with its time", e);
            }
        }
    }
}
