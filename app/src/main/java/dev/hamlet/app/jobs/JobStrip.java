package dev.hamlet.app.jobs;

import atlantafx.base.controls.Popover;
import atlantafx.base.theme.Styles;
import dev.hamlet.app.words.Messages;
import dev.hamlet.engine.job.JobSnapshot;
import java.util.List;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.ListChangeListener;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

/** The oldest job that runs, with its progress and a way to cancel it; the others behind a button. */
public final class JobStrip extends HBox {
    private final JobsModel model;
    private final Messages words;
    private final Label quiet = new Label();
    private final JobLine first;
    private final Button more = new Button();
    private final VBox others = new VBox();
    private final Popover popover = new Popover(others);
    private final ReadOnlyObjectWrapper<List<Integer>> changed = new ReadOnlyObjectWrapper<>(List.of());
    private final ListChangeListener<JobSnapshot> listener = change -> show();

    /** A strip of these jobs. */
    public JobStrip(JobsModel model, Messages words) {
        this.model = model;
        this.words = words;
        this.first = new JobLine(model, words);
        getStyleClass().add("job-strip");
        setAlignment(Pos.CENTER_LEFT);
        quiet.setText(words.text("jobs.none"));
        quiet.getStyleClass().add("muted");
        quiet.setId("jobs-none");
        more.setId("jobs-more");
        more.setMinWidth(USE_PREF_SIZE);
        more.getStyleClass().addAll(Styles.SMALL, Styles.ROUNDED);
        more.setOnAction(event -> popover.show(more));
        others.getStyleClass().add("job-list");
        popover.setArrowLocation(Popover.ArrowLocation.BOTTOM_LEFT);
        popover.setDetachable(false);
        model.running().addListener(listener);
        show();
    }

    private void show() {
        int count = model.running().size();
        if (count == 0) {
            popover.hide();
            getChildren().setAll(quiet);
            changed.set(List.of());
            return;
        }
        first.show(model.running().getFirst());
        more.setText(words.text(count == 2 ? "jobs.more.one" : "jobs.more.many", count - 1));
        if (count == 1) {
            popover.hide();
            setChildren(first);
        } else {
            setChildren(first, more);
        }
        while (others.getChildren().size() > count - 1) {
            others.getChildren().removeLast();
        }
        for (int i = 1; i < count; i++) {
            if (others.getChildren().size() < i) {
                others.getChildren().add(new JobLine(model, words));
            }
            ((JobLine) others.getChildren().get(i - 1)).show(model.running().get(i));
        }
        changed.set(List.of(count, first.length()));
    }

    /** Changes when what is shown takes another width. */
    public ReadOnlyObjectProperty<List<Integer>> changedProperty() {
        return changed.getReadOnlyProperty();
    }

    /** How wide it must be, in pixels, so that one can follow what goes on: its title may be cut. */
    public double least() {
        if (model.running().isEmpty()) {
            return snapSizeX(quiet.prefWidth(-1));
        }
        double button = model.running().size() > 1 ? snapSpaceX(getSpacing()) + snapSizeX(more.prefWidth(-1)) : 0;
        return first.least() + button;
    }

    /** Only what differs is set, so that a focused button stays where it is while progress goes on. */
    private void setChildren(Node... nodes) {
        if (!getChildren().equals(List.of(nodes))) {
            getChildren().setAll(nodes);
        }
    }

    /** Ends the following of the model. */
    public void dispose() {
        model.running().removeListener(listener);
        popover.hide();
    }
}
