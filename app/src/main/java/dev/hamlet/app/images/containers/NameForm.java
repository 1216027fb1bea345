package dev.hamlet.app.images.containers;

import dev.hamlet.app.fx.FormDialog;
import dev.hamlet.app.words.Messages;
import dev.hamlet.app.words.ProblemWords;
import dev.hamlet.engine.image.ImageReference;
import dev.hamlet.engine.problem.ProblemException;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.scene.control.TextField;

/** A dialog that asks for the name of an image. */
class NameForm extends FormDialog {
    private final Messages words;
    private final Consumer<ImageReference> deed;
    private final TextField name = new TextField();

    /**
     * A form.
     *
     * @param id of the dialog; of its words also {@code <id>.about} and {@code <id>.name}
     * @param first what stands in the field at the beginning
     */
    NameForm(String id, String first, Messages words, Consumer<ImageReference> deed) {
        super(id, words);
        this.words = words;
        this.deed = deed;
        say(words.text(id + ".about"));
        name.setId(id + "-name");
        name.setText(first);
        name.setPromptText("registry.example:5000/team/app:1");
        field(words.text(id + ".name"), name);
        check();
    }

    /** The field. */
    final TextField name() {
        return name;
    }

    @Override
    protected Optional<String> obstacle() {
        if (name.getText().isBlank()) {
            return Optional.of(words.text("stored.wrong.empty"));
        }
        try {
            ImageReference _ = ImageReference.parse(name.getText().strip());
            return Optional.empty();
        } catch (ProblemException e) {
            return Optional.of(ProblemWords.of(e.problem(), words).cause());
        }
    }

    @Override
    protected void perform() {
        try {
            deed.accept(ImageReference.parse(name.getText().strip()));
        } catch (ProblemException e) {
            throw new IllegalStateException("it was asked before whether it is a name", e);
        }
    }
}
