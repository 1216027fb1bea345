package dev.hamlet.app.cli;

import java.nio.file.Path;

/** Opens the window, when a command asks for it; each method answers when it has closed. */
public interface WindowSource {
    /** What can be made new. */
    enum Thing {
        MACHINE,
        CONTAINER
    }

    /** Opens it as it was left. */
    void open();

    /** Opens it at the dialog that makes this. */
    void openNew(Thing thing);

    /**
     * Opens it with a new machine begun from this disk or CD image.
     *
     * @param file absolute, there, and readable
     */
    void openWith(Path file);
}
