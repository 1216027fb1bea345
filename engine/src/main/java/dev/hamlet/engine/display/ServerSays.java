package dev.hamlet.engine.display;

/** What the server has said of itself so far, and the way of news to the listener. Used by the reading thread, but asked
 * by all. */
final class ServerSays {
    private final DisplayListener listener;
    private volatile DisplayEvent.Features features = DisplayEvent.Features.NONE;
    private volatile int screen;
    private volatile int screenFlags;
    private boolean qemu;

    ServerSays(DisplayListener listener) {
        this.listener = listener;
    }

    void tell(DisplayEvent event) {
        listener.happened(event);
    }

    void painted() {
        listener.painted();
    }

    DisplayEvent.Features features() {
        return features;
    }

    private void become(DisplayEvent.Features next) {
        if (!next.equals(features)) {
            features = next;
            tell(new DisplayEvent.FeaturesChanged(next));
        }
    }

    void physicalKeys() {
        become(new DisplayEvent.Features(true, features.resizable(), features.unicodeClipboard()));
    }

    void unicodeClipboard() {
        become(new DisplayEvent.Features(features.physicalKeys(), features.resizable(), true));
    }

    /** The first screen of its layout, which a wish for another size must name. */
    void layout(int firstScreen, int flags) {
        screen = firstScreen;
        screenFlags = flags;
        become(new DisplayEvent.Features(features.physicalKeys(), true, features.unicodeClipboard()));
    }

    int screen() {
        return screen;
    }

    int screenFlags() {
        return screenFlags;
    }

    /** The name that the server gives its display. */
    void name(String name) {
        qemu = name.startsWith("QEMU");
    }

    /** Whether it is QEMU, which in small things keeps to customs of its own. */
    boolean isQemu() {
        return qemu;
    }
}
