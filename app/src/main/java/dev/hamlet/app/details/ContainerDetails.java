package dev.hamlet.app.details;

import atlantafx.base.theme.Styles;
import dev.hamlet.app.containers.ContainerFace;
import dev.hamlet.app.containers.ContainerLine;
import dev.hamlet.app.containers.ContainerRow;
import dev.hamlet.app.containers.ContainersModel;
import dev.hamlet.app.fx.ProblemCard;
import dev.hamlet.app.fx.ProblemCard.Weight;
import dev.hamlet.app.fx.StateGlyph;
import dev.hamlet.app.words.Messages;
import dev.hamlet.engine.container.ContainerId;
import dev.hamlet.engine.container.ContainerSnapshot;
import dev.hamlet.engine.job.Threads;
import dev.hamlet.engine.problem.Problem;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javafx.beans.value.ObservableValue;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** The selected container: its name and state, what is wrong, and its key facts. Belongs to the JavaFX thread. */
public final class ContainerDetails extends VBox {
    private final ContainersModel model;
    private final Messages words;
    private final ObservableValue<Instant> now;
    private final Label name = new Label();
    private final StateGlyph glyph = new StateGlyph();
    private final Label state = new Label();
    private final HBox chip = new HBox(glyph, state);
    private final Label kind = new Label();
    private final Button edit = new Button();
    private final VBox problems = new VBox();
    private final FactsCard facts;
    private final DetailsTabs tabs;
    private final ScrollPane overview;
    private final ContainerTerminals terminals;
    private final Subscription subscription;
    private List<Problem> shownProblems = List.of();

    /** The details of whatever container is selected. */
    public ContainerDetails(ContainerContext context) {
        this.model = context.containers();
        this.words = context.words();
        this.now = context.now();
        getStyleClass().add("machine-details");
        setId("container-details");
        facts = new FactsCard("container-facts", words, link -> FactsCard.follow(link, context.open(), context.tell()));
        problems.getStyleClass().add("cards");
        problems.setId("container-problems");
        overview = Pages.scrolling("container-scroll", new VBox(problems, facts));
        terminals = new ContainerTerminals(context);
        tabs = new DetailsTabs(
                "container-tabs",
                words,
                List.of(
                        tab("overview", this::overview),
                        tab("logs", () -> logs(context)),
                        tab("terminal", () -> terminals),
                        tab("files", () -> new FilesTab(context)),
                        tab("processes", () -> new ProcessesTab(context)),
                        tab(
                                "resources",
                                () -> new ResourcesTab(
                                        "container-resources", UsageModel.of(context), words, new LimitsPart(context))),
                        tab("inspect", () -> inspect(context))));
        VBox.setVgrow(tabs, Priority.ALWAYS);
        getChildren().addAll(head(context), tabs);
        subscription = Subscription.combine(
                model.selectedProperty().flatMap(ContainerRow::faceProperty).subscribe(face -> showFace()),
                now.subscribe(changed -> showFace()),
                model.snapshot().subscribe(changed -> show()),
                model.selectedProperty().flatMap(ContainerRow::portsProperty).subscribe(changed -> show()),
                model.hostProperty().subscribe(changed -> show()),
                model.selectedProperty().flatMap(ContainerRow::failureProperty).subscribe(changed -> show()));
    }

    private LazyTab tab(String word, Supplier<DetailsTab> maker) {
        return new LazyTab("container-" + word, words.text("details.tab." + word), maker);
    }

    private DetailsTab overview() {
        return new DetailsTab() {
            @Override
            public Node node() {
                return overview;
            }

            @Override
            public void seen(boolean now) {
                // It follows the model alone.
            }

            @Override
            public void dispose() {
                // The details end it.
            }
        };
    }

    /** What the selected container writes in this run of its, or wrote in the last one. */
    private LogsTab logs(ContainerContext context) {
        AtomicReference<@Nullable Run> known = new AtomicReference<>();
        LogModel logs = new LogModel(
                LogsContext.of(context),
                model.snapshot(),
                source -> Optional.ofNullable(model.snapshot().getValue()).map(container -> {
                    Run before = known.get();
                    if (before == null || !before.isOf(container)) {
                        if (before != null) {
                            Threads.virtual("container-log-close", before.tail()::close);
                        }
                        before = new Run(
                                container.id(), container.started(), new ContainerTail(model.engine(), container));
                        known.set(before);
                    }
                    return before.tail();
                }));
        return new LogsTab("container-logs", LogsContext.of(context), logs, List.of(), true);
    }

    /** Whose log, of which run. */
    private record Run(ContainerId id, Optional<Instant> started, ContainerTail tail) {
        boolean isOf(ContainerSnapshot container) {
            return id.equals(container.id()) && started.equals(container.started());
        }
    }

    private LogsTab inspect(ContainerContext context) {
        LogModel lines = new LogModel(
                LogsContext.of(context),
                model.snapshot(),
                source -> Optional.ofNullable(model.snapshot().getValue()).map(SpecLines::of));
        return new LogsTab("container-inspect", LogsContext.of(context), lines, List.of(), false);
    }

    private HBox head(ContainerContext context) {
        name.getStyleClass().addAll(Styles.TITLE_3, "strong");
        name.setId("container-name");
        state.setId("container-state");
        state.setMinWidth(USE_PREF_SIZE);
        chip.getStyleClass().add("state-chip");
        chip.setMinWidth(USE_PREF_SIZE);
        kind.getStyleClass().add("muted");
        kind.setId("container-kind");
        HBox first = new HBox(name, chip);
        first.getStyleClass().add("details-title");
        VBox text = new VBox(first, kind);
        text.getStyleClass().add("details-lines");
        HBox.setHgrow(text, Priority.ALWAYS);
        edit.setId("container-edit");
        edit.setText(words.text("containers.edit"));
        edit.setGraphic(new FontIcon(Feather.SETTINGS));
        edit.setMnemonicParsing(false);
        edit.setMinWidth(USE_PREF_SIZE);
        edit.setOnAction(event -> Optional.ofNullable(model.snapshot().getValue())
                .flatMap(ContainerSnapshot::spec)
                .ifPresent(context.edit()));
        HBox head = new HBox(ContainerLine.tile(), text, edit);
        head.getStyleClass().add("details-head");
        return head;
    }

    private void showFace() {
        ContainerRow row = model.selectedProperty().get();
        if (row == null) {
            return;
        }
        ContainerFace face = row.face();
        name.setText(face.name());
        glyph.show(face.look().shape(), face.look().tone());
        state.setText(face.stateWithAge(now.getValue(), words));
        List<String> classes = List.of("state-chip", face.look().tone().styleClass());
        if (!classes.equals(chip.getStyleClass())) {
            chip.getStyleClass().setAll(classes);
        }
        kind.setText(
                face.image().isEmpty()
                        ? words.text("details.kind.container")
                        : words.text("details.kind.container") + " \u00b7 " + face.image());
    }

    private void show() {
        ContainerRow row = model.selectedProperty().get();
        if (row == null) {
            return;
        }
        edit.setDisable(row.snapshot().spec().isEmpty());
        facts.show(ContainerFacts.of(row.snapshot(), row.portsProperty().get(), words));
        Optional<Problem> failure = row.failureProperty().get();
        List<Problem> wrong = Stream.of(
                        failure, row.snapshot().problem(), model.hostProperty().get())
                .flatMap(Optional::stream)
                .distinct()
                .toList();
        if (wrong.equals(shownProblems)) {
            return;
        }
        shownProblems = wrong;
        problems.getChildren()
                .setAll(wrong.stream()
                        .map(why -> new ProblemCard(
                                why, Weight.WRONG, words, List.of(), dismissing(row, failure.filter(why::equals))))
                        .toList());
        ProblemCards.setShown(problems, !wrong.isEmpty());
    }

    private @Nullable Runnable dismissing(ContainerRow row, Optional<Problem> failure) {
        return failure.isPresent() ? () -> model.dismiss(row) : null;
    }

    /** Looks at everything that is shown now, not only at the next second. */
    public void lookAgain() {
        tabs.lookAgain();
    }

    /** Ends the following of the model; what runs in terminals goes on. */
    public void dispose() {
        subscription.unsubscribe();
        tabs.dispose();
        terminals.dispose();
    }
}
