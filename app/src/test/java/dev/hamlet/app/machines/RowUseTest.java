package dev.hamlet.app.machines;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hamlet.app.details.MachineDetails;
import dev.hamlet.app.details.TestDetails;
import dev.hamlet.app.fx.FxRelay;
import dev.hamlet.app.fx.OpenWindow;
import dev.hamlet.app.fx.Toolkit;
import dev.hamlet.app.words.Messages;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.machine.Machine;
import dev.hamlet.engine.machine.StartOptions;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.engine.usage.Usage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.SplitPane;
import javafx.scene.layout.Pane;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What running machines use, in their rows: measured really, of guests in memory. */
@Tag("window")
class RowUseTest {
    @TempDir
    private Path home = Path.of("");

    private final Messages words = Messages.of(Locale.ENGLISH);
    private final List<Runnable> ends = new ArrayList<>();
    private @Nullable TestMachines opened;
    private @Nullable MachinesModel model;

    @BeforeEach
    void open() throws ProblemException {
        Toolkit.start();
        opened = new TestMachines(home);
    }

    @AfterEach
    void close() {
        Toolkit.run(() -> ends.reversed().forEach(Runnable::run));
        machines().close();
    }

    private TestMachines machines() {
        return Objects.requireNonNull(opened);
    }

    private OpenWindow window() {
        OpenWindow window = OpenWindow.with(() -> {
            MachinesModel made = new MachinesModel(
                    machines().store(), FxRelay.fxThread(), TimeSource.system(), id -> "", (_, _) -> {});
            model = made;
            RowUsages usages = new RowUsages(machines().usage(), made, FxRelay.fxThread());
            MachineDetails details = TestDetails.of(made, machines(), words);
            Doors doors = new Doors(() -> {}, row -> {}, row -> {}, row -> {}, rows -> {}, row -> {});
            MachinesView view = new MachinesView(made, words, details, new Label("none"), doors, phrase -> {});
            ends.addAll(List.of(made::close, usages::close, details::dispose, view::dispose));
            return view;
        });
        ends.add(window.stage()::hide);
        return window;
    }

    private Machine running(String name, double cpu, double memory) throws Exception {
        Machine machine = machines().make(name);
        machine.start(StartOptions.CAREFUL).await();
        use(machine, cpu, memory);
        return machine;
    }

    private void use(Machine machine, double cpu, double memory) {
        machines().guest(machine).use(new Usage(cpu, 2, memory, memory, 0, 0, Double.NaN, Double.NaN));
    }

    private static List<ListCell<?>> cells(OpenWindow window) {
        List<ListCell<?>> cells = new ArrayList<>();
        for (Node node : window.node("machines-list").lookupAll(".machine-cell")) {
            cells.add((ListCell<?>) node);
        }
        return cells;
    }

    private static int curves(OpenWindow window) {
        return Toolkit.get(() -> (int) cells(window).stream()
                .filter(cell -> cell.lookup(".sparkline") != null)
                .count());
    }

    private static String said(OpenWindow window, String name) {
        return cells(window).stream()
                .map(ListCell::getAccessibleText)
                .filter(text -> text != null && text.startsWith(name))
                .findFirst()
                .orElse("");
    }

    @Test
    void aRunningMachineShowsWhatItUsesAndAStoppedOneDoesNot() throws Exception {
        machines().make("database");
        Machine web = running("web", 1.5, 300 << 20);
        OpenWindow window = window();
        window.awaitText("machines-list", "75 %");
        window.awaitText("machines-list", "300 MiB");
        Toolkit.await(
                "the figures are said",
                () -> said(window, "web").endsWith("uses 75 % of its processors and 300 MiB of memory"),
                () -> said(window, "web"));
        assertFalse(Toolkit.get(() -> said(window, "database")).contains("uses"));
        assertEquals(0, curves(window), "names come first where the list is narrow");
        SplitPane split = (SplitPane) window.node("machines-split");
        Toolkit.run(() -> split.setDividerPositions(0.5));
        Toolkit.await("a curve of the one that runs", () -> curves(window) == 1);
        use(web, 0.5, 200 << 20);
        window.awaitText("machines-list", "25 %");
        web.kill().await();
        Toolkit.await(
                "the curves are gone",
                () -> cells(window).stream().allMatch(cell -> cell.lookup(".sparkline") == null));
        assertFalse(Toolkit.get(() -> said(window, "web")).contains("uses"));
    }

    @Test
    void whatNobodySeesIsNotDrawnAndIsThereWhenItIsSeenAgain() throws Exception {
        Machine web = running("web", 1.5, 300 << 20);
        OpenWindow window = window();
        window.awaitText("machines-list", "75 %");
        Node page = Toolkit.get(() -> window.stage().getScene().getRoot());
        Node list = window.node("machines-list");
        Toolkit.run(() -> window.stage().getScene().setRoot(new Pane()));
        use(web, 0.5, 200 << 20);
        MachineRow row = Toolkit.get(() -> Objects.requireNonNull(model).rows().getFirst());
        Toolkit.await(
                "it is measured",
                () -> row.useProperty()
                        .get()
                        .filter(sample -> Math.abs(sample.usage().cpuOfGuest() - 0.25) < 0.01)
                        .isPresent());
        assertTrue(Toolkit.get(() -> figures(list)).contains("75 %"));
        Toolkit.run(() -> window.stage().getScene().setRoot((MachinesView) page));
        window.awaitText("machines-list", "25 %");
    }

    private static List<String> figures(Node list) {
        List<String> texts = new ArrayList<>();
        for (Node node : list.lookupAll(".label")) {
            texts.add(((Label) node).getText());
        }
        return texts;
    }
}
