package dev.hamlet.app.settings;

import dev.hamlet.app.fx.ProblemCard;
import dev.hamlet.app.words.Messages;
import dev.hamlet.engine.machine.MachineSpec;
import dev.hamlet.engine.problem.Problem;
import java.util.List;
import java.util.Objects;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;

/** One section: what is wrong with its last change, its title, its controls. */
abstract class SettingsPane extends VBox {
    private final Section section;
    private final VBox wrong = new VBox();
    private Subscription subscription = Subscription.EMPTY;
    private @Nullable Problem shown;

    /** The model. */
    protected final SettingsModel model;

    /** The words. */
    protected final Messages words;

    SettingsPane(Section section, SettingsModel model, Messages words) {
        this.section = section;
        this.model = model;
        this.words = words;
        setId("settings-" + section.word());
        getStyleClass().add("settings-body");
        Label title = new Label(words.text("settings.section." + section.word()));
        title.getStyleClass().addAll("strong", "settings-title");
        wrong.setId("settings-" + section.word() + "-problem");
        wrong.managedProperty().bind(wrong.visibleProperty());
        wrong.setVisible(false);
        getChildren().addAll(title, wrong);
    }

    /** Begins to follow the model, once the controls are made. */
    final void follow() {
        subscription = Subscription.combine(
                model.stateProperty().subscribe(now -> showState(false)),
                model.busyProperty().subscribe(now -> showState(false)),
                model.failuresProperty().subscribe(all -> showFailure(all.get(section))));
    }

    private void showFailure(@Nullable Problem problem) {
        if (Objects.equals(problem, shown)) {
            return;
        }
        shown = problem;
        wrong.setVisible(problem != null);
        wrong.getChildren().clear();
        if (problem != null) {
            wrong.getChildren()
                    .add(new ProblemCard(
                            problem, ProblemCard.Weight.WRONG, words, List.of(), () -> model.dismiss(section)));
            // The controls say again what is so.
            showState(true);
        }
    }

    private void showState(boolean anew) {
        SettingsModel.State now = model.stateProperty().get();
        MachineSpec spec = now == null ? null : now.machine().spec();
        setDisable(spec == null);
        if (now != null && spec != null) {
            show(now, spec, anew);
        }
    }

    /**
     * Shows what is so.
     *
     * @param anew whether also where the person has begun to write something else
     */
    abstract void show(SettingsModel.State now, MachineSpec spec, boolean anew);

    /** Ends the following. */
    void dispose() {
        subscription.unsubscribe();
    }
}
