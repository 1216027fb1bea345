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
import dev.hamlet.engine.problem.Problem;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javafx.beans.value.ObservableValue;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;

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
    private final VBox problems = new VBox();
    private final FactsCard facts;
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
        ScrollPane body = Pages.scrolling("container-scroll", new VBox(problems, facts));
        VBox.setVgrow(body, Priority.ALWAYS);
        getChildren().addAll(head(), body);
        subscription = Subscription.combine(
                model.selectedProperty().flatMap(ContainerRow::faceProperty).subscribe(face -> showFace()),
                now.subscribe(changed -> showFace()),
                model.snapshot().subscribe(changed -> show()),
                model.selectedProperty().flatMap(ContainerRow::portsProperty).subscribe(changed -> show()),
                model.hostProperty().subscribe(changed -> show()),
                model.selectedProperty().flatMap(ContainerRow::failureProperty).subscribe(changed -> show()));
    }

    private HBox head() {
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
        HBox head = new HBox(ContainerLine.tile(), text);
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

    /** Ends the following of the model. */
    public void dispose() {
        subscription.unsubscribe();
    }
}
