package dev.hamlet.engine.media;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** Public sample images that lie beside the repository, in {@code shared/corpus}, or where HAMLET_CORPUS says. */
public final class Corpus {
    private Corpus() {}

    /** This file or folder of the corpus; the test is skipped where there is none. */
    public static Path at(String name) {
        String named = System.getenv("HAMLET_CORPUS");
        if (named != null && Files.exists(Path.of(named, name))) {
            return Path.of(named, name);
        }
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            Path file = folder.resolve("shared/corpus").resolve(name);
            if (Files.exists(file)) {
                return file;
            }
        }
        return Assumptions.abort(
                "no sample " + name + ": no shared/corpus above this folder, and HAMLET_CORPUS not set");
    }
}
