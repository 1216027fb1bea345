package dev.hamlet.app.shell;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hamlet.app.fx.FxRelay;
import dev.hamlet.app.fx.OpenWindow;
import dev.hamlet.app.fx.Toolkit;
import dev.hamlet.app.machines.TestMachines;
import dev.hamlet.app.preferences.Preferences;
import dev.hamlet.app.preferences.PreferencesModel;
import dev.hamlet.app.words.Messages;
import dev.hamlet.engine.host.Accelerator;
import dev.hamlet.engine.host.HamletPaths;
import dev.hamlet.engine.job.Threads;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.machine.Machine;
import dev.hamlet.engine.machine.MachineSpec;
import dev.hamlet.engine.machine.MachineState;
import dev.hamlet.engine.machine.StartOptions;
import dev.hamlet.engine.problem.HostProblem;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.engine.usage.Usage;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javafx.animation.AnimationTimer;
import javafx.stage.Stage;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How smoothly the window goes on with very many machines: run when asked for, since the figures are this computer's. */
@Tag("slow")
@Timeout(600)
class ManyMachinesTest {
    private static final int MACHINES = 1000;
    private static final int RUNNING = 100;
    private static final int CHANGES = 50;
    private static final int PULSES = 900;
    private static final double LONGEST_MILLIS = 33;

    @TempDir
    private Path home = Path.of("");

    /** Machines as they lie on the disk: made one by one they would take minutes. */
    private static void fill(HamletPaths paths, TestMachines machines) throws Exception {
        MachineSpec spec = MachineSpec.named("Machine 0000").build();
        Machine first = machines.store().create(spec, (folder, progress) -> {}).await();
        String text = Files.readString(first.folder().spec());
        for (int i = 1; i < MACHINES; i++) {
            String id = "machine-" + i;
            Path folder = paths.machines().resolve(id);
            Files.createDirectories(folder.resolve("run"));
            Files.createDirectories(folder.resolve("log"));
            Files.writeString(
                    folder.resolve("machine.json"),
                    text.replace(first.id().value(), id)
                            .replace(spec.uuid().toString(), UUID.randomUUID().toString())
                            .replace("Machine 0000", String.format(Locale.ROOT, "Machine %04d", i)));
        }
    }

    @Test
    void aThousandMachinesOfWhichFiftyChangeEachSecondHoldUpNoPulse() throws Exception {
        Toolkit.start();
        try (TestMachines machines = TestMachines.ofEngine(home)) {
            fill(machines.paths(), machines);
            List<Machine> running = machines.store().list().subList(0, RUNNING);
            for (Machine machine : running) {
                machine.start(new StartOptions(true)).await();
                machines.guest(machine).use(new Usage(0.7, 1, 3e8, 3e8, 0, 0, Double.NaN, Double.NaN));
            }
            Stage stage = Toolkit.get(Stage::new);
            HamletWindow window = Toolkit.get(() -> open(stage, machines));
            OpenWindow shown = OpenWindow.of(stage);
            shown.awaitText("machines-list", "Machine 0012");
            shown.awaitText("machines-list", "%");
            try (Threads.Repeating _ = Threads.repeat(
                    "changes", TimeSource.system(), Duration.ofMillis(1000 / CHANGES), new Changes(running)::next)) {
                measure();
            }
            Toolkit.run(window::close);
        }
    }

    /** Pauses one machine after the other, and lets them go on. */
    private static final class Changes {
        private final List<Machine> machines;
        private int next;

        Changes(List<Machine> machines) {
            this.machines = machines;
        }

        void next() {
            Machine machine = machines.get(next++ % machines.size());
            try {
                if (machine.snapshot().state() == MachineState.RUNNING) {
                    machine.pause().await();
                } else {
                    machine.resume().await();
                }
            } catch (ProblemException e) {
                throw new IllegalStateException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static void measure() throws InterruptedException {
        double[] millis = new double[PULSES];
        double[] work = new double[PULSES];
        CountDownLatch done = new CountDownLatch(1);
        Toolkit.run(() -> new AnimationTimer() {
            private long last;
            private long lastWork;
            private int pulse = -60;

            @Override
            public void handle(long now) {
                long here = System.nanoTime();
                // What the thread itself did, however many others want the processor.
                long worked = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
                if (pulse >= 0 && pulse < PULSES) {
                    millis[pulse] = (here - last) / 1e6;
                    work[pulse] = (worked - lastWork) / 1e6;
                }
                lastWork = worked;
                last = here;
                pulse++;
                if (pulse == PULSES) {
                    stop();
                    done.countDown();
                }
            }
        }.start());
        assertTrue(done.await(300, TimeUnit.SECONDS), "the pulses came to an end");
        Arrays.sort(work);
        Arrays.sort(millis);
        int p99 = PULSES * 99 / 100;
        System.out.printf(
                Locale.ROOT,
                "%d machines, %d change each second, %d pulses: median %.1f ms, 99 %% within %.1f ms, longest %.1f ms; work"
                        + " of the window's thread: median %.1f ms, 99 %% within %.1f ms, longest %.1f ms%n",
                MACHINES,
                CHANGES,
                PULSES,
                millis[PULSES / 2],
                millis[p99],
                millis[PULSES - 1],
                work[PULSES / 2],
                work[p99],
                work[PULSES - 1]);
        assertTrue(work[p99] <= LONGEST_MILLIS, "99 % of the pulses take " + work[p99] + " ms of work");
    }

    private static HamletWindow open(Stage stage, TestMachines machines) {
        HamletWindow window = new HamletWindow(
                stage,
                Messages.of(Locale.ENGLISH),
                settings -> {},
                new PreferencesModel(Preferences.FIRST, kept -> {}),
                place -> {},
                () -> {});
        window.show(WindowSettings.FIRST);
        window.fill(
                machines.engine(),
                new HostModel(
                        machines.engine().usage(),
                        () -> Accelerator.emulation(new HostProblem.KvmTooSlow(264)),
                        FxRelay.fxThread()),
                () -> {
                    throw new UnsupportedOperationException("there are machines");
                });
        return window;
    }
}
