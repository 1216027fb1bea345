package dev.hamlet.app.details;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hamlet.app.fx.OpenWindow;
import dev.hamlet.app.fx.TestFiles;
import dev.hamlet.app.fx.Toolkit;
import dev.hamlet.app.machines.MachineCommand;
import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.machine.CdSpec;
import dev.hamlet.engine.machine.DiskSpec;
import dev.hamlet.engine.machine.Machine;
import dev.hamlet.engine.machine.StartOptions;
import dev.hamlet.engine.media.DiskFormat;
import dev.hamlet.engine.media.DiskImages;
import dev.hamlet.engine.problem.HypervisorProblem;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.engine.process.SystemProcessLauncher;
import dev.hamlet.engine.usage.Usage;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Labeled;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.TabPane;
import javafx.scene.control.TextField;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.Clipboard;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The tabs beside the overview, as a person uses them. */
@Timeout(120)
@Tag("window")
class DetailsTabsTest {
    @TempDir
    private Path home = Path.of("");

    private @Nullable DetailsFixture opened;

    private DetailsFixture details() throws ProblemException {
        if (opened == null) {
            opened = DetailsFixture.in(home);
        }
        return opened;
    }

    private OpenWindow window() throws ProblemException {
        return details().window();
    }

    @AfterEach
    void close() {
        if (opened != null) {
            opened.close();
        }
    }

    private String chosen() throws ProblemException {
        MachineDetails shown = details().details();
        return Toolkit.get(() -> Objects.requireNonNull(((TabPane) shown.lookup("#details-tabs"))
                .getSelectionModel()
                .getSelectedItem()
                .getId()));
    }

    @Test
    void controlAndTabGoThroughTheTabsFromWhereverTheKeyboardIs() throws Exception {
        details().machines().make("web");
        window().awaitText("machine-state", "Stopped");
        Toolkit.run(() ->
                Objects.requireNonNull(opened).details().lookup("#details-tabs").requestFocus());
        List<String> order = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            order.add(chosen().replace("details-tab-", ""));
            window().press(KeyCode.TAB, KeyCode.CONTROL);
        }
        assertEquals("overview", order.getFirst());
        assertEquals(order.getFirst(), order.getLast(), order.toString());
        assertEquals(6, order.stream().distinct().count(), order.toString());
        window().press(KeyCode.TAB, KeyCode.CONTROL, KeyCode.SHIFT);
        assertEquals("details-tab-overview", chosen());
    }

    @Test
    void theSameKeysWorkFromTheListAndNoMoreOnceTheDetailsAreClosed() throws Exception {
        details().machines().make("web");
        window().awaitText("machine-state", "Stopped");
        Button list = Toolkit.get(() -> new Button("list"));
        MachineDetails other = Toolkit.get(() -> new MachineDetails(details().context(new TestFiles())));
        OpenWindow second = OpenWindow.with(() -> new VBox(list, other));
        Toolkit.run(list::requestFocus);
        TabPane pane = Toolkit.get(() -> (TabPane) other.lookup("#details-tabs"));
        second.press(KeyCode.TAB, KeyCode.CONTROL);
        assertEquals(1, Toolkit.get(() -> pane.getSelectionModel().getSelectedIndex()));
        second.press(KeyCode.TAB, KeyCode.CONTROL, KeyCode.SHIFT);
        assertEquals(0, Toolkit.get(() -> pane.getSelectionModel().getSelectedIndex()));
        assertTrue(Toolkit.get(list::isFocused));
        Toolkit.run(other::dispose);
        assertTrue(Toolkit.get(() -> second.stage().getScene().getAccelerators().isEmpty()));
        second.close();
    }

    @Test
    void theChosenTabStaysWhenAnotherMachineIsSelectedAndWhenOneGoes() throws Exception {
        Machine web = details().machines().make("web");
        window().awaitText("machine-name", "web");
        details().choose("network");
        window().awaitText("network-card", web.spec().network().mac());
        Machine zoo = details().machines().make("zoo");
        Toolkit.await(
                "two machines",
                () -> Objects.requireNonNull(opened).model().rows().size() == 2);
        details().select("zoo");
        window().awaitText("network-card", zoo.spec().network().mac());
        assertEquals("details-tab-network", chosen());
        // Behind the window's back.
        removeFolder(zoo.folder().path());
        window().awaitText("machine-name", "web");
        window().awaitText("network-card", web.spec().network().mac());
        assertEquals("details-tab-network", chosen());
        details().choose("logs");
        removeFolder(web.folder().path());
        Toolkit.await(
                "nothing is selected",
                () -> Objects.requireNonNull(opened).model().selectedProperty().get() == null);
        assertFalse(Toolkit.get(() -> Objects.requireNonNull(opened).details().isVisible()));
    }

    private static void removeFolder(Path folder) throws Exception {
        try (var all = Files.walk(folder)) {
            for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(one);
            }
        }
    }

    @Test
    void theTabOfProblemsCountsAndShowsWhatIsWrong() throws Exception {
        details().machines().make("web");
        window().awaitText("machine-state", "Stopped");
        details().choose("problems");
        window().awaitText("problems-none", "Nothing is wrong");
        assertFalse(window().shows("details-problem-count"));
        details()
                .machines()
                .hypervisor()
                .failStarts(new HypervisorProblem.EndedAtOnce(
                        "qemu-system-x86_64", "exit code 1", "no", List.of("no"), Path.of("/x/qemu.log")));
        Toolkit.run(() -> Objects.requireNonNull(opened).model().perform(MachineCommand.START));
        window().awaitText("problems-problems", "QEMU ended at once");
        assertEquals("1", window().text("details-problem-count"));
        details().choose("overview");
        window().awaitText("machine-problems", "QEMU ended at once");
        window().click("problem-dismiss");
        Toolkit.await("no count", () -> !shown().shows("details-problem-count"));
    }

    private OpenWindow shown() {
        return Objects.requireNonNull(opened).window();
    }

    @Test
    void whatTheGuestUsesIsDrawnAndSaid() throws Exception {
        Machine web = details().machines().make("web");
        web.start(StartOptions.CAREFUL).await();
        details()
                .machines()
                .guest(web)
                .use(new Usage(1, 2, 256 << 20, 512 << 20, 3 << 20, 1 << 20, Double.NaN, Double.NaN));
        window().awaitText("machine-state", "Running");
        window().awaitText("overview-cpu", " %");
        window().awaitText("overview-memory", "256 MiB");
        window().awaitText("overview-disk", "read ");
        details().choose("resources");
        window().awaitText("resources-memory", "256 MiB\n");
        window().awaitText("resources-memory", "of 512 MiB");
        window().awaitText("resources-cpu", "of 2 processors");
        window().awaitText("resources-network", "Needs qemu-guest-agent in the guest");
        assertEquals(
                "Memory: last 256 MiB, highest 256 MiB",
                Toolkit.get(() -> node("resources-memory").getAccessibleText()));
        assertEquals(
                "Network: Needs qemu-guest-agent in the guest",
                Toolkit.get(() -> node("resources-network").getAccessibleText()));
        window().click("resources-day");
        window().awaitText("resources-memory", "1 d");
        web.forceOff().await();
        details().choose("overview");
        Toolkit.await("no graphs of a machine that is off", () -> !shown().shows("overview-cpu"));
    }

    @Test
    void disksAreShownWithSizesAndWhatTheyBuildOn() throws Exception {
        SystemProcessLauncher launcher = new SystemProcessLauncher(System.getenv());
        assumeTrue(launcher.find("qemu-img").isPresent(), "qemu-img is not installed");
        Machine web = details().machines().make("web");
        Path base = web.folder().disks().resolve("base.qcow2");
        Path top = web.folder().disks().resolve("disk0.qcow2");
        Files.createDirectories(web.folder().disks());
        var disks = details().machines().sources().disks();
        disks.create(base, DiskFormat.QCOW2, ByteSize.ofGibibytes(3));
        disks.overlay(top, base, DiskFormat.QCOW2, null);
        Path gone = home.resolve("gone.iso");
        web.change(builder -> builder.disks(
                        List.of(new DiskSpec("disk0", Path.of("disks", "disk0.qcow2"), DiskFormat.QCOW2, false)))
                .cds(List.of(new CdSpec("cd0", gone), new CdSpec("cd1", null))));
        details().choose("storage");
        window().awaitText("drive-disk0", " of 3 GiB");
        String text = window().text("drive-disk0");
        assertTrue(text.contains("qcow2"), text);
        assertTrue(text.contains("Builds on " + base), text);
        window().awaitText("drive-cd0", "There is no such CD image");
        window().awaitText("drive-cd1", "Nothing is in it");
        window().click("drive-disk0-copy");
        assertEquals(
                top.toString(), Toolkit.get(() -> Clipboard.getSystemClipboard().getString()));
        window().click("drive-disk0-reveal");
        assertEquals(List.of(Objects.requireNonNull(top.getParent()).toUri()), details().opened);
        Files.delete(base);
        Toolkit.run(() -> Objects.requireNonNull(opened).details().lookAgain());
        window().awaitText("drive-disk0", "The base file is missing");
    }

    @Test
    void withoutTheProgramThatMeasuresDisksTheRestIsShown() throws Exception {
        Machine web = details().machines().make("web");
        Files.createDirectories(web.folder().disks());
        Files.write(web.folder().disks().resolve("disk0.raw"), new byte[1 << 20]);
        web.change(builder ->
                builder.disks(List.of(new DiskSpec("disk0", Path.of("disks", "disk0.raw"), DiskFormat.RAW, true))));
        DetailsSources sources = details().machines().sources();
        DetailsContext context = details()
                .contextWith(new DetailsSources(
                        new DiskImages(
                                new SystemProcessLauncher(Map.of("PATH", home.toString())),
                                details().machines().paths().data()),
                        sources.cds(),
                        sources.usage(),
                        sources.log()));
        window().awaitText("machine-state", "Stopped");
        StorageTab tab = Toolkit.get(() -> new StorageTab(context));
        OpenWindow second = OpenWindow.with(() -> (Parent) tab.node());
        Toolkit.run(() -> tab.seen(true));
        Toolkit.await("the format is known", () -> second.text("drive-disk0").contains("raw \u00b7 read-only"));
        assertTrue(second.text("drive-disk0").contains("qemu-img is missing"));
        Toolkit.run(tab::dispose);
        second.close();
    }

    @Test
    void theLogOfTheGuestIsFollowedAndSearchedAndCopied() throws Exception {
        Machine web = details().machines().make("web");
        Files.createDirectories(web.folder().logs());
        Path log = web.folder().serialLog();
        details().choose("logs");
        window().awaitText("logs-list", "No output yet");
        Files.writeString(log, "Booting\nlogin: anna\n");
        awaitLines(2);
        StringBuilder much = new StringBuilder(Files.readString(log));
        for (int i = 0; i < 500; i++) {
            much.append(i == 250 ? "Login failed\n" : "line " + i + "\n");
        }
        Files.writeString(log, much);
        awaitLines(502);
        Toolkit.await("the last line is seen", () -> seesLine("line 499"));
        Toolkit.run(() -> ((TextField) node("logs-search")).setText("LOGIN"));
        window().awaitText("logs-count", "1 of 2");
        Toolkit.await("the found line is seen", () -> seesLine("login: anna"));
        window().click("logs-next");
        window().awaitText("logs-count", "2 of 2");
        Toolkit.await("the next one is seen", () -> seesLine("Login failed"));
        window().click("logs-next");
        window().awaitText("logs-count", "1 of 2");
        window().click("logs-previous");
        window().awaitText("logs-count", "2 of 2");
        Toolkit.run(() -> ((TextField) node("logs-search")).setText("nowhere"));
        window().awaitText("logs-count", "0 of 0");
        window().click("logs-copy");
        String copied = Toolkit.get(() -> Clipboard.getSystemClipboard().getString());
        assertEquals(much.toString(), copied);
        assertEquals("Lines copied: 502", details().words.text(details().told.getLast()));
    }

    @Test
    void eachLogIsShownWhichIsChosenAndAMissingOneIsNoFailure() throws Exception {
        Machine web = details().machines().make("web");
        Files.createDirectories(web.folder().logs());
        Files.writeString(web.folder().hypervisorLog(), "qemu-system-x86_64: warning\n");
        Files.createDirectories(details().machines().paths().state());
        Files.writeString(details().machines().sources().log(), "INFO Hamlet began\n");
        details().choose("logs");
        window().awaitText("logs-list", "No output yet");
        window().click("logs-hypervisor");
        window().awaitText("logs-list", "qemu-system-x86_64: warning");
        window().click("logs-hamlet");
        window().awaitText("logs-list", "INFO Hamlet began");
        window().click("logs-serial");
        window().awaitText("logs-list", "No output yet");
        Files.createDirectory(web.folder().serialLog());
        window().awaitText("details-tabs", "A file cannot be read");
    }

    private void awaitLines(int count) {
        Toolkit.await(
                count + " lines",
                () -> ((ListView<?>) node("logs-list")).getItems().size() == count,
                () -> "but " + ((ListView<?>) node("logs-list")).getItems().size());
    }

    private Node node(String id) {
        return Objects.requireNonNull(Objects.requireNonNull(opened).details().lookup("#" + id));
    }

    private boolean seesLine(String text) {
        return node("logs-list").lookupAll(".log-line").stream()
                .anyMatch(cell -> cell.isVisible() && text.equals(((ListCell<?>) cell).getText()));
    }

    @Test
    void everyControlOfEveryTabHasANameForAScreenReader() throws Exception {
        Machine web = details().machines().make("web");
        web.change(builder -> builder.cds(List.of(new CdSpec("cd0", home.resolve("gone.iso")))));
        web.start(StartOptions.CAREFUL);
        window().awaitText("machine-name", "web");
        for (String tab : List.of("overview", "resources", "storage", "network", "logs", "problems")) {
            details().choose(tab);
            Toolkit.await(
                    "it is shown",
                    () -> Objects.requireNonNull(opened).details().lookup("#details-tabs") != null);
            List<String> silent = Toolkit.get(() -> Objects.requireNonNull(opened).details().lookupAll("*").stream()
                    .filter(Node::isFocusTraversable)
                    .filter(node ->
                            node instanceof Labeled || node instanceof TextInputControl || node instanceof ListView)
                    .filter(DetailsTabsTest::isSilent)
                    .map(Node::toString)
                    .toList());
            assertEquals(List.of(), silent, tab);
        }
    }

    private static boolean isSilent(Node node) {
        String said = node instanceof Labeled labeled ? labeled.getText() : "";
        String heard = node.getAccessibleText();
        return (said == null || said.isBlank()) && (heard == null || heard.isBlank());
    }

    @Test
    void nothingHoldsDetailsThatHaveBeenClosed() throws Exception {
        details().machines().make("web").start(StartOptions.CAREFUL).await();
        window().awaitText("machine-state", "Running");
        List<WeakReference<MachineDetails>> closed = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            OpenWindow another = OpenWindow.with(() -> {
                MachineDetails one =
                        new MachineDetails(Objects.requireNonNull(opened).context(new TestFiles()));
                closed.add(new WeakReference<>(one));
                return one;
            });
            Toolkit.run(() -> {
                MachineDetails one = Objects.requireNonNull(closed.getLast().get());
                for (int tab = 0; tab < 8; tab++) {
                    one.turn(1);
                    one.applyCss();
                    one.layout();
                }
                one.dispose();
                another.stage().setScene(null);
                another.stage().close();
            });
        }
        // The toolkit itself keeps the last window that had the focus for a while.
        Toolkit.await("the details are gone", () -> {
            System.gc();
            return closed.stream().filter(one -> one.get() != null).count() <= 1;
        });
        assertNull(closed.getFirst().get());
    }
}
