package dev.hamlet.app.terminal;

import java.util.function.Supplier;
import javafx.geometry.Point2D;
import javafx.scene.input.InputMethodRequests;

/** Where a window for composing characters is shown: below the cursor. What was sent is sent. */
record AtCursor(Supplier<Point2D> place) implements InputMethodRequests {
    @Override
    public Point2D getTextLocation(int offset) {
        return place.get();
    }

    @Override
    public int getLocationOffset(int x, int y) {
        return 0;
    }

    @Override
    public void cancelLatestCommittedText() {
        // Nothing that was sent comes back.
    }

    @Override
    public String getSelectedText() {
        return "";
    }
}
