package dev.hamlet.engine.benchmark;

import dev.hamlet.engine.Engine;
import dev.hamlet.engine.benchmark.VirtualScreen.Area;
import dev.hamlet.engine.benchmark.VirtualScreen.Frame;
import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.machine.MachineSpec;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * From the start of the process to a window that can be used, with 20 machines, on a screen of its own: by turns Hamlet, a
 * bare table of JavaFX, and the other programs for machines that are installed here. And what each takes of the memory
 * then.
 */
final class WindowBenchmark {
    private static final int MACHINES = 20;
    private static final int ROUNDS = 7;
    private static final double GOAL_TIME = 1.6;
    private static final double GOAL_MEMORY = 1.5;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** A window that has not changed for so long is as it will be. */
    private static final Duration SETTLED = Duration.ofMillis(1500);

    private static final Duration GLANCE = Duration.ofMillis(2);

    /** Clocks and curves go on in a window that is there. */
    private static final double ALIKE = 0.98;

    /** A row has letters where so much of it is not as its ground. */
    private static final double LETTERS = 0.02;

    private static final double CHOSEN = 0.5;

    /** The fourth row of the list. */
    private static final Area ROW_OF_HAMLET = new Area(100, 268, 200, 40);

    /** The sixth. A window may remember which row was chosen: the next start clicks on another. */
    private static final Area OTHER_ROW_OF_HAMLET = new Area(100, 372, 200, 40);

    private static final Area ROW_OF_TABLE = new Area(8, 100, 280, 20);
    private static final Area OTHER_ROW_OF_TABLE = new Area(8, 148, 280, 20);

    private final Map<String, String> environment;
    private final String hamlet;
    private final List<String> bareTable;
    private final Path folder;
    private final Report report;

    /** One start of a program: seconds until it shows its list, until a click is answered; KiB resident and its share. */
    private record Start(double painted, double answered, long resident, long share) {}

    /** All starts of a program. */
    private record Program(String name, List<String> command, Area row, Area other, List<Start> starts) {
        Program(String name, List<String> command, Area row, Area other) {
            this(name, command, row, other, new ArrayList<>());
        }

        Area row(int round) {
            return round % 2 == 0 ? row : other;
        }

        List<Double> painted() {
            return starts.stream().map(Start::painted).toList();
        }

        List<Double> answered() {
            return starts.stream().map(Start::answered).toList();
        }

        List<Double> resident() {
            return starts.stream().map(start -> start.resident() / 1024.0).toList();
        }

        List<Double> share() {
            return starts.stream().map(start -> start.share() / 1024.0).toList();
        }
    }

    /**
     * @param hamlet the launcher script
     * @param bareTable the command that opens the bare table
     * @param folder empty, for the homes of the other programs
     */
    WindowBenchmark(
            Map<String, String> environment, String hamlet, List<String> bareTable, Path folder, Report report) {
        this.environment = environment;
        this.hamlet = hamlet;
        this.bareTable = bareTable;
        this.folder = folder;
        this.report = report;
    }

    void run() throws Exception {
        make();
        Files.createDirectories(folder);
        Path others = OtherPrograms.home(folder.resolve("others"), MACHINES);
        List<Program> programs = new ArrayList<>();
        programs.add(new Program("Hamlet", List.of(hamlet), ROW_OF_HAMLET, OTHER_ROW_OF_HAMLET));
        programs.add(new Program("a bare table", bareTable, ROW_OF_TABLE, OTHER_ROW_OF_TABLE));
        OtherPrograms.installed()
                .forEach((name, command) -> programs.add(new Program(name, command, Area.ALL, Area.ALL)));
        try (VirtualScreen screen = new VirtualScreen(Files.createDirectory(folder.resolve("screen")))) {
            for (int round = -1; round < ROUNDS; round++) {
                for (Program program : programs) {
                    Start start = start(program, program.row(round), screen, others);
                    if (round >= 0) {
                        program.starts().add(start);
                    }
                }
            }
        }
        tell(programs);
    }

    private void make() throws Exception {
        try (Engine engine = Engine.open(environment)) {
            for (int i = 0; i < MACHINES; i++) {
                MachineSpec spec = MachineSpec.named("Machine " + i)
                        .memory(ByteSize.ofMebibytes(512 + 64L * (i % 8)))
                        .build();
                engine.machines().create(spec, (machine, progress) -> {}).await();
            }
        }
    }

    private Start start(Program program, Area row, VirtualScreen screen, Path others) throws Exception {
        Frame before = screen.look();
        ProcessBuilder builder = new ProcessBuilder(program.command());
        builder.environment().putAll(environment);
        builder.environment().put("DISPLAY", screen.display());
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.environment().remove("WAYLAND_DISPLAY");
        if (program.row().equals(Area.ALL)) {
            OtherPrograms.moveTo(others, builder.environment());
        }
        builder.redirectErrorStream(true).redirectOutput(new File("/dev/null"));
        long begin = System.nanoTime();
        Process process = builder.start();
        try {
            double painted =
                    program.row().equals(Area.ALL) ? settled(screen, begin, before) : letters(screen, begin, row);
            double answered = program.row().equals(Area.ALL) ? painted : click(program.name(), screen, begin, row);
            TimeSource.system().sleep(SETTLED.multipliedBy(2));
            long[] memory = memory(process.toHandle());
            return new Start(painted, answered, memory[0], memory[1]);
        } finally {
            end(process);
            boolean gone =
                    TimeSource.system().await(() -> screen.look().likeness(before, Area.ALL) > ALIKE, PATIENCE, GLANCE);
            Guests.require(gone, program.name() + " has left its window");
        }
    }

    /** Seconds until this row has letters on its ground. */
    private static double letters(VirtualScreen screen, long begin, Area row) throws InterruptedException {
        boolean there = TimeSource.system()
                .await(
                        () -> {
                            Frame now = screen.look();
                            double odd = 1 - now.ground(row);
                            return !now.isBlack(row) && odd > LETTERS && odd < CHOSEN;
                        },
                        PATIENCE,
                        GLANCE);
        Guests.require(there, "no list was shown");
        return seconds(begin);
    }

    /** Clicks on this row; seconds until it shows that it is chosen. */
    private static double click(String name, VirtualScreen screen, long begin, Area row) throws Exception {
        Frame before = screen.look();
        ProcessBuilder builder = new ProcessBuilder(
                        "xdotool",
                        "mousemove",
                        Integer.toString(row.x() + row.width() / 2),
                        Integer.toString(row.y() + row.height() / 2),
                        "click",
                        "1")
                .redirectErrorStream(true);
        builder.environment().put("DISPLAY", screen.display());
        Process hand = builder.start();
        hand.getOutputStream().close();
        boolean chosen =
                TimeSource.system().await(() -> screen.look().likeness(before, row) < CHOSEN, PATIENCE, GLANCE);
        double seconds = seconds(begin);
        hand.waitFor();
        Guests.require(chosen, "a click was not answered by " + name);
        return seconds;
    }

    /** Seconds until the screen was first as it is once nothing changes any more. */
    private static double settled(VirtualScreen screen, long begin, Frame before) throws InterruptedException {
        record Seen(double at, Frame frame) {}
        List<Seen> seen = new ArrayList<>();
        seen.add(new Seen(0, before));
        long end = begin + PATIENCE.toNanos();
        while (System.nanoTime() < end) {
            Frame now = screen.look();
            Frame last = seen.getLast().frame();
            if (now.likeness(last, Area.ALL) < 1) {
                seen.add(new Seen(seconds(begin), now));
            } else if (seen.size() > 1 && seconds(begin) - seen.getLast().at() > SETTLED.toMillis() / 1e3) {
                break;
            }
            TimeSource.system().sleep(GLANCE);
        }
        Guests.require(seen.size() > 1, "no window was shown");
        Frame last = seen.getLast().frame();
        double at = seen.getLast().at();
        for (Seen one : seen.reversed()) {
            if (one.frame().likeness(last, Area.ALL) < ALIKE) {
                break;
            }
            at = one.at();
        }
        return at;
    }

    private static double seconds(long begin) {
        return (System.nanoTime() - begin) / 1e9;
    }

    /** KiB resident, and what is left when what is shared is shared out: of the largest process below this one. */
    private static long[] memory(ProcessHandle process) {
        long[] most = {0, 0};
        for (ProcessHandle one :
                Stream.concat(Stream.of(process), process.descendants()).toList()) {
            Path file = Path.of("/proc", Long.toString(one.pid()), "smaps_rollup");
            String text;
            try {
                text = Files.readString(file);
            } catch (IOException ended) {
                continue;
            }
            long resident = kibibytes(text, "Rss:");
            if (resident > most[0]) {
                most = new long[] {resident, kibibytes(text, "Pss:")};
            }
        }
        return most;
    }

    private static long kibibytes(String text, String name) {
        return text.lines()
                .filter(line -> line.startsWith(name))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D+", "")))
                .findFirst()
                .orElse(0);
    }

    private static void end(Process process) throws InterruptedException {
        List<ProcessHandle> all = process.descendants().toList();
        process.destroy();
        all.forEach(ProcessHandle::destroy);
        process.waitFor();
        all.forEach(one -> one.onExit().join());
    }

    private void tell(List<Program> programs) {
        Program own = programs.getFirst();
        report.title("a window with " + MACHINES + " machines, from the start of the process");
        for (Program program : programs) {
            report.figures(program.name() + " shows its list", "s", program.painted());
            if (!program.row().equals(Area.ALL)) {
                report.figures(program.name() + " answers a click", "s", program.answered());
            }
        }
        double usable = Report.median(own.answered());
        report.figure(
                "Hamlet to a bare table, usable",
                "times",
                usable / Report.median(programs.get(1).answered()),
                GOAL_TIME);
        for (Program other : programs.subList(2, programs.size())) {
            report.figure("Hamlet to " + other.name(), "times", usable / Report.median(other.painted()));
        }
        report.title("what it takes of the memory then");
        for (Program program : programs) {
            report.figures(program.name() + ", resident", "MiB", program.resident());
            report.figures(program.name() + ", its share", "MiB", program.share());
        }
        programs.stream()
                .filter(program -> program.name().equals(OtherPrograms.BOXES))
                .forEach(boxes -> {
                    double resident = Report.median(own.resident()) / Report.median(boxes.resident());
                    double share = Report.median(own.share()) / Report.median(boxes.share());
                    report.figure("Hamlet to " + boxes.name() + ", resident", "times", resident, GOAL_MEMORY);
                    report.figure("Hamlet to " + boxes.name() + ", its share", "times", share);
                });
        for (String missing : OtherPrograms.missing()) {
            report.note(missing + " is not installed, and so not compared with");
        }
    }
}
