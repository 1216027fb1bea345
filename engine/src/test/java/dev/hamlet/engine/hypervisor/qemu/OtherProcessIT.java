package dev.hamlet.engine.hypervisor.qemu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hamlet.engine.host.HamletPaths;
import dev.hamlet.engine.host.OrdinaryUser;
import dev.hamlet.engine.hypervisor.HypervisorFixture;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.machine.GuestEnd;
import dev.hamlet.engine.machine.GuestStatus;
import dev.hamlet.engine.machine.Hypervisor;
import dev.hamlet.engine.machine.MachineFolder;
import dev.hamlet.engine.machine.RunningGuest;
import dev.hamlet.engine.process.ProcessResult;
import dev.hamlet.nativebridge.Users;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Guests whose Hamlet is another process. */
@Tag("real")
class OtherProcessIT extends HypervisorFixture {
    private static final int KILLED = 128 + 9;

    @BeforeAll
    static void requireQemu() {
        RealQemu.assumeInstalled();
    }

    @Override
    protected Hypervisor open(HamletPaths at) {
        return RealQemu.open(at);
    }

    private Path freshHome() throws Exception {
        Path place = home.resolve("hamlet");
        paths = HamletPaths.of(Map.of("HAMLET_HOME", place.toString()));
        hypervisor = open(paths);
        return place;
    }

    @Test
    void aGuestOutlivesItsKilledManagerAndObeysTheNextOne() throws Exception {
        Path place = freshHome();
        ProcessResult dead = new OrdinaryUser(home).runAsSelf(OtherProcess.class, "launch-and-die", place.toString());
        assertEquals(KILLED, dead.code(), dead.output());
        RunningGuest guest = hypervisor.adopt(OtherProcess.folder(paths)).orElseThrow();
        try {
            assertEquals(GuestStatus.RUNNING, guest.status());
            guest.pause();
            assertEquals(GuestStatus.PAUSED, guest.status());
            guest.resume();
            guest.serial(false).close();
        } finally {
            guest.forceOff();
        }
        assertEquals(GuestEnd.How.FORCED, guest.awaitEnd(SOON).orElseThrow().how());
    }

    @Test
    void aStartWhoseManagerIsKilledAtAnyMomentCanBeTakenBack() throws Exception {
        Path place = freshHome();
        OrdinaryUser other = new OrdinaryUser(home);
        MachineFolder folder = OtherProcess.folder(paths);
        for (int delay : new int[] {60, 90, 120, 150, 200, 300}) {
            ProcessResult dead = other.runAsSelf(OtherProcess.class, "die", place.toString(), Integer.toString(delay));
            assertEquals(KILLED, dead.code(), dead.output());
            // Whatever process there is, it is found, and nothing but the one is there afterwards.
            Optional<RunningGuest> found = hypervisor.adopt(folder);
            assertEquals(
                    GuestProcesses.find(folder),
                    found.map(guest -> guest.record().process()),
                    "killed after " + delay + " ms");
            if (found.isPresent()) {
                RunningGuest guest = found.get();
                assertTrue(
                        TimeSource.system().await(() -> isAnswering(guest), SOON, Duration.ofMillis(20)),
                        "killed after " + delay + " ms");
                guest.kill();
            }
            RunningGuest next = launch(OtherProcess.machine());
            assertEquals(GuestStatus.RUNNING, next.status());
            next.kill();
            Files.deleteIfExists(folder.startMarker());
        }
    }

    private static boolean isAnswering(RunningGuest guest) {
        try {
            GuestStatus status = guest.status();
            return status == GuestStatus.PRELAUNCH || status == GuestStatus.RUNNING;
        } catch (dev.hamlet.engine.problem.ProblemException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void anOrdinaryUserRunsGuestsAndIsToldWhatIsForbidden() throws Exception {
        Path place = Files.createDirectory(home.resolve("hamlet"));
        openToAll(home);
        if (Users.isRoot()) {
            Users.chown(place, 65534, 65534);
        }
        ProcessResult result = new OrdinaryUser(home).run(OtherProcess.class, "be-ordinary", place.toString());
        assertEquals(0, result.code(), () -> result.output() + result.errorLines());
        Map<String, String> lines = result.output()
                .lines()
                .filter(line -> line.startsWith("> "))
                .map(line -> line.split(" ", 3))
                .collect(Collectors.toMap(words -> words[1], words -> words[2]));
        if (Users.isRoot()) {
            assertEquals("nobody", lines.get("user"));
        }
        assertEquals("RUNNING", lines.get("status"));
        assertEquals(TinyGuest.GREETING, lines.get("serial"));
        assertEquals("true", lines.get("picture"));
        assertEquals("FORCED", lines.get("end"));
        assertTrue(String.valueOf(lines.get("unwritable")).startsWith("FileUnreadable["), lines::toString);
        assertTrue(String.valueOf(lines.get("unreadable")).startsWith("FileUnreadable["), lines::toString);
        int limit = Integer.parseInt(Files.readAllLines(Path.of("/proc/sys/net/ipv4/ip_unprivileged_port_start"))
                .getFirst());
        assumeTrue(limit > 80, "port 80 is free to everybody here");
        assertTrue(String.valueOf(lines.get("port")).startsWith("PortNeedsPrivilege["), lines::toString);
    }
}
