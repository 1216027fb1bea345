package dev.hamlet.app.details;

import dev.hamlet.app.fx.FxRelay;
import dev.hamlet.engine.display.FrameReader;
import dev.hamlet.engine.display.Framebuffer;
import dev.hamlet.engine.job.Phrase;
import dev.hamlet.engine.job.Threads;
import dev.hamlet.engine.machine.Machine;
import dev.hamlet.engine.machine.MachineSnapshot;
import dev.hamlet.engine.machine.MachineState;
import dev.hamlet.engine.problem.MachineProblem;
import dev.hamlet.engine.problem.Problem;
import dev.hamlet.engine.problem.ProblemException;
import java.io.IOException;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.IntBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;

/**
 * The screen of the selected machine's guest, pictured about once a second while it is seen, and less often where it
 * rests. Where its console is open the picture is the console's. A picture that comes late or never leaves the one before, whose age tells. Belongs to the JavaFX thread; needs no toolkit.
 *
 * @param <T> a picture
 */
final class ScreenModel<T> implements AutoCloseable {
    private static final Duration EVERY = Duration.ofSeconds(1);

    /** After so many pictures alike the pause is twice as long, and again after as many more. */
    private static final int ALIKE = 3;

    private static final int LONGEST = 4;
    private static final String SAVED = "saved";

    /** Makes pictures. Called on any thread. */
    interface Painter<T> {
        /**
         * Makes one of the content of a PNG file.
         *
         * @throws IOException if it is none
         */
        T decode(byte[] png) throws IOException;

        /** Makes one of these pixels, as {@link Framebuffer} has them, of which nobody else knows. */
        T paint(int width, int height, IntBuffer pixels);
    }

    /** Whether there is a screen. */
    enum Stand {
        OFF,
        STARTING,
        ON,
        /** There is one, and what came as its picture was none. */
        BROKEN
    }

    /**
     * What is known of a screen.
     *
     * @param picture the last one, or null
     * @param taken when it came, or null
     * @param problem why no newer one came, or null
     */
    record Screen<T>(
            Stand stand,
            @Nullable T picture,
            @Nullable Instant taken,
            @Nullable Problem problem) {}

    /** A picture and what it was made of. */
    private record Drawn<T>(Source source, T picture) {}

    /** What a picture is made of: a file, or rows of so many pixels. */
    private record Source(int width, Buffer content) {}

    /** What a picture can be made of. */
    private interface Drawing<T> {
        T draw() throws IOException;
    }

    /** What one try came to. */
    private sealed interface Try<T> {
        record Taken<T>(T picture, Instant at) implements Try<T> {}

        record Failed<T>(Problem problem) implements Try<T> {}

        record Broken<T>() implements Try<T> {}
    }

    /** What the writing of a picture to a file came to. */
    private record Saving(Path file, Optional<Problem> problem) {}

    private final DetailsContext context;
    private final Painter<T> painter;
    private final ReadOnlyObjectWrapper<Screen<T>> screen =
            new ReadOnlyObjectWrapper<>(new Screen<>(Stand.OFF, null, null, null));
    private final ReadOnlyObjectWrapper<Optional<Problem>> saveProblem = new ReadOnlyObjectWrapper<>(Optional.empty());
    private final LiveLook<Machine, Try<T>> look;
    private final FxRelay<String, Saving> savings;
    private final Subscription subscription;
    /** The last pictures that differ: a cursor that blinks makes two. Belongs to the thread that looks. */
    private volatile List<Drawn<T>> drawn = List.of();

    /** How many pictures came that had just been seen. */
    private volatile int alike;

    ScreenModel(DetailsContext context, Painter<T> painter) {
        this.context = context;
        this.painter = painter;
        this.look = new LiveLook<>(
                "guest-screen",
                context.time(),
                machine -> pause(),
                context.fx(),
                context.beat(),
                this::take,
                this::show);
        this.savings = new FxRelay<>(context.fx(), news -> news.values().forEach(this::saved));
        this.subscription = Subscription.combine(
                context.snapshot().subscribe(this::follow), context.live().subscribe(this::lookAt));
    }

    private void follow(@Nullable MachineSnapshot machine) {
        Stand stand = stand(machine);
        if (stand != Stand.ON) {
            screen.set(new Screen<>(stand, null, null, null));
        } else if (screen.get().stand() != Stand.ON) {
            Screen<T> before = screen.get();
            screen.set(new Screen<>(Stand.ON, before.picture(), before.taken(), null));
        }
    }

    private static Stand stand(@Nullable MachineSnapshot machine) {
        if (machine == null) {
            return Stand.OFF;
        }
        if (DetailsContext.hasGuest(machine)) {
            return Stand.ON;
        }
        return machine.state() == MachineState.STARTING ? Stand.STARTING : Stand.OFF;
    }

    private void lookAt(@Nullable Machine machine) {
        if (machine != null) {
            // Nothing of another guest's screen is shown as this one's.
            screen.set(new Screen<>(Stand.ON, null, null, null));
        }
        saveProblem.set(Optional.empty());
        alike = 0;
        look.at(machine);
    }

    private Duration pause() {
        return EVERY.multipliedBy(Math.min(LONGEST, 1L << Math.min(LONGEST, alike / ALIKE)));
    }

    private Try<T> take(Machine machine) throws InterruptedException {
        try {
            Optional<Framebuffer> console = context.console().apply(machine.id());
            return console.isPresent() ? take(console.get()) : takeByMonitor(machine);
        } catch (ProblemException e) {
            return new Try.Failed<>(e.problem());
        } catch (IOException e) {
            return new Try.Broken<>();
        }
    }

    private Try<T> takeByMonitor(Machine machine) throws ProblemException, IOException, InterruptedException {
        byte[] png = machine.guest("screenshot").picture();
        return taken(new Source(0, ByteBuffer.wrap(png)), () -> painter.decode(png));
    }

    private Try<T> take(Framebuffer console) throws IOException {
        try (FrameReader reader = console.reader()) {
            while (true) {
                Framebuffer.Size size = console.size();
                IntBuffer pixels = IntBuffer.allocate(size.width() * size.height());
                // It may have become another one meanwhile.
                if (reader.copy(pixels, size.width(), size.height()) != FrameReader.Outcome.RESIZED) {
                    return taken(
                            new Source(size.width(), pixels), () -> painter.paint(size.width(), size.height(), pixels));
                }
            }
        }
    }

    /** Most screens rest most of the time: then nothing is decoded, and nothing drawn anew. */
    private Try<T> taken(Source source, Drawing<T> drawing) throws IOException {
        List<Drawn<T>> before = drawn;
        Optional<Drawn<T>> known =
                before.stream().filter(one -> source.equals(one.source())).findFirst();
        alike = known.isPresent() ? alike + 1 : 0;
        Drawn<T> now = known.isPresent() ? known.get() : new Drawn<>(source, drawing.draw());
        if (known.isEmpty()) {
            drawn = before.isEmpty() ? List.of(now) : List.of(before.getLast(), now);
        }
        return new Try.Taken<>(now.picture(), context.time().now());
    }

    private void show(Try<T> came) {
        Screen<T> before = screen.get();
        switch (came) {
            case Try.Taken<T>(T picture, Instant at) -> screen.set(new Screen<>(Stand.ON, picture, at, null));
            case Try.Failed<T>(MachineProblem.WrongState _) -> {
                // It has just ended, which is told otherwise.
            }
            case Try.Failed<T>(Problem why) ->
                screen.set(new Screen<>(before.stand(), before.picture(), before.taken(), why));
            case Try.Broken<T>() -> screen.set(new Screen<>(Stand.BROKEN, before.picture(), before.taken(), null));
        }
    }

    /** What is known of the screen. */
    ReadOnlyObjectProperty<Screen<T>> screenProperty() {
        return screen.getReadOnlyProperty();
    }

    /** Why the last picture could not be written to a file. */
    ReadOnlyObjectProperty<Optional<Problem>> saveProblemProperty() {
        return saveProblem.getReadOnlyProperty();
    }

    /** How old the shown picture is; empty where there is none. */
    Optional<Duration> age() {
        Instant taken = screen.get().taken();
        return taken == null
                ? Optional.empty()
                : Optional.of(Duration.ofSeconds(Math.max(
                        0, Duration.between(taken, context.time().now()).toSeconds())));
    }

    /** Whether somebody can see the screen. */
    void seen(boolean now) {
        alike = 0;
        look.seen(now);
    }

    /** Lets the person choose a file, and writes a picture of the screen as it then is. */
    void save() {
        Machine machine = context.live().getValue();
        if (machine == null) {
            return;
        }
        saveProblem.set(Optional.empty());
        context.files()
                .save(
                        Phrase.of("details.screen.save.title", machine.name()),
                        machine.id() + ".png",
                        file -> Threads.virtual("screenshot-" + machine.id(), () -> save(machine, file)));
    }

    private void save(Machine machine, Path file) {
        try {
            machine.guest("screenshot").screenshot(file);
            savings.put(SAVED, new Saving(file, Optional.empty()));
        } catch (ProblemException e) {
            savings.put(SAVED, new Saving(file, Optional.of(e.problem())));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void saved(Saving saving) {
        saveProblem.set(saving.problem());
        if (saving.problem().isEmpty()) {
            context.tell()
                    .accept(Phrase.of("details.screen.saved", saving.file().toString()));
        }
    }

    /** The person has seen why a picture could not be written. */
    void dismiss() {
        saveProblem.set(Optional.empty());
    }

    @Override
    public void close() {
        subscription.unsubscribe();
        look.close();
    }
}
