package dev.hamlet.nativebridge.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.jna.ptr.IntByReference;
import dev.hamlet.nativebridge.DetachedProcess;
import dev.hamlet.nativebridge.DetachedStart;
import dev.hamlet.nativebridge.ExitStatus;
import dev.hamlet.nativebridge.ExitWatch;
import dev.hamlet.nativebridge.NativeException;
import dev.hamlet.nativebridge.PassedDescriptor;
import dev.hamlet.nativebridge.ProcessIdentity;
import dev.hamlet.nativebridge.Signal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against real processes: both with pidfds and as on a kernel without them. */
@Tag("real")
class LinuxProcessesIT {
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    private final List<DetachedProcess> started = new ArrayList<>();

    @AfterEach
    void endWhatWasStarted() throws Exception {
        for (DetachedProcess process : started) {
            LinuxProcesses.INSTANCE.signal(process.identity(), Signal.KILL);
            process.waitFor();
        }
    }

    private DetachedStart command(String script) {
        return command(script, List.of());
    }

    private DetachedStart command(String script, List<PassedDescriptor> descriptors) {
        return new DetachedStart(
                Path.of("/bin/sh"),
                List.of("-c", script),
                Map.of("PATH", "/usr/bin:/bin", "GREETING", "grüß Gott 🏠"),
                folder,
                folder.resolve("out"),
                folder.resolve("err"),
                descriptors);
    }

    private DetachedProcess start(LinuxProcesses processes, DetachedStart start) throws NativeException {
        DetachedProcess process = processes.start(start);
        started.add(process);
        return process;
    }

    private String out() throws IOException {
        return Files.readString(folder.resolve("out"));
    }

    private static void until(BooleanSupplier condition, String what) throws InterruptedException {
        long end = System.nanoTime() + SOON.toNanos();
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < end, () -> "not within " + SOON + ": " + what);
            Thread.onSpinWait();
        }
    }

    @Test
    void thisProgramIsAliveUnderItsIdentity() {
        LinuxProcesses processes = LinuxProcesses.INSTANCE;
        ProcessIdentity self = processes.self();
        assertEquals(ProcessHandle.current().pid(), self.pid());
        assertEquals(self, processes.identify(self.pid()).orElseThrow());
        assertTrue(processes.alive(self));
        assertEquals(36, self.bootId().length());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aNumberUsedAgainOrOfAnotherBootIsNeitherAliveNorSignalled(boolean pidFds) throws Exception {
        LinuxProcesses processes = new LinuxProcesses(pidFds);
        ProcessIdentity real =
                start(processes, command("while :; do sleep 1; done")).identity();
        ProcessIdentity earlier = new ProcessIdentity(real.pid(), real.startTime() - 1, real.bootId());
        ProcessIdentity otherBoot = new ProcessIdentity(real.pid(), real.startTime(), "another");
        for (ProcessIdentity stranger : List.of(earlier, otherBoot)) {
            assertFalse(processes.alive(stranger));
            assertFalse(processes.signal(stranger, Signal.KILL));
            try (ExitWatch watch = processes.watch(stranger)) {
                assertTrue(watch.await(SOON));
            }
        }
        assertTrue(processes.alive(real));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aSignalEndsAProcessAndTheStatusSaysSo(boolean pidFds) throws Exception {
        LinuxProcesses processes = new LinuxProcesses(pidFds);
        DetachedProcess process = start(processes, command("while :; do sleep 1; done"));
        assertTrue(process.poll().isEmpty());
        assertTrue(process.waitFor(Duration.ofMillis(1)).isEmpty());
        assertTrue(processes.signal(process.identity(), Signal.TERM));
        assertEquals(new ExitStatus.Signalled(15), process.waitFor(SOON).orElseThrow());
        assertFalse(processes.signal(process.identity(), Signal.TERM));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aChildIsCollectedThoughNobodyWaits(boolean pidFds) throws Exception {
        LinuxProcesses processes = new LinuxProcesses(pidFds);
        long pid = start(processes, command("exit 7")).identity().pid();
        until(() -> !Files.exists(Path.of("/proc", Long.toString(pid))), "no zombie left");
        // The kernel gives the process up a moment before its collector can tell how it ended.
        until(() -> started.getFirst().poll().isPresent(), "its end is known");
        assertEquals(new ExitStatus.Exited(7), started.getFirst().poll().orElseThrow());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aWatchSeesTheEndOfAProcessThatIsNotAChild(boolean pidFds) throws Exception {
        LinuxProcesses processes = new LinuxProcesses(pidFds);
        Process other = new ProcessBuilder("sleep", "1000").start();
        try (ExitWatch watch = processes.watch(processes.identify(other.pid()).orElseThrow())) {
            assertFalse(watch.await(Duration.ofMillis(20)));
            assertFalse(watch.ended());
            other.destroyForcibly();
            assertTrue(watch.await(SOON));
            assertTrue(watch.ended());
        } finally {
            other.destroyForcibly();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aProcessThatEndedBeforeItIsWatchedIsNotWaitedFor(boolean pidFds) throws Exception {
        LinuxProcesses processes = new LinuxProcesses(pidFds);
        DetachedProcess gone = start(processes, command("exit 0"));
        assertTrue(gone.waitFor(SOON).isPresent());
        try (ExitWatch watch = processes.watch(gone.identity())) {
            assertTrue(watch.ended(), "nothing but its end is to come");
            assertTrue(watch.await(Duration.ZERO));
        }
    }

    /** Its number goes on as that of the session: a container whose agent came out of it could not be removed. */
    @Test
    void aProcessThatHasEndedIsGoneThoughOthersOfItsSessionGoOn() throws Exception {
        LinuxProcesses processes = new LinuxProcesses(true);
        DetachedProcess leader = start(processes, command("sleep 30 & exit 0"));
        assertTrue(leader.waitFor(SOON).isPresent());
        try (ExitWatch watch = processes.watch(leader.identity())) {
            assertTrue(watch.await(SOON));
        }
        assertFalse(processes.signal(leader.identity(), Signal.KILL));
    }

    @Test
    void closingAWatchWakesItsWaiterAndLeavesTheProcess() throws Exception {
        LinuxProcesses processes = LinuxProcesses.INSTANCE;
        ExitWatch watch = processes.watch(processes.self());
        Thread waiter = Thread.startVirtualThread(() -> {
            try {
                watch.await(Duration.ofDays(1));
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        watch.close();
        assertTrue(waiter.join(SOON));
        assertFalse(watch.ended());
    }

    @RepeatedTest(20)
    void watchingCostsOneDescriptorEachAndGivesItBack() throws Exception {
        LinuxProcesses processes = new LinuxProcesses(true);
        List<ExitWatch> watches = new ArrayList<>();
        until(() -> watchesOfThisProgram() == 0, "watches of the tests before given back");
        for (int i = 0; i < 50; i++) {
            watches.add(processes.watch(processes.self()));
        }
        assertEquals(50, watchesOfThisProgram());
        watches.forEach(ExitWatch::close);
        until(() -> watchesOfThisProgram() == 0, "all descriptors given back");
    }

    /** Open pidfds of this very program (proc_pid_fdinfo(5)): the JVM opens and closes other files as it likes. */
    private static long watchesOfThisProgram() {
        String pid = "Pid:\t" + ProcessHandle.current().pid() + "\n";
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fdinfo"))) {
            return open.filter(info -> textOf(info).contains(pid)).count();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Empty for one that was closed since it was listed. */
    private static String textOf(Path info) {
        try {
            return Files.readString(info);
        } catch (IOException e) {
            return "";
        }
    }

    private static long descriptors() {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.count();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aStartedProcessHasItsOwnSessionAndNothingBlockedOrIgnored() throws Exception {
        DetachedProcess process =
                start(LinuxProcesses.INSTANCE, command("cat /proc/self/status /proc/self/stat; pwd; echo $GREETING"));
        assertEquals(new ExitStatus.Exited(0), process.waitFor());
        String out = out();
        assertTrue(out.contains("SigBlk:\t0000000000000000"), out);
        // glibc itself leaves its two internal signals, 32 and 33, ignored; they are nobody else's business.
        assertTrue(
                Pattern.compile("SigIgn:\t0000000[01][08]0000000\n")
                        .matcher(out)
                        .find(),
                out);
        String[] stat = out.substring(out.lastIndexOf(") R ") + 2).split(" ", -1);
        assertEquals(Long.toString(process.identity().pid()), stat[3], "the session is its own");
        assertEquals("0", stat[4], "no controlling terminal");
        assertTrue(out.endsWith(folder + "\ngrüß Gott 🏠\n"), out);
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("out"))));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void onlyTheNamedDescriptorsAreInherited(boolean closeFrom) throws Exception {
        Path file = Files.writeString(folder.resolve("passed"), "from far");
        int leaky = LibC.INSTANCE.open(CText.of(file), Flags.O_RDONLY);
        try (Descriptor passed = Descriptor.open(file, Flags.O_RDONLY)) {
            int pid = Spawn.start(
                    command(
                            "ls /proc/self/fd | tr '\\n' ' '; cat <&7",
                            List.of(
                                    new PassedDescriptor(passed.number(), 7),
                                    new PassedDescriptor(passed.number(), 4))),
                    closeFrom);
            var word = new IntByReference();
            assertEquals(pid, LibC.INSTANCE.waitpid(pid, word, 0));
            assertEquals(0, word.getValue());
            // 3 is the folder that ls itself has open.
            assertEquals("0 1 2 3 4 7 from far", out());
        } finally {
            int _ = LibC.INSTANCE.close(leaky);
        }
    }

    @Test
    void descriptorsThatChangePlacesBothArrive() throws Exception {
        try (Descriptor a = Descriptor.open(Files.writeString(folder.resolve("a"), "a"), Flags.O_RDONLY);
                Descriptor b = Descriptor.open(Files.writeString(folder.resolve("b"), "b"), Flags.O_RDONLY)) {
            int low = Math.min(a.number(), b.number());
            DetachedProcess process = start(
                    LinuxProcesses.INSTANCE,
                    command(
                            "cat /proc/self/fd/" + a.number() + " /proc/self/fd/" + b.number(),
                            List.of(
                                    new PassedDescriptor(a.number(), b.number()),
                                    new PassedDescriptor(b.number(), a.number()))));
            assertEquals(new ExitStatus.Exited(0), process.waitFor());
            assertEquals("ba", out(), "from " + low);
        }
    }

    @Test
    void theInputIsAtItsEndAndOutputIsAppended() throws Exception {
        Files.writeString(folder.resolve("out"), "before\n");
        DetachedProcess process = start(LinuxProcesses.INSTANCE, command("cat; echo after; echo bad >&2"));
        assertEquals(new ExitStatus.Exited(0), process.waitFor());
        assertEquals("before\nafter\n", out());
        assertEquals("bad\n", Files.readString(folder.resolve("err")));
    }

    @Test
    void pathsAndArgumentsOfAnyCharactersArrive() throws Exception {
        Path odd = Files.createDirectory(folder.resolve("Höfe, \"zwei\" 100% 🏠"));
        DetachedStart start = new DetachedStart(
                Path.of("/bin/sh"),
                List.of("-c", "pwd; echo \"$1\"", "sh", "ä'\"$ 🏠"),
                Map.of(),
                odd,
                odd.resolve("größe"),
                odd.resolve("größe"));
        assertEquals(
                new ExitStatus.Exited(0), start(LinuxProcesses.INSTANCE, start).waitFor());
        assertEquals(odd + "\nä'\"$ 🏠\n", Files.readString(odd.resolve("größe")));
    }

    @Test
    void whatCannotBeStartedIsNamed() throws Exception {
        Path missing = folder.resolve("missing");
        DetachedStart good = command("true");
        NativeException program = assertThrows(
                NativeException.class,
                () -> LinuxProcesses.INSTANCE.start(
                        new DetachedStart(missing, List.of(), Map.of(), folder, good.stdout(), good.stderr())));
        assertEquals(Flags.ENOENT, program.errno());
        assertTrue(program.toString().contains(missing.toString()), program.getMessage());
        NativeException place = assertThrows(
                NativeException.class,
                () -> LinuxProcesses.INSTANCE.start(
                        new DetachedStart(good.program(), List.of(), Map.of(), missing, good.stdout(), good.stderr())));
        assertTrue(place.toString().contains("open(" + missing + ")"), place.getMessage());
    }

    @Test
    void aFailedStartLeavesNoDescriptorBehind() {
        long before = descriptors();
        assertThrows(
                NativeException.class,
                () -> Spawn.start(new DetachedStart(
                        folder.resolve("missing"),
                        List.of(),
                        Map.of(),
                        folder,
                        folder.resolve("o"),
                        folder.resolve("e"))));
        assertEquals(before, descriptors());
    }

    @Test
    void statusWordsAreReadAsTheKernelWritesThem() {
        assertEquals(new ExitStatus.Exited(255), ExitLoop.decode(0xff00));
        assertEquals(new ExitStatus.Signalled(6), ExitLoop.decode(0x86));
        assertInstanceOf(ExitStatus.Exited.class, ExitLoop.decode(0));
    }

    @Test
    void aZeroInAnArgumentIsRefused() {
        DetachedStart start = new DetachedStart(
                Path.of("/bin/true"), List.of("a\0b"), Map.of(), folder, folder.resolve("o"), folder.resolve("e"));
        assertThrows(IllegalArgumentException.class, () -> LinuxProcesses.INSTANCE.start(start));
    }
}
