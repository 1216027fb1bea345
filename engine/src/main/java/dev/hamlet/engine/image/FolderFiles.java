package dev.hamlet.engine.image;

import dev.hamlet.engine.image.tar.ByteText;
import dev.hamlet.engine.job.Progress;
import dev.hamlet.engine.problem.ImageProblem;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.nativebridge.NativeException;
import dev.hamlet.nativebridge.RootFolder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/** An image layout in a folder; its files are copied. No name that it has leads out of it, by links neither. */
final class FolderFiles implements ImageFiles {
    /** ENOENT, ENOTDIR, ELOOP, and EISDIR or EINVAL for what is no file. */
    private static final Set<Integer> NO_FILE = Set.of(2, 20, 40, 21, 22);

    private final Path folder;
    private final StoreWork work;
    private final Blobs blobs;

    FolderFiles(Path folder, StoreWork work, Blobs blobs) {
        this.folder = folder;
        this.work = work;
        this.blobs = blobs;
    }

    private Optional<InputStream> open(String name) throws IOException {
        EntryPath path = EntryPath.of(ByteText.of(name));
        if (path.isRoot()) {
            return Optional.empty();
        }
        try (RootFolder root = RootFolder.open(folder)) {
            return Optional.of(root.read(path.bytes()));
        } catch (NativeException e) {
            if (NO_FILE.contains(e.errno())) {
                return Optional.empty();
            }
            throw e;
        }
    }

    @Override
    public boolean has(String name) throws IOException {
        Optional<InputStream> in = open(name);
        if (in.isPresent()) {
            in.get().close();
        }
        return in.isPresent();
    }

    @Override
    public Optional<byte[]> small(String name) throws IOException, ProblemException {
        Optional<InputStream> file = open(name);
        if (file.isEmpty()) {
            return Optional.empty();
        }
        try (InputStream in = file.get()) {
            byte[] bytes = in.readNBytes(ManifestJson.LONGEST + 1);
            if (bytes.length > ManifestJson.LONGEST) {
                throw new ProblemException(new ImageProblem.ImageArchiveUnusable(folder, name + " is too long"));
            }
            return Optional.of(bytes);
        }
    }

    @Override
    public Optional<Blobs.Incoming> part(String name, Progress progress)
            throws IOException, ProblemException, InterruptedException {
        Optional<InputStream> file = open(name);
        if (file.isEmpty()) {
            return Optional.empty();
        }
        try (InputStream in = file.get()) {
            return Optional.of(blobs.write(work, in, Long.MAX_VALUE, name, progress));
        }
    }
}
