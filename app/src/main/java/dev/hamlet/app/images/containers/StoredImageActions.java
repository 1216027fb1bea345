package dev.hamlet.app.images.containers;

import dev.hamlet.app.fx.Action;
import dev.hamlet.engine.job.Phrase;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.SimpleObjectProperty;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.feather.Feather;

/**
 * What can be done on the tab of images for containers.
 *
 * @param pull brings one from a registry
 * @param add brings in what an archive has
 * @param prune removes what nobody needs
 * @param run leads to a container of the selected one
 * @param push takes it to a registry
 * @param tag gives it another name
 * @param export writes it to a file
 * @param remove removes it
 */
record StoredImageActions(
        Action pull, Action add, Action prune, Action run, Action push, Action tag, Action export, Action remove) {
    /** Opens the dialogs of what needs one. */
    record Doors(
            Runnable pull, Runnable add, Runnable prune, Runnable run, Runnable push, Runnable tag, Runnable export) {}

    static StoredImageActions of(StoredImagesModel model, Doors doors) {
        return new StoredImageActions(
                always("pull", Feather.DOWNLOAD_CLOUD, doors.pull()),
                always("import", Feather.UPLOAD, doors.add()),
                always("prune", Feather.SCISSORS, doors.prune()),
                action(model, StoredImageCommand.RUN, Feather.PLAY, doors.run()),
                action(model, StoredImageCommand.PUSH, Feather.UPLOAD_CLOUD, doors.push()),
                action(model, StoredImageCommand.TAG, Feather.TAG, doors.tag()),
                action(model, StoredImageCommand.EXPORT, Feather.SAVE, doors.export()),
                action(model, StoredImageCommand.REMOVE, Feather.TRASH_2, model::remove));
    }

    private static Action always(String word, Ikon icon, Runnable deed) {
        return new Action(
                "stored-" + word,
                new SimpleObjectProperty<>("stored." + word),
                icon,
                null,
                new SimpleObjectProperty<>(Optional.<Phrase>empty()),
                deed);
    }

    private static Action action(StoredImagesModel model, StoredImageCommand command, Ikon icon, Runnable deed) {
        return new Action(
                command.key().replace('.', '-'),
                new SimpleObjectProperty<>(command.key()),
                icon,
                null,
                model.obstacle(command),
                deed);
    }

    /** What is done to the selected image. */
    List<Action> ofSelected() {
        return List.of(run, push, tag, export, remove);
    }
}
