package dev.hamlet.app.shell;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hamlet.engine.Engine;
import dev.hamlet.engine.host.HamletPaths;
import dev.hamlet.engine.job.Threads;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.machine.Machine;
import dev.hamlet.engine.machine.MachineSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * How smoothly a real window goes on with very many machines: run when asked for, since the figures are this computer's.
 * On the platform without a display most of a pulse is its own copying of pixels, so that it cannot be measured there.
 */
@Tag("slow")
@Timeout(300)
class ManyMachinesIT {
    private static final int MACHINES = 1000;
    private static final int CHANGES = 50;
    private static final int PULSES = 1200;
    private static final double LONGEST_MILLIS = 33;

    @TempDir
    private Path folder = Path.of("");

    private String spec = "";
    private int next;

    private static Path file(HamletPaths paths, int machine) {
        return paths.machines().resolve("machine-" + machine).resolve("machine.json");
    }

    /** The settings of one of the machines, with a name for its {@code turn}. */
    private String spec(int machine, int turn) {
        String number = String.format(Locale.ROOT, "%04d", machine);
        return spec.replace("its-id", "machine-" + machine)
                .replace(
                        "its-uuid",
                        UUID.nameUUIDFromBytes(new byte[] {(byte) machine, (byte) (machine >> 8)})
                                .toString())
                .replace("its name", "Machine " + number + (turn % 2 == 0 ? "" : " anew"))
                .replace("its group", machine % 2 == 0 ? "" : "Group " + number.charAt(2));
    }

    /** Machines as they lie on the disk: made one by one they would take minutes. */
    private void fill(HamletPaths paths) throws Exception {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put("HAMLET_HOME", folder.toString());
        try (Engine engine = Engine.open(environment)) {
            MachineSpec first = MachineSpec.named("its name").group("its group").build();
            Machine machine = engine.machines().create(first, (_, _) -> {}).await();
            spec = Files.readString(machine.folder().spec())
                    .replace(first.uuid().toString(), "its-uuid")
                    .replace(machine.id().value(), "its-id");
            machine.delete().await();
        }
        for (int i = 0; i < MACHINES; i++) {
            Path place = file(paths, i);
            Files.createDirectories(place.resolveSibling("run"));
            Files.createDirectories(place.resolveSibling("log"));
            Files.writeString(place, spec(i, 0));
        }
    }

    /** As another process does it. */
    private void changeNext(HamletPaths paths) {
        int machine = next % MACHINES;
        Path place = file(paths, machine);
        try {
            Path whole =
                    Files.writeString(place.resolveSibling("machine.json.next"), spec(machine, 1 + next / MACHINES));
            Files.move(whole, place, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        next++;
    }

    @Test
    void aThousandMachinesOfWhichFiftyChangeEachSecondHoldUpNoPulse() throws Exception {
        String display = System.getenv().getOrDefault("DISPLAY", "");
        assumeTrue(!display.isEmpty(), "there is no display to open a window on (DISPLAY is not set)");
        HamletPaths paths = HamletPaths.of(Map.of("HAMLET_HOME", folder.toString()));
        fill(paths);
        try (WindowProcess window = WindowProcess.open(folder, folder.resolve("window.err"), List.of())) {
            window.awaitText("machines-list", "Machine 0012");
            Pulses pulses;
            try (Threads.Repeating _ = Threads.repeat(
                    "changes", TimeSource.system(), Duration.ofMillis(1000 / CHANGES), () -> changeNext(paths))) {
                window.awaitText("machines-list", "anew");
                pulses = window.pulses(PULSES);
            }
            System.out.println(MACHINES + " machines, of which " + CHANGES + " change each second: " + pulses);
            // What the window's thread itself did, however many others want the processor.
            assertTrue(pulses.work().within99() <= LONGEST_MILLIS, pulses::toString);
        }
    }
}
