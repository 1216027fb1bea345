package dev.hamlet.app.terminal;

import dev.hamlet.app.fx.FxRelay;
import dev.hamlet.app.words.Messages;
import dev.hamlet.engine.job.Threads;
import java.util.List;
import java.util.function.Consumer;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** Looks for text in a terminal, from its end upwards. Belongs to the JavaFX thread. */
final class TerminalSearch extends HBox {
    /** More than anybody looks at. */
    private static final int MOST = 1000;

    private final Emulation emulation;
    private final Messages words;
    private final Consumer<Span> reveal;
    private final Runnable closed;
    private final TextField wanted = new TextField();
    private final Label count = new Label();
    private List<Span> found = List.of();
    private int current = -1;

    /** Which place the person is at, counted from the last. */
    private int fromEnd = 1;

    private long asked;

    /**
     * Not open yet.
     *
     * @param reveal shows a place that was found
     * @param closed is run when it has closed
     */
    TerminalSearch(Emulation emulation, Messages words, Consumer<Span> reveal, Runnable closed) {
        this.emulation = emulation;
        this.words = words;
        this.reveal = reveal;
        this.closed = closed;
        setId("terminal-search");
        getStyleClass().add("terminal-search");
        setManaged(false);
        setVisible(false);
        setCursor(javafx.scene.Cursor.DEFAULT);
        wanted.setId("terminal-search-text");
        wanted.setPromptText(words.text("terminal.search.prompt"));
        wanted.setAccessibleText(words.text("terminal.search.prompt"));
        HBox.setHgrow(wanted, Priority.ALWAYS);
        count.setId("terminal-search-count");
        count.setMinWidth(USE_PREF_SIZE);
        count.getStyleClass().add("muted");
        getChildren()
                .addAll(
                        wanted,
                        count,
                        button("older", Feather.CHEVRON_UP, () -> step(-1)),
                        button("newer", Feather.CHEVRON_DOWN, () -> step(1)),
                        button("close", Feather.X, this::close));
        wanted.textProperty().subscribe((before, now) -> look());
        addEventHandler(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.ESCAPE) {
                close();
                event.consume();
            } else if (event.getCode() == KeyCode.ENTER && wanted.isFocused()) {
                step(event.isShiftDown() ? 1 : -1);
                event.consume();
            }
        });
    }

    private Button button(String word, Ikon icon, Runnable deed) {
        Button button = new Button("", new FontIcon(icon));
        button.setId("terminal-search-" + word);
        button.getStyleClass().add("icon-button");
        button.setAccessibleText(words.text("terminal.search." + word));
        button.setTooltip(new Tooltip(words.text("terminal.search." + word)));
        button.setMinWidth(USE_PREF_SIZE);
        button.setOnAction(event -> deed.run());
        return button;
    }

    /** Lets a person say what to look for. */
    void open() {
        setVisible(true);
        wanted.requestFocus();
        wanted.selectAll();
        look();
    }

    private void close() {
        setVisible(false);
        asked++;
        show(List.of(), false);
        closed.run();
    }

    /** Looks again, since what was found may be at other places now; the person stays at the same one. */
    void again() {
        if (isVisible()) {
            int stay = fromEnd;
            found = List.of();
            current = -1;
            look();
            fromEnd = stay;
        }
    }

    private void look() {
        fromEnd = 1;
        String text = wanted.getText();
        long number = ++asked;
        Threads.virtual("terminal-search", () -> {
            List<Span> now = emulation.find(text, MOST);
            FxRelay.fxThread().execute(() -> {
                if (number == asked) {
                    show(now, !text.isEmpty());
                }
            });
        });
    }

    private void show(List<Span> now, boolean said) {
        found = now;
        current = Math.max(now.size() - fromEnd, Math.min(0, now.size() - 1));
        tell(said);
    }

    private void step(int by) {
        if (!found.isEmpty()) {
            current = Math.floorMod(current + by, found.size());
            fromEnd = found.size() - current;
            tell(true);
        }
    }

    private void tell(boolean said) {
        Span now = current();
        count.setText(
                !said
                        ? ""
                        : now == null
                                ? words.text("terminal.search.none")
                                : words.text("terminal.search.count", current + 1, found.size()));
        requestParentLayout();
        reveal.accept(now == null ? new Span(0, 0, -1, 0) : now);
    }

    /** All that was found. */
    List<Span> found() {
        return found;
    }

    /** What the person is at. */
    @Nullable
    Span current() {
        return current < 0 ? null : found.get(current);
    }
}
