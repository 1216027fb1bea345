package dev.hamlet.app.images.containers;

import atlantafx.base.theme.Styles;
import dev.hamlet.app.words.Messages;
import dev.hamlet.engine.job.JobPart;
import dev.hamlet.engine.job.JobSnapshot;
import java.util.ArrayList;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** An image on its way: how far it is, and how far each of its layers. */
final class TransferCard extends VBox {
    private final Messages words;
    private final Label title = new Label();
    private final Label figure = new Label();
    private final ProgressBar whole = new ProgressBar();
    private final GridPane grid = new GridPane();
    private final List<Line> lines = new ArrayList<>();
    private final long job;

    /** One layer. */
    private record Line(Label what, ProgressBar bar, Label figure) {}

    TransferCard(JobSnapshot first, Messages words, Runnable cancel) {
        this.words = words;
        this.job = first.id();
        getStyleClass().addAll("card", "transfer-card");
        setId("transfer");
        title.getStyleClass().add("strong");
        title.setId("transfer-title");
        title.setWrapText(true);
        title.setMinHeight(USE_PREF_SIZE);
        title.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(title, Priority.ALWAYS);
        figure.getStyleClass().addAll("muted", "num");
        figure.setId("transfer-figure");
        figure.setMinWidth(Region.USE_PREF_SIZE);
        Button stop = new Button(words.text("window.cancel"));
        stop.setId("transfer-cancel");
        stop.getStyleClass().add(Styles.SMALL);
        stop.setMinWidth(Region.USE_PREF_SIZE);
        stop.setAccessibleText(words.text("jobs.cancel", words.text(first.title())));
        stop.setOnAction(event -> cancel.run());
        HBox head = new HBox(title, figure, stop);
        head.getStyleClass().add("transfer-head");
        head.setAlignment(Pos.CENTER_LEFT);
        whole.setMaxWidth(Double.MAX_VALUE);
        grid.getStyleClass().add("transfer-layers");
        ColumnConstraints names = new ColumnConstraints();
        ColumnConstraints bars = new ColumnConstraints();
        bars.setHgrow(Priority.ALWAYS);
        grid.getColumnConstraints().addAll(names, bars);
        getChildren().addAll(head, whole, grid);
        show(first);
    }

    long job() {
        return job;
    }

    void show(JobSnapshot now) {
        title.setText(words.text(now.title()));
        whole.setProgress(now.fraction() < 0 ? ProgressBar.INDETERMINATE_PROGRESS : now.fraction());
        whole.setAccessibleText(title.getText());
        figure.setText(
                now.bytesTotal() > 0
                        ? words.text(
                                "jobs.bytes",
                                words.figures().percent(Math.max(0, now.fraction())),
                                words.figures().size(now.bytesDone()),
                                words.figures().size(now.bytesTotal()))
                        : "");
        // A step that tells of none comes after the layers: they stay as they were.
        if (!now.parts().isEmpty()) {
            showLayers(now.parts());
        }
    }

    private void showLayers(List<JobPart> parts) {
        while (lines.size() > parts.size()) {
            Line last = lines.removeLast();
            grid.getChildren().removeAll(last.what(), last.bar(), last.figure());
        }
        while (lines.size() < parts.size()) {
            lines.add(newLine(lines.size()));
        }
        for (int i = 0; i < parts.size(); i++) {
            show(lines.get(i), parts.get(i));
        }
    }

    private Line newLine(int row) {
        Label what = new Label();
        what.setId("transfer-layer-" + row);
        what.setMinWidth(0);
        ProgressBar bar = new ProgressBar();
        bar.getStyleClass().add(Styles.SMALL);
        bar.setMaxWidth(Double.MAX_VALUE);
        Label size = new Label();
        size.getStyleClass().addAll("muted", "num");
        size.setMinWidth(Region.USE_PREF_SIZE);
        grid.addRow(row, what, bar, size);
        return new Line(what, bar, size);
    }

    private void show(Line line, JobPart part) {
        line.what().setText(words.text(part.what()));
        line.bar().setProgress(part.total() > 0 ? (double) part.done() / part.total() : 1);
        line.bar().setAccessibleText(line.what().getText());
        line.figure()
                .setText(words.text(
                        "stored.layer.figure",
                        words.figures().size(part.done()),
                        words.figures().size(part.total())));
    }
}
