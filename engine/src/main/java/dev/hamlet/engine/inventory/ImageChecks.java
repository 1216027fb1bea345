package dev.hamlet.engine.inventory;

import dev.hamlet.engine.host.HamletPaths;
import dev.hamlet.engine.host.WholeFile;
import dev.hamlet.engine.problem.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers what the last check of each image found, in a file of Hamlet's state. Losing it costs nothing but another
 * check, so that two processes that write at once may lose one of theirs.
 */
final class ImageChecks {
    private static final Logger LOG = LoggerFactory.getLogger(ImageChecks.class);
    private final Path folder;
    private final Path file;

    ImageChecks(HamletPaths paths) {
        this.folder = paths.state();
        this.file = folder.resolve("image-checks.json");
    }

    /** All that is remembered. */
    synchronized Map<Path, ImageCheck> all() {
        try {
            return ImageChecksJson.read(Files.readAllBytes(file));
        } catch (IOException e) {
            return Map.of();
        }
    }

    /** What is remembered of this file, unless its bytes have changed since. */
    static Optional<ImageCheck> of(Map<Path, ImageCheck> all, Path image, BasicFileAttributes now) {
        return Optional.ofNullable(all.get(image))
                .filter(check ->
                        check.fileBytes() == now.size() && check.changed().equals(changed(now)));
    }

    static Instant changed(BasicFileAttributes attributes) {
        return attributes.lastModifiedTime().toInstant();
    }

    /** Remembers this; files that are gone are forgotten. */
    synchronized void remember(Path image, ImageCheck check) {
        Map<Path, ImageCheck> checks = new LinkedHashMap<>(all());
        checks.keySet().removeIf(known -> !Files.exists(known));
        checks.put(image, check);
        try {
            HamletPaths.makePrivate(folder);
            WholeFile.write(file, ImageChecksJson.write(checks));
        } catch (IOException | ProblemException e) {
            LOG.warn("what a check found cannot be kept", e);
        }
    }
}
