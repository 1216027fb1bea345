package dev.hamlet.engine.hypervisor.qemu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hamlet.engine.host.HamletPaths;
import dev.hamlet.engine.hypervisor.HypervisorFixture;
import dev.hamlet.engine.job.Progress;
import dev.hamlet.engine.job.Threads;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.machine.Hypervisor;
import dev.hamlet.engine.machine.MachineFolder;
import dev.hamlet.engine.machine.MachineSpec;
import dev.hamlet.engine.machine.PortForward;
import dev.hamlet.engine.problem.HypervisorProblem;
import dev.hamlet.engine.problem.MachineProblem;
import dev.hamlet.engine.process.SystemProcessLauncher;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Report 15 of the reference: a QEMU that does not come up, in every way. The probe is answered by the real one. */
@Tag("real")
class QemuFailingStartIT extends HypervisorFixture {
    @BeforeAll
    static void requireQemu() {
        RealQemu.assumeInstalled();
    }

    @Override
    protected Hypervisor open(HamletPaths at) {
        return RealQemu.open(at);
    }

    /** A QEMU that does this instead of running a guest. */
    private void misbehave(String script) throws Exception {
        misbehave(script, QemuStart.PATIENCE);
    }

    private static Path real() {
        return new SystemProcessLauncher(System.getenv())
                .find(QemuHypervisor.PROGRAM)
                .orElseThrow();
    }

    private void misbehave(String script, Duration patience) throws Exception {
        openToAll(home);
        Path program = home.resolve("qemu-system-x86_64");
        Files.writeString(program, """
                #!/bin/sh
                for argument in "$@"; do [ "$argument" = none ] && [ "$2" = -no-user-config ] && exec %s "$@"; done
                %s
                """.formatted(real(), script));
        openToAll(program);
        hypervisor = RealQemu.open(program.toString(), paths, patience);
    }

    private HypervisorProblem.EndedAtOnce endedAtOnce(MachineSpec spec) throws Exception {
        HypervisorProblem.EndedAtOnce ended = problem(HypervisorProblem.EndedAtOnce.class, () -> launch(spec));
        MachineFolder folder = folderOf(spec);
        assertEquals(folder.hypervisorLog(), ended.log());
        assertEquals(List.of(), left(folder));
        assertTrue(hypervisor.adopt(folder).isEmpty());
        return ended;
    }

    @Test
    void exitsWithWords() throws Exception {
        misbehave("echo 'first line' >&2; echo 'qemu-system-x86_64: -device x: it is broken' >&2; exit 1");
        HypervisorProblem.EndedAtOnce ended = endedAtOnce(machine().build());
        assertEquals("exit code 1", ended.how());
        assertEquals("-device x: it is broken", ended.line());
        assertEquals(List.of("first line", "qemu-system-x86_64: -device x: it is broken"), ended.lastLines());
    }

    @Test
    void exitsWithoutAWord() throws Exception {
        misbehave("exit 3");
        HypervisorProblem.EndedAtOnce ended = endedAtOnce(machine().build());
        assertEquals("exit code 3", ended.how());
        assertEquals("", ended.line());
    }

    @Test
    void endsAsIfAllWereWell() throws Exception {
        misbehave("exit 0");
        assertEquals("exit code 0", endedAtOnce(machine().build()).how());
    }

    @Test
    void isKilled() throws Exception {
        misbehave("kill -KILL $$");
        assertEquals("signal 9", endedAtOnce(machine().build()).how());
    }

    @Test
    void losesAPortBetweenCheckAndStart() throws Exception {
        int port = freePort();
        misbehave("echo \"qemu-system-x86_64: Could not set up host forwarding rule 'tcp:127.0.0.1:" + port
                + "-:22'\" >&2; exit 1");
        MachineSpec spec =
                machine().forwards(List.of(PortForward.tcp(port, 22))).build();
        assertEquals(
                port,
                problem(MachineProblem.PortTaken.class, () -> launch(spec)).port());
    }

    @Test
    void hangsUntilTheUserCancels() throws Exception {
        misbehave("exec sleep 600");
        MachineSpec spec = machine().build();
        MachineFolder folder = folderOf(spec);
        Thread starting = Thread.currentThread();
        Thread canceller = Threads.virtual("canceller", () -> {
            try {
                TimeSource.system()
                        .await(() -> Files.exists(folder.launchRecord()), Duration.ofSeconds(30), Duration.ofMillis(5));
                starting.interrupt();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        assertThrows(InterruptedException.class, () -> hypervisor.launch(spec, folder, Progress.none()));
        canceller.join();
        assertEquals(List.of(), left(folder));
        assertTrue(GuestProcesses.find(folder).isEmpty());
    }

    private void comesUpInVain(String awaited) throws Exception {
        MachineSpec spec = machine().build();
        MachineFolder folder = folderOf(spec);
        HypervisorProblem.StartSilent silent = problem(HypervisorProblem.StartSilent.class, () -> launch(spec));
        assertEquals(
                new HypervisorProblem.StartSilent(
                        spec.name(),
                        awaited,
                        2,
                        "it takes its time",
                        List.of("qemu-system-x86_64: it takes its time"),
                        folder.hypervisorLog()),
                silent);
        assertEquals(List.of(), left(folder));
        assertTrue(GuestProcesses.find(folder).isEmpty(), "its process is ended");
        hypervisor = open(paths);
        assertTrue(launch(spec).isAlive(), "the next start is as if nothing had been");
    }

    @Test
    void neverOpensItsMonitor() throws Exception {
        misbehave("echo 'qemu-system-x86_64: it takes its time' >&2; exec sleep 600", Duration.ofSeconds(2));
        comesUpInVain("monitor");
    }

    @Test
    void opensItsMonitorAndNeverGreets() throws Exception {
        // QEMU listens long before its board is made and it answers. The socket's file is there a moment sooner, and
        // guests of other tests have sockets of that name: so the one that this very process listens on is looked for.
        misbehave("""
                echo 'qemu-system-x86_64: it takes its time' >&2
                ( while :; do
                    for inode in $(awk '$4 == "00010000" && $8 == "command.sock" { print $7 }' /proc/net/unix); do
                        ls -l /proc/$$/fd | grep -q "socket:.$inode." && kill -STOP $$ && exit
                    done
                done ) 2>/dev/null &
                exec %s "$@"
                """.formatted(real()), Duration.ofSeconds(2));
        comesUpInVain("greeting");
    }

    @Test
    void theNextStartIsAsIfNothingHadBeen() throws Exception {
        misbehave("exit 1");
        MachineSpec spec = machine().build();
        endedAtOnce(spec);
        hypervisor = open(paths);
        assertTrue(launch(spec).isAlive());
    }
}
