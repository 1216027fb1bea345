package dev.hamlet.engine.benchmark;

import dev.hamlet.engine.Engine;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.machine.Machine;
import dev.hamlet.engine.machine.MachineFolder;
import dev.hamlet.engine.machine.StartOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/**
 * How many full frames a second the window of a console shows on a screen of its own, from a display that always has
 * another one, and what each thread takes for it; by turns with TigerVNC's viewer, where that is installed. What is shown
 * is seen on the screen itself: each frame has its number in its middle.
 */
final class ConsoleBenchmark {
    private static final int ROUNDS = 5;
    private static final double GOAL_FRAMES = 58;
    private static final double GOAL_SHARE = 25;
    private static final Duration WARM = Duration.ofSeconds(12);
    private static final Duration SETTLE = Duration.ofSeconds(1);
    private static final Duration ROUND = Duration.ofSeconds(5);

    /** Often enough to see each of several hundred frames a second. */
    private static final Duration BLINK = Duration.ofMillis(1);

    private static final List<Path> VIEWERS =
            List.of(Path.of("/usr/bin/xtigervncviewer"), Path.of("/usr/bin/vncviewer"));

    private final Map<String, String> environment;
    private final String hamlet;
    private final Path folder;
    private final Report report;
    private final FilmFrames frames = new FilmFrames();

    /** What one round came to: frames a second, shares of one processor in percent. */
    private record Round(
            double sent, double shown, double all, double window, double render, double reader, double screen) {
        double each() {
            return all / 100 / shown * 1e3;
        }

        double eachWithScreen() {
            return (all + screen) / 100 / shown * 1e3;
        }
    }

    /**
     * @param hamlet the launcher script
     * @param folder empty, for the screen and the server of the other viewer
     */
    ConsoleBenchmark(Map<String, String> environment, String hamlet, Path folder, Report report) {
        this.environment = environment;
        this.hamlet = hamlet;
        this.folder = folder;
        this.report = report;
    }

    void run() throws Exception {
        Path run = start();
        try (VirtualScreen screen = new VirtualScreen(Files.createDirectories(folder.resolve("screen")));
                FrameServer ours = replaceDisplay(run);
                FrameServer others = new FrameServer(folder, "display", frames)) {
            VirtualScreen.Frame before = screen.look();
            try (ShownConsole console = new ShownConsole(environment, hamlet, screen, folder)) {
                ours.run(FilmFrames.Pixels.RAW);
                console.open(before, () -> ours.sent() > 0, () -> number(screen) >= 0, () -> isWhole(screen));
                measure(screen, console.process(), ours, others);
            }
        } finally {
            end();
        }
    }

    /** Starts a guest; answers where its sockets are. */
    private Path start() throws Exception {
        try (Engine engine = Engine.open(environment)) {
            Machine machine = Guests.idle(engine, ShownConsole.NAME, false);
            machine.start(StartOptions.CAREFUL).await();
            return machine.folder().run();
        }
    }

    private void end() throws Exception {
        try (Engine engine = Engine.open(environment)) {
            for (Machine machine : engine.machines().list()) {
                machine.forceOff().await();
            }
        }
    }

    /** The guest is QEMU's in all but what it shows. */
    private FrameServer replaceDisplay(Path run) throws IOException {
        Files.delete(run.resolve(MachineFolder.DISPLAY_SOCKET));
        return new FrameServer(run, MachineFolder.DISPLAY_SOCKET, frames);
    }

    private void measure(VirtualScreen screen, Process window, FrameServer ours, FrameServer others) throws Exception {
        Optional<Path> viewer = VIEWERS.stream().filter(Files::isExecutable).findFirst();
        for (FilmFrames.Pixels form : FilmFrames.Pixels.values()) {
            ours.run(form);
            TimeSource.system().sleep(WARM);
            ours.rest();
            List<Round> own = new ArrayList<>();
            List<Round> other = new ArrayList<>();
            for (int round = 0; round < ROUNDS; round++) {
                own.add(round(screen, window, ours, form));
                if (viewer.isPresent()) {
                    other.add(rival(screen, viewer.get(), others, form));
                }
            }
            tell(form, own, other);
        }
    }

    /** The number of the frame in the middle of the screen, or -1. */
    private static int number(VirtualScreen screen) {
        int colour = screen.pixel(FilmFrames.FIELD_X, FilmFrames.FIELD_Y);
        for (int i = 0; i < FilmFrames.COUNT; i++) {
            if (FilmFrames.colour(i) == colour) {
                return i;
            }
        }
        return -1;
    }

    /** The lower left corner is the film's paper. */
    private static boolean isWhole(VirtualScreen screen) {
        int colour = screen.pixel(2, FilmFrames.HEIGHT - 3);
        return number(screen) >= 0 && (colour == 0xd0_d8e0 || colour == 0x20_2020);
    }

    private Round rival(VirtualScreen screen, Path viewer, FrameServer server, FilmFrames.Pixels form)
            throws Exception {
        Process process = ShownConsole.program(
                environment,
                screen,
                folder,
                viewer.toString(),
                "-SecurityTypes=None",
                "-FullScreen",
                "-AutoSelect=0",
                "-FullColor=1",
                "-PreferredEncoding=" + (form == FilmFrames.Pixels.RAW ? "Raw" : "ZRLE"),
                folder.resolve("display").toString());
        try {
            long before = server.sent();
            server.run(form);
            boolean begun = TimeSource.system()
                    .await(() -> server.sent() > before + 10, ShownConsole.PATIENCE, ShownConsole.GLANCE);
            Guests.require(begun, "the other viewer asks for no frames");
            return round(screen, process, server, form);
        } finally {
            process.destroy();
            process.waitFor();
        }
    }

    private static Round round(VirtualScreen screen, Process process, FrameServer server, FilmFrames.Pixels form)
            throws Exception {
        server.run(form);
        TimeSource.system().sleep(SETTLE);
        ThreadTimes program = ThreadTimes.of(process.pid());
        ThreadTimes shown = ThreadTimes.of(screen.process());
        long sent = server.sent();
        long begin = System.nanoTime();
        int changes = 0;
        int last = number(screen);
        while (System.nanoTime() - begin < ROUND.toNanos()) {
            TimeSource.system().sleep(BLINK);
            int now = number(screen);
            changes += now != last ? 1 : 0;
            last = now;
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        ThreadTimes programNow = ThreadTimes.of(process.pid());
        ThreadTimes shownNow = ThreadTimes.of(screen.process());
        double frames = server.sent() - sent;
        server.rest();
        double nanos = seconds * 1e7;
        return new Round(
                frames / seconds,
                changes / seconds,
                programNow.since(program, _ -> true) / nanos,
                programNow.since(program, named("JavaFX")) / nanos,
                programNow.since(program, named("QuantumRenderer")) / nanos,
                programNow.since(program, named("display-read")) / nanos,
                shownNow.since(shown, _ -> true) / nanos);
    }

    private static Predicate<String> named(String begin) {
        return name -> name.startsWith(begin);
    }

    private void tell(FilmFrames.Pixels form, List<Round> own, List<Round> other) {
        report.title("a console of " + FilmFrames.WIDTH + "x" + FilmFrames.HEIGHT + ", " + form);
        report.figures("frames read a second", "", own.stream().map(Round::sent).toList());
        report.atLeast(
                "frames shown a second", "", own.stream().map(Round::shown).toList(), GOAL_FRAMES);
        report.figures(
                "JavaFX's thread, of one core",
                "%",
                own.stream().map(Round::window).toList(),
                GOAL_SHARE);
        report.figures("what draws", "%", own.stream().map(Round::render).toList());
        report.figures("what reads", "%", own.stream().map(Round::reader).toList());
        report.figures("the whole program", "%", own.stream().map(Round::all).toList());
        report.figures("Xvfb", "%", own.stream().map(Round::screen).toList());
        report.figures(
                "processor for each frame", "ms", own.stream().map(Round::each).toList());
        report.figures(
                "the same with Xvfb",
                "ms",
                own.stream().map(Round::eachWithScreen).toList());
        if (other.isEmpty()) {
            report.note("TigerVNC's viewer is not installed");
            return;
        }
        report.title("TigerVNC's viewer, " + form);
        report.figures(
                "frames read a second", "", other.stream().map(Round::sent).toList());
        report.figures(
                "frames shown a second", "", other.stream().map(Round::shown).toList());
        report.figures("the whole program", "%", other.stream().map(Round::all).toList());
        report.figures("Xvfb", "%", other.stream().map(Round::screen).toList());
        report.figures(
                "processor for each frame",
                "ms",
                other.stream().map(Round::each).toList());
        report.figures(
                "the same with Xvfb",
                "ms",
                other.stream().map(Round::eachWithScreen).toList());
        report.title("Hamlet's to the other's");
        report.figures("frames shown", "times", ratios(own, other, Round::shown));
        report.figures("processor for each frame", "times", ratios(own, other, Round::each));
        report.figures("the same with Xvfb", "times", ratios(own, other, Round::eachWithScreen));
    }

    private static List<Double> ratios(List<Round> own, List<Round> other, ToDoubleFunction<Round> what) {
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < own.size(); i++) {
            ratios.add(what.applyAsDouble(own.get(i)) / what.applyAsDouble(other.get(i)));
        }
        return ratios;
    }
}
