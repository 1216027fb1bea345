package dev.hamlet.app.console;

/**
 * Where a guest's screen lies in its pane, and which of its pixels is under the pointer. Pure. Lengths without a unit are
 * those of JavaFX; the edges lie on whole pixels of the real screen, so that nothing is blurred that need not be.
 *
 * @param left left edge in the pane; never negative
 * @param top upper edge in the pane; never negative
 * @param width how wide it is shown
 * @param height how high it is shown
 * @param guestWidth how many pixels the guest has in a row, at least 1
 * @param guestHeight how many rows, at least 1
 * @param factor how many pixels of the real screen one pixel of the guest is wide
 */
record ScreenGeometry(
        double left, double top, double width, double height, int guestWidth, int guestHeight, double factor) {

    /**
     * Places a screen.
     *
     * @param viewWidth how wide the pane is
     * @param viewHeight how high it is
     * @param density pixels of the real screen to one length of JavaFX, such as 1.5
     */
    static ScreenGeometry place(
            ScaleMode mode, double viewWidth, double viewHeight, int guestWidth, int guestHeight, double density) {
        double roomX = Math.max(1, Math.floor(viewWidth * density + ROUNDING));
        double roomY = Math.max(1, Math.floor(viewHeight * density + ROUNDING));
        double fit = Math.min(roomX / guestWidth, roomY / guestHeight);
        double factor = switch (mode) {
            case FIT, FOLLOW -> fit;
            case WHOLE -> fit < 1 ? fit : Math.floor(fit);
            case ACTUAL -> 1;
        };
        double wide = Math.max(1, Math.round(guestWidth * factor));
        double high = Math.max(1, Math.round(guestHeight * factor));
        return new ScreenGeometry(
                Math.max(0, Math.floor((roomX - wide) / 2)) / density,
                Math.max(0, Math.floor((roomY - high) / 2)) / density,
                wide / density,
                high / density,
                guestWidth,
                guestHeight,
                factor);
    }

    /** Lengths come as sums of layout; a pane of 800 may be 799.9999. */
    private static final double ROUNDING = 1e-6;

    /** The column of the guest under this place of the pane; the nearest one outside of the screen. */
    int guestX(double x) {
        return pixel((x - left) / width, guestWidth);
    }

    /** The row of the guest under this place of the pane; the nearest one outside of the screen. */
    int guestY(double y) {
        return pixel((y - top) / height, guestHeight);
    }

    private static int pixel(double part, int pixels) {
        return (int) Math.clamp(Math.floor(part * pixels), 0, pixels - 1);
    }

    /** Whether each pixel of the guest is shown by a whole number of real ones. */
    boolean isSharp() {
        return factor >= 1 && factor == Math.rint(factor);
    }

    /** How large it is shown, in percent of its own pixels. */
    int percent() {
        return (int) Math.round(factor * 100);
    }
}
