package dev.hamlet.app.fx;

import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.StackPane;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;

/**
 * The content of a window and, above it, at most one dialog. While it is open the keyboard stays within it; afterwards
 * it goes back to where it was. Belongs to the JavaFX thread.
 */
public final class Overlay extends StackPane {
    private static final double SHARE = 0.9;

    private final Node content;
    private final StackPane scrim = new StackPane();
    private @Nullable DialogFrame dialog;
    private @Nullable Node opener;
    private boolean backwards;
    private Subscription guard = Subscription.EMPTY;

    /** Above this content. */
    public Overlay(Node content) {
        this.content = content;
        scrim.setId("overlay");
        scrim.getStyleClass().add("scrim");
        scrim.setVisible(false);
        getChildren().addAll(content, scrim);
        addEventFilter(
                KeyEvent.KEY_PRESSED, event -> backwards = event.getCode() == KeyCode.TAB && event.isShiftDown());
    }

    /** Whether a dialog is open. */
    public boolean isOpen() {
        return dialog != null;
    }

    /** What the dialog that is open is, for the guide. */
    public Optional<String> topic() {
        return Optional.ofNullable(dialog).map(DialogFrame::topic);
    }

    /** Opens this dialog; what was open before is closed. */
    public void show(DialogFrame next) {
        close();
        opener = getScene() == null ? null : getScene().getFocusOwner();
        dialog = next;
        next.whenClosing(() -> {
            // An answer that comes late must not take away the dialog that stands there by then.
            if (next.equals(dialog)) {
                close();
            }
        });
        scrim.getChildren().setAll(next);
        scrim.setVisible(true);
        // Its size stands in the style sheet; and what scrolls has its content in the scene only once it is styled,
        // before
        // which nothing of it takes the focus.
        next.applyCss();
        next.maxWidthProperty()
                .bind(widthProperty().map(width -> Math.min(next.prefWidth(-1), SHARE * width.doubleValue())));
        next.maxHeightProperty()
                .bind(heightProperty().map(height -> Math.min(next.prefHeight(-1), SHARE * height.doubleValue())));
        Focus.whenShown(next.first());
        if (getScene() != null) {
            guard = getScene().focusOwnerProperty().subscribe(this::keepWithin);
        }
    }

    /** The way of the Tab key ends at the last control of a dialog and begins anew at its first. */
    private void keepWithin(@Nullable Node owner) {
        DialogFrame open = dialog;
        if (open == null || owner == null || !Focus.isWithin(content)) {
            return;
        }
        if (backwards) {
            Focus.intoLast(open);
        } else {
            Focus.into(open);
        }
    }

    /** Closes the dialog; nothing where none is open. */
    public void close() {
        DialogFrame closed = dialog;
        if (closed == null) {
            return;
        }
        dialog = null;
        guard.unsubscribe();
        guard = Subscription.EMPTY;
        scrim.setVisible(false);
        scrim.getChildren().clear();
        closed.maxWidthProperty().unbind();
        closed.maxHeightProperty().unbind();
        closed.dispose();
        Node back = opener;
        opener = null;
        if (back != null && back.getScene() != null && back.getScene().equals(getScene())) {
            Focus.whenShown(back);
        }
    }
}
