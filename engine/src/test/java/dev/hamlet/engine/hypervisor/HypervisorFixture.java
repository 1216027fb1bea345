package dev.hamlet.engine.hypervisor;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.host.HamletPaths;
import dev.hamlet.engine.job.Progress;
import dev.hamlet.engine.machine.GuestEvent;
import dev.hamlet.engine.machine.Hypervisor;
import dev.hamlet.engine.machine.MachineFolder;
import dev.hamlet.engine.machine.MachineSpec;
import dev.hamlet.engine.machine.MachineSpecBuilder;
import dev.hamlet.engine.machine.RunningGuest;
import dev.hamlet.engine.problem.Problem;
import dev.hamlet.engine.problem.ProblemException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** A hypervisor in a home of its own, and guests that are ended whatever a test does. */
@Timeout(120)
public abstract class HypervisorFixture {
    protected static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    protected Path home;

    protected HamletPaths paths;
    protected Hypervisor hypervisor;
    private final List<RunningGuest> started = new ArrayList<>();

    /** The hypervisor under test. */
    protected abstract Hypervisor open(HamletPaths at) throws Exception;

    @BeforeEach
    void openHypervisor() throws Exception {
        paths = HamletPaths.of(Map.of("HAMLET_HOME", home.toString()));
        hypervisor = open(paths);
    }

    @AfterEach
    void endGuests() throws Exception {
        for (RunningGuest guest : started) {
            if (guest.isAlive()) {
                guest.kill();
            }
            guest.close();
        }
    }

    protected static MachineSpecBuilder machine() {
        return MachineSpec.named("Fine, \"50%\" ü 😀").memory(ByteSize.ofMebibytes(64));
    }

    protected MachineFolder folderOf(MachineSpec spec) throws ProblemException {
        MachineFolder folder =
                new MachineFolder(paths.machines().resolve(spec.id().value()));
        HamletPaths.makePrivate(folder.path());
        HamletPaths.makePrivate(folder.disks());
        HamletPaths.makePrivate(folder.logs());
        return folder;
    }

    protected RunningGuest launch(MachineSpec spec) throws ProblemException, InterruptedException {
        RunningGuest guest = hypervisor.launch(spec, folderOf(spec), Progress.none());
        started.add(guest);
        return guest;
    }

    protected static <T extends Problem> T problem(Class<T> type, Executable work) {
        return assertInstanceOf(type, assertThrows(ProblemException.class, work).problem());
    }

    protected static GuestEvent next(BlockingQueue<GuestEvent> events, Predicate<GuestEvent> wanted)
            throws InterruptedException {
        List<GuestEvent> others = new ArrayList<>();
        while (true) {
            GuestEvent event = events.poll(SOON.toSeconds(), TimeUnit.SECONDS);
            if (event == null) {
                throw new AssertionError("the event did not come; instead " + others);
            }
            if (wanted.test(event)) {
                return event;
            }
            others.add(event);
        }
    }

    /** What is left in the run folder, without the locks, which stay for those who wait on them. */
    protected static List<String> left(MachineFolder folder) {
        String[] names = folder.run().toFile().list();
        return names == null
                ? List.of()
                : Arrays.stream(names)
                        .filter(name -> !name.endsWith(".lock"))
                        .sorted()
                        .toList();
    }

    /** Lets other users reach what lies in the test's folder. */
    protected static void openToAll(Path folder) throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** A port that was free a moment ago. */
    protected static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    protected static void delete(Path root) throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
