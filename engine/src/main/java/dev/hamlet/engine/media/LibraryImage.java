package dev.hamlet.engine.media;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An image of the library whose files are all there.
 *
 * @param id the name of its folder: lower-case ASCII, never changes
 * @param folder absolute
 * @param facts what it is
 */
public record LibraryImage(String id, Path folder, ImageFacts facts) implements LibraryEntry {
    @Override
    public String name() {
        return facts.name();
    }

    /** The disk image, absolute, if it has one; never written to: machines get an overlay or a copy. */
    public Optional<Path> disk() {
        return place(facts.disk() == null ? null : facts.disk().file());
    }

    /** The disk image's format, if it has one. */
    public Optional<DiskFormat> diskFormat() {
        return facts.disk() == null
                ? Optional.empty()
                : Optional.of(facts.disk().format());
    }

    /** The CD image, absolute, if it has one. */
    public Optional<Path> cd() {
        return place(facts.cd());
    }

    /** The kernel for a direct boot, absolute, if it has one. */
    public Optional<Path> kernel() {
        return place(facts.kernel() == null ? null : facts.kernel().kernel());
    }

    /** The initial file system for a direct boot, absolute, if it has one. */
    public Optional<Path> initrd() {
        return place(facts.kernel() == null ? null : facts.kernel().initrd());
    }

    /** The kernel's parameters, or empty. */
    public String commandLine() {
        return facts.kernel() == null ? "" : facts.kernel().commandLine();
    }

    /** All its files, absolute. */
    public List<Path> files() {
        List<Path> all = new ArrayList<>();
        disk().ifPresent(all::add);
        cd().ifPresent(all::add);
        kernel().ifPresent(all::add);
        initrd().ifPresent(all::add);
        return List.copyOf(all);
    }

    private Optional<Path> place(@Nullable Path file) {
        return Optional.ofNullable(file).map(folder::resolve);
    }
}
