package dev.hamlet.engine.benchmark;

import dev.hamlet.engine.Engine;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.machine.Machine;
import dev.hamlet.engine.machine.StartOptions;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a window costs that nobody touches, while guests run in QEMU that have nothing to do: the time of processors of its
 * process, minute by minute, once its first minute is over.
 */
final class IdleBenchmark {
    private static final int GUESTS = 20;
    private static final int ROUNDS = 3;
    private static final double GOAL = 2;
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration GLANCE = Duration.ofMillis(50);

    private final Map<String, String> environment;
    private final String hamlet;
    private final Path folder;
    private final Report report;

    /**
     * @param hamlet the launcher script
     * @param folder for the screen; it is not there yet
     */
    IdleBenchmark(Map<String, String> environment, String hamlet, Path folder, Report report) {
        this.environment = environment;
        this.hamlet = hamlet;
        this.folder = folder;
        this.report = report;
    }

    void run() throws Exception {
        start();
        try (VirtualScreen screen = new VirtualScreen(Files.createDirectory(folder))) {
            measure(screen);
        } finally {
            end();
        }
    }

    private void start() throws Exception {
        try (Engine engine = Engine.open(environment)) {
            for (int i = 0; i < GUESTS; i++) {
                Guests.idle(engine, "Guest " + i, false)
                        .start(new StartOptions(true))
                        .await();
            }
        }
    }

    private void measure(VirtualScreen screen) throws Exception {
        VirtualScreen.Frame before = screen.look();
        ProcessBuilder builder = new ProcessBuilder(hamlet);
        builder.environment().putAll(environment);
        builder.environment().put("DISPLAY", screen.display());
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.environment().remove("WAYLAND_DISPLAY");
        builder.redirectErrorStream(true).redirectOutput(new File("/dev/null"));
        Process window = builder.start();
        try {
            boolean shown = TimeSource.system()
                    .await(() -> screen.look().likeness(before, VirtualScreen.Area.ALL) < 1, PATIENCE, GLANCE);
            Guests.require(shown, "no window was shown");
            TimeSource.system().sleep(MINUTE);
            List<Double> percents = new ArrayList<>();
            for (int round = 0; round < ROUNDS; round++) {
                Duration used = used(window);
                long begin = System.nanoTime();
                TimeSource.system().sleep(MINUTE);
                percents.add(100.0 * used(window).minus(used).toNanos() / (System.nanoTime() - begin));
            }
            report.title("a window that nobody touches, with " + GUESTS + " running guests");
            report.figures("of one core", "%", percents, GOAL);
        } finally {
            window.destroy();
            window.waitFor();
        }
    }

    /** The script has become the window's own process. */
    private static Duration used(Process window) {
        return window.info().totalCpuDuration().orElseThrow();
    }

    private void end() throws Exception {
        try (Engine engine = Engine.open(environment)) {
            for (Machine machine : engine.machines().list()) {
                machine.forceOff().await();
            }
        }
    }
}
