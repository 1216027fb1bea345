package dev.hamlet.engine.benchmark;

import dev.hamlet.engine.Engine;
import dev.hamlet.engine.job.Threads;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.machine.Machine;
import dev.hamlet.engine.machine.MachineFolder;
import dev.hamlet.engine.machine.RunningGuest;
import dev.hamlet.engine.machine.StartOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A guest in QEMU in its console on a screen of its own: how long a key of the X server takes to the guest, which says each
 * on its serial line, at rest and while it repaints its whole screen without pause; and whether all that QEMU sends then
 * comes to the screen.
 */
final class GuestConsoleBenchmark {
    private static final String CODE = "/dev/hamlet/engine/hypervisor/qemu/film-guest.bin";
    private static final int KEYS = 150;
    private static final int ROUNDS = 5;
    private static final double GOAL_KEY = 15;
    private static final double GOAL_SHOWN = 0.98;

    /** What the keyboard's controller has for the key A, going down. */
    private static final int A_DOWN = 0x1e;

    private static final int A_UP = 0x9e;

    private static final VirtualScreen.Area MIDDLE = new VirtualScreen.Area(320, 200, 640, 400);
    private static final Duration ROUND = Duration.ofSeconds(5);
    private static final Duration WARM = Duration.ofSeconds(8);
    private static final Duration BLINK = Duration.ofMillis(1);

    private final Map<String, String> environment;
    private final String hamlet;
    private final Path folder;
    private final Report report;
    private final BlockingQueue<Integer> said = new LinkedBlockingQueue<>();

    GuestConsoleBenchmark(Map<String, String> environment, String hamlet, Path folder, Report report) {
        this.environment = environment;
        this.hamlet = hamlet;
        this.folder = folder;
        this.report = report;
    }

    void run() throws Exception {
        Files.createDirectories(folder);
        try (Engine engine = Engine.open(environment)) {
            Machine machine = Guests.booting(engine, ShownConsole.NAME, CODE);
            machine.start(StartOptions.CAREFUL).await();
            try (RunningGuest.SerialLine line = machine.guest("benchmark").serial(false);
                    UpdateCounter counter = new UpdateCounter(machine.folder().run(), MachineFolder.DISPLAY_SOCKET);
                    VirtualScreen screen = new VirtualScreen(Files.createDirectories(folder.resolve("screen")))) {
                Threads.platform("serial", () -> hear(line.channel()));
                VirtualScreen.Frame before = screen.look();
                try (ShownConsole console = new ShownConsole(environment, hamlet, screen, folder)) {
                    say(line.channel(), '1');
                    int corner = screen.pixel(2, 2);
                    console.open(
                            before,
                            () -> counter.updates() > 0,
                            () -> isOneColour(screen),
                            () -> screen.pixel(2, 2) != corner && screen.pixel(2, 797) != 0);
                    measure(screen, console, line.channel(), counter);
                }
            } finally {
                machine.forceOff().await();
            }
        }
    }

    /** The guest paints each time in one colour, of which two are on the screen at most. */
    private static boolean isOneColour(VirtualScreen screen) {
        return screen.look().ground(MIDDLE) > 0.4 && screen.pixel(FilmFrames.FIELD_X, FilmFrames.FIELD_Y) != 0;
    }

    private void hear(SocketChannel line) {
        ByteBuffer buffer = ByteBuffer.allocate(256);
        try {
            while (line.read(buffer.clear()) >= 0) {
                buffer.flip();
                while (buffer.hasRemaining()) {
                    said.add(buffer.get() & 0xff);
                }
            }
        } catch (IOException closed) {
            // The measuring is over.
        }
    }

    private static void say(SocketChannel line, char letter) throws IOException {
        int _ = line.write(ByteBuffer.wrap(new byte[] {(byte) letter}));
    }

    private void measure(VirtualScreen screen, ShownConsole console, SocketChannel line, UpdateCounter counter)
            throws Exception {
        TimeSource.system().sleep(WARM);
        List<Double> came = new ArrayList<>();
        List<Double> parts = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            film(screen, counter, came, parts);
        }
        Keys busy = keys(console, counter);
        say(line, '0');
        TimeSource.system().sleep(WARM);
        Keys rest = keys(console, counter);
        report.title("a guest that repaints " + FilmFrames.WIDTH + "x" + FilmFrames.HEIGHT + " without pause");
        report.figures("updates that QEMU sends a second", "", came);
        report.atLeast("changes shown of those that came", "parts of 1", parts, GOAL_SHOWN);
        report.title("from a key of the X server to the guest's word");
        report.figures("at rest", "ms", rest.all(), GOAL_KEY);
        report.figures("of it until QEMU is told", "ms", rest.told());
        report.figures("while it repaints", "ms", busy.all(), GOAL_KEY);
        report.figures("of it until QEMU is told", "ms", busy.told());
    }

    /** Milliseconds of each key: until the guest's word, and until the console has told QEMU. */
    private record Keys(List<Double> all, List<Double> told) {}

    private static void film(VirtualScreen screen, UpdateCounter counter, List<Double> came, List<Double> parts)
            throws InterruptedException {
        int updates = counter.updates();
        int sent = counter.changes();
        int shown = 0;
        int last = screen.pixel(FilmFrames.FIELD_X, FilmFrames.FIELD_Y);
        long begin = System.nanoTime();
        while (System.nanoTime() - begin < ROUND.toNanos()) {
            TimeSource.system().sleep(BLINK);
            int now = screen.pixel(FilmFrames.FIELD_X, FilmFrames.FIELD_Y);
            shown += now != last ? 1 : 0;
            last = now;
        }
        came.add((counter.updates() - updates) / ((System.nanoTime() - begin) / 1e9));
        parts.add((double) shown / (counter.changes() - sent));
    }

    /** Pressed at moments that keep no step with anything. */
    private Keys keys(ShownConsole console, UpdateCounter counter) throws Exception {
        Random random = new Random(1);
        Keys times = new Keys(new ArrayList<>(), new ArrayList<>());
        for (int i = 0; i < KEYS; i++) {
            TimeSource.system().sleep(Duration.ofMillis(40 + random.nextInt(40)));
            said.clear();
            long begin = System.nanoTime();
            console.order("key --delay 0 a");
            require(A_DOWN);
            times.all().add((System.nanoTime() - begin) / 1e6);
            require(A_UP);
            times.told().add((counter.keyCame() - begin) / 1e6);
        }
        return times;
    }

    private void require(int wanted) throws InterruptedException {
        Integer word = said.poll(10, TimeUnit.SECONDS);
        Guests.require(word != null && word == wanted, "the guest heard " + word);
    }
}
