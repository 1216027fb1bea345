package dev.hamlet.app.wizard;

import dev.hamlet.app.fx.Action;
import dev.hamlet.app.fx.ActionButton;
import dev.hamlet.app.fx.DialogFrame;
import dev.hamlet.app.fx.FileChoice;
import dev.hamlet.app.fx.Focus;
import dev.hamlet.app.fx.Narrow;
import dev.hamlet.app.fx.ProblemCard;
import dev.hamlet.app.fx.ProblemCard.Weight;
import dev.hamlet.app.fx.SliderScale.Zone;
import dev.hamlet.app.fx.StepTrack;
import dev.hamlet.app.wizard.WizardModel.Stage;
import dev.hamlet.app.wizard.WizardModel.Step;
import dev.hamlet.app.words.Messages;
import dev.hamlet.engine.job.Phrase;
import dev.hamlet.engine.problem.Problem;
import java.io.File;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.value.ObservableValue;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.DragEvent;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.TransferMode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/**
 * The dialog that makes a machine. Shown by an overlay, and gone by itself once the work has begun; then, and when it is
 * closed, its model is closed too. Belongs to the JavaFX thread.
 */
public final class WizardView extends DialogFrame {
    /** With less than so many times the size of the text, the steps at the side are told by number alone. */
    private static final double ROOM = 54;

    private static final List<Step> STEPS = List.of(Step.values());

    private final WizardModel model;
    private final FileChoice files;
    private final Messages words;
    private final StepTrack track;
    private final WhatPane what;
    private @Nullable ResourcesPane resources;
    private @Nullable SummaryPane summary;
    private final VBox problems = new VBox();
    private final VBox body = new VBox();
    private final Label status = new Label();
    private final Button back = new Button();
    private final ActionButton next;
    private final ActionButton create;
    private final Subscription subscription;

    /** A view of this model. */
    public WizardView(WizardModel model, FileChoice files, Messages words) {
        super("wizard", words);
        this.model = model;
        this.files = files;
        this.words = words;
        setTitle(words.text("wizard.title"));
        what = new WhatPane(model, files, words);
        track = new StepTrack(
                "wizard-steps",
                List.of(
                        words.text("wizard.step.what"),
                        words.text("wizard.step.resources"),
                        words.text("wizard.step.summary")),
                words,
                place -> model.go(STEPS.get(place)));
        setSide(track);
        problems.getStyleClass().addAll("cards", "wizard-problems");
        setBody(body);
        next = button("wizard.next", Feather.CHEVRON_RIGHT, model::next);
        create = button("wizard.create", Feather.CHECK, model::finish);
        makeFoot();
        addEventFilter(KeyEvent.KEY_PRESSED, this::key);
        setOnDragOver(this::dragged);
        setOnDragDropped(this::dropped);
        subscription = Subscription.combine(
                Narrow.watch(this, ROOM, () -> status.getFont().getSize(), track::narrow),
                model.stepProperty().subscribe(this::show),
                model.problemProperty().subscribe(this::show),
                model.stageProperty().subscribe(this::show),
                model.obstacleProperty().subscribe(changed -> showStatus()),
                model.resources().fitProperty().subscribe(changed -> showStatus()),
                model.what().kindProperty().subscribe(changed -> {
                    // A file that was handed in is where the person goes on; whoever chooses by keys stays there.
                    if (!what.isChoosing()) {
                        Focus.whenShown(first());
                    }
                }));
    }

    private ActionButton button(String key, Feather icon, Runnable deed) {
        ObservableValue<String> words = new SimpleStringProperty(key);
        ActionButton button = ActionButton.of(
                new Action(key.replace('.', '-'), words, icon, null, model.obstacleProperty(), deed), this.words);
        button.primary();
        button.setMinWidth(Region.USE_PREF_SIZE);
        return button;
    }

    /** Lists, boxes and tiles would keep Enter and Escape to themselves; here Enter goes on from all but a button. */
    private void key(KeyEvent event) {
        boolean keeps = event.getTarget() instanceof ListView<?>
                || event.getTarget() instanceof CheckBox
                || event.getTarget() instanceof ToggleButton
                || (event.getTarget() instanceof ComboBox<?> box && !box.isShowing());
        if (event.getCode() == KeyCode.ENTER && keeps) {
            event.consume();
            onward();
        } else if (event.getCode() == KeyCode.ESCAPE && keeps) {
            event.consume();
            askToClose();
        }
    }

    private void onward() {
        if (model.stepProperty().get() == Step.SUMMARY) {
            model.finish();
        } else {
            model.next();
        }
    }

    private void makeFoot() {
        status.setId("wizard-status");
        status.setWrapText(true);
        status.setMinWidth(0);
        status.setMaxWidth(Double.MAX_VALUE);
        status.getStyleClass().add("wizard-status");
        HBox.setHgrow(status, Priority.ALWAYS);
        Button cancel = new Button(words.text("window.cancel"));
        cancel.setId("wizard-cancel");
        cancel.setMnemonicParsing(false);
        cancel.setMinWidth(Region.USE_PREF_SIZE);
        cancel.setOnAction(event -> askToClose());
        back.setText(words.text("wizard.back"));
        back.setId("wizard-back");
        back.setMnemonicParsing(false);
        back.setMinWidth(Region.USE_PREF_SIZE);
        back.setOnAction(event -> model.back());
        setFoot(status, cancel, back, next, create);
    }

    private void show(Step step) {
        track.show(STEPS.indexOf(step));
        back.setVisible(step != Step.WHAT);
        back.setManaged(step != Step.WHAT);
        offer(next, step != Step.SUMMARY);
        offer(create, step == Step.SUMMARY);
        Node pane = switch (step) {
            case WHAT -> what;
            case RESOURCES -> resources();
            case SUMMARY -> {
                summary().show();
                yield summary();
            }
        };
        VBox.setVgrow(pane, Priority.ALWAYS);
        body.getChildren().setAll(problems, pane);
        setBody(body);
        showStatus();
        Focus.whenShown(first());
    }

    /** Made when it is first wanted: most of the dialog's parts are here, and the first step shall be there at once. */
    private ResourcesPane resources() {
        ResourcesPane made = resources == null
                ? new ResourcesPane(
                        model.resources(),
                        () -> files.open(
                                FileChoice.Wanted.any(Phrase.of("wizard.key.choose")),
                                Optional.empty(),
                                model::chooseKey),
                        words)
                : resources;
        resources = made;
        return made;
    }

    private SummaryPane summary() {
        SummaryPane made = summary == null ? new SummaryPane(model, words) : summary;
        summary = made;
        return made;
    }

    /** One of the two is there at a time, and is what Enter does. */
    private static void offer(ActionButton button, boolean offered) {
        button.setVisible(offered);
        button.setManaged(offered);
        button.ofEnter(offered);
    }

    private void show(Optional<Problem> problem) {
        problems.getChildren().clear();
        problem.ifPresent(
                why -> problems.getChildren().add(new ProblemCard(why, Weight.WRONG, words, List.of(), null)));
        problems.setVisible(problem.isPresent());
        problems.setManaged(problem.isPresent());
    }

    private void show(Stage stage) {
        if (stage == Stage.OVER) {
            close();
        }
        body.setDisable(stage != Stage.OPEN);
    }

    /** What keeps from going on, else how it fits, else that nothing has happened yet. */
    private void showStatus() {
        Optional<Phrase> obstacle = model.obstacleProperty().getValue();
        status.setGraphic(null);
        if (obstacle.isPresent()) {
            status.setText(words.text(obstacle.get()));
        } else if (model.stepProperty().get() == Step.RESOURCES) {
            showFit(model.resources().fitProperty().get());
        } else {
            status.setText(words.text("wizard.status.nothing"));
        }
    }

    private void showFit(Zone fit) {
        switch (fit) {
            case COMFORTABLE -> {
                status.setText(words.text("wizard.status.comfortable"));
                status.setGraphic(Signs.good());
            }
            case TIGHT -> {
                status.setText(words.text("wizard.status.tight"));
                status.setGraphic(Signs.warning());
            }
            case BEYOND -> {
                status.setText(words.text("wizard.status.beyond"));
                status.setGraphic(Signs.danger());
            }
        }
    }

    private void dragged(DragEvent event) {
        if (event.getDragboard().hasFiles()) {
            event.acceptTransferModes(TransferMode.COPY_OR_MOVE);
            event.consume();
        }
    }

    /** The file is used where it is; nothing is moved, whatever the other side proposes. */
    private void dropped(DragEvent event) {
        List<File> files = event.getDragboard().getFiles();
        if (files != null && !files.isEmpty()) {
            model.begin(files.getFirst().toPath());
            model.go(Step.WHAT);
            event.setDropCompleted(true);
            event.consume();
        }
    }

    @Override
    protected Node first() {
        return switch (model.stepProperty().get()) {
            case WHAT -> what.first();
            case RESOURCES -> resources().first();
            case SUMMARY -> summary().first();
        };
    }

    @Override
    protected void askToClose() {
        // The view follows: it closes when its model is over.
        model.close();
    }

    @Override
    protected void dispose() {
        subscription.unsubscribe();
        model.close();
        what.dispose();
        if (resources != null) {
            resources.dispose();
        }
        if (summary != null) {
            summary.dispose();
        }
        next.dispose();
        create.dispose();
    }
}
