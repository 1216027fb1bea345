package dev.hamlet.engine.hypervisor.qemu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hamlet.engine.host.HamletPaths;
import dev.hamlet.engine.hypervisor.AcceleratorChoice;
import dev.hamlet.engine.hypervisor.HypervisorFixture;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.machine.GuestStatus;
import dev.hamlet.engine.machine.Hypervisor;
import dev.hamlet.engine.machine.MachineFolder;
import dev.hamlet.engine.machine.MachineSpec;
import dev.hamlet.engine.machine.NetworkSpec;
import dev.hamlet.engine.machine.PortForward;
import dev.hamlet.engine.machine.RunningGuest;
import dev.hamlet.engine.process.ProcessSpec;
import dev.hamlet.engine.process.SystemProcessLauncher;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The network of a guest that must not reach this computer. */
@Tag("real")
class PasstIT extends HypervisorFixture {
    @BeforeAll
    static void requireQemu() {
        RealQemu.assumeInstalled();
    }

    @Override
    protected Hypervisor open(HamletPaths at) {
        return RealQemu.open(at);
    }

    private void requirePasst() throws Exception {
        assumeTrue(new SystemProcessLauncher(System.getenv()).find("passt").isPresent(), "passt is not installed");
        assumeTrue(hypervisor.capabilities().features().contains(QemuFacts.STREAM), "QEMU is older than 7.2");
    }

    private void requireServingPasst() throws Exception {
        requirePasst();
        // A container or a changed root may forbid it; there the guest starts all the same, as another test shows.
        assumeTrue(
                new SystemProcessLauncher(System.getenv())
                        .run(ProcessSpec.of("unshare", List.of("--user", "--map-root-user", "true")))
                        .succeeded(),
                "user namespaces, which passt isolates itself with, are forbidden here");
        assumeTrue(
                Files.readAllLines(Path.of("/proc/net/route")).stream().anyMatch(line -> line.contains("\t00000000\t")),
                "this computer has no way out that passt could take");
    }

    /** Programs of this name that run for the guest of this machine: those that work in its folder. */
    private long passtsOf(MachineSpec spec) {
        return ProcessHandle.allProcesses()
                .filter(process -> {
                    try {
                        Path proc = Path.of("/proc", Long.toString(process.pid()));
                        return Files.readString(proc.resolve("comm")).startsWith("passt")
                                && new String(Files.readAllBytes(proc.resolve("cmdline")), StandardCharsets.UTF_8)
                                        .contains(":"
                                                + spec.network()
                                                        .forwards()
                                                        .getFirst()
                                                        .guestPort());
                    } catch (IOException e) {
                        return false;
                    }
                })
                .count();
    }

    /** Whether a passt of a trial, or what bounds its time, works in this machine's folder. */
    private static boolean isTried(MachineFolder folder) {
        return ProcessHandle.allProcesses().anyMatch(process -> {
            try {
                Path proc = Path.of("/proc", Long.toString(process.pid()));
                return new String(Files.readAllBytes(proc.resolve("cmdline")), StandardCharsets.UTF_8)
                                .contains("--one-off")
                        && Files.readSymbolicLink(proc.resolve("cwd")).equals(folder.run());
            } catch (IOException e) {
                return false;
            }
        });
    }

    private static MachineSpec apart(int hostPort, int guestPort) throws Exception {
        return machine().forwards(List.of(PortForward.tcp(hostPort, guestPort))).build();
    }

    @Test
    void aGuestIsKeptApartByPasstWhichEndsWithIt() throws Exception {
        requireServingPasst();
        MachineSpec spec = apart(freePort(), 54_321);
        RunningGuest guest = launch(spec);
        assertFalse(QemuHypervisor.reachesHost(guest.record()));
        assertEquals(1, passtsOf(spec));
        try (Socket forwarded = new Socket(
                InetAddress.getLoopbackAddress(),
                spec.network().forwards().getFirst().hostPort())) {
            assertTrue(forwarded.isConnected());
        }
        guest.kill();
        assertTrue(
                TimeSource.system().await(() -> passtsOf(spec) == 0, SOON, Duration.ofMillis(10)),
                "passt ends with QEMU, even a killed one");
    }

    @Test
    void aFirstStartWithAForwardTriesPasstAndLeavesItsAnswerAlone() throws Exception {
        requireServingPasst();
        SystemProcessLauncher launcher = new SystemProcessLauncher(System.getenv());
        assertEquals(Optional.empty(), new PasstTrial(paths, launcher, TimeSource.system()).known());
        MachineSpec spec = apart(freePort(), 54_324);
        RunningGuest guest = launch(spec);
        PasstTrial trial = new PasstTrial(paths, launcher, TimeSource.system());
        boolean completes = trial.known().orElseThrow();
        assertEquals(!completes, trial.delays(guest.record()));
        assertFalse(left(folderOf(spec)).contains("trial"));
        assertEquals(1, passtsOf(spec));
        assertFalse(isTried(folderOf(spec)), "the passt of the trial has ended");

        Path kept = paths.probes().resolve("passt.json");
        Files.writeString(kept, Files.readString(kept).replace("" + completes, "" + !completes));
        assertEquals(Optional.of(!completes), new PasstTrial(paths, launcher, TimeSource.system()).known());
        Files.writeString(kept, "{");
        assertEquals(Optional.empty(), new PasstTrial(paths, launcher, TimeSource.system()).known());
    }

    @Test
    void aGuestThatMayReachThisComputerNeedsNoPasst() throws Exception {
        MachineSpec draft = apart(freePort(), 54_322);
        MachineSpec spec = draft.toBuilder()
                .network(new NetworkSpec(
                        true, draft.network().mac(), true, draft.network().forwards()))
                .build();
        assertTrue(QemuHypervisor.reachesHost(launch(spec).record()));
        assertEquals(0, passtsOf(spec));
    }

    @Test
    void whereItCannotServeTheGuestStartsAndTheTruthIsTold() throws Exception {
        requirePasst();
        Path folder = Files.createDirectory(home.resolve("bin"));
        Path program = Files.writeString(
                folder.resolve("passt"), "#!/bin/sh\necho \"Couldn't pick external interface\" >&2\nexit 1\n");
        openToAll(program);
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put("PATH", folder + ":" + environment.get("PATH"));
        hypervisor = new QemuHypervisor(
                QemuHypervisor.PROGRAM,
                paths,
                new SystemProcessLauncher(environment),
                TimeSource.system(),
                AcceleratorChoice.software());
        MachineSpec spec = apart(freePort(), 54_323);
        RunningGuest guest = launch(spec);
        assertEquals(GuestStatus.RUNNING, guest.status());
        assertTrue(QemuHypervisor.reachesHost(guest.record()));
        String why = QemuHypervisor.whyReachesHost(guest.record(), folderOf(spec), true);
        assertTrue(why.contains("external interface"), why);
        assertEquals("passt is not installed", QemuHypervisor.whyReachesHost(guest.record(), folderOf(spec), false));
        guest.forceOff();
        MachineSpec open =
                spec.toBuilder().network(spec.network().withReachesHost(true)).build();
        RunningGuest next = launch(open);
        assertFalse(
                Files.exists(folderOf(open).logs().resolve("network.log")),
                "what an earlier start said is of no guest that runs");
        next.forceOff();
    }
}
