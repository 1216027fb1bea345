package dev.hamlet.app.details;

import atlantafx.base.theme.Styles;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.HBox;

/** A switch of a few words, one of which is always chosen; the first one at first. */
final class Segments extends HBox {
    private Segments() {
        getStyleClass().add("segments");
    }

    /**
     * A switch between these.
     *
     * @param id begins the ids of its parts
     * @param word the rest of the id of a part
     * @param text what stands on a part
     * @param chosen is told each choice
     */
    static <T> Segments of(
            String id, List<T> all, Function<T, String> word, Function<T, String> text, Consumer<T> chosen) {
        Segments segments = new Segments();
        ToggleGroup group = new ToggleGroup();
        for (int i = 0; i < all.size(); i++) {
            T one = all.get(i);
            ToggleButton button = new ToggleButton(text.apply(one));
            button.setId(id + "-" + word.apply(one));
            button.getStyleClass().addAll(Styles.SMALL, pill(i, all.size()));
            button.setToggleGroup(group);
            button.setSelected(i == 0);
            button.setOnAction(event -> {
                button.setSelected(true);
                chosen.accept(one);
            });
            segments.getChildren().add(button);
        }
        return segments;
    }

    private static String pill(int place, int count) {
        if (place == 0) {
            return Styles.LEFT_PILL;
        }
        return place == count - 1 ? Styles.RIGHT_PILL : Styles.CENTER_PILL;
    }
}
