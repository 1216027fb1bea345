package dev.hamlet.app.shell;

import dev.hamlet.app.jobs.JobStrip;
import dev.hamlet.app.jobs.JobsModel;
import dev.hamlet.app.words.Messages;
import dev.hamlet.app.words.ProblemWords;
import dev.hamlet.engine.host.Accelerator;
import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.job.Phrase;
import java.util.Optional;
import javafx.animation.PauseTransition;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Pos;
import javafx.scene.AccessibleAttribute;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.util.Duration;
import javafx.util.Subscription;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** The window's lowest strip: the work that goes on, a word in passing, and what this computer has left. */
final class Foot extends HBox {
    private static final Duration TOLD_FOR = Duration.seconds(6);

    private final JobStrip jobs;
    private final Messages words;
    private final Label told = new Label();
    private final Label memory = new Label();
    private final ProgressBar memoryBar = new ProgressBar(0);
    private final Label disk = new Label();
    private final Label accelerator = new Label();
    private final Tooltip reason = new Tooltip();
    private final PauseTransition forget = new PauseTransition(TOLD_FOR);
    private final Subscription subscription;

    Foot(JobsModel model, ObservableValue<Optional<HostFigures>> host, Messages words) {
        this.words = words;
        this.jobs = new JobStrip(model, words);
        getStyleClass().add("foot");
        setId("foot");
        setAlignment(Pos.CENTER_LEFT);
        HBox.setHgrow(jobs, Priority.ALWAYS);
        jobs.setMinWidth(0);
        told.setId("told");
        told.setMinWidth(0);
        forget.setOnFinished(event -> told.setText(""));
        memory.setId("host-memory");
        memoryBar.getStyleClass().add("gauge");
        disk.setId("host-disk");
        accelerator.setId("host-accelerator");
        for (Label label : new Label[] {memory, disk, accelerator}) {
            label.setMinWidth(USE_PREF_SIZE);
        }
        HBox figures = new HBox(memoryBar, memory, disk, accelerator);
        figures.getStyleClass().add("host-figures");
        figures.setMinWidth(USE_PREF_SIZE);
        getChildren().addAll(jobs, told, figures);
        subscription = host.subscribe(now -> {
            figures.setVisible(now.isPresent());
            now.ifPresent(this::show);
        });
    }

    private void show(HostFigures host) {
        ByteSize all = host.memory();
        memoryBar.setProgress(all.bytes() == 0 ? 0 : (double) host.memoryUsed().bytes() / all.bytes());
        memory.setText(words.text(
                "window.host.memory",
                words.figures().size(host.memoryUsed()),
                words.figures().size(all)));
        disk.setText(words.text("window.host.disk", words.figures().size(host.diskFree())));
        accelerator.setText(host.accelerator()
                .map(what -> words.text(what.isHardware() ? "window.host.kvm" : "window.host.emulation"))
                .orElse(""));
        if (host.accelerator().isPresent() && accelerator.getGraphic() == null) {
            show(host.accelerator().get());
        }
    }

    private void show(Accelerator found) {
        FontIcon icon = new FontIcon(found.isHardware() ? Feather.CHECK : Feather.ALERT_TRIANGLE);
        icon.getStyleClass().add(found.isHardware() ? "icon-success" : "icon-warning");
        accelerator.setGraphic(icon);
        if (found.reason() != null) {
            ProblemWords why = ProblemWords.of(found.reason(), words);
            reason.setText(why.title() + "\n" + why.cause());
            accelerator.setTooltip(reason);
            accelerator.setAccessibleHelp(reason.getText());
        }
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
    }
}
