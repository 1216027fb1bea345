package dev.hamlet.app.shell;

import dev.hamlet.app.fx.Fitting;
import dev.hamlet.app.jobs.JobStrip;
import dev.hamlet.app.jobs.JobsModel;
import dev.hamlet.app.words.Messages;
import dev.hamlet.engine.job.Phrase;
import java.util.List;
import javafx.animation.PauseTransition;
import javafx.geometry.Pos;
import javafx.scene.AccessibleAttribute;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.util.Duration;
import javafx.util.Subscription;

/** The window's lowest strip: the work that goes on, a word in passing, and what this computer has left. */
final class Foot extends HBox {
    private static final Duration TOLD_FOR = Duration.seconds(6);

    private final JobStrip jobs;
    private final HostStrip host;
    private final Messages words;
    private final Label told = new Label();
    private final PauseTransition forget = new PauseTransition(TOLD_FOR);
    private final Subscription subscription;

    Foot(JobsModel model, HostModel hostModel, Messages words) {
        this.words = words;
        this.jobs = new JobStrip(model, words);
        this.host = new HostStrip(hostModel, words);
        getStyleClass().add("foot");
        setId("foot");
        setAlignment(Pos.CENTER_LEFT);
        HBox.setHgrow(jobs, Priority.ALWAYS);
        jobs.setMinWidth(0);
        host.setMinWidth(USE_PREF_SIZE);
        told.setId("told");
        told.setMinWidth(0);
        forget.setOnFinished(event -> told.setText(""));
        getChildren().addAll(jobs, told, host);
        subscription = Fitting.watch(
                this,
                HostStrip.STEPS,
                host::leaveOut,
                () -> snappedLeftInset() + jobs.least() + host.prefWidth(-1) + 2 * getSpacing() + snappedRightInset(),
                List.of(host.changedProperty(), jobs.changedProperty()));
    }

    /** Says this for some seconds. */
    void tell(Phrase phrase) {
        told.setText(words.text(phrase));
        told.notifyAccessibleAttributeChanged(AccessibleAttribute.TEXT);
        forget.playFromStart();
    }

    void dispose() {
        forget.stop();
        subscription.unsubscribe();
        jobs.dispose();
        host.dispose();
    }
}
