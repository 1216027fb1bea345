package dev.hamlet.app.fx;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javafx.scene.Scene;
import javafx.scene.SnapshotParameters;
import javafx.scene.transform.Scale;

/** Pictures of windows for people to look at, in {@code target/screenshots}. */
public final class Pictures {
    private static final Path FOLDER = Path.of("target", "screenshots");

    /** What was shown a moment ago stands still after so many frames. */
    private static final int FRAMES = 12;

    private Pictures() {}

    /**
     * Draws what this scene shows.
     *
     * @param scale pixels to a unit: 2 as on a screen of twice the density
     */
    public static void draw(Scene scene, double scale, String name) {
        Toolkit.awaitFrames(FRAMES);
        try {
            Files.createDirectories(FOLDER);
            SnapshotParameters how = new SnapshotParameters();
            how.setTransform(new Scale(scale, scale));
            PngFile.write(Toolkit.get(() -> scene.getRoot().snapshot(how, null)), FOLDER.resolve(name + ".png"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
