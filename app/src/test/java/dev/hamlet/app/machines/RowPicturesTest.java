package dev.hamlet.app.machines;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hamlet.app.details.MachineDetails;
import dev.hamlet.app.details.TestDetails;
import dev.hamlet.app.fx.FxRelay;
import dev.hamlet.app.fx.OpenWindow;
import dev.hamlet.app.fx.Pictures;
import dev.hamlet.app.fx.Toolkit;
import dev.hamlet.app.words.Messages;
import dev.hamlet.engine.display.DisplayEvent;
import dev.hamlet.engine.display.DisplayListener;
import dev.hamlet.engine.display.DisplaySession;
import dev.hamlet.engine.display.Framebuffer;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.machine.Machine;
import dev.hamlet.engine.machine.StartOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.image.ImageView;
import javafx.scene.paint.Color;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Small pictures of what open consoles show, in the rows of guests in memory. */
@Tag("window")
class RowPicturesTest {
    @TempDir
    private Path home = Path.of("");

    private final Messages words = Messages.of(Locale.ENGLISH);
    private final AtomicReference<Optional<Framebuffer>> console = new AtomicReference<>(Optional.empty());
    private final List<Runnable> beats = new ArrayList<>();

    private void beat() {
        List<Runnable> now = List.copyOf(beats);
        beats.clear();
        now.forEach(Runnable::run);
    }

    private static List<Optional<Color>> pictures(OpenWindow window) {
        List<Optional<Color>> colours = new ArrayList<>();
        for (Node tile : window.node("machines-list").lookupAll(".system-tile")) {
            tile.lookupAll("ImageView").stream()
                    .map(ImageView.class::cast)
                    .forEach(view -> colours.add(Optional.ofNullable(view.getImage())
                            .filter(_ -> view.isVisible())
                            .map(image -> image.getPixelReader().getColor(0, 0))));
        }
        return colours;
    }

    private static void awaitPictures(OpenWindow window, List<Color> wanted) {
        Toolkit.await(
                "pictures of " + wanted,
                () -> pictures(window).stream()
                        .flatMap(Optional::stream)
                        .toList()
                        .equals(wanted),
                () -> "but " + pictures(window));
    }

    @Test
    void aMachineWhoseConsoleIsOpenShowsItsScreenInTheListAsLongAsItIs() throws Exception {
        Toolkit.start();
        try (TestMachines machines = new TestMachines(home)) {
            Machine web = machines.make("web");
            machines.make("database");
            web.start(StartOptions.CAREFUL).await();
            List<Runnable> ends = new ArrayList<>();
            OpenWindow window = OpenWindow.with(() -> {
                MachinesModel model = new MachinesModel(
                        machines.store(), FxRelay.fxThread(), TimeSource.system(), id -> "", (_, _) -> {});
                RowPictures pictures = new RowPictures(
                        model,
                        id -> id.equals(web.id()) ? console.get() : Optional.empty(),
                        FxRelay.fxThread(),
                        beats::add);
                MachineDetails details = TestDetails.of(model, machines, words);
                Doors doors = new Doors(() -> {}, row -> {}, row -> {}, row -> {}, rows -> {}, row -> {});
                MachinesView view = new MachinesView(model, words, details, new Label("none"), doors, phrase -> {});
                ends.addAll(List.of(model::close, pictures::close, details::dispose, view::dispose));
                return view;
            });
            window.awaitText("machines-list", "web");
            Toolkit.run(this::beat);
            assertEquals(
                    List.of(),
                    Toolkit.get(() ->
                            pictures(window).stream().flatMap(Optional::stream).toList()));
            CountDownLatch shown = new CountDownLatch(1);
            DisplayListener listener = new DisplayListener() {
                @Override
                public void happened(DisplayEvent event) {
                    if (event instanceof DisplayEvent.Resized) {
                        shown.countDown();
                    }
                }

                @Override
                public void painted() {
                    // It is looked at with the next beat.
                }
            };
            try (DisplaySession session = web.guest("test").display(listener)) {
                assertTrue(shown.await(20, TimeUnit.SECONDS));
                console.set(Optional.of(session.framebuffer()));
                machines.guest(web).display().paint(0, 0, 720, 400, 0xff0000);
                Toolkit.await("it is painted", () -> {
                    beat();
                    return pictures(window).contains(Optional.of(Color.RED));
                });
                awaitPictures(window, List.of(Color.RED));
                Pictures.draw(window.stage().getScene(), 2, "machines-thumbnail");
                console.set(Optional.empty());
                Toolkit.run(this::beat);
                awaitPictures(window, List.of());
            } finally {
                Toolkit.run(() -> ends.reversed().forEach(Runnable::run));
                window.close();
            }
        }
    }
}
