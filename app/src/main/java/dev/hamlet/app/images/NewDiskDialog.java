package dev.hamlet.app.images;

import dev.hamlet.app.fx.FormDialog;
import dev.hamlet.app.words.Messages;
import dev.hamlet.engine.host.ByteSize;
import java.util.Optional;
import javafx.scene.control.TextField;

/** Asks for the name and the size of a new empty disk. */
final class NewDiskDialog extends FormDialog {
    private static final String USUAL = "20 GiB";

    private final LibraryModel model;
    private final TextField name = new TextField();
    private final TextField size = new TextField(USUAL);

    NewDiskDialog(LibraryModel model, Messages words) {
        super("new-disk", words);
        this.model = model;
        say(text("new-disk.about"));
        name.setId("new-disk-name");
        size.setId("new-disk-size");
        field(text("new-disk.name"), name);
        field(text("new-disk.size"), size);
        check();
    }

    @Override
    protected Optional<String> obstacle() {
        String wanted = name.getText().strip();
        if (wanted.isEmpty()) {
            return Optional.of(text("new-disk.wrong.empty"));
        } else if (wanted.indexOf('/') >= 0 || wanted.startsWith(".") || wanted.length() > 120) {
            return Optional.of(text("new-disk.wrong.name"));
        }
        Optional<ByteSize> read = size(size.getText());
        return read.isEmpty() || read.get().bytes() == 0 ? Optional.of(text("new-disk.wrong.size")) : Optional.empty();
    }

    @Override
    protected void perform() {
        size(size.getText()).ifPresent(wanted -> model.create(name.getText(), wanted));
    }
}
