package dev.hamlet.engine.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hamlet.engine.Engine;
import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.machine.Machine;
import dev.hamlet.engine.machine.MachineSpec;
import dev.hamlet.engine.machine.RunningGuest;
import dev.hamlet.engine.machine.Setting;
import dev.hamlet.engine.machine.StartOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A Linux guest under changes: what it sees itself of them. */
@Tag("real")
@Timeout(240)
class LiveChangeIT {
    private static final Duration LIMIT = Duration.ofSeconds(90);

    @TempDir
    private Path home;

    @Test
    void aLinuxGuestGivesMemoryBackAndSeesItsCable() throws Exception {
        try (Engine engine = TinyMachine.open(home)) {
            MachineSpec spec = TinyMachine.spec(engine).build();
            Machine machine =
                    engine.machines().create(spec, (folder, progress) -> {}).await();
            machine.start(new StartOptions(true)).await();
            RunningGuest guest = machine.guest("read");
            try (RunningGuest.SerialLine line = guest.serial(false)) {
                SerialText text = new SerialText(line.channel());
                text.type("", "tiny# ", LIMIT);
                text.type("echo carrier $(cat /sys/class/net/eth0/carrier)", "carrier 1", LIMIT);
                machine.change(change -> change.network(change.network().withConnected(false)));
                text.type("echo carrier $(cat /sys/class/net/eth0/carrier)", "carrier 0", LIMIT);
                machine.change(change -> change.network(change.network().withConnected(true)));
                text.type("echo carrier $(cat /sys/class/net/eth0/carrier)", "carrier 1", LIMIT);

                ByteSize less = ByteSize.ofMebibytes(160);
                machine.change(change -> change.memory(less));
                assertTrue(
                        TimeSource.system()
                                .await(() -> has(machine).compareTo(less) <= 0, LIMIT, Duration.ofMillis(100)),
                        () -> "the guest has " + has(machine));
                machine.change(change -> change.memory(ByteSize.ofMebibytes(256)));
                assertTrue(TimeSource.system()
                        .await(() -> has(machine).equals(ByteSize.ofMebibytes(256)), LIMIT, Duration.ofMillis(100)));
                assertEquals(List.<Setting>of(), machine.snapshot().waiting());
            } finally {
                machine.kill().await();
            }
        }
    }

    private static ByteSize has(Machine machine) {
        try {
            return machine.guestMemory().orElseThrow();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
