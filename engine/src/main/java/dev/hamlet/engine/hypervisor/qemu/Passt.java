package dev.hamlet.engine.hypervisor.qemu;

import dev.hamlet.engine.host.WholeFile;
import dev.hamlet.engine.machine.MachineFolder;
import dev.hamlet.engine.machine.MachineSpec;
import dev.hamlet.engine.machine.PortForward;
import dev.hamlet.engine.problem.HostProblem;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.engine.process.ProcessLauncher;
import dev.hamlet.nativebridge.DetachedProcess;
import dev.hamlet.nativebridge.DetachedStart;
import dev.hamlet.nativebridge.NativeException;
import dev.hamlet.nativebridge.OpenFile;
import dev.hamlet.nativebridge.PassedDescriptor;
import dev.hamlet.nativebridge.Processes;
import dev.hamlet.nativebridge.Signal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The network of a guest that must not reach this computer's own services: a passt(1) process, which is told not to map
 * the guest's gateway to the loopback address. QEMU's own user-mode network always maps it, and has no switch for that.
 * What listens on all of the host's addresses is reached all the same, as from any other machine.
 *
 * <p>QEMU and passt are given the ends of one socket, so that passt ends with QEMU, whatever ends it and whenever. Used by
 * one thread; closing it closes the ends here, which both programs have by then.
 */
final class Passt implements AutoCloseable {
    /** The number of QEMU's end in QEMU. */
    static final int QEMU_END = 250;

    static final Map<String, String> ENVIRONMENT = Map.of("PATH", "/usr/bin:/bin", "LC_ALL", "C.UTF-8");

    private static final Logger LOG = LoggerFactory.getLogger(Passt.class);
    private static final int OWN_END = 3;
    private static final Duration END_PATIENCE = Duration.ofSeconds(2);

    /** Where a guest asks for names if the host's resolver listens on the loopback address; of no real network. */
    private static final String RESOLVER = "198.18.0.53";

    private final Path program;
    private final MachineSpec spec;
    private final MachineFolder folder;
    private final @Nullable GuestUser user;
    private final ProcessLauncher launcher;
    private final Path log;
    private final List<OpenFile> ends;
    private @Nullable DetachedProcess process;

    /**
     * A network that has not begun.
     *
     * @param program passt's file
     * @param user who it shall run as where Hamlet is root, else null
     */
    Passt(Path program, MachineSpec spec, MachineFolder folder, @Nullable GuestUser user, ProcessLauncher launcher)
            throws ProblemException {
        this.program = program;
        this.spec = spec;
        this.folder = folder;
        this.user = user;
        this.launcher = launcher;
        this.log = log(folder);
        try {
            this.ends = OpenFile.connectedPair();
        } catch (NativeException e) {
            throw failed(e);
        }
    }

    /** Starts passt. What the guest sends meanwhile waits in the socket. */
    void begin() throws ProblemException {
        try {
            Files.deleteIfExists(log);
        } catch (IOException e) {
            throw failed(e);
        }
        process = launcher.detach(new DetachedStart(
                program,
                arguments(spec, user),
                ENVIRONMENT,
                folder.run(),
                log,
                log,
                List.of(new PassedDescriptor(ends.get(0).number(), OWN_END))));
    }

    private ProblemException failed(IOException e) {
        return new ProblemException(new HostProblem.FileUnusable(log, WholeFile.reason(e)), e);
    }

    /** As passt(1) takes them. */
    static List<String> arguments(MachineSpec spec, @Nullable GuestUser user) {
        List<String> arguments = new ArrayList<>(common(user));
        arguments.addAll(List.of("--fd", Integer.toString(OWN_END), "--dns-forward", RESOLVER));
        forward(arguments, spec, PortForward.Protocol.TCP, "--tcp-ports");
        forward(arguments, spec, PortForward.Protocol.UDP, "--udp-ports");
        return arguments;
    }

    /** What every passt of ours is told, whatever it serves. */
    static List<String> common(@Nullable GuestUser user) {
        List<String> arguments = new ArrayList<>(List.of("--foreground", "--stderr", "--no-map-gw"));
        if (user != null) {
            arguments.addAll(List.of("--runas", user.id() + ":" + user.id()));
        }
        return arguments;
    }

    private static void forward(
            List<String> arguments, MachineSpec spec, PortForward.Protocol protocol, String option) {
        List<PortForward> forwards = spec.network().forwards().stream()
                .filter(forward -> forward.protocol() == protocol)
                .toList();
        for (PortForward forward : forwards) {
            arguments.add(option);
            arguments.add("%s/%d:%d".formatted(forward.address(), forward.hostPort(), forward.guestPort()));
        }
        if (forwards.isEmpty()) {
            arguments.addAll(List.of(option, "none"));
        }
    }

    /** What QEMU is to be given. */
    PassedDescriptor descriptor() {
        return new PassedDescriptor(ends.get(1).number(), QEMU_END);
    }

    /** Whether it still serves; it ends at once where it cannot. */
    boolean isServing() {
        return process != null && process.poll().isEmpty();
    }

    private static Path log(MachineFolder folder) {
        return folder.logs().resolve("network.log");
    }

    /** There is none for this start: what an earlier one said is of no guest that runs. */
    static void forget(MachineFolder folder) {
        try {
            Files.deleteIfExists(log(folder));
        } catch (IOException e) {
            LOG.debug("{} stays", log(folder), e);
        }
    }

    /** The last line that it wrote. */
    String lastLine() {
        return lastLine(folder);
    }

    /** The last line that a machine's passt wrote; empty if it said nothing. */
    static String lastLine(MachineFolder folder) {
        Path log = log(folder);
        try {
            return Files.readAllLines(log).stream()
                    .filter(line -> !line.isBlank() && !line.contains("to syslog"))
                    .reduce("", (first, last) -> last);
        } catch (IOException e) {
            return "";
        }
    }

    /** Ends it, where QEMU did not come to be. */
    void end() throws InterruptedException {
        close();
        DetachedProcess begun = process;
        if (begun != null && begun.waitFor(END_PATIENCE).isEmpty()) {
            try {
                Processes.of().signal(begun.identity(), Signal.KILL);
            } catch (NativeException e) {
                // It runs as another user by now, and has nobody left to serve: it ends by itself.
                return;
            }
        }
    }

    @Override
    public void close() {
        ends.forEach(OpenFile::close);
    }
}
