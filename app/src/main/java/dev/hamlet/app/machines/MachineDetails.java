package dev.hamlet.app.machines;

import atlantafx.base.theme.Styles;
import dev.hamlet.app.fx.ProblemCard;
import dev.hamlet.app.fx.ProblemCard.Offer;
import dev.hamlet.app.fx.ProblemCard.Weight;
import dev.hamlet.app.fx.StateGlyph;
import dev.hamlet.app.words.Messages;
import dev.hamlet.engine.machine.MachineSnapshot;
import dev.hamlet.engine.problem.HostProblem;
import dev.hamlet.engine.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javafx.beans.value.ObservableValue;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Tooltip;
import javafx.scene.input.Clipboard;
import javafx.scene.input.DataFormat;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** The selected machine: its state, what is wrong with it, its key facts, and what a person should know. */
final class MachineDetails extends VBox {
    private final MachinesModel model;
    private final Messages words;
    private final Label name = new Label();
    private final StateGlyph glyph = new StateGlyph();
    private final Label state = new Label();
    private final HBox chip = new HBox(glyph, state);
    private final VBox wrongs = new VBox();
    private final GridPane facts = new GridPane();
    private final VBox notes = new VBox();
    private final Subscription subscription;

    private List<MachineFacts.Fact> shownFacts = List.of();
    private List<Problem> shownProblems = List.of();
    private Optional<CommandFailure> shownFailure = Optional.empty();
    private @Nullable MachineRow shownRow;

    MachineDetails(MachinesModel model, Messages words) {
        this.model = model;
        this.words = words;
        getStyleClass().add("machine-details");
        name.getStyleClass().addAll(Styles.TITLE_3, "strong");
        name.setId("machine-name");
        state.setId("machine-state");
        chip.getStyleClass().add("state-chip");
        chip.setMinWidth(USE_PREF_SIZE);
        HBox head = new HBox(name, chip);
        head.getStyleClass().add("page-head");
        wrongs.getStyleClass().add("cards");
        wrongs.setId("machine-problems");
        notes.getStyleClass().add("cards");
        notes.setId("machine-notes");
        facts.getStyleClass().addAll("card", "facts");
        facts.setId("machine-facts");
        ColumnConstraints labels = new ColumnConstraints();
        labels.setMinWidth(Region.USE_PREF_SIZE);
        ColumnConstraints values = new ColumnConstraints();
        values.setHgrow(Priority.ALWAYS);
        facts.getColumnConstraints().addAll(labels, values);
        VBox body = new VBox(wrongs, facts, notes);
        body.getStyleClass().add("page-body");
        ScrollPane scroll = new ScrollPane(body);
        scroll.setFitToWidth(true);
        scroll.setId("machine-scroll");
        VBox.setVgrow(scroll, Priority.ALWAYS);
        getChildren().addAll(head, scroll);

        ObservableValue<MachineSnapshot> snapshot = model.selectedProperty().flatMap(MachineRow::snapshotProperty);
        ObservableValue<Optional<CommandFailure>> failure =
                model.selectedProperty().flatMap(MachineRow::failureProperty);
        ObservableValue<MachineFace> face = model.selectedProperty().flatMap(MachineRow::faceProperty);
        subscription = Subscription.combine(
                face.subscribe(this::showFace),
                snapshot.subscribe(changed -> showSelected()),
                failure.subscribe(changed -> showSelected()));
    }

    private void showFace(@Nullable MachineFace face) {
        if (face != null) {
            name.setText(face.name());
            glyph.show(face.look().shape(), face.look().tone());
            state.setText(MachineCell.stateWithAge(face, words));
            chip.getStyleClass().setAll("state-chip", face.look().tone().styleClass());
        }
    }

    private void showSelected() {
        MachineRow row = model.selectedProperty().get();
        setVisible(row != null);
        if (row == null) {
            return;
        }
        boolean another = !row.equals(shownRow);
        shownRow = row;
        MachineSnapshot snapshot = row.snapshot();
        List<MachineFacts.Fact> nextFacts = model.folder(row)
                .map(folder -> MachineFacts.of(snapshot, folder, words))
                .orElse(List.of());
        if (!nextFacts.equals(shownFacts)) {
            shownFacts = nextFacts;
            showFacts();
        }
        Optional<CommandFailure> failure = row.failureProperty().get();
        // Cards are made anew only when they say something else, so that a focused button stays focused.
        if (another || !snapshot.notices().equals(shownProblems) || !failure.equals(shownFailure)) {
            shownProblems = snapshot.notices();
            shownFailure = failure;
            showCards(row);
        }
    }

    private void showCards(MachineRow row) {
        List<Node> above = new ArrayList<>();
        List<Node> below = new ArrayList<>();
        shownFailure.ifPresent(why -> above.add(new ProblemCard(
                why.problem(), Weight.WRONG, words, offers(why.problem(), row), () -> model.dismiss(row))));
        for (Problem notice : shownProblems) {
            if (shownFailure.isPresent() && shownFailure.get().problem().equals(notice)) {
                continue;
            }
            // What is so on this host whatever the machine does is a thing to know, not a thing gone wrong.
            boolean note = notice instanceof HostProblem;
            ProblemCard card =
                    new ProblemCard(notice, note ? Weight.NOTE : Weight.WRONG, words, offers(notice, row), null);
            (note ? below : above).add(card);
        }
        wrongs.getChildren().setAll(above);
        notes.getChildren().setAll(below);
        setShown(wrongs, !above.isEmpty());
        setShown(notes, !below.isEmpty());
    }

    private List<Offer> offers(Problem problem, MachineRow row) {
        return Remedies.of(problem)
                .filter(command -> command.obstacle(row.snapshot()).isEmpty())
                .map(command -> new Offer(
                        "remedy-" + command.word(),
                        words.text(command.key() + ".remedy"),
                        () -> model.perform(command, row)))
                .stream()
                .toList();
    }

    private static void setShown(Node node, boolean shown) {
        node.setVisible(shown);
        node.setManaged(shown);
    }

    private void showFacts() {
        facts.getChildren().clear();
        String before = "";
        int line = 0;
        for (MachineFacts.Fact fact : shownFacts) {
            // Several disks or forwards share one label.
            Label label = new Label(fact.key().equals(before) ? "" : words.text(fact.key()));
            label.getStyleClass().add("muted");
            Label value = new Label(fact.text());
            value.setWrapText(true);
            value.setMinHeight(Region.USE_PREF_SIZE);
            value.setId(fact.key().replace('.', '-'));
            value.setAccessibleRole(AccessibleRole.TEXT);
            value.setAccessibleText(words.text("machines.fact.accessible", words.text(fact.key()), fact.text()));
            facts.add(label, 0, line);
            facts.add(value, 1, line);
            if (fact.copyable()) {
                facts.add(copyButton(fact), 2, line);
            }
            before = fact.key();
            line++;
        }
    }

    private Button copyButton(MachineFacts.Fact fact) {
        String text = words.text("machines.copy", words.text(fact.key()));
        Button copy = new Button("", new FontIcon(Feather.COPY));
        copy.getStyleClass().addAll(Styles.BUTTON_ICON, Styles.FLAT, Styles.SMALL);
        copy.setAccessibleText(text);
        copy.setTooltip(new Tooltip(text));
        copy.setOnAction(
                event -> Clipboard.getSystemClipboard().setContent(Map.of(DataFormat.PLAIN_TEXT, fact.text())));
        return copy;
    }

    void dispose() {
        subscription.unsubscribe();
    }
}
