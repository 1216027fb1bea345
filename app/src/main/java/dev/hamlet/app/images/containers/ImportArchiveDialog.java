package dev.hamlet.app.images.containers;

import dev.hamlet.app.fx.FileChoice;
import dev.hamlet.app.fx.FormDialog;
import dev.hamlet.app.words.Messages;
import dev.hamlet.app.words.ProblemWords;
import dev.hamlet.engine.image.ImageReference;
import dev.hamlet.engine.job.Phrase;
import dev.hamlet.engine.problem.ProblemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javafx.scene.control.Button;
import javafx.scene.control.TextField;
import javafx.scene.layout.Region;

/** Asks which archive, or folder, of images shall be brought in, and under which name. */
final class ImportArchiveDialog extends FormDialog {
    private final StoredImagesModel model;
    private final FileChoice files;
    private final Messages words;
    private final TextField file = new TextField();
    private final TextField name = new TextField();

    ImportArchiveDialog(StoredImagesModel model, FileChoice files, Messages words) {
        super("import-archive", words);
        this.model = model;
        this.files = files;
        this.words = words;
        say(text("import-archive.about"));
        file.setId("import-archive-file");
        name.setId("import-archive-name");
        name.setPromptText(text("import-archive.name.usual"));
        Button browse = new Button(text("import-image.browse"));
        browse.setId("import-archive-browse");
        browse.setMinWidth(Region.USE_PREF_SIZE);
        browse.setOnAction(event -> browse());
        field(text("import-archive.file"), file, browse);
        field(text("import-archive.name"), name);
        check();
    }

    private void browse() {
        files.open(
                new FileChoice.Wanted(
                        Phrase.of("import-archive.title"),
                        Phrase.of("import-archive.kind"),
                        List.of("*.tar", "*.tar.*", "*.tgz")),
                Optional.empty(),
                chosen -> file.setText(chosen.toString()));
    }

    private Optional<Path> path() {
        try {
            return file.getText().isBlank()
                    ? Optional.empty()
                    : Optional.of(Path.of(file.getText().strip()));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    private Optional<ImageReference> reference() throws ProblemException {
        return name.getText().isBlank()
                ? Optional.empty()
                : Optional.of(ImageReference.parse(name.getText().strip()));
    }

    @Override
    protected Optional<String> obstacle() {
        Optional<Path> path = path();
        if (path.isEmpty()) {
            return Optional.of(text("import-image.wrong.none"));
        } else if (!Files.exists(path.get())) {
            return Optional.of(text("import-image.wrong.missing"));
        }
        try {
            Optional<ImageReference> _ = reference();
            return Optional.empty();
        } catch (ProblemException e) {
            return Optional.of(ProblemWords.of(e.problem(), words).cause());
        }
    }

    @Override
    protected void perform() {
        try {
            Optional<ImageReference> wanted = reference();
            path().ifPresent(from -> model.importFrom(from, wanted));
        } catch (ProblemException e) {
            throw new IllegalStateException("it was asked before whether it is a name", e);
        }
    }
}
