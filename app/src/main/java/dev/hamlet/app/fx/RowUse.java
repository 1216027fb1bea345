package dev.hamlet.app.fx;

import dev.hamlet.app.words.Messages;
import javafx.beans.value.ObservableValue;
import javafx.css.PseudoClass;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/**
 * What a running machine or container uses, at the end of its row: of its processors and of its memory a curve of the last minute with
 * the figure of now below; the figures alone where the list is narrow. Of one size whatever it shows, so that a new figure
 * lets nothing around it be laid out anew.
 */
public final class RowUse extends Region {
    private static final PseudoClass NARROW = PseudoClass.getPseudoClass("narrow");

    private final Messages words;
    private final Sparkline cpuLine = new Sparkline(Ink.ACCENT);
    private final Sparkline memoryLine = new Sparkline(Ink.SUCCESS);
    private final Label cpu = figure();
    private final Label memory = figure();
    private Pane content = new Pane();

    /**
     * Shows nothing yet.
     *
     * @param narrow whether there is room for the figures alone
     */
    public RowUse(ObservableValue<Boolean> narrow, Messages words) {
        this.words = words;
        getStyleClass().add("row-use");
        narrow.subscribe(this::arrange);
    }

    private void arrange(boolean narrow) {
        pseudoClassStateChanged(NARROW, narrow);
        content.getChildren().clear();
        if (narrow) {
            content = new VBox(cpu, memory);
            content.getStyleClass().add("row-use-column");
        } else {
            content = new HBox(column(cpuLine, cpu), column(memoryLine, memory));
            content.getStyleClass().add("row-use-columns");
        }
        // What is not managed asks no parent for a layout.
        content.setManaged(false);
        getChildren().setAll(content);
    }

    private static Label figure() {
        Label label = new Label();
        label.getStyleClass().addAll("muted", "num");
        label.setMinWidth(USE_PREF_SIZE);
        return label;
    }

    private static VBox column(Sparkline line, Label figure) {
        VBox column = new VBox(line, figure);
        column.getStyleClass().add("row-use-column");
        return column;
    }

    @Override
    protected void layoutChildren() {
        content.resizeRelocate(0, 0, getWidth(), getHeight());
    }

    /**
     * Shows what was used.
     *
     * @param allCpu the value of the processors at the upper edge
     * @param allMemory the memory at the upper edge
     */
    public void show(UsageTrace trace, double allCpu, double allMemory) {
        cpuLine.show(trace.cpu(), allCpu);
        memoryLine.show(trace.memory(), allMemory);
        cpu.setText(percent(trace.cpuNow()));
        memory.setText(size(trace.memoryNow()));
    }

    /** The share of the processors that is shown. */
    public String cpu() {
        return cpu.getText();
    }

    /** The memory that is shown. */
    public String memory() {
        return memory.getText();
    }

    private String percent(double share) {
        return Double.isNaN(share) ? "\u2014" : words.figures().percent(share);
    }

    private String size(double bytes) {
        return Double.isNaN(bytes) ? "\u2014" : words.figures().briefSize(Math.round(bytes));
    }
}
