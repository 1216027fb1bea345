package dev.hamlet.app.shell;

import org.jspecify.annotations.Nullable;

/**
 * What the window remembers from one time to the next.
 *
 * @param closeNoticeSeen whether the person has been told once that guests outlive the window
 * @param place where it stood, or null where it never stood
 */
public record WindowSettings(
        boolean closeNoticeSeen, @Nullable Place place) {
    /** Those of a window that never opened. */
    public static final WindowSettings FIRST = new WindowSettings(false, null);

    /** Where a window stands on the screens, in their units; what it returns to where it is maximized. */
    public record Place(double x, double y, double width, double height, boolean maximized) {}

    WindowSettings withCloseNoticeSeen() {
        return new WindowSettings(true, place);
    }

    WindowSettings at(Place now) {
        return new WindowSettings(closeNoticeSeen, now);
    }
}
