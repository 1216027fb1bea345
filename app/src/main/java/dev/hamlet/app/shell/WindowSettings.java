package dev.hamlet.app.shell;

import org.jspecify.annotations.Nullable;

/**
 * What the window remembers from one time to the next.
 *
 * @param closeNoticeSeen whether the person has been told once that guests outlive the window
 * @param place where it stood, or null where it never stood
 * @param listWidth how wide the list of machines is, in times of the text's size; 0 where nobody has chosen it
 */
public record WindowSettings(
        boolean closeNoticeSeen, @Nullable Place place, double listWidth) {
    /** Those of a window that never opened. */
    public static final WindowSettings FIRST = new WindowSettings(false, null, 0);

    /** Where a window stands on the screens, in their units; what it returns to where it is maximized. */
    public record Place(double x, double y, double width, double height, boolean maximized) {}

    WindowSettings withCloseNoticeSeen() {
        return new WindowSettings(true, place, listWidth);
    }

    WindowSettings at(Place now) {
        return new WindowSettings(closeNoticeSeen, now, listWidth);
    }

    WindowSettings withListWidth(double width) {
        return new WindowSettings(closeNoticeSeen, place, width);
    }
}
