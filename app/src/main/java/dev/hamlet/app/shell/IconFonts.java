package dev.hamlet.app.shell;

import dev.hamlet.engine.host.HamletPaths;
import dev.hamlet.engine.host.WholeFile;
import dev.hamlet.engine.problem.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import javafx.scene.text.Font;
import org.kordamp.ikonli.FontLoader;
import org.kordamp.ikonli.IkonHandler;
import org.kordamp.ikonli.IkonResolverProvider;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The fonts of icons as files in the folder {@code fonts} of the cache. JavaFX copies a font that is no file to the folder for
 * temporary files at each start, and leaves the copy there when it is killed.
 */
final class IconFonts {
    private static final Logger LOG = LoggerFactory.getLogger(IconFonts.class);

    /** A size that every font has; icons have their own. */
    private static final double SIZE = 16;

    /** A font, and the file that has it unless that could not be written. */
    private record Kept(IkonHandler handler, Path file) {}

    private final List<Kept> fonts = new ArrayList<>();

    private IconFonts() {}

    /** Finds the fonts, and makes the files that are missing, before the first icon is made. Blocks; on any thread. */
    static IconFonts keptIn(HamletPaths paths) {
        IconFonts all = new IconFonts();
        Path folder = paths.cache().resolve("fonts");
        FontLoader keep = handler -> all.keep(handler, folder);
        var _ = IkonResolverProvider.getInstance(keep);
        return all;
    }

    /** No fonts but those that JavaFX finds by itself. */
    static IconFonts none() {
        return new IconFonts();
    }

    private void keep(IkonHandler handler, Path folder) {
        Path file = folder;
        try (InputStream stream = handler.getFontResourceAsStream()) {
            byte[] font = stream.readAllBytes();
            CRC32 sum = new CRC32();
            sum.update(font);
            file = folder.resolve(handler.getFontFamily() + "-" + Long.toHexString(sum.getValue()) + ".ttf");
            if (!Files.exists(file) || Files.size(file) != font.length) {
                HamletPaths.makePrivate(folder);
                WholeFile.write(file, font);
            }
        } catch (IOException | ProblemException e) {
            LOG.warn("the font {} cannot be kept in {}", handler.getFontFamily(), folder, e);
        }
        fonts.add(new Kept(handler, file));
    }

    /** Loads them. On the JavaFX thread. */
    void load() {
        for (Kept one : fonts) {
            // Not the address of the path: JavaFX takes it as it stands, without reading what is written by numbers.
            Font font = Font.loadFont("file:" + one.file(), SIZE);
            one.handler()
                    .setFont(
                            font == null
                                    ? Font.loadFont(
                                            one.handler().getFontResource().toExternalForm(), SIZE)
                                    : font);
        }
    }
}
