package dev.hamlet.app.fx;

import dev.hamlet.engine.job.Phrase;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Lets the person choose files and folders. What is chosen is given on the JavaFX thread, on which this is used; nothing is
 * given where the person cancels.
 */
public interface FileChoice {
    /**
     * What a file may be.
     *
     * @param title what it is for
     * @param kind what such files are called
     * @param patterns of their names, such as {@code *.iso}; none for all files
     */
    record Wanted(Phrase title, Phrase kind, List<String> patterns) {
        /** Any file. */
        public static Wanted any(Phrase title) {
            return new Wanted(title, title, List.of());
        }
    }

    /**
     * Asks for a file that is there.
     *
     * @param begin the folder to begin in, which must be known to answer; empty for that of the last choice
     */
    void open(Wanted wanted, Optional<Path> begin, Consumer<Path> chosen);

    /**
     * Asks for a new file.
     *
     * @param title what will be written
     * @param name what it could be called, with its ending
     */
    void save(Phrase title, String name, Consumer<Path> chosen);

    /** Asks for a folder, which may be made meanwhile. */
    void folder(Phrase title, Consumer<Path> chosen);
}
