package dev.hamlet.app.details;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hamlet.app.fx.ModelThread;
import dev.hamlet.app.fx.TestFiles;
import dev.hamlet.app.machines.HurriedTime;
import dev.hamlet.app.machines.MachinesModel;
import dev.hamlet.app.machines.TestMachines;
import dev.hamlet.app.words.Messages;
import dev.hamlet.engine.display.DisplaySession;
import dev.hamlet.engine.display.Framebuffer;
import dev.hamlet.engine.machine.Machine;
import dev.hamlet.engine.machine.StartOptions;
import java.nio.IntBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScreenModelTest {
    @TempDir
    private Path home = Path.of("");

    private final HurriedTime time = new HurriedTime();
    private final ModelThread thread = new ModelThread();
    private final List<Instant> asked = new CopyOnWriteArrayList<>();
    private final AtomicInteger decoded = new AtomicInteger();
    private final AtomicReference<@Nullable Framebuffer> console = new AtomicReference<>();
    private @Nullable TestMachines machines;
    private @Nullable MachinesModel model;
    private @Nullable ScreenModel<Integer> screen;

    /** A screen that somebody sees, of a guest whose pictures come from here. */
    private ScreenModel<Integer> screenOf(Pictures pictures) throws Exception {
        TestMachines made = new TestMachines(home);
        machines = made;
        Machine web = made.make("web");
        web.start(StartOptions.CAREFUL).await();
        made.guest(web).screen(() -> {
            asked.add(time.now());
            return new byte[] {(byte) pictures.picture(asked.size())};
        });
        MachinesModel shown =
                new MachinesModel(made.store(), thread, time, id -> "", (question, agreed) -> agreed.run());
        model = shown;
        ScreenModel<Integer> now = new ScreenModel<>(
                new DetailsContext(
                        shown,
                        made.sources(),
                        id -> Optional.ofNullable(console.get()),
                        Messages.of(Locale.ENGLISH),
                        thread,
                        thread,
                        time,
                        place -> {},
                        new TestFiles(),
                        phrase -> {}),
                new ScreenModel.Painter<>() {
                    @Override
                    public Integer decode(byte[] png) {
                        decoded.incrementAndGet();
                        return (int) png[0];
                    }

                    @Override
                    public Integer paint(int width, int height, IntBuffer pixels) {
                        decoded.incrementAndGet();
                        return pixels.get(width * height - 1) & 0xff_ffff;
                    }
                });
        screen = now;
        now.seen(true);
        return now;
    }

    /** What the guest shows. */
    @FunctionalInterface
    private interface Pictures {
        int picture(int turn);
    }

    @AfterEach
    void close() {
        Objects.requireNonNull(screen).close();
        Objects.requireNonNull(model).close();
        Objects.requireNonNull(machines).close();
    }

    /** From one picture to the next, the first of them being 1. */
    private Duration pauseAfter(int picture) {
        thread.await("picture " + (picture + 1), () -> asked.size() > picture);
        return Duration.between(asked.get(picture - 1), asked.get(picture));
    }

    @Test
    void aScreenThatRestsIsPicturedLessAndLessOften() throws Exception {
        ScreenModel<Integer> still = screenOf(turn -> 7);
        assertTrue(pauseAfter(8).compareTo(Duration.ofSeconds(4)) >= 0, asked.toString());
        assertEquals(1, decoded.get(), "the same picture is made once");
        assertEquals(7, still.screenProperty().get().picture());
    }

    @Test
    void aCursorThatBlinksIsARest() throws Exception {
        ScreenModel<Integer> blinking = screenOf(turn -> turn % 2);
        assertTrue(pauseAfter(9).compareTo(Duration.ofSeconds(4)) >= 0, asked.toString());
        assertEquals(2, decoded.get(), "both pictures are made once");
        thread.await(
                "the last one is shown",
                () -> Objects.equals(blinking.screenProperty().get().picture(), asked.size() % 2));
    }

    @Test
    void aScreenThatMovesAgainIsPicturedEverySecond() throws Exception {
        ScreenModel<Integer> moving = screenOf(turn -> Math.max(7, turn));
        thread.await("it moves", () -> asked.size() >= 14);
        assertTrue(pauseAfter(12).compareTo(Duration.ofSeconds(2)) < 0, asked.toString());
        assertTrue(Objects.requireNonNull(moving.screenProperty().get().picture()) > 7);
    }

    @Test
    void whereTheConsoleIsOpenThePictureIsTheConsoles() throws Exception {
        ScreenModel<Integer> shown = screenOf(turn -> 7);
        thread.await("it is pictured", () -> asked.size() >= 2);
        TestMachines made = Objects.requireNonNull(machines);
        Machine web = made.store().list().getFirst();
        try (DisplaySession session = web.guest("test").display(event -> {})) {
            thread.await(
                    "the console is there", () -> session.framebuffer().size().width() == 720);
            console.set(session.framebuffer());
            made.guest(web).display().paint(0, 0, 720, 400, 0x12_3456);
            thread.await(
                    "it is the console's",
                    () -> Objects.equals(shown.screenProperty().get().picture(), 0x12_3456));
            int before = asked.size();
            made.guest(web).display().paint(0, 0, 720, 400, 0x65_4321);
            thread.await(
                    "it goes on",
                    () -> Objects.equals(shown.screenProperty().get().picture(), 0x65_4321));
            assertEquals(before, asked.size(), "nobody else is asked");
            console.set(null);
            thread.await("it is QEMU's again", () -> asked.size() > before);
        }
    }
}
