package dev.hamlet.app.images;

import dev.hamlet.app.fx.FormDialog;
import dev.hamlet.app.words.Messages;
import java.util.Optional;
import javafx.scene.control.TextField;

/** Asks from where the catalogue shall come. */
final class AddressDialog extends FormDialog {
    private final CatalogueModel model;
    private final TextField address = new TextField();

    AddressDialog(CatalogueModel model, Messages words) {
        super("catalogue-address", words);
        this.model = model;
        say(text("catalogue-address.about"));
        address.setId("catalogue-address-field");
        address.setPromptText("https://");
        address.setText(model.seenProperty().get().address().orElse(""));
        field(text("catalogue-address.field"), address);
        check();
    }

    @Override
    protected Optional<String> obstacle() {
        return address.getText().isBlank() ? Optional.of(text("catalogue-address.wrong")) : Optional.empty();
    }

    @Override
    protected void perform() {
        model.update(address.getText().strip());
    }
}
