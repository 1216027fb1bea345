package dev.hamlet.app.shell;

import dev.hamlet.app.fx.Fitting;
import dev.hamlet.app.jobs.JobStrip;
import dev.hamlet.app.jobs.JobsModel;
import dev.hamlet.app.words.Messages;
import dev.hamlet.engine.job.Phrase;
import java.util.List;
import javafx.animation.PauseTransition;
import javafx.geometry.HPos;
import javafx.geometry.VPos;
import javafx.scene.AccessibleAttribute;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.util.Duration;
import javafx.util.Subscription;

/**
 * The window's lowest strip: the work that goes on, a word in passing, and what this computer has left. It lays itself out:
 * what this computer has left is shown whole, the work at least so that one can follow it, and the word in passing has the
 * rest.
 */
final class Foot extends HBox {
    /** Of a word in passing, in times of the text's size. */
    private static final double LEAST_TOLD = 12;

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
        // It follows the window's width, and never widens the window's content.
        setMinWidth(0);
        told.setId("told");
        Tooltip whole = new Tooltip();
        whole.textProperty().bind(told.textProperty());
        told.textTruncatedProperty().subscribe(cut -> told.setTooltip(cut ? whole : null));
        forget.setOnFinished(event -> told.setText(""));
        getChildren().addAll(jobs, told, host);
        subscription = Fitting.watch(
                this,
                HostStrip.STEPS,
                host::leaveOut,
                () -> snappedLeftInset() + jobs.least() + toldLeast() + gap() + whole(host) + snappedRightInset(),
                List.of(host.changedProperty(), jobs.changedProperty(), told.textProperty()));
    }

    @Override
    protected void layoutChildren() {
        double left = snappedLeftInset();
        double room = Math.max(0, getWidth() - left - snappedRightInset());
        double hosts = Math.min(room, whole(host));
        double before = Math.max(0, room - hosts - gap());
        boolean tells = !told.getText().isEmpty();
        double word = tells ? Math.clamp(before - gap() - jobs.least(), 0, whole(told)) : 0;
        double work = tells ? Math.max(0, before - gap() - word) : before;
        place(jobs, left, work);
        place(told, left + before - word, word);
        place(host, left + room - hosts, hosts);
    }

    private void place(Node node, double x, double width) {
        double top = snappedTopInset();
        double height = getHeight() - top - snappedBottomInset();
        layoutInArea(node, x, top, width, height, 0, HPos.LEFT, VPos.CENTER);
    }

    private double gap() {
        return snapSpaceX(getSpacing());
    }

    private double whole(Node node) {
        return snapSizeX(node.prefWidth(-1));
    }

    /** With the space before it. */
    private double toldLeast() {
        return told.getText().isEmpty()
                ? 0
                : gap() + Math.min(whole(told), LEAST_TOLD * told.getFont().getSize());
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
