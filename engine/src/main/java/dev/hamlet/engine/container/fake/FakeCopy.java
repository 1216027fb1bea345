package dev.hamlet.engine.container.fake;

import dev.hamlet.engine.container.ContainerFileAccess.Copied;
import dev.hamlet.engine.container.ContainerFileAccess.Copying;
import dev.hamlet.engine.container.files.CopyTarget;
import dev.hamlet.engine.host.WholeFile;
import dev.hamlet.engine.image.tar.ByteText;
import dev.hamlet.engine.image.tar.TarEntry;
import dev.hamlet.engine.image.tar.TarEntry.Facts;
import dev.hamlet.engine.image.tar.TarLimits;
import dev.hamlet.engine.image.tar.TarReader;
import dev.hamlet.engine.image.tar.TarWriter;
import dev.hamlet.engine.job.Progress;
import dev.hamlet.engine.problem.MediaProblem;
import dev.hamlet.engine.problem.ProblemException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** One copy between this computer and files in memory. Used by one thread. */
final class FakeCopy {
    private final FakeRoot root;
    private final FakeFileAccess.Step before;
    private final Progress progress;
    private final Instant now;
    private long files;
    private long bytes;

    FakeCopy(FakeRoot root, FakeFileAccess.Step before, Progress progress, Instant now) {
        this.root = root;
        this.before = before;
        this.progress = progress;
        this.now = now;
    }

    private void step(FakeFile file) throws ProblemException, InterruptedException {
        before.begin();
        progress.check();
        files++;
        bytes += file.content().length();
        progress.bytes(bytes, -1);
    }

    private Copied copied() {
        return new Copied(files, bytes);
    }

    /** Something in the container that is to be copied. */
    private record Source(String path, FakeFile file, boolean contentAlone) {
        String name() {
            return FakeTree.name(path);
        }
    }

    private Source source(String written, boolean followed) throws ProblemException {
        boolean dot = written.endsWith("/.") || written.equals(".");
        String path = root.resolve(written, followed || dot || written.endsWith("/"));
        FakeFile file = root.require(path);
        return new Source(path, file, path.equals(FakeTree.TOP) || (dot && file.isFolder()));
    }

    Copied out(String path, Path target, Copying how) throws IOException, ProblemException, InterruptedException {
        Source source = source(path, how.followed());
        CopyTarget.There there = Files.isDirectory(target)
                ? CopyTarget.There.FOLDER
                : Files.exists(target) ? CopyTarget.There.FILE : CopyTarget.There.NOTHING;
        CopyTarget to = CopyTarget.of(
                        source.name(),
                        source.file().isFolder(),
                        source.contentAlone(),
                        target.toAbsolutePath().toString(),
                        there)
                .orElseThrow(() -> root.unusable(path, "it cannot take the place of " + target));
        Path folder = Path.of(to.folder());
        if (!Files.isDirectory(folder)) {
            throw root.unusable(path, folder + " is no folder");
        }
        write(source.path(), to.name().isEmpty() ? folder : folder.resolve(to.name()));
        return copied();
    }

    private void write(String path, Path target) throws IOException, ProblemException, InterruptedException {
        FakeFile file = root.require(path);
        step(file);
        switch (file.kind()) {
            case FILE -> WholeFile.writeFleeting(target, file.bytes());
            case FOLDER -> {
                Files.createDirectories(target);
                for (String name : root.names(path)) {
                    write(FakeTree.child(path, name), target.resolve(name));
                }
            }
            case LINK, FOLDER_LINK -> {
                Files.deleteIfExists(target);
                Files.createSymbolicLink(target, Path.of(file.target()));
            }
            case SPECIAL -> {
                // What is left out for an ordinary user.
            }
        }
    }

    Copied in(Path source, boolean contentAlone, String path, Copying how)
            throws IOException, ProblemException, InterruptedException {
        if (!Files.exists(source, LinkOption.NOFOLLOW_LINKS)) {
            throw new ProblemException(new MediaProblem.FileUnreadable(source, "No such file or directory"));
        }
        Path real = how.followed() || contentAlone ? source.toRealPath() : source.toAbsolutePath();
        boolean folder = Files.isDirectory(real, LinkOption.NOFOLLOW_LINKS);
        String there = root.resolve(path, true);
        Optional<FakeFile> now = root.at(there);
        CopyTarget to = CopyTarget.of(
                        String.valueOf(source.toAbsolutePath().normalize().getFileName()),
                        folder,
                        contentAlone,
                        path,
                        now.isEmpty()
                                ? CopyTarget.There.NOTHING
                                : now.get().isFolder() ? CopyTarget.There.FOLDER : CopyTarget.There.FILE)
                .orElseThrow(() -> root.unusable(path, "a folder cannot take the place of a file"));
        String parent = root.resolve(to.folder(), true);
        if (root.at(parent).filter(FakeFile::isFolder).isEmpty()) {
            throw root.missing(to.folder());
        }
        read(real, to.name().isEmpty() ? parent : FakeTree.child(parent, to.name()));
        return copied();
    }

    private void read(Path source, String path) throws IOException, ProblemException, InterruptedException {
        FakeFile file = Files.isSymbolicLink(source)
                ? FakeFile.link(Files.readSymbolicLink(source).toString(), now)
                : Files.isDirectory(source) ? FakeFile.folder(now) : FakeFile.of(Files.readAllBytes(source), now);
        step(file);
        if (!file.isFolder() || root.at(path).filter(FakeFile::isFolder).isEmpty()) {
            root.put(path, file);
        }
        if (file.isFolder()) {
            try (Stream<Path> below = Files.list(source)) {
                for (Path one : below.sorted().toList()) {
                    read(one, FakeTree.child(path, one.getFileName().toString()));
                }
            }
        }
    }

    Copied archive(String path, OutputStream to, Copying how)
            throws IOException, ProblemException, InterruptedException {
        Source source = source(path, how.followed());
        TarWriter archive = new TarWriter(to);
        if (source.contentAlone()) {
            for (String name : root.names(source.path())) {
                pack(FakeTree.child(source.path(), name), name, archive);
            }
        } else {
            pack(source.path(), source.name(), archive);
        }
        archive.finish();
        to.flush();
        return copied();
    }

    private void pack(String path, String as, TarWriter archive)
            throws IOException, ProblemException, InterruptedException {
        FakeFile file = root.require(path);
        step(file);
        Instant modified = file.modified();
        Facts facts = new Facts(
                ByteText.of(as),
                file.permissions(),
                file.uid(),
                file.gid(),
                modified.getEpochSecond(),
                modified.getNano(),
                Map.of());
        switch (file.kind()) {
            case FILE -> archive.file(facts, file.bytes());
            case FOLDER -> {
                archive.entry(new TarEntry.Folder(facts));
                for (String name : root.names(path)) {
                    pack(FakeTree.child(path, name), as + "/" + name, archive);
                }
            }
            case LINK, FOLDER_LINK -> archive.entry(new TarEntry.SymbolicLink(facts, ByteText.of(file.target())));
            case SPECIAL -> archive.entry(new TarEntry.Pipe(facts));
        }
    }

    Copied unpack(InputStream archive, String folder) throws IOException, ProblemException, InterruptedException {
        String base = root.resolve(folder, true);
        if (root.at(base).filter(FakeFile::isFolder).isEmpty()) {
            throw root.missing(folder);
        }
        TarReader reader = new TarReader(archive, TarLimits.LAYER);
        for (TarEntry entry = reader.next(); entry != null; entry = reader.next()) {
            Facts facts = entry.facts();
            String path = base;
            for (String name : List.of(facts.name().toString().split("/"))) {
                path = name.isEmpty() ? path : FakeTree.child(path, name);
            }
            FakeFile file = file(entry, reader);
            step(file);
            root.put(path, file.with(facts.permissions(), facts.uid(), facts.gid()));
        }
        return copied();
    }

    private FakeFile file(TarEntry entry, TarReader reader) throws IOException {
        return switch (entry) {
            case TarEntry.RegularFile _ -> {
                ByteArrayOutputStream content = new ByteArrayOutputStream();
                reader.content((_, buffer, length) -> content.write(buffer, 0, length));
                yield FakeFile.of(content.toByteArray(), now);
            }
            case TarEntry.Folder _ -> FakeFile.folder(now);
            case TarEntry.SymbolicLink(Facts _, ByteText target) -> FakeFile.link(target.toString(), now);
            case TarEntry.HardLink(Facts _, ByteText target) -> FakeFile.link(target.toString(), now);
            case TarEntry.Device _, TarEntry.Pipe _ -> FakeFile.device(now);
        };
    }
}
