package dev.hamlet.app.shell;

import dev.hamlet.app.fx.FileChoice;
import dev.hamlet.app.words.Messages;
import dev.hamlet.engine.job.Phrase;
import java.io.File;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.stage.DirectoryChooser;
import javafx.stage.FileChooser;
import javafx.stage.FileChooser.ExtensionFilter;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;

/** Files chosen in the system's own window, which begins where the last one ended. */
final class WindowFiles implements FileChoice {
    private final Stage stage;
    private final Messages words;
    private @Nullable File last;

    WindowFiles(Stage stage, Messages words) {
        this.stage = stage;
        this.words = words;
    }

    @Override
    public void open(Wanted wanted, Optional<Path> begin, Consumer<Path> chosen) {
        FileChooser chooser = new FileChooser();
        chooser.setTitle(words.text(wanted.title()));
        chooser.setInitialDirectory(begin.isPresent() ? begin.get().toFile() : last());
        if (!wanted.patterns().isEmpty()) {
            chooser.getExtensionFilters()
                    .addAll(
                            new ExtensionFilter(words.text(wanted.kind()), wanted.patterns()),
                            new ExtensionFilter(words.text("files.all"), "*"));
        }
        take(chooser.showOpenDialog(stage), chosen);
    }

    @Override
    public void save(Phrase title, String name, Consumer<Path> chosen) {
        FileChooser chooser = new FileChooser();
        chooser.setTitle(words.text(title));
        chooser.setInitialFileName(name);
        chooser.setInitialDirectory(last());
        take(chooser.showSaveDialog(stage), chosen);
    }

    @Override
    public void folder(Phrase title, Consumer<Path> chosen) {
        DirectoryChooser chooser = new DirectoryChooser();
        chooser.setTitle(words.text(title));
        chooser.setInitialDirectory(last());
        take(chooser.showDialog(stage), chosen);
    }

    /** The system's window fails where it shall begin in a folder that is gone. */
    private @Nullable File last() {
        return last != null && last.isDirectory() ? last : null;
    }

    private void take(@Nullable File file, Consumer<Path> chosen) {
        if (file != null) {
            last = file.getParentFile();
            chosen.accept(file.toPath());
        }
    }
}
