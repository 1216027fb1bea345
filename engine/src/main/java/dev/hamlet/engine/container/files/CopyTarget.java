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
        boolean folderMeant = target.endsWith("/") || target.endsWith("/.") || target.equals(".");
        String clean = clean(target);
        int slash = clean.lastIndexOf('/');
        String parent = slash < 0 ? "" : slash == 0 ? "/" : clean.substring(0, slash);
        return switch (there) {
            case FOLDER -> Optional.of(new CopyTarget(clean, contentAlone ? "" : source));
            case FILE ->
                sourceIsFolder || folderMeant
                        ? Optional.empty()
                        : Optional.of(new CopyTarget(parent, clean.substring(slash + 1)));
            case NOTHING ->
                !sourceIsFolder && folderMeant
                        ? Optional.empty()
                        : Optional.of(new CopyTarget(parent, clean.substring(slash + 1)));
        };
    }

    /** Without what only says that a folder is meant. */
    private static String clean(String target) {
        String clean = target;
        while (clean.length() > 1 && (clean.endsWith("/") || clean.endsWith("/."))) {
            clean = clean.substring(0, clean.lastIndexOf('/'));
        }
        return clean.isEmpty() ? "/" : clean;
    }
}
