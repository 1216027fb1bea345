package dev.hamlet.app.help;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The guide, opened where somebody asks for help: F1, or the button in the rail. Belongs to the JavaFX thread. */
public final class Help implements AutoCloseable {
    private final HelpPlaces places = new HelpPlaces();
    private HelpContext context;
    private @Nullable HelpWindow window;

    /** Nothing is open yet, and nothing read. */
    public Help(HelpContext context) {
        this.context = context;
    }

    /**
     * Shows the page about a part of Hamlet's windows.
     *
     * @param view the id of a page or dialog, such as {@code images} or {@code wizard}; the beginning for one that no page
     *     is about
     */
    public void open(String view) {
        open(List.of(view));
    }

    /**
     * Shows the page about the first of these that there is one about; the beginning where there is none.
     *
     * @param views ids of what is before the person, the nearest first
     */
    public void open(List<String> views) {
        HelpWindow shown = window;
        if (shown == null) {
            shown = new HelpWindow(context, () -> window = null);
            window = shown;
        }
        shown.show(places.of(views));
        shown.toFront();
    }

    /** From now on its controls say this, where it is open too. */
    public void share(HelpContext now) {
        context = now;
        HelpWindow shown = window;
        if (shown != null) {
            HelpPlace place = shown.place();
            shown.close();
            HelpWindow next = new HelpWindow(now, () -> window = null);
            window = next;
            next.show(place);
        }
    }

    @Override
    public void close() {
        if (window != null) {
            window.close();
        }
    }
}
