package dev.hamlet.app.fx;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.stream.IntStream;
import javafx.scene.image.Image;
import javafx.stage.Stage;

/** Hamlet's picture in title bars and task lists, in the sizes that desktops take. Belongs to the JavaFX thread. */
public final class WindowIcon {
    private WindowIcon() {}

    /** Gives it to this window; one that has it keeps what it has. */
    public static void give(Stage stage) {
        if (stage.getIcons().isEmpty()) {
            stage.getIcons()
                    .setAll(IntStream.of(16, 32, 48, 64, 128)
                            .mapToObj(WindowIcon::picture)
                            .toList());
        }
    }

    private static Image picture(int size) {
        String name = "dev/hamlet/assets/hamlet-" + size + ".png";
        try (InputStream stream =
                Objects.requireNonNull(WindowIcon.class.getClassLoader().getResourceAsStream(name), name)) {
            return new Image(stream);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
