package dev.hamlet.app.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hamlet.app.fx.Action;
import dev.hamlet.app.fx.CutTexts;
import dev.hamlet.app.fx.OpenWindow;
import dev.hamlet.app.fx.Page;
import dev.hamlet.app.fx.Pictures;
import dev.hamlet.app.fx.Reach;
import dev.hamlet.app.fx.Toolkit;
import dev.hamlet.app.images.containers.TestStore;
import dev.hamlet.app.machines.ListEntry;
import dev.hamlet.app.machines.MachineRow;
import dev.hamlet.app.machines.TestMachines;
import dev.hamlet.app.preferences.Preferences;
import dev.hamlet.app.preferences.PreferencesModel;
import dev.hamlet.app.words.Messages;
import dev.hamlet.app.words.PseudoLocale;
import dev.hamlet.engine.host.Accelerator;
import dev.hamlet.engine.job.Phrase;
import dev.hamlet.engine.machine.CdSpec;
import dev.hamlet.engine.machine.DiskSpec;
import dev.hamlet.engine.machine.Machine;
import dev.hamlet.engine.machine.StartOptions;
import dev.hamlet.engine.media.DiskFormat;
import dev.hamlet.engine.problem.HostProblem;
import dev.hamlet.engine.usage.Usage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import javafx.application.ColorScheme;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.ListView;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TabPane;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCombination;
import javafx.stage.Stage;
import javafx.stage.Window;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Goes through all views of the window, draws each for people to look at, and finds words that have too little room. */
@Tag("window")
@Timeout(240)
class EveryViewTest {
    @TempDir
    private Path home = Path.of("");

    private final List<String> cut = new ArrayList<>();
    private final List<String> unreached = new ArrayList<>();
    private Set<String> plain = Set.of();
    private boolean byKeys;
    private @Nullable HamletWindow shownWindow;
    private String look = "";
    private double scale = 1;
    private double width;
    private double height;
    private @Nullable TestMachines opened;
    private @Nullable Stage stage;
    private @Nullable OpenWindow window;

    @AfterEach
    void close() {
        Toolkit.run(() -> {
            List.copyOf(Window.getWindows()).forEach(Window::hide);
            Theme.apply(ColorScheme.LIGHT);
        });
        machines().close();
    }

    private TestMachines machines() {
        return Objects.requireNonNull(opened);
    }

    private OpenWindow window() {
        return Objects.requireNonNull(window);
    }

    private Scene scene() {
        return Objects.requireNonNull(stage).getScene();
    }

    @Test
    void everyControlIsReachedByTabAndHasANameAndARoleAndNoWordIsCut() throws Exception {
        byKeys = true;
        go("light", ColorScheme.LIGHT, Messages.of(Locale.ENGLISH), 1280, 800, 1);
        assertEquals(new TreeSet<>(), new TreeSet<>(unreached));
        assertEquals(new TreeSet<>(), new TreeSet<>(cut));
    }

    @Test
    void dark() throws Exception {
        go("dark", ColorScheme.DARK, Messages.of(Locale.ENGLISH), 1280, 800, 1);
    }

    /** A screen of 1,920 by 1,200 pixels that shows all twice as large has room for so much. */
    @Test
    void twiceAsLarge() throws Exception {
        go("200", ColorScheme.LIGHT, Messages.of(Locale.ENGLISH), 960, 600, 2);
    }

    @Test
    void noWordIsCutInALongerLanguage() throws Exception {
        go("pseudo", ColorScheme.LIGHT, PseudoLocale.words(), 1280, 800, 1);
        assertEquals(new TreeSet<>(), new TreeSet<>(cut));
    }

    @Test
    void noWordIsCutInGerman() throws Exception {
        go("de", ColorScheme.LIGHT, Messages.of(Locale.GERMAN), 1280, 800, 1);
        assertEquals(new TreeSet<>(), new TreeSet<>(cut));
    }

    @Test
    void noWordIsCutInChinese() throws Exception {
        go("zh", ColorScheme.LIGHT, Messages.of(Locale.SIMPLIFIED_CHINESE), 1280, 800, 1);
        assertEquals(new TreeSet<>(), new TreeSet<>(cut));
    }

    private void go(String name, ColorScheme scheme, Messages words, double wide, double high, double pixels)
            throws Exception {
        Toolkit.start();
        look = name;
        plain = words.keys().stream().map(key -> words.text(key)).collect(Collectors.toSet());
        scale = pixels;
        width = wide;
        height = high;
        opened = TestMachines.ofEngine(home.resolve("hamlet"));
        Toolkit.run(() -> {
            Theme.apply(scheme);
            Stage shown = new Stage();
            stage = shown;
            HamletWindow made = new HamletWindow(
                    shown,
                    words,
                    settings -> {},
                    new PreferencesModel(Preferences.FIRST, changed -> {}),
                    place -> {},
                    () -> {});
            shownWindow = made;
            made.show(WindowSettings.FIRST.withCloseNoticeSeen());
            made.fill(
                    machines().engine(),
                    () -> Accelerator.emulation(new HostProblem.KvmTooSlow(264)),
                    () -> machines().jobs().start(Phrase.of("window.job.first"), progress -> true));
        });
        window = OpenWindow.of(Objects.requireNonNull(stage));
        window().node("welcome");
        draw("welcome");
        Machine desktop = machinesOfAllKinds();
        draw("home");
        work();
        details(desktop);
        dialogs();
        several();
        images();
        window().press(KeyCode.COMMA, KeyCode.CONTROL);
        window().node("page-preferences");
        draw("preferences");
        Toolkit.run(() -> ((ScrollPane) scene().lookup("#page-preferences .scroll-pane")).setVvalue(1));
        draw("preferences-below");
        window().press(KeyCode.Q, KeyCode.CONTROL);
        window().node("quit");
        draw("quit");
        window().press(KeyCode.ESCAPE);
        console();
    }

    /** A console has a window of its own; it comes last, for the main window is behind it then. */
    private void console() {
        window().press(KeyCode.DIGIT1, KeyCode.CONTROL);
        window().awaitEnabled("machines-console");
        window().press(KeyCode.O, KeyCode.CONTROL);
        window().awaitText("console-size", "720");
        Scene shown = Toolkit.get(() -> window().node("console-bar").getScene());
        Pictures.draw(shown, scale, "console-" + look);
        Toolkit.get(() -> CutTexts.in(shown.getRoot(), plain)).forEach(one -> cut.add("console: " + one));
        if (byKeys) {
            Reach.silent(shown.getRoot()).forEach(one -> unreached.add("console: " + one));
            Toolkit.run(() -> window().node("console-send").requestFocus());
            // The guest's screen keeps Tab for the guest: all else is reached without coming through it.
            for (String id : List.of("clipboard", "serial", "scale", "picture", "full", "screen")) {
                window().press(KeyCode.TAB);
                if (!window().focused().equals("console-" + id)) {
                    unreached.add("console: " + id + " after " + window().focused());
                }
            }
        }
    }

    /** The window with work under way, at sizes of small and large screens too. */
    private void work() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        for (String name : List.of("Debian 13", "Ubuntu 26.04")) {
            machines().jobs().start(Phrase.of("job.image-pull", name), progress -> {
                progress.bytes(410 << 20, 1000 << 20);
                gate.await();
                return name;
            });
        }
        window().awaitText("jobs-more", "1");
        // It runs already, which is said in passing.
        window().press(KeyCode.R, KeyCode.CONTROL);
        Toolkit.await("a word in passing", () -> !window().textNow("told").isEmpty());
        draw("home-work");
        double wide = width;
        double high = height;
        if (wide >= 1280) {
            for (double[] size : new double[][] {{1024, 700}, {1920, 1080}}) {
                width = size[0];
                height = size[1];
                picture("home-work-" + (int) width);
            }
            width = wide;
            height = high;
        }
        gate.countDown();
        window().node("jobs-none");
    }

    private void picture(String view) {
        // Without a display a window forgets its size when its content changes.
        Toolkit.run(() -> scene().getRoot().resize(width, height));
        Pictures.draw(scene(), scale, view + "-" + look);
    }

    /** Draws what is shown, and looks for words that are cut. */
    private void draw(String view) {
        picture(view);
        for (Node dialog : Toolkit.get(() -> scene().getRoot().lookupAll(".dialog-frame"))) {
            double taken = Toolkit.get(() -> dialog.getLayoutBounds().getWidth());
            assertTrue(taken <= 0.9 * width + 1, view + " takes " + taken + " of " + width);
        }
        Toolkit.get(() -> {
                    Node dialog = scene().lookup("#overlay");
                    // An age that has just become longer has its room after the next layout.
                    scene().getRoot().applyCss();
                    scene().getRoot().layout();
                    // What a job is called and a word in passing may be long; tooltips say them whole.
                    return CutTexts.in(dialog.isVisible() ? dialog : scene().lookup(".window"), plain).stream()
                            .filter(one -> !one.contains("#job-title") && !one.contains("#told"))
                            .toList();
                })
                .forEach(one -> cut.add(view + ": " + one));
        Toolkit.run(() -> scene().getRoot().resize(scene().getWidth(), scene().getHeight()));
        if (byKeys) {
            Node dialog = Toolkit.get(() -> scene().lookup("#overlay"));
            Node front = dialog.isVisible() ? dialog : Toolkit.get(() -> scene().getRoot());
            Reach.silent(front).forEach(one -> unreached.add(view + ": " + one));
            Reach.missed(window(), scene(), front).forEach(one -> unreached.add(view + ": " + one));
            if (!dialog.isVisible()) {
                Toolkit.run(this::checkActions);
            }
        }
    }

    /** Of the page that is shown, those in its menus too. */
    private void checkActions() {
        Messages words = Messages.of(Locale.ENGLISH);
        Page page = Objects.requireNonNull(shownWindow).page();
        List<String> keys = new ArrayList<>();
        for (Action action : page.actions()) {
            String key = action.key().getValue();
            assertTrue(words.has(key + ".text"), key + ".text");
            assertTrue(words.has(key + ".accessible"), key + ".accessible");
            KeyCombination shortcut = action.shortcut();
            if (shortcut != null) {
                keys.add(shortcut.getDisplayText());
            }
        }
        for (Node node : page.node().lookupAll(".menu-button")) {
            ((MenuButton) node)
                    .getItems().stream()
                            .map(MenuItem::getAccelerator)
                            .filter(Objects::nonNull)
                            .map(KeyCombination::getDisplayText)
                            .forEach(keys::add);
        }
        assertEquals(List.copyOf(new LinkedHashSet<>(keys)), keys, page.id());
    }

    private Machine machinesOfAllKinds() throws Exception {
        Path cd = Files.write(Files.createDirectories(home.resolve("cds")).resolve("tools.iso"), new byte[512]);
        Machine desktop = machines().make("Debian 13 desktop");
        Files.createDirectories(desktop.folder().disks());
        Files.write(desktop.folder().disks().resolve("system.raw"), new byte[4096]);
        desktop.change(spec -> spec.addDisk(new DiskSpec("disk0", Path.of("disks/system.raw"), DiskFormat.RAW, false))
                .addCd(new CdSpec("cd0", cd))
                .group("Everyday")
                .system("debian-13"));
        desktop.start(StartOptions.CAREFUL).await();
        machines().guest(desktop).use(new Usage(0.8, 2, 310 << 20, 512 << 20, 3 << 20, 1 << 20, 600 << 10, 44 << 10));
        desktop.change(spec -> spec.vcpus(4));
        Files.createDirectories(desktop.folder().logs());
        Files.writeString(desktop.folder().serialLog(), "[    0.000000] Linux version 6.12.48\n\ndebian login:\n");
        Machine office = machines().make("Windows 11 office");
        office.change(spec -> spec.group("Everyday").system("win-11"));
        Machine paused = machines().make("Ubuntu 24.04 build");
        paused.change(spec -> spec.group("Lab").system("ubuntu-24.04"));
        paused.start(StartOptions.CAREFUL).await();
        paused.pause().await();
        Machine broken = machines().make("Fedora 42 test");
        broken.change(spec -> spec.group("Lab").system("fedora-42"));
        broken.start(StartOptions.CAREFUL).await();
        machines().guest(broken).crash("qemu-system-x86_64: could not open disk: permission denied");
        window().node("machines-list");
        select("Debian 13 desktop");
        window().awaitText("machine-name", "Debian 13 desktop");
        return desktop;
    }

    private void select(String... names) {
        ListView<?> list = (ListView<?>) window().node("machines-list");
        Toolkit.await(
                "the machines are there",
                () -> rows(list).containsAll(List.of(names)),
                () -> rows(list).toString());
        Toolkit.run(() -> {
            list.getSelectionModel().clearSelection();
            for (String name : names) {
                list.getSelectionModel().select(rows(list).indexOf(name));
            }
        });
    }

    private static List<String> rows(ListView<?> list) {
        return list.getItems().stream()
                .map(item -> item instanceof ListEntry.Of(MachineRow row)
                        ? row.face().name()
                        : "")
                .toList();
    }

    private void details(Machine desktop) {
        TabPane tabs = (TabPane) window().node("details-tabs");
        List<String> ids = Toolkit.get(() -> tabs.getTabs().stream()
                .map(tab -> Objects.requireNonNull(tab.getId()))
                .toList());
        for (int i = 0; i < ids.size(); i++) {
            int tab = i;
            Toolkit.run(() -> tabs.getSelectionModel().select(tab));
            if (ids.get(i).endsWith("problems")) {
                select("Fedora 42 test");
                window().awaitText("machine-name", "Fedora 42 test");
            }
            draw(ids.get(i).replace("details-tab-", "details-"));
        }
        Toolkit.run(() -> tabs.getSelectionModel().select(0));
        select(desktop.name());
        window().awaitText("machine-name", desktop.name());
    }

    private void dialogs() {
        window().press(KeyCode.E, KeyCode.CONTROL);
        window().node("settings-take-back");
        for (dev.hamlet.app.settings.Section section : dev.hamlet.app.settings.Section.values()) {
            window().click("settings-section-" + section.name().toLowerCase(Locale.ROOT));
            window().awaitEnabled("settings-" + section.name().toLowerCase(Locale.ROOT));
            draw("settings-" + section.name().toLowerCase(Locale.ROOT));
        }
        window().press(KeyCode.ESCAPE);
        window().press(KeyCode.F2);
        window().node("rename-field");
        draw("rename");
        window().press(KeyCode.ESCAPE);
        window().press(KeyCode.N, KeyCode.CONTROL);
        window().awaitEnabled("wizard-next");
        draw("wizard-what");
        window().click("wizard-next");
        window().node("wizard-name");
        window().awaitEnabled("wizard-next");
        draw("wizard-resources");
        window().click("wizard-next");
        window().awaitEnabled("wizard-create");
        draw("wizard-summary");
        window().press(KeyCode.ESCAPE);
        Toolkit.await("the dialog is gone", () -> !window().shows("wizard"));
    }

    private void several() {
        select("Debian 13 desktop", "Ubuntu 24.04 build");
        window().node("several");
        draw("several");
        select("Debian 13 desktop");
    }

    private void images() throws Exception {
        machines()
                .engine()
                .imageCare()
                .create("scratch", dev.hamlet.engine.host.ByteSize.ofGibibytes(20))
                .await();
        window().press(KeyCode.DIGIT2, KeyCode.CONTROL);
        window().awaitText("images-table", "scratch");
        window().press(KeyCode.DOWN);
        draw("images-library");
        window().click("images-create");
        window().node("new-disk-name");
        draw("new-disk");
        window().press(KeyCode.ESCAPE);
        TabPane tabs = (TabPane) window().node("images-tabs");
        Toolkit.run(() -> tabs.getSelectionModel().select(1));
        window().awaitText("catalogue-grid", "Debian");
        draw("images-catalogue");
        stored(tabs);
        window().press(KeyCode.DIGIT1, KeyCode.CONTROL);
    }

    /** Not by the mouse: the screen without a display is narrower than the window. */
    private void fire(String id) {
        Button button = (Button) window().node(id);
        Toolkit.run(button::fire);
    }

    private void stored(TabPane tabs) throws Exception {
        TestStore.make(machines().engine(), "registry.example:5000/team/shop:2.1", 1, "httpd", "-f");
        TestStore.make(machines().engine(), "busybox", 40, "sh");
        machines()
                .engine()
                .containerImages()
                .tag("busybox", dev.hamlet.engine.image.ImageReference.parse("localhost/busybox:1"));
        Toolkit.run(() -> tabs.getSelectionModel().select(2));
        window().press(KeyCode.F5);
        window().awaitText("stored-table", "busybox");
        Toolkit.run(() -> ((TableView<?>) window().node("stored-table"))
                .getSelectionModel()
                .select(0));
        window().node("stored-layers");
        draw("images-stored");
        fire("stored-run");
        window().awaitEnabled("new-container-create");
        draw("new-container");
        Toolkit.run(() -> ((ScrollPane) window().node("new-container-scroll")).setVvalue(1));
        draw("new-container-below");
        window().press(KeyCode.ESCAPE);
        for (String dialog : List.of("pull-image", "prune-images", "tag-image", "export-image", "import-archive")) {
            fire("stored-" + dialog.substring(0, dialog.indexOf('-')));
            window().node(dialog);
            if (dialog.equals("prune-images")) {
                window().node("prune-images-sum");
            }
            draw(dialog);
            window().press(KeyCode.ESCAPE);
        }
    }
}
