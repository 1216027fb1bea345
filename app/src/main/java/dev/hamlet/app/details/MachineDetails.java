package dev.hamlet.app.details;

import dev.hamlet.app.machines.MachineRow;
import dev.hamlet.app.words.Messages;
import dev.hamlet.engine.job.Jobs;
import java.util.List;
import java.util.function.Supplier;
import javafx.scene.control.Label;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;

/**
 * The selected machine: its name and state, and all about it in tabs, each of which is made when it is first wanted. The
 * chosen tab stays when another machine is selected.
 */
public final class MachineDetails extends VBox {
    private final DetailsContext context;
    private final DetailsTabs pane;
    private final LazyTab problems;
    private final Label badge = new Label();
    private final Subscription subscription;
    private final Jobs.Listening measuring;

    /** The details of whatever machine is selected. */
    public MachineDetails(DetailsContext context) {
        this.context = context;
        Messages words = context.words();
        getStyleClass().add("machine-details");
        DetailsHead head = new DetailsHead(context.machines().systems(), words);
        problems = tab("problems", () -> new ProblemsTab(context));
        pane = new DetailsTabs(
                "details-tabs",
                words,
                List.of(
                        tab("overview", () -> new OverviewTab(context)),
                        tab(
                                "resources",
                                () -> new ResourcesTab("resources", UsageModel.of(context), context.words(), null)),
                        tab("storage", () -> new StorageTab(context)),
                        tab("network", () -> new NetworkTab(context)),
                        tab("logs", () -> LogsTab.of(context)),
                        problems));
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
                context.machines().selectedProperty().subscribe(row -> setVisible(row != null)));
    }

    private LazyTab tab(String word, Supplier<DetailsTab> maker) {
        return new LazyTab(word, context.words().text("details.tab." + word), maker);
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
        pane.turn(step);
    }

    /** Looks at everything that is shown now, not only at the next second. */
    public void lookAgain() {
        pane.lookAgain();
    }

    /** Ends all looking and the following of the models. */
    public void dispose() {
        subscription.unsubscribe();
        measuring.close();
        pane.dispose();
    }
}
