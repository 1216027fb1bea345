package dev.hamlet.engine.container.files;

import java.util.Optional;

/**
 * Where a copy goes, as {@code docker cp} and {@code cp -r} have it. Pure.
 *
 * @param folder a folder that is there, as text; empty for the one that the target lies in
 * @param name what the copy is called; empty where a folder's content comes to be in the folder
 */
public record CopyTarget(String folder, String name) {
    /** What a copy goes to. */
    public enum There {
        /** Nothing is there. */
        NOTHING,
        /** A folder, or a link to one. */
        FOLDER,
        /** Something else. */
        FILE
    }

    /**
     * Where it goes.
     *
     * @param source name of what is copied
     * @param sourceIsFolder whether that is a folder
     * @param contentAlone whether only what is in the folder is copied
     * @param target as it was written
     * @return empty where a folder would take the place of a file, or a file that of a folder that is not there
     */
    public static Optional<CopyTarget> of(
            String source, boolean sourceIsFolder, boolean contentAlone, String target, There there) {
        String clean = target.length() > 1 && target.endsWith("/") ? target.substring(0, target.length() - 1) : target;
        int slash = clean.lastIndexOf('/');
        String parent = slash < 0 ? "" : slash == 0 ? "/" : clean.substring(0, slash);
        return switch (there) {
            case FOLDER -> Optional.of(new CopyTarget(clean, contentAlone ? "" : source));
            case FILE ->
                sourceIsFolder || target.endsWith("/")
                        ? Optional.empty()
                        : Optional.of(new CopyTarget(parent, clean.substring(slash + 1)));
            case NOTHING ->
                !sourceIsFolder && target.endsWith("/")
                        ? Optional.empty()
                        : Optional.of(new CopyTarget(parent, clean.substring(slash + 1)));
        };
    }
}
