package dev.hamlet.app.images;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hamlet.app.fx.Dialogs;
import dev.hamlet.app.fx.OpenWindow;
import dev.hamlet.app.fx.Overlay;
import dev.hamlet.app.fx.TestFiles;
import dev.hamlet.app.fx.Toolkit;
import dev.hamlet.app.words.Messages;
import dev.hamlet.engine.machine.Machine;
import dev.hamlet.engine.machine.NewMachine;
import dev.hamlet.engine.machine.StartOptions;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.TreeSet;
import javafx.application.Application;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.control.Control;
import javafx.scene.control.Labeled;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page as a person uses it: real windows without a display, real files, guests in memory. */
@Tag("window")
class ImagesPageTest {
    private static final Path PICTURES = Path.of("target", "screenshots");

    @TempDir
    private Path home = Path.of("");

    private final Messages words = Messages.of(Locale.ENGLISH);
    private final List<Dialogs.Question> asked = new ArrayList<>();
    private final List<NewMachine.Source> made = new ArrayList<>();
    private @Nullable TestImages opened;
    private @Nullable ImagesPage page;
    private @Nullable Overlay overlay;
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

    private final TestFiles files = new TestFiles();

    private ImagesPage newPage(Overlay above) {
        return new ImagesPage(
                images().engine(),
                above,
                (question, agreed) -> {
                    asked.add(question);
                    agreed.run();
                },
                files,
                words,
                made::add,
                image -> {});
    }

    private OpenWindow window() {
        if (window == null) {
            window = OpenWindow.with(() -> {
                javafx.scene.layout.StackPane content = new javafx.scene.layout.StackPane();
                content.getStyleClass().add("window");
                Overlay above = new Overlay(content);
                overlay = above;
                page = newPage(above);
                content.getChildren().add(page.node());
                page.shown();
                return above;
            });
        }
        return window;
    }

    private void select(String name) {
        window().awaitText("images-table", name);
        Toolkit.run(() -> {
            var table = (javafx.scene.control.TreeTableView<?>) window().node("images-table");
            for (int i = 0; i < table.getExpandedItemCount(); i++) {
                ImageRow row = (ImageRow) table.getTreeItem(i).getValue();
                if (row.image().name().equals(name)) {
                    table.getSelectionModel().clearAndSelect(i);
                }
            }
        });
        window().awaitText("images-details-name", name);
    }

    private void type(String id, String text) {
        Node field = window().node(id);
        Toolkit.run(() -> ((TextField) field).setText(text));
    }

    private boolean isDisabled(String id) {
        Node node = window().node(id);
        return Toolkit.get(node::isDisabled);
    }

    @Test
    void theLibraryShowsATreeOfAllImagesWithTheirUsers() throws Exception {
        Path base = images().disk("base.qcow2");
        Path top = images().overlay("top.qcow2", base);
        images().machine("web", top).start(StartOptions.CAREFUL).await();
        images().image("Template");
        window().awaitText("images-table", "base.qcow2");
        String table = window().text("images-table");
        assertTrue(table.contains("Template"), table);
        assertTrue(table.contains("Verified"), table);
        assertTrue(table.contains("base of 1 disk"), table);
        window().awaitText("images-table", "top.qcow2");
        select("top.qcow2");
        window().awaitText("images-details", "64 MiB");
        window().awaitText("images-details", "Chain");
        window().awaitText("images-fact-users", "web");
        assertTrue(isDisabled("images-grow"));
        window().awaitText("images-why", "web has to be off first.");
        window().awaitText("images-sum", "3 disks and CDs");
    }

    @Test
    void aNewDiskIsMadeByItsDialogAndSelected() throws Exception {
        window().awaitEnabled("images-create");
        window().click("images-create");
        window().node("new-disk-name");
        assertTrue(isDisabled("new-disk-deed"));
        type("new-disk-name", "data");
        type("new-disk-size", "1,5 GiB");
        window().awaitEnabled("new-disk-deed");
        type("new-disk-size", "much");
        window().awaitText("new-disk-wrong", "Write the size like");
        type("new-disk-size", "2");
        window().awaitEnabled("new-disk-deed");
        window().press(KeyCode.ENTER);
        window().awaitText("images-details-name", "data.qcow2");
        window().awaitText("images-details", "2 GiB");
        assertTrue(Files.exists(images().paths().disks().resolve("data.qcow2")));
        assertFalse(Toolkit.get(() -> Objects.requireNonNull(overlay).isOpen()));
    }

    @Test
    void aDiskGrowsIsCheckedAndDeletedByItsButtons() throws Exception {
        images().engine()
                .imageCare()
                .create("data", dev.hamlet.engine.host.ByteSize.ofMebibytes(16))
                .await();
        select("data.qcow2");
        window().click("images-grow");
        window().node("grow-disk-size");
        type("grow-disk-size", "8 MiB");
        window().awaitText("grow-disk-wrong", "only becomes larger");
        type("grow-disk-size", "32 MiB");
        window().awaitEnabled("grow-disk-deed");
        window().click("grow-disk-deed");
        window().awaitText("images-details", "of 32 MiB");
        window().click("images-verify");
        window().awaitText("images-fact-state", "checked today");
        window().click("images-delete");
        Toolkit.await("gone", () -> !Files.exists(images().paths().disks().resolve("data.qcow2")));
        assertEquals(1, asked.size());
        window().awaitText("images-none", "No disks yet");
    }

    @Test
    void aFileIsAddedByItsDialogUnderTheNameThatItHas() throws Exception {
        Path disk = images().disk("Öl 1.qcow2");
        window().awaitEnabled("images-add");
        window().press(KeyCode.I, KeyCode.CONTROL);
        window().click("images-add");
        window().node("import-image-file");
        type("import-image-file", "/no/such/file");
        window().awaitText("import-image-wrong", "no such file");
        type("import-image-file", disk.toString());
        window().awaitEnabled("import-image-deed");
        window().click("import-image-deed");
        window().awaitText("images-table", "Öl 1");
        select("Öl 1");
        window().click("images-make");
        assertEquals(List.of(new NewMachine.Source.Image("Öl 1")), made);
    }

    @Test
    void whatFailsIsToldInItsPlaceAndCanBeDismissed() throws Exception {
        Path disk = images().disk("a.qcow2");
        images().machine("web", disk);
        select("a.qcow2");
        window().awaitText("images-why", "web uses it.");
        images().engine().images();
        Files.write(disk, java.util.Arrays.copyOf(TestImages.qcow2(), 60));
        Toolkit.run(() -> Objects.requireNonNull(page).lookAgain());
        window().awaitText("images-details", "Not a disk");
        assertTrue(isDisabled("images-compact"));
    }

    @Test
    void aFolderThatCannotBeReadIsToldAndLookedAtAgain() throws Exception {
        Files.createDirectories(images().paths().data());
        Files.writeString(images().paths().images(), "no folder");
        window().awaitText("images-page", "cannot be used");
        Files.delete(images().paths().images());
        images().image("Template");
        window().click("images-look-again");
        window().awaitText("images-table", "Template");
    }

    @Test
    void theCatalogueShowsCardsAndIsSearchedAndFiltered() throws Exception {
        images().offer(
                        TestImages.entry(
                                "mine-1", "Mine", "1", "https://example.org/a.qcow2", TestImages.sha256(new byte[1])),
                        TestImages.entry(
                                "mine-2", "Mine", "2", "https://example.org/b.qcow2", TestImages.sha256(new byte[1])));
        window();
        Toolkit.run(() -> Objects.requireNonNull(page).showCatalogue());
        window().awaitText("catalogue-grid", "Tiny guest");
        window().awaitText("catalogue-grid", "Ubuntu");
        type("catalogue-search", "mine");
        window().awaitText("catalogue-count", "1 of ");
        String grid = window().text("catalogue-grid");
        assertTrue(grid.contains("600 MiB"), grid);
        type("catalogue-search", "nothing such");
        window().awaitText("catalogue-none", "Nothing fits");
        window().click("catalogue-clear");
        window().awaitText("catalogue-grid", "Tiny guest");
        window().click("catalogue-filter-recipes");
        Toolkit.await("only recipes", () -> !window().text("catalogue-grid").contains("Ubuntu"));
    }

    @Test
    void everyControlHasARoleAndANameForAScreenReader() throws Exception {
        Path disk = images().disk("a.qcow2");
        images().machine("web", disk);
        select("a.qcow2");
        assertEquals(List.of(), silent());
        Toolkit.run(() -> Objects.requireNonNull(page).showCatalogue());
        window().awaitText("catalogue-grid", "Tiny guest");
        assertEquals(List.of(), silent());
        window().click("catalogue-update");
        window().node("catalogue-address-field");
        assertEquals(List.of(), silent());
    }

    private List<String> silent() {
        return Toolkit.get(() -> window().stage().getScene().getRoot().lookupAll("*").stream()
                .filter(node -> node instanceof Control control
                        && control.isFocusTraversable()
                        && control.isVisible()
                        && (control.getAccessibleRole() == null
                                || control.getAccessibleRole() == AccessibleRole.NODE
                                || name(control).isBlank()))
                .map(Node::toString)
                .toList());
    }

    private static String name(Control control) {
        String text = control.getAccessibleText();
        if (text == null && control instanceof Labeled labeled) {
            text = labeled.getText();
        }
        // A pane of tabs is named by its tabs.
        return text == null ? control instanceof javafx.scene.control.TabPane ? "tabs" : "" : text;
    }

    @Test
    void tabReachesEveryControlOfBothTabs() throws Exception {
        images().engine()
                .imageCare()
                .create("data", dev.hamlet.engine.host.ByteSize.ofMebibytes(16))
                .await();
        select("data.qcow2");
        assertReached(List.of(
                "images-create",
                "images-add",
                "images-toolbar-make",
                "images-toolbar-verify",
                "images-search",
                "images-tabs",
                "images-table",
                "images-make",
                "images-grow",
                "images-compact",
                "images-verify",
                "images-reveal",
                "images-delete"));
        Toolkit.run(() -> Objects.requireNonNull(page).showCatalogue());
        window().awaitText("catalogue-grid", "Tiny guest");
        assertReached(List.of("catalogue-search", "catalogue-filter-all", "catalogue-update", "catalogue-build"));
    }

    private void assertReached(List<String> wanted) {
        Toolkit.run(() -> window().node("images-create").requestFocus());
        TreeSet<String> reached = new TreeSet<>();
        for (int i = 0; i < 40; i++) {
            reached.add(window().focused());
            window().press(KeyCode.TAB);
        }
        TreeSet<String> missed = new TreeSet<>(wanted);
        missed.removeAll(reached);
        assertEquals(new TreeSet<String>(), missed, "reached " + reached);
    }

    @Test
    void nothingHoldsAPageOrADialogThatHasBeenClosed() throws Exception {
        images().image("Template");
        window().awaitText("images-table", "Template");
        List<WeakReference<Object>> closed = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            OpenWindow another = OpenWindow.with(() -> {
                Overlay above = new Overlay(new javafx.scene.layout.StackPane());
                ImagesPage one = newPage(above);
                ((javafx.scene.layout.StackPane) above.getChildren().getFirst())
                        .getChildren()
                        .add(one.node());
                one.shown();
                closed.add(new WeakReference<>(one));
                return above;
            });
            Toolkit.run(() -> {
                ImagesPage one =
                        (ImagesPage) Objects.requireNonNull(closed.getLast().get());
                one.actions().getFirst().run();
                ((Overlay) another.stage().getScene().getRoot()).close();
                one.dispose();
                another.stage().setScene(null);
                another.stage().close();
            });
        }
        Toolkit.await("the pages are gone", () -> {
            System.gc();
            return closed.stream().filter(one -> one.get() != null).count() <= 1;
        });
        assertNull(closed.getFirst().get());
    }

    @Test
    void picturesOfBothTabsInLightAndDark() throws Exception {
        Files.createDirectories(PICTURES);
        window();
        Toolkit.run(() -> {
            // As wide as the screen of the headless platform, at its left edge.
            window().stage().setX(0);
            window().stage().setY(0);
            window().stage().setWidth(1000);
            window().stage().setHeight(760);
        });
        Path base = images().disk("debian-13-genericcloud-amd64.qcow2");
        Path top = images().overlay("debian13.qcow2", base);
        Path other = images().overlay("test-vm.qcow2", base);
        Machine web = images().machine("Debian 13 desktop", top);
        web.start(StartOptions.CAREFUL).await();
        images().machine("test-vm", other);
        images().image("Alpine virt 3.23");
        images().engine()
                .imageCare()
                .create("scratch", dev.hamlet.engine.host.ByteSize.ofGibibytes(20))
                .await();
        select("debian13.qcow2");
        pictures("images-library");
        window().click("images-create");
        window().node("new-disk-name");
        type("new-disk-name", "data");
        pictures("images-new-disk");
        window().press(KeyCode.ESCAPE);
        Toolkit.run(() -> Objects.requireNonNull(page).showCatalogue());
        window().awaitText("catalogue-grid", "Tiny guest");
        pictures("images-catalogue");
        assertTrue(Files.exists(PICTURES.resolve("images-catalogue-dark.png")));
    }

    private void pictures(String name) {
        window().picture(PICTURES.resolve(name + "-light.png"));
        Toolkit.run(() ->
                Application.setUserAgentStylesheet(new atlantafx.base.theme.PrimerDark().getUserAgentStylesheetBSS()));
        window().picture(PICTURES.resolve(name + "-dark.png"));
        Toolkit.run(() ->
                Application.setUserAgentStylesheet(new atlantafx.base.theme.PrimerLight().getUserAgentStylesheetBSS()));
    }
}
