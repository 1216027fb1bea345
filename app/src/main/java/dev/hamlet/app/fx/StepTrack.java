package dev.hamlet.app.fx;

import dev.hamlet.app.words.Messages;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/**
 * The steps of a dialog at its side: which one it is, which are done. Each is a button that asks to go there. Belongs to
 * the JavaFX thread.
 */
public final class StepTrack extends VBox {
    private static final PseudoClass NOW = PseudoClass.getPseudoClass("now");
    private static final PseudoClass NARROW = PseudoClass.getPseudoClass("narrow");
    private static final PseudoClass DONE = PseudoClass.getPseudoClass("done");

    private final Messages words;
    private final List<String> names;
    private final List<Button> steps = new ArrayList<>();

    /**
     * A track.
     *
     * @param id its id; those of its steps are {@code <id>-0} and so on
     * @param names of the steps, in the user's language
     * @param chosen asks to go to a step, counted from 0
     */
    public StepTrack(String id, List<String> names, Messages words, IntConsumer chosen) {
        this.words = words;
        this.names = List.copyOf(names);
        setId(id);
        getStyleClass().add("step-track");
        setAccessibleRole(AccessibleRole.PARENT);
        for (int i = 0; i < names.size(); i++) {
            int place = i;
            Button step = new Button(names.get(i));
            step.setId(id + "-" + i);
            step.getStyleClass().setAll("step");
            step.setMaxWidth(Double.MAX_VALUE);
            step.setAlignment(Pos.CENTER_LEFT);
            step.setMnemonicParsing(false);
            step.setOnAction(event -> chosen.accept(place));
            steps.add(step);
            getChildren().add(step);
        }
        show(0);
    }

    /** This step is worked at; those before it are done. */
    public void show(int now) {
        for (int i = 0; i < steps.size(); i++) {
            Button step = steps.get(i);
            boolean done = i < now;
            step.pseudoClassStateChanged(NOW, i == now);
            step.pseudoClassStateChanged(DONE, done);
            step.setGraphic(done ? ring(new FontIcon(Feather.CHECK)) : ring(new Label(Integer.toString(i + 1))));
            String key = i == now ? "steps.now" : done ? "steps.done" : "steps.later";
            step.setAccessibleText(words.text(key, i + 1, steps.size(), names.get(i)));
        }
    }

    /** Where there is little room the steps are told by their numbers alone; their names are in the tooltips. */
    public void narrow(boolean isNarrow) {
        pseudoClassStateChanged(NARROW, isNarrow);
        for (int i = 0; i < steps.size(); i++) {
            steps.get(i).setContentDisplay(isNarrow ? ContentDisplay.GRAPHIC_ONLY : ContentDisplay.LEFT);
            steps.get(i).setTooltip(isNarrow ? new Tooltip(names.get(i)) : null);
        }
    }

    private static StackPane ring(Node content) {
        StackPane ring = new StackPane(content);
        ring.getStyleClass().add("step-ring");
        return ring;
    }
}
