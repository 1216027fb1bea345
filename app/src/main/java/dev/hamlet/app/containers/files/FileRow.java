package dev.hamlet.app.containers.files;

import dev.hamlet.engine.container.ContainerFile;
import dev.hamlet.engine.container.FileChange;
import java.util.Comparator;
import java.util.Optional;

/**
 * A line of the list of files.
 *
 * @param name in its folder
 * @param file what is there; empty where only the image has it
 * @param change how it differs from the image's
 */
record FileRow(String name, Optional<ContainerFile> file, Optional<FileChange.Kind> change) {
    private static final int READ = 4;
    private static final int WRITE = 2;
    private static final int EXECUTE = 1;
    private static final int SET_UID = 04000;
    private static final int SET_GID = 02000;
    private static final int STICKY = 01000;

    /** Folders first, then by name, as file browsers have it. */
    static final Comparator<FileRow> USUAL =
            Comparator.comparing((FileRow row) -> !row.isFolder()).thenComparing(FileRow::name);

    static FileRow of(ContainerFile file) {
        return new FileRow(file.name(), Optional.of(file), file.change());
    }

    static FileRow deleted(String name) {
        return new FileRow(name, Optional.empty(), Optional.of(FileChange.Kind.DELETED));
    }

    /** Whether there may be files in it. */
    boolean isFolder() {
        return file.filter(ContainerFile::isFolder).isPresent();
    }

    /** Whether it can be brought out: what is there and has content, or files in it. */
    boolean isSaved() {
        return file.filter(one -> one.kind() != ContainerFile.Kind.SPECIAL).isPresent();
    }

    /** Length in bytes of what has content; -1 for all else. */
    long size() {
        return file.filter(one -> one.kind() == ContainerFile.Kind.FILE)
                .map(ContainerFile::size)
                .orElse(-1L);
    }

    /** Kind and permissions as {@code ls -l} writes them. */
    String mode() {
        return file.map(FileRow::mode).orElse("");
    }

    private static String mode(ContainerFile file) {
        int bits = file.permissions();
        StringBuilder text = new StringBuilder(
                switch (file.kind()) {
                    case FILE -> "-";
                    case FOLDER -> "d";
                    case LINK, FOLDER_LINK -> "l";
                    case SPECIAL -> "s";
                });
        for (int shift = 6; shift >= 0; shift -= 3) {
            int three = bits >> shift;
            text.append((three & READ) != 0 ? 'r' : '-').append((three & WRITE) != 0 ? 'w' : '-');
            boolean runs = (three & EXECUTE) != 0;
            boolean lent = (bits & (shift == 6 ? SET_UID : shift == 3 ? SET_GID : STICKY)) != 0;
            char mark = shift == 0 ? 't' : 's';
            text.append(lent ? runs ? mark : Character.toUpperCase(mark) : runs ? 'x' : '-');
        }
        return text.toString();
    }

    /** Numbers of its owner and group, as the container counts. */
    String owner() {
        return file.map(one -> one.uid() + ":" + one.gid()).orElse("");
    }
}
