package dev.hamlet.engine.display;

/**
 * Hears of a session, on its reading thread: whoever needs long hands over. No lock is held; the session may be used from
 * here.
 */
public interface DisplayListener {
    /** This happened. */
    void happened(DisplayEvent event);

    /** An update has been painted, so that a {@link FrameReader} has something to bring. Comes very often. */
    default void painted() {}
}
