package dev.hamlet.engine.image;

import dev.hamlet.engine.job.Progress;
import dev.hamlet.engine.problem.ImageProblem;
import dev.hamlet.engine.problem.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** An image layout in a folder; its files are copied. */
final class FolderFiles implements ImageFiles {
    private final Path folder;
    private final StoreWork work;
    private final Blobs blobs;

    FolderFiles(Path folder, StoreWork work, Blobs blobs) {
        this.folder = folder;
        this.work = work;
        this.blobs = blobs;
    }

    @Override
    public boolean has(String name) {
        return Files.isRegularFile(folder.resolve(name));
    }

    @Override
    public Optional<byte[]> small(String name) throws IOException, ProblemException {
        Path file = folder.resolve(name);
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(ManifestJson.LONGEST + 1);
            if (bytes.length > ManifestJson.LONGEST) {
                throw new ProblemException(new ImageProblem.ImageArchiveUnusable(folder, name + " is too long"));
            }
            return Optional.of(bytes);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    @Override
    public Optional<Blobs.Incoming> part(String name, Progress progress)
            throws IOException, ProblemException, InterruptedException {
        Path file = folder.resolve(name);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try (InputStream in = Files.newInputStream(file)) {
            return Optional.of(blobs.write(work, in, Math.max(Files.size(file), 1), name, progress));
        }
    }
}
