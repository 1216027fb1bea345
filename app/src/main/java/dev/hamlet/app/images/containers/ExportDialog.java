package dev.hamlet.app.images.containers;

import dev.hamlet.app.fx.FileChoice;
import dev.hamlet.app.fx.FormDialog;
import dev.hamlet.app.words.Messages;
import dev.hamlet.engine.image.ExportForm;
import dev.hamlet.engine.job.Phrase;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import javafx.scene.control.Button;
import javafx.scene.control.RadioButton;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** Asks in which form an image shall be written, and where to. */
final class ExportDialog extends FormDialog {
    private final StoredImagesModel model;
    private final StoredImage image;
    private final FileChoice files;
    private final String usual;
    private final TextField file = new TextField();
    private final ToggleGroup forms = new ToggleGroup();

    ExportDialog(StoredImagesModel model, StoredImage image, FileChoice files, Messages words) {
        super("export-image", words);
        this.model = model;
        this.image = image;
        this.files = files;
        this.usual = image.image().shownName().replaceAll("[^A-Za-z0-9._-]+", "-");
        say(text("export-image.about", image.image().shownName()));
        VBox choice = new VBox();
        choice.getStyleClass().add("form-stack");
        for (ExportForm form : ExportForm.values()) {
            choice.getChildren().add(radio(form));
        }
        add(choice);
        file.setId("export-image-file");
        Button browse = new Button(text("import-image.browse"));
        browse.setId("export-image-browse");
        browse.setMinWidth(Region.USE_PREF_SIZE);
        browse.setOnAction(event -> browse());
        field(text("export-image.file"), file, browse);
        check();
    }

    private RadioButton radio(ExportForm form) {
        String word = form.name().toLowerCase(Locale.ROOT).replace('_', '-');
        RadioButton radio = new RadioButton(text("export-image.form." + word));
        radio.setId("export-image-" + word);
        radio.setMnemonicParsing(false);
        radio.setWrapText(true);
        radio.setMinHeight(Region.USE_PREF_SIZE);
        radio.setToggleGroup(forms);
        radio.setUserData(form);
        radio.setSelected(form == ExportForm.DOCKER_ARCHIVE);
        return radio;
    }

    private ExportForm form() {
        return forms.getSelectedToggle() == null
                ? ExportForm.DOCKER_ARCHIVE
                : (ExportForm) forms.getSelectedToggle().getUserData();
    }

    private void browse() {
        String ending = form() == ExportForm.OCI_LAYOUT ? "" : ".tar";
        files.save(Phrase.of("export-image.title"), usual + ending, chosen -> file.setText(chosen.toString()));
    }

    private Optional<Path> path() {
        try {
            Path path = Path.of(file.getText().strip());
            return file.getText().isBlank() || !path.isAbsolute() ? Optional.empty() : Optional.of(path);
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    @Override
    protected Optional<String> obstacle() {
        Optional<Path> path = path();
        if (path.isEmpty()) {
            return Optional.of(text("export-image.wrong.none"));
        }
        return Files.exists(path.get()) ? Optional.of(text("export-image.wrong.there")) : Optional.empty();
    }

    @Override
    protected void perform() {
        path().ifPresent(target -> model.export(image, form(), target));
    }
}
