package dev.hamlet.engine.hypervisor.fake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hamlet.engine.host.HamletPaths;
import dev.hamlet.engine.hypervisor.HypervisorContractTest;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.machine.GuestEnd;
import dev.hamlet.engine.machine.GuestEvent;
import dev.hamlet.engine.machine.GuestStatus;
import dev.hamlet.engine.machine.Hypervisor;
import dev.hamlet.engine.machine.MachineSpec;
import dev.hamlet.engine.machine.RunningGuest;
import dev.hamlet.engine.process.SystemProcessLauncher;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;

class FakeHypervisorTest extends HypervisorContractTest {
    @Override
    protected Hypervisor open(HamletPaths at) {
        return new FakeHypervisor(at, new SystemProcessLauncher(System.getenv()), TimeSource.system());
    }

    private FakeGuest inside(MachineSpec spec) throws Exception {
        return ((FakeHypervisor) hypervisor).guest(folderOf(spec)).orElseThrow();
    }

    @Test
    void theGuestObeysOrIgnoresItsPowerButton() throws Exception {
        MachineSpec spec = machine().build();
        RunningGuest guest = launch(spec);
        inside(spec).ignoreShutdown(true);
        guest.requestShutdown();
        assertTrue(guest.isAlive());
        inside(spec).ignoreShutdown(false);
        guest.requestShutdown();
        assertEquals(
                GuestEnd.How.GUEST_SHUTDOWN,
                guest.awaitEnd(Duration.ZERO).orElseThrow().how());
    }

    @Test
    void aFullDiskPausesUntilThereIsRoom() throws Exception {
        MachineSpec spec = machine().build();
        RunningGuest guest = launch(spec);
        BlockingQueue<GuestEvent> events = new LinkedBlockingQueue<>();
        try (RunningGuest.Watch _ = guest.watch(events::add).orElseThrow()) {
            inside(spec).fillDisk("disk0");
            next(events, event -> event.equals(new GuestEvent.DiskFailed("disk0", true, "No space left on device")));
            next(events, event -> event.equals(new GuestEvent.StatusChanged(GuestStatus.PAUSED_NO_SPACE)));
            guest.resume();
            assertEquals(GuestStatus.PAUSED_NO_SPACE, guest.status());
            inside(spec).freeDisk();
            guest.resume();
            assertEquals(GuestStatus.RUNNING, guest.status());
        }
    }

    @Test
    void aCrashKeepsItsLastWords() throws Exception {
        MachineSpec spec = machine().build();
        RunningGuest guest = launch(spec);
        inside(spec).crash("assertion failed");
        GuestEnd end = guest.awaitEnd(Duration.ZERO).orElseThrow();
        assertEquals(GuestEnd.How.UNEXPECTED, end.how());
        assertEquals(List.of("assertion failed"), end.lastLines());
    }

    @Test
    void aSilentMonitorIsAStatus() throws Exception {
        MachineSpec spec = machine().build();
        RunningGuest guest = launch(spec);
        inside(spec).silent(true);
        assertEquals(GuestStatus.SILENT, guest.status());
    }

    @Test
    void theSerialLineGreetsAndSaysBackWhatItHears() throws Exception {
        RunningGuest guest = launch(machine().build());
        try (RunningGuest.SerialLine line = guest.serial(false)) {
            line.channel().write(ByteBuffer.wrap("hello\n".getBytes(StandardCharsets.UTF_8)));
            StringBuilder heard = new StringBuilder();
            ByteBuffer buffer = ByteBuffer.allocate(4096);
            while (!heard.toString().contains("hello\n") && line.channel().read(buffer.clear()) >= 0) {
                heard.append(StandardCharsets.UTF_8.decode(buffer.flip()));
            }
            assertTrue(heard.toString().contains("login: "), heard::toString);
        }
    }
}
