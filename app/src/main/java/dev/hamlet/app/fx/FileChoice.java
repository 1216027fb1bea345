package dev.hamlet.app.fx;

import dev.hamlet.engine.job.Phrase;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Lets the person choose where a file shall be. Used on the JavaFX thread. */
@FunctionalInterface
public interface FileChoice {
    /**
     * Asks for a new file, and runs {@code chosen} on the JavaFX thread once there is one; never where the person cancels.
     *
     * @param title what will be written
     * @param name what it could be called, with its ending
     */
    void save(Phrase title, String name, Consumer<Path> chosen);
}
