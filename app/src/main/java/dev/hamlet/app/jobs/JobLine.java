package dev.hamlet.app.jobs;

import atlantafx.base.theme.Styles;
import dev.hamlet.app.words.Messages;
import dev.hamlet.engine.job.JobSnapshot;
import java.util.stream.Collectors;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** One job: its title and step, how far it is, and a button that cancels it. */
final class JobLine extends HBox {
    /** Of a title, in times of the text's size. */
    private static final double LEAST_TITLE = 12;

    private final Messages words;
    private final Label title = new Label();
    private final ProgressBar bar = new ProgressBar();
    private final Label figure = new Label();
    private final Button cancel = new Button("", new FontIcon(Feather.X));
    private long id;

    JobLine(JobsModel model, Messages words) {
        this.words = words;
        getStyleClass().add("job-line");
        setAlignment(Pos.CENTER_LEFT);
        title.setId("job-title");
        title.setMinWidth(0);
        Tooltip whole = new Tooltip();
        whole.textProperty().bind(title.textProperty());
        title.textTruncatedProperty().subscribe(cut -> title.setTooltip(cut ? whole : null));
        bar.setId("job-bar");
        bar.getStyleClass().add(Styles.SMALL);
        figure.getStyleClass().addAll("muted", "num");
        figure.setId("job-figure");
        figure.setMinWidth(USE_PREF_SIZE);
        bar.setMinWidth(USE_PREF_SIZE);
        cancel.setId("job-cancel");
        cancel.setMinWidth(USE_PREF_SIZE);
        cancel.getStyleClass().addAll(Styles.BUTTON_ICON, Styles.FLAT, Styles.SMALL);
        cancel.setOnAction(event -> model.cancel(id));
        getChildren().addAll(title, bar, figure, cancel);
    }

    void show(JobSnapshot job) {
        id = job.id();
        String name = words.text(job.title());
        title.setText(job.step().equals(job.title()) ? name : words.text("jobs.step", name, words.text(job.step())));
        bar.setProgress(job.fraction() < 0 ? ProgressBar.INDETERMINATE_PROGRESS : job.fraction());
        bar.setAccessibleText(title.getText());
        figure.setText(figure(job));
        String text = words.text("jobs.cancel", name);
        showParts(job);
        cancel.setAccessibleText(text);
        if (cancel.getTooltip() == null || !cancel.getTooltip().getText().equals(text)) {
            cancel.setTooltip(new Tooltip(text));
        }
    }

    /** What is worked at side by side, such as layers of an image, in a tooltip of the bar and for screen readers. */
    private void showParts(JobSnapshot job) {
        String told = job.parts().stream()
                .map(part -> words.text(
                        "jobs.part",
                        words.text(part.what()),
                        words.figures().size(part.done()),
                        words.figures().size(part.total())))
                .collect(Collectors.joining("\n"));
        bar.setAccessibleHelp(told);
        if (told.isEmpty()) {
            bar.setTooltip(null);
        } else if (bar.getTooltip() == null) {
            bar.setTooltip(new Tooltip(told));
        } else {
            bar.getTooltip().setText(told);
        }
    }

    /** How wide it must be, in pixels: the title may be cut, what follows may not. */
    double least() {
        double whole = snapSizeX(title.prefWidth(-1));
        double cut = snapSizeX(LEAST_TITLE * title.getFont().getSize());
        return Math.min(whole, cut)
                + snapSizeX(bar.prefWidth(-1))
                + snapSizeX(figure.prefWidth(-1))
                + snapSizeX(cancel.prefWidth(-1))
                + 3 * snapSpaceX(getSpacing());
    }

    /** Of how many letters it is: it takes another width with another count. */
    int length() {
        return title.getText().length() + figure.getText().length();
    }

    private String figure(JobSnapshot job) {
        String percent = job.fraction() < 0 ? "" : words.figures().percent(job.fraction());
        if (job.bytesTotal() > 0) {
            return words.text(
                    "jobs.bytes",
                    percent,
                    words.figures().size(job.bytesDone()),
                    words.figures().size(job.bytesTotal()));
        }
        return percent;
    }
}
