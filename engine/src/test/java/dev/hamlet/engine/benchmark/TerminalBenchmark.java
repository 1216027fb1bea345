package dev.hamlet.engine.benchmark;

import dev.hamlet.engine.Engine;
import dev.hamlet.engine.job.Threads;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.machine.Machine;
import dev.hamlet.engine.machine.MachineFolder;
import dev.hamlet.engine.machine.StartOptions;
import dev.hamlet.nativebridge.UnixSockets;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * How fast a console takes what a guest says on its serial line: 100 MB of coloured text in a window on a screen of its own,
 * by turns with the bare emulation core, which shows it nowhere, and with xterm on the same screen. Meanwhile keys are
 * pressed through the X server: the window must bring each to the guest at once. In the place of the guest this program has
 * the line; its last words are a question, whose answer says that all before it was taken.
 */
final class TerminalBenchmark {
    private static final int ROUNDS = 2;
    private static final int BYTES = 100_000_000;

    /** What is compiled meanwhile, of both, is measured by none. */
    private static final int WARM = 10_000_000;

    private static final double GOAL_SHARE = 0.8;
    private static final double GOAL_ANSWER = 100;

    /** As many cells as the window has, about. */
    private static final int COLUMNS = 150;

    private static final int ROWS = 45;

    /** Hamlet keeps so many. */
    private static final int HISTORY = 10_000;

    private static final Path XTERM = Path.of("/usr/bin/xterm");
    private static final byte[] QUESTION = "\u001b[6n".getBytes(StandardCharsets.US_ASCII);
    private static final int KEY = 'a';
    private static final Duration LONGEST_ROUND = Duration.ofMinutes(2);

    private final Map<String, String> environment;
    private final String hamlet;
    private final List<String> bareTerminal;
    private final Path folder;
    private final Report report;
    private final byte[] text = text();
    private final BlockingQueue<Integer> heard = new LinkedBlockingQueue<>();

    /** When something came that is no key. */
    private volatile long answered;

    /**
     * @param hamlet the launcher script
     * @param bareTerminal the command of the bare emulation core
     * @param folder empty, for the screen and the text
     */
    TerminalBenchmark(
            Map<String, String> environment, String hamlet, List<String> bareTerminal, Path folder, Report report) {
        this.environment = environment;
        this.hamlet = hamlet;
        this.bareTerminal = bareTerminal;
        this.folder = folder;
        this.report = report;
    }

    /** Lines as a build says them: of all lengths, with a colour or two. */
    private static byte[] text() {
        Random random = new Random(1);
        StringBuilder lines = new StringBuilder();
        while (lines.length() < BYTES) {
            lines.append("\u001b[32m[")
                    .append(random.nextInt(100_000))
                    .append("]\u001b[0m ")
                    .append("building module ".repeat(1 + random.nextInt(6)))
                    .append("\u001b[1;3")
                    .append(1 + random.nextInt(6))
                    .append("mdone\u001b[0m\r\n");
        }
        lines.setLength(BYTES);
        return lines.toString().getBytes(StandardCharsets.US_ASCII);
    }

    void run() throws Exception {
        Files.createDirectories(folder);
        Path file = Files.write(folder.resolve("text"), text);
        Path begin = Files.write(folder.resolve("begin"), Arrays.copyOf(text, WARM));
        try (Engine engine = Engine.open(environment)) {
            Machine machine = Guests.idle(engine, ShownConsole.NAME, false);
            machine.start(StartOptions.CAREFUL).await();
            Path run = machine.folder().run();
            Files.delete(run.resolve(MachineFolder.SERIAL_SOCKET));
            try (VirtualScreen screen = new VirtualScreen(Files.createDirectory(folder.resolve("screen")));
                    UpdateCounter counter = new UpdateCounter(run, MachineFolder.DISPLAY_SOCKET);
                    ServerSocketChannel listening = UnixSockets.listen(run, MachineFolder.SERIAL_SOCKET)) {
                VirtualScreen.Frame before = screen.look();
                try (ShownConsole console = new ShownConsole(environment, hamlet, screen, folder);
                        SocketChannel line = open(console, before, counter, listening)) {
                    Threads.platform("answers", () -> hear(line));
                    measure(screen, console, line, begin, file);
                }
            } finally {
                machine.forceOff().await();
            }
        }
    }

    private static SocketChannel open(
            ShownConsole console, VirtualScreen.Frame before, UpdateCounter counter, ServerSocketChannel listening)
            throws Exception {
        BlockingQueue<SocketChannel> came = new LinkedBlockingQueue<>();
        Threads.platform("line", () -> {
            try {
                came.add(listening.accept());
            } catch (IOException closed) {
                // The measuring is over.
            }
        });
        console.openLine(before, () -> counter.updates() > 0, () -> !came.isEmpty());
        return came.take();
    }

    private void hear(SocketChannel line) {
        ByteBuffer buffer = ByteBuffer.allocate(256);
        try {
            while (line.read(buffer.clear()) >= 0) {
                buffer.flip();
                while (buffer.hasRemaining()) {
                    int word = buffer.get() & 0xff;
                    answered = word == KEY ? answered : System.nanoTime();
                    heard.add(word);
                }
            }
        } catch (IOException closed) {
            // The measuring is over.
        }
    }

    private void measure(VirtualScreen screen, ShownConsole console, SocketChannel line, Path begin, Path file)
            throws Exception {
        List<Double> own = new ArrayList<>();
        List<Double> bare = new ArrayList<>();
        List<Double> share = new ArrayList<>();
        List<Double> rival = new ArrayList<>();
        List<Double> answers = new ArrayList<>();
        try (Core core = new Core()) {
            core.nanos(begin);
            flood(console, line, Files.readAllBytes(begin), new ArrayList<>());
            for (int round = 0; round < ROUNDS; round++) {
                bare.add(rate(core.nanos(file)));
                own.add(rate(flood(console, line, text, answers)));
                share.add(own.getLast() / bare.getLast());
                xterm(screen, file).ifPresent(nanos -> rival.add(rate(nanos)));
            }
        }
        report.title("100 MB of coloured text on a serial line");
        report.figures("in Hamlet's console", "MB/s", own);
        report.figures("in the bare emulation core", "MB/s", bare);
        report.atLeast("Hamlet's to the bare core's", "times", share, GOAL_SHARE);
        if (rival.isEmpty()) {
            report.note("xterm is not installed");
        } else {
            report.figures("in xterm", "MB/s", rival);
        }
        report.figure("memory of Hamlet afterwards", "MiB", resident(console.process()));
        report.title("from a key of the X server to the guest, meanwhile");
        report.figures("each", "ms", answers);
        report.figure(
                "the longest",
                "ms",
                answers.stream().mapToDouble(one -> one).max().orElseThrow(),
                GOAL_ANSWER);
    }

    /** MiB. */
    private static double resident(Process process) throws IOException {
        Path status = Path.of("/proc", String.valueOf(process.pid()), "status");
        try (Stream<String> lines = Files.lines(status)) {
            String line =
                    lines.filter(one -> one.startsWith("VmRSS:")).findFirst().orElseThrow();
            return Long.parseLong(line.replaceAll("\\D", "")) / 1024.0;
        }
    }

    private static double rate(long nanos) {
        return BYTES / 1e6 / (nanos / 1e9);
    }

    /** Says all of it; adds how many milliseconds each key took. */
    private long flood(ShownConsole console, SocketChannel line, byte[] said, List<Double> keys) throws Exception {
        heard.clear();
        long begin = System.nanoTime();
        Thread guest = Threads.platform("guest", () -> {
            try {
                say(line, said);
                say(line, QUESTION);
            } catch (IOException e) {
                throw new IllegalStateException("the console has let go of the line", e);
            }
        });
        Random random = new Random(1);
        int word = KEY;
        while (word == KEY) {
            TimeSource.system().sleep(Duration.ofMillis(50 + random.nextInt(50)));
            // Unless the answer to the question is there, the next word is this key's.
            if (heard.isEmpty()) {
                long pressed = System.nanoTime();
                console.order("key --delay 0 a");
                word = next();
                keys.add((System.nanoTime() - pressed) / 1e6);
            } else {
                word = next();
            }
        }
        long end = answered;
        guest.join();
        return end - begin;
    }

    private int next() throws InterruptedException {
        Integer word = heard.poll(LONGEST_ROUND.toSeconds(), TimeUnit.SECONDS);
        Guests.require(word != null, "the console says nothing");
        return Objects.requireNonNull(word);
    }

    private static void say(SocketChannel line, byte[] bytes) throws IOException {
        ByteBuffer left = ByteBuffer.wrap(bytes);
        while (left.hasRemaining()) {
            int _ = line.write(left);
        }
    }

    /** Nanoseconds of another terminal, if it is there. */
    private Optional<Long> xterm(VirtualScreen screen, Path file) throws Exception {
        if (!Files.isExecutable(XTERM)) {
            return Optional.empty();
        }
        Path took = folder.resolve("took");
        Process process = ShownConsole.program(
                environment,
                screen,
                folder,
                XTERM.toString(),
                "-geometry",
                COLUMNS + "x" + ROWS,
                "-sl",
                String.valueOf(HISTORY),
                "-e",
                "sh",
                "-c",
                "stty raw -echo; begin=$(date +%s%N); cat '" + file + "'; printf '\\033[6n'; "
                        + "dd bs=1 count=1 >/dev/null 2>&1; echo $(($(date +%s%N) - begin)) >'" + took + "'");
        try {
            boolean ended = process.waitFor(LONGEST_ROUND.toSeconds(), TimeUnit.SECONDS);
            Guests.require(ended, "xterm has not ended");
            return Optional.of(Long.parseLong(Files.readString(took).strip()));
        } finally {
            process.destroy();
        }
    }

    /** The bare core, in a process of its own that stays, as the window does. */
    private final class Core implements AutoCloseable {
        private final Process process;
        private final OutputStream orders;
        private final BufferedReader answers;

        Core() throws IOException {
            List<String> command = new ArrayList<>(bareTerminal);
            command.addAll(List.of(String.valueOf(COLUMNS), String.valueOf(ROWS), String.valueOf(HISTORY)));
            process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            orders = process.getOutputStream();
            answers = process.inputReader(StandardCharsets.US_ASCII);
        }

        long nanos(Path file) throws IOException {
            orders.write((file + "\n").getBytes(StandardCharsets.UTF_8));
            orders.flush();
            String answer = answers.readLine();
            Guests.require(answer != null, "the bare core has ended");
            return Long.parseLong(answer);
        }

        @Override
        public void close() {
            process.destroy();
            process.onExit().join();
        }
    }
}
