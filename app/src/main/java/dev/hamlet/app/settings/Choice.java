package dev.hamlet.app.settings;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.scene.control.ComboBox;
import javafx.util.StringConverter;
import org.jspecify.annotations.Nullable;

/** One of several values; what the person chooses acts, what is shown does not. */
final class Choice<T> extends ComboBox<T> {
    private boolean showing;

    Choice(String id, Function<T, String> words, Consumer<T> chosen) {
        setId(id);
        setMaxWidth(Double.MAX_VALUE);
        setConverter(new StringConverter<>() {
            @Override
            public String toString(@Nullable T one) {
                return one == null ? "" : words.apply(one);
            }

            @Override
            public T fromString(String text) {
                throw new UnsupportedOperationException("nobody writes there");
            }
        });
        valueProperty().subscribe(now -> {
            if (!showing && now != null) {
                chosen.accept(now);
            }
        });
    }

    void offer(List<T> values) {
        if (!getItems().equals(values)) {
            showing = true;
            getItems().setAll(values);
            showing = false;
        }
    }

    void show(T value) {
        if (!value.equals(getValue()) && !isShowing()) {
            showing = true;
            setValue(value);
            showing = false;
        }
    }
}
