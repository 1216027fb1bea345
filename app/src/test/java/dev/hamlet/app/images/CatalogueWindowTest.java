package dev.hamlet.app.images;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hamlet.app.fx.OpenWindow;
import dev.hamlet.app.fx.Overlay;
import dev.hamlet.app.fx.TestFiles;
import dev.hamlet.app.fx.Toolkit;
import dev.hamlet.app.words.Messages;
import dev.hamlet.engine.machine.NewMachine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import javafx.scene.control.TextInputControl;
import javafx.scene.layout.StackPane;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The catalogue as a person uses it: with the mouse, in a window without a display, from a site on this computer. */
@Tag("window")
class CatalogueWindowTest {
    @TempDir
    private Path home = Path.of("");

    private final byte[] disk = TestImages.qcow2();
    private final List<NewMachine.Source> made = new ArrayList<>();
    private @Nullable TestImages opened;
    private @Nullable ImagesPage page;
    private @Nullable OpenWindow window;

    @BeforeEach
    void open() throws Exception {
        Toolkit.start();
        opened = new TestImages(home);
    }

    @AfterEach
    void close() {
        if (window != null) {
            window.close();
            Toolkit.run(() -> Objects.requireNonNull(page).dispose());
        }
        images().close();
    }

    private TestImages images() {
        return Objects.requireNonNull(opened);
    }

    private OpenWindow window() {
        if (window == null) {
            window = OpenWindow.with(() -> {
                StackPane content = new StackPane();
                content.getStyleClass().add("window");
                Overlay above = new Overlay(content);
                ImagesPage made = new ImagesPage(
                        images().engine(),
                        above,
                        (question, agreed) -> agreed.run(),
                        new TestFiles(),
                        Messages.of(Locale.ENGLISH),
                        this.made::add,
                        image -> {});
                page = made;
                content.getChildren().add(made.node());
                made.shown();
                made.showCatalogue();
                return above;
            });
        }
        return window;
    }

    private void type(String id, String text) {
        TextInputControl field = (TextInputControl) window().node(id);
        Toolkit.run(() -> field.setText(text));
    }

    /** Leaves one card on the page, so that its buttons are the only ones. */
    private void onlyCard(String name) {
        type("catalogue-search", name);
        window().awaitText("catalogue-count", "1 of ");
        window().node("catalogue-card-" + name);
    }

    private long partsWithBytes() {
        try (Stream<Path> all = Files.walk(images().paths().downloads())) {
            return all.filter(file ->
                            file.toString().endsWith(".part") && file.toFile().length() > 0)
                    .count();
        } catch (IOException | UncheckedIOException e) {
            // A file that was seen has gone: whoever waits asks again.
            return -1;
        }
    }

    @Test
    void twoDownloadsAtOnceArePausedContinuedAndCancelledByTheirButtons() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        List<Integer> begins = new ArrayList<>();
        try (Site site = new Site((number, from, out) -> {
            if (number <= 2) {
                Site.part(out, disk, from, disk.length / 2, "\"1\"");
                go.await();
            } else {
                begins.add(from);
                Site.part(out, disk, from, disk.length, "\"1\"");
            }
        })) {
            images().offer(
                            TestImages.entry("one-1", "One", "1", site.url("/a.qcow2"), TestImages.sha256(disk)),
                            TestImages.entry("two-1", "Two", "1", site.url("/b.qcow2"), TestImages.sha256(disk)));
            window().awaitText("catalogue-grid", "One");
            onlyCard("one");
            window().click("catalogue-download");
            Toolkit.await("some is here", () -> partsWithBytes() == 1);
            onlyCard("two");
            window().click("catalogue-download");
            Toolkit.await("some of both is here", () -> partsWithBytes() == 2);
            window().click("catalogue-cancel");
            window().node("catalogue-download");
            Toolkit.await("one alone goes on", () -> partsWithBytes() == 1);
            onlyCard("one");
            window().click("catalogue-pause");
            window().awaitText("catalogue-card-one", "Paused");
            window().click("catalogue-resume");
            window().node("catalogue-make");
            window().click("catalogue-make");
            assertEquals(List.of(new NewMachine.Source.Image("One 1")), made);
            assertEquals(1, begins.size());
            assertTrue(begins.getFirst() > 0, "it went on where it had stopped");
            go.countDown();
        }
    }

    @Test
    void theCatalogueComesFromAnAddressThatIsTypedAndABrokenOneIsToldAboveTheCards() throws Exception {
        Path file = home.resolve("mine.json");
        byte[] whole = TestImages.catalogue(
                List.of(TestImages.entry("mine-1", "Mine", "1", "https://example.org/a.img", TestImages.sha256(disk))));
        Files.write(file, whole);
        update(file);
        window().node("catalogue-card-mine");
        Files.write(file, Arrays.copyOf(whole, whole.length * 9 / 10));
        update(file);
        window().awaitText("images-page", "Your catalogue file cannot be read");
        window().node("catalogue-card-mine");
    }

    private void update(Path file) {
        window().awaitEnabled("catalogue-update");
        window().click("catalogue-update");
        type("catalogue-address-field", file.toUri().toString());
        window().awaitEnabled("catalogue-address-deed");
        window().click("catalogue-address-deed");
    }
}
