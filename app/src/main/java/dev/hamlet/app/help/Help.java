package dev.hamlet.app.help;

import org.jspecify.annotations.Nullable;

/** The guide, opened where somebody asks for help: F1, or the button in the rail. Belongs to the JavaFX thread. */
public final class Help implements AutoCloseable {
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
        HelpWindow shown = window;
        if (shown == null) {
            shown = new HelpWindow(context, () -> window = null);
            window = shown;
        }
        shown.show(place(view));
        shown.toFront();
    }

    /** The page about this part. */
    static HelpPlace place(String view) {
        return switch (view) {
            case "wizard", "settings", "rename", "group" -> HelpPlace.of("guide/first-machine.md");
            case "new-container" -> HelpPlace.of("guide/first-container.md");
            case "images",
                    "new-disk",
                    "grow-disk",
                    "import-image",
                    "import-archive",
                    "pull-image",
                    "prune-images",
                    "export-image",
                    "catalogue-address" -> HelpPlace.of("guide/images.md");
            case "console" -> HelpPlace.of("guide/consoles.md");
            case "preferences" -> new HelpPlace("guide/README.md", "the-window");
            case "refused" -> HelpPlace.of("guide/troubleshooting.md");
            default -> HelpPlace.START;
        };
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
