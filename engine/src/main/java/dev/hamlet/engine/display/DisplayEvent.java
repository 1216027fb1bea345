package dev.hamlet.engine.display;

import dev.hamlet.engine.problem.DisplayProblem;
import java.util.Optional;

/** What a {@link DisplaySession} tells. {@link Ended} is the last, and comes exactly once. */
public sealed interface DisplayEvent {
    /** The display has this size from now on; the first of these says that it is connected. */
    record Resized(Framebuffer.Size size) implements DisplayEvent {}

    /** What a wish for another size came to. The new size itself is told by {@link Resized}. */
    record SizeAnswered(SizeAnswer answer) implements DisplayEvent {}

    /** The server has shown that it can more than was known. */
    record FeaturesChanged(Features features) implements DisplayEvent {}

    /** The guest's pointer looks so. */
    record CursorChanged(Cursor cursor) implements DisplayEvent {}

    /** The lamps of the guest's keyboard. */
    record LedsChanged(boolean scrollLock, boolean numLock, boolean capsLock) implements DisplayEvent {}

    /** How the guest takes the pointer from now on. */
    record PointerModeChanged(PointerMode mode) implements DisplayEvent {}

    /** The guest has text to give, which {@link DisplaySession#requestClipboard} brings; or has none any more. */
    record ClipboardOffered(boolean text) implements DisplayEvent {}

    /** Text of the guest's clipboard, its lines ended by {@code \n}. */
    record ClipboardReceived(String text) implements DisplayEvent {
        /** Says nothing of the text, which is none of a log's business. */
        @Override
        public String toString() {
            return "ClipboardReceived[" + text.length() + " characters]";
        }
    }

    /** The guest rang its bell. */
    record Bell() implements DisplayEvent {}

    /**
     * The session is over.
     *
     * @param problem why; empty if it was closed here
     */
    record Ended(Optional<DisplayProblem> problem) implements DisplayEvent {}

    /**
     * What the server has shown that it can.
     *
     * @param physicalKeys keys arrive as the physical keys that they are, whatever the layouts
     * @param resizable another size can be asked for
     * @param unicodeClipboard the clipboard takes any text, not Latin-1 alone
     */
    record Features(boolean physicalKeys, boolean resizable, boolean unicodeClipboard) {
        static final Features NONE = new Features(false, false, false);
    }

    /** How the guest takes the pointer. */
    enum PointerMode {
        /** By its place on the screen. */
        ABSOLUTE,
        /** By how far it moved: the guest's own pointer stays in the window only if the host's is kept there. */
        RELATIVE
    }

    /** What a server says to a wished size (rfbproto, "ExtendedDesktopSize Pseudo-encoding"). */
    enum SizeAnswer {
        /** The display has it. */
        DONE,
        /** Not for this client. */
        PROHIBITED,
        /** The server has no memory for it. */
        NO_RESOURCES,
        /** The server has no such layout, or cannot change its size at all. */
        INVALID_LAYOUT,
        /** The guest was told; whether it follows is the guest's matter. */
        FORWARDED,
        /** No, for a reason that is not known here. */
        REFUSED
    }
}
