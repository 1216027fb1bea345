package dev.hamlet.app.console;

import dev.hamlet.app.fx.FileChoice;
import dev.hamlet.app.preferences.PreferencesModel;
import dev.hamlet.app.words.Messages;
import dev.hamlet.engine.job.TimeSource;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.scene.Scene;
import javafx.stage.Stage;

/**
 * What all consoles share.
 *
 * @param environment of this program, which names the window system
 * @param preferences how the person likes consoles; changed here too
 * @param files lets a person choose a file before this window
 * @param words what is said
 * @param time the clock
 * @param fx the JavaFX thread
 * @param dress gives a scene the look of all windows
 * @param help opens the guide at the page about consoles
 */
public record ConsoleContext(
        Map<String, String> environment,
        PreferencesModel preferences,
        Function<Stage, FileChoice> files,
        Messages words,
        TimeSource time,
        Executor fx,
        Consumer<Scene> dress,
        Runnable help) {}
