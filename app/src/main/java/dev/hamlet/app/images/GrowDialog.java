package dev.hamlet.app.images;

import dev.hamlet.app.fx.FormDialog;
import dev.hamlet.app.words.Messages;
import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.inventory.KnownImage;
import java.util.Optional;
import javafx.scene.control.TextField;

/** Asks for the new size of a disk. */
final class GrowDialog extends FormDialog {
    private final LibraryModel model;
    private final ImageRow row;
    private final KnownImage image;
    private final TextField size;

    GrowDialog(LibraryModel model, ImageRow row, Messages words) {
        super("grow-disk", words);
        this.model = model;
        this.row = row;
        this.image = row.image();
        say(text("grow-disk.about", image.name(), words.figures().size(image.virtualBytes())));
        size = new TextField(words.figures().size(Math.max(0, image.virtualBytes()) * 2));
        size.setId("grow-disk-size");
        field(text("new-disk.size"), size);
        check();
    }

    @Override
    protected Optional<String> obstacle() {
        Optional<ByteSize> read = size(size.getText());
        if (read.isEmpty()) {
            return Optional.of(text("new-disk.wrong.size"));
        }
        return read.get().bytes() <= image.virtualBytes()
                ? Optional.of(text("grow-disk.wrong.small"))
                : Optional.empty();
    }

    @Override
    protected void perform() {
        size(size.getText()).ifPresent(wanted -> model.grow(row, wanted));
    }
}
