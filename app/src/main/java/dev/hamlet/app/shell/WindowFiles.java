package dev.hamlet.app.shell;

import dev.hamlet.app.fx.FileChoice;
import dev.hamlet.app.words.Messages;
import dev.hamlet.engine.job.Phrase;
import java.io.File;
import java.nio.file.Path;
import java.util.function.Consumer;
import javafx.stage.FileChooser;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;

/** Files chosen in the system's own window, which begins where the last one ended. */
final class WindowFiles implements FileChoice {
    private final Stage stage;
    private final Messages words;
    private @Nullable File folder;

    WindowFiles(Stage stage, Messages words) {
        this.stage = stage;
        this.words = words;
    }

    @Override
    public void save(Phrase title, String name, Consumer<Path> chosen) {
        FileChooser chooser = new FileChooser();
        chooser.setTitle(words.text(title));
        chooser.setInitialFileName(name);
        if (folder != null && folder.isDirectory()) {
            chooser.setInitialDirectory(folder);
        }
        File file = chooser.showSaveDialog(stage);
        if (file != null) {
            folder = file.getParentFile();
            chosen.accept(file.toPath());
        }
    }
}
