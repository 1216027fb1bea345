package dev.hamlet.app.images;

import dev.hamlet.app.fx.FileChoice;
import dev.hamlet.app.fx.FormDialog;
import dev.hamlet.app.words.Messages;
import dev.hamlet.engine.job.Phrase;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.TextField;
import javafx.scene.layout.Region;

/** Asks which file shall come into the library, under which name, and whether it becomes qcow2. */
final class ImportDialog extends FormDialog {
    private final LibraryModel model;
    private final FileChoice files;
    private final TextField file = new TextField();
    private final TextField name = new TextField();
    private final CheckBox convert = new CheckBox();
    private String offered = "";

    ImportDialog(LibraryModel model, FileChoice files, Messages words) {
        super("import-image", words);
        this.model = model;
        this.files = files;
        say(text("import-image.about"));
        file.setId("import-image-file");
        name.setId("import-image-name");
        convert.setId("import-image-convert");
        convert.setText(text("import-image.convert"));
        convert.setMnemonicParsing(false);
        convert.setSelected(true);
        convert.setWrapText(true);
        Button browse = new Button(text("import-image.browse"));
        browse.setId("import-image-browse");
        browse.setMinWidth(Region.USE_PREF_SIZE);
        browse.setOnAction(event -> browse());
        field(text("import-image.file"), file, browse);
        field(text("import-image.name"), name);
        add(convert);
        file.textProperty().subscribe(text -> offerName());
        check();
    }

    private void browse() {
        files.open(
                FileChoice.Wanted.any(Phrase.of("import-image.title")),
                Optional.empty(),
                chosen -> file.setText(chosen.toString()));
    }

    /** The file's name, unless the person has written another. */
    private void offerName() {
        if (name.getText().equals(offered)) {
            offered = path().map(Path::getFileName)
                    .map(one -> one.toString().replaceFirst("(?<=.)\\.[^.]*$", ""))
                    .orElse("");
            name.setText(offered);
        }
    }

    private Optional<Path> path() {
        try {
            return file.getText().isBlank() ? Optional.empty() : Optional.of(Path.of(file.getText()));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    @Override
    protected Optional<String> obstacle() {
        Optional<Path> path = path();
        if (path.isEmpty()) {
            return Optional.of(text("import-image.wrong.none"));
        } else if (!Files.isRegularFile(path.get())) {
            return Optional.of(text("import-image.wrong.missing"));
        }
        return name.getText().isBlank() ? Optional.of(text("new-disk.wrong.empty")) : Optional.empty();
    }

    @Override
    protected void perform() {
        path().ifPresent(from -> model.add(from, name.getText(), convert.isSelected()));
    }
}
