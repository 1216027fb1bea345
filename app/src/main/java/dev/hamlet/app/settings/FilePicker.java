package dev.hamlet.app.settings;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** Lets the person choose a file. Used on the JavaFX thread. */
@FunctionalInterface
public interface FilePicker {
    /**
     * Asks, and runs {@code chosen} once there is a file; never where the person cancels.
     *
     * @param title what it is for, in the user's language
     * @param kind what such files are called
     * @param patterns of their names, such as {@code *.iso}
     */
    void open(String title, String kind, List<String> patterns, Consumer<Path> chosen);
}
