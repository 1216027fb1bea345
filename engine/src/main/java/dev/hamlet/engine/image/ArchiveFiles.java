package dev.hamlet.engine.image;

import dev.hamlet.engine.image.tar.TarEntry;
import dev.hamlet.engine.image.tar.TarLimits;
import dev.hamlet.engine.image.tar.TarReader;
import dev.hamlet.engine.job.Progress;
import dev.hamlet.engine.problem.ImageProblem;
import dev.hamlet.engine.problem.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The files of an archive, written to the folder of a work under numbers, whatever their names are, and digested on the
 * way: what an image names of them then only has to be moved.
 */
final class ArchiveFiles implements ImageFiles {
    /** An archive of an image has a file for each of its parts. */
    private static final TarLimits LIMITS = new TarLimits(100_000, 512L << 30, 1024, 32);

    private static final int MOST_LINKS = 10;

    private final Path shown;
    private final Map<String, Blobs.Incoming> files = new HashMap<>();
    /** Old archives of Docker name a layer that comes twice by a link. */
    private final Map<String, String> links = new HashMap<>();

    private ArchiveFiles(Path shown) {
        this.shown = shown;
    }

    /**
     * Reads all of an archive, which may be packed itself.
     *
     * @param shown the archive, for words
     * @param total its length, or -1
     * @throws ProblemException {@code ImageArchiveUnusable}
     */
    static ArchiveFiles read(StoreWork work, InputStream in, Path shown, long total, Progress progress)
            throws IOException, ProblemException, InterruptedException {
        ArchiveFiles all = new ArchiveFiles(shown);
        CountedInput counted = new CountedInput(in);
        InputStream unpacked;
        try {
            unpacked = Packed.unpack(counted, shown.toString()).unpacked();
        } catch (IOException e) {
            throw all.unusable(e);
        }
        TarReader archive = new TarReader(unpacked, LIMITS);
        for (TarEntry entry = all.next(archive); entry != null; entry = all.next(archive)) {
            EntryPath path = EntryPath.of(entry.name());
            switch (entry) {
                case TarEntry.RegularFile file -> {
                    work.requireSpace(file.size());
                    all.files.put(path.toString(), all.write(work, archive, progress));
                }
                case TarEntry.SymbolicLink link
                when !path.isRoot() ->
                    all.links.put(path.toString(), beside(path, link.target().toString()));
                case TarEntry.HardLink link ->
                    all.links.put(path.toString(), EntryPath.of(link.target()).toString());
                default -> {
                    // Folders; others mean nothing here.
                }
            }
            progress.bytes(counted.count(), total);
            progress.check();
        }
        return all;
    }

    private @org.jspecify.annotations.Nullable TarEntry next(TarReader archive) throws ProblemException {
        try {
            return archive.next();
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    private ProblemException unusable(IOException e) {
        return new ProblemException(
                new ImageProblem.ImageArchiveUnusable(shown, dev.hamlet.engine.host.WholeFile.reason(e)), e);
    }

    /** Such as {@code ../ID/layer.tar} in {@code OTHER/layer.tar}. */
    private static String beside(EntryPath link, String target) throws IOException {
        return EntryPath.of(dev.hamlet.engine.image.tar.ByteText.of(
                        target.startsWith("/") ? target : link.parent() + "/" + target))
                .toString();
    }

    private Blobs.Incoming write(StoreWork work, TarReader archive, Progress progress)
            throws IOException, ProblemException, InterruptedException {
        Path part = work.newPart();
        MessageDigest digest = BlobDigest.begin();
        long[] size = new long[1];
        try (FileChannel out = FileChannel.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            Failing failing = new Failing();
            try {
                archive.content((position, buffer, length) -> {
                    if (Thread.interrupted()) {
                        throw new InterruptedIOException();
                    }
                    if (position != size[0]) {
                        throw new LayerViolation("a part of an image has holes");
                    }
                    digest.update(buffer, 0, length);
                    size[0] += length;
                    failing.run(() -> {
                        for (ByteBuffer left = ByteBuffer.wrap(buffer, 0, length); left.hasRemaining(); ) {
                            int _ = out.write(left);
                        }
                    });
                });
            } catch (InterruptedIOException e) {
                throw new InterruptedException();
            } catch (IOException e) {
                failing.rethrow();
                throw unusable(e);
            }
            progress.check();
            out.force(true);
        }
        return new Blobs.Incoming(part, BlobDigest.end(digest), size[0]);
    }

    /** Parts a failure of the disk from one of the archive. */
    private static final class Failing {
        private Optional<IOException> failure = Optional.empty();

        interface Writing {
            void run() throws IOException;
        }

        void run(Writing writing) throws IOException {
            try {
                writing.run();
            } catch (IOException e) {
                failure = Optional.of(e);
                throw e;
            }
        }

        void rethrow() throws IOException {
            if (failure.isPresent()) {
                throw failure.get();
            }
        }
    }

    private Optional<Blobs.Incoming> find(String name) throws IOException {
        String at = EntryPath.of(dev.hamlet.engine.image.tar.ByteText.of(name)).toString();
        for (int hops = 0; hops < MOST_LINKS && links.containsKey(at) && !files.containsKey(at); hops++) {
            at = links.getOrDefault(at, at);
        }
        return Optional.ofNullable(files.get(at));
    }

    @Override
    public boolean has(String name) throws IOException {
        return find(name).isPresent();
    }

    @Override
    public Optional<byte[]> small(String name) throws IOException, ProblemException {
        Optional<Blobs.Incoming> file = find(name);
        if (file.isEmpty()) {
            return Optional.empty();
        } else if (file.get().size() > ManifestJson.LONGEST) {
            throw new ProblemException(new ImageProblem.ImageArchiveUnusable(shown, name + " is too long"));
        }
        return Optional.of(Files.readAllBytes(file.get().file()));
    }

    @Override
    public Optional<Blobs.Incoming> part(String name, Progress progress) throws IOException {
        return find(name);
    }
}
