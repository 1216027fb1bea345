package dev.hamlet.app.details;

import dev.hamlet.app.fx.DialogFrame;
import dev.hamlet.app.fx.Shown;
import dev.hamlet.app.machines.MachineRow;
import dev.hamlet.app.words.Messages;
import dev.hamlet.engine.job.Jobs;
import java.util.List;
import java.util.function.Supplier;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.control.Tab;
import javafx.scene.control.TabPane;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;

/**
 * The selected machine: its name and state, and all about it in tabs, each of which is made when it is first wanted. The
 * chosen tab stays when another machine is selected.
 */
public final class MachineDetails extends VBox {
    private static final KeyCombination NEXT = new KeyCodeCombination(KeyCode.TAB, KeyCombination.SHORTCUT_DOWN);
    private static final KeyCombination PREVIOUS =
            new KeyCodeCombination(KeyCode.TAB, KeyCombination.SHORTCUT_DOWN, KeyCombination.SHIFT_DOWN);

    private final DetailsContext context;
    private final TabPane pane = new TabPane();
    private final List<LazyTab> tabs;
    private final LazyTab problems;
    private final Label badge = new Label();
    private final Subscription subscription;
    private final Jobs.Listening measuring;
    private boolean shown;

    /** The details of whatever machine is selected. */
    public MachineDetails(DetailsContext context) {
        this.context = context;
        Messages words = context.words();
        getStyleClass().add("machine-details");
        DetailsHead head = new DetailsHead(context.machines().systems(), words);
        pane.setId("details-tabs");
        pane.setTabClosingPolicy(TabPane.TabClosingPolicy.UNAVAILABLE);
        pane.setAccessibleText(words.text("details.tabs.accessible"));
        problems = tab("problems", () -> new ProblemsTab(context));
        tabs = List.of(
                tab("overview", () -> new OverviewTab(context)),
                tab("resources", () -> new ResourcesTab(context)),
                tab("storage", () -> new StorageTab(context)),
                tab("network", () -> new NetworkTab(context)),
                tab("logs", () -> new LogsTab(context)),
                problems);
        pane.getTabs().setAll(tabs);
        badge.getStyleClass().addAll("badge", "num");
        badge.setId("details-problem-count");
        VBox.setVgrow(pane, Priority.ALWAYS);
        getChildren().addAll(head, pane);
        // Graphs read the history, which has a gap wherever nobody listened: it grows while the window is there.
        measuring = context.sources().usage().listen(event -> {});
        subscription = Subscription.combine(
                context.machines()
                        .selectedProperty()
                        .flatMap(MachineRow::faceProperty)
                        .subscribe(face ->
                                head.show(face, context.machines().nowProperty().get())),
                context.machines().nowProperty().subscribe(now -> {
                    MachineRow row = context.machines().selectedProperty().get();
                    head.show(row == null ? null : row.face(), now);
                }),
                context.snapshot().subscribe(machine -> head.show(machine)),
                context.machines()
                        .systems()
                        .knownProperty()
                        .subscribe(names -> head.show(context.snapshot().getValue())),
                context.snapshot().subscribe(changed -> count()),
                context.machines()
                        .selectedProperty()
                        .flatMap(MachineRow::failureProperty)
                        .subscribe(changed -> count()),
                context.machines().selectedProperty().subscribe(row -> setVisible(row != null)),
                pane.getSelectionModel().selectedItemProperty().subscribe(changed -> choose()),
                sceneProperty().subscribe(this::listenToKeys),
                Shown.of(this).subscribe(this::show));
    }

    private LazyTab tab(String word, Supplier<DetailsTab> maker) {
        return new LazyTab(word, context.words().text("details.tab." + word), maker);
    }

    /** The pane itself hears its keys only while it has the keyboard; in the list they mean the same. */
    private void listenToKeys(@Nullable Scene before, @Nullable Scene now) {
        if (before != null) {
            before.getAccelerators().remove(NEXT);
            before.getAccelerators().remove(PREVIOUS);
        }
        if (now != null) {
            now.getAccelerators().put(NEXT, () -> turn(1));
            now.getAccelerators().put(PREVIOUS, () -> turn(-1));
        }
    }

    private void show(boolean now) {
        shown = now;
        choose();
    }

    /** Lets each tab know whether it is seen. */
    private void choose() {
        Tab chosen = pane.getSelectionModel().getSelectedItem();
        // First those that rest from now on.
        tabs.stream().filter(tab -> tab != chosen).forEach(tab -> tab.seen(false));
        tabs.stream().filter(tab -> tab == chosen).forEach(tab -> tab.seen(shown));
    }

    /** How many things are wrong is told beside the word of the tab. */
    private void count() {
        MachineRow row = context.machines().selectedProperty().get();
        int count = row == null ? 0 : ProblemCards.count(row);
        badge.setText(context.words().figures().number(count, 0));
        problems.setGraphic(count == 0 ? null : badge);
    }

    /** Goes to the next tab, or to the one before: {@code step} is 1 or -1. Nothing happens below a dialog. */
    void turn(int step) {
        if (isBelowDialog()) {
            return;
        }
        int count = pane.getTabs().size();
        pane.getSelectionModel().select(Math.floorMod(pane.getSelectionModel().getSelectedIndex() + step, count));
    }

    private boolean isBelowDialog() {
        Node owner = getScene() == null ? null : getScene().getFocusOwner();
        while (owner != null && !(owner instanceof DialogFrame)) {
            owner = owner.getParent();
        }
        return owner != null;
    }

    /** Looks at everything that is shown now, not only at the next second. */
    public void lookAgain() {
        tabs.forEach(LazyTab::lookAgain);
    }

    /** Ends all looking and the following of the models. */
    public void dispose() {
        subscription.unsubscribe();
        measuring.close();
        listenToKeys(getScene(), null);
        tabs.forEach(LazyTab::dispose);
    }
}
