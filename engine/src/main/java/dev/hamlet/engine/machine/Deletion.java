package dev.hamlet.engine.machine;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What a deletion did.
 *
 * @param trash where the machine waits now
 * @param kept files that stayed where they are, each with the names of those who use it
 */
public record Deletion(Path trash, Map<Path, List<String>> kept) {
    /** Copies the map. */
    public Deletion {
        kept = Map.copyOf(kept);
    }
}
