package dev.hamlet.engine.transfer;

import dev.hamlet.engine.host.WholeFile;
import dev.hamlet.engine.job.Progress;
import dev.hamlet.nativebridge.Directories;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A file under way: {@code <name>.part} with the bytes that came, and {@code <name>.part.from} with what names the
 * content they are of, so that another run can go on. Its digest is computed as the bytes come. Used by one thread that
 * holds the download's lock.
 */
public final class PartFile implements AutoCloseable {
    private final Path target;
    private final Path part;
    private final Path note;
    private final Digest expected;
    private final Growing growing;
    // Not a FileChannel: an interrupt, which is how a job is cancelled, would close it in the midst of a write.
    private final RandomAccessFile file;
    private final EarlySync written;
    private RunningDigest digest;
    private Content content = Content.NONE;
    private long length;
    private boolean isOfEarlierRun;

    /**
     * Which content the bytes are of.
     *
     * @param from the address that gave them, after redirects
     * @param validator what the server calls the content, empty if it has no name for it
     * @param total all bytes of it, or -1
     */
    record Content(String from, String validator, long total) {
        static final Content NONE = new Content("", "", -1);
    }

    private PartFile(Path target, Digest expected, Growing growing) throws IOException {
        this.target = target;
        this.part = target.resolveSibling(target.getFileName() + ".part");
        this.note = noteOf(target);
        this.expected = expected;
        this.growing = growing;
        this.file = new RandomAccessFile(part.toFile(), "rw");
        this.written = new EarlySync(file.getFD());
        this.digest = new RunningDigest(expected.algorithm());
    }

    /** Opens the part of this file: what an earlier run left of the same content, else an empty one. */
    static PartFile open(Path target, URI url, Digest expected, Growing growing, Progress progress)
            throws IOException, InterruptedException {
        PartFile opened = new PartFile(target, expected, growing);
        try {
            opened.takeUp(url, progress);
            return opened;
        } catch (IOException | InterruptedException e) {
            opened.close();
            throw e;
        }
    }

    /** The note beside the part of this file. */
    public static Path noteOf(Path target) {
        return target.resolveSibling(target.getFileName() + ".part.from");
    }

    /** What a run has left of this file that another would go on with. */
    public static Optional<PartialDownload> left(Path target) {
        try {
            List<String> lines = Files.readAllLines(noteOf(target), StandardCharsets.UTF_8);
            long bytes = Files.size(target.resolveSibling(target.getFileName() + ".part"));
            return bytes > 0 && isNote(lines)
                    ? Optional.of(new PartialDownload(bytes, Long.parseLong(lines.get(4))))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Removes what a run has left of this file. */
    public static void remove(Path target) throws IOException {
        Files.deleteIfExists(noteOf(target));
        Files.deleteIfExists(target.resolveSibling(target.getFileName() + ".part"));
    }

    private static boolean isNote(List<String> lines) {
        return lines.size() == 5 && !lines.get(3).isEmpty() && lines.get(4).matches("-1|\\d{1,18}");
    }

    private void takeUp(URI url, Progress progress) throws IOException, InterruptedException {
        List<String> lines;
        try {
            lines = Files.readAllLines(note, StandardCharsets.UTF_8);
        } catch (NoSuchFileException e) {
            lines = List.of();
        }
        boolean same = isNote(lines)
                && lines.get(0).equals(url.toString())
                && lines.get(1).equals(expected.toString());
        if (!same) {
            forget();
            return;
        }
        content = new Content(lines.get(2), lines.get(3), Long.parseLong(lines.get(4)));
        long all = file.length();
        file.seek(0);
        RunningDigest.Block block = digest.block();
        for (int n = file.read(block.bytes()); n > 0; n = file.read(block.bytes())) {
            progress.check();
            digest.update(block, n);
            length += n;
            growing.grownTo(part, length);
            progress.bytes(length, all);
            block = digest.block();
        }
        isOfEarlierRun = length > 0;
    }

    long length() {
        return length;
    }

    Content content() {
        return content;
    }

    /** Whether a server can be asked for the rest alone. */
    boolean canGoOn() {
        return length > 0 && !content.validator().isEmpty();
    }

    /** Whether bytes of an earlier run, which nobody saw reach the disk, are part of this. */
    boolean isOfEarlierRun() {
        return isOfEarlierRun;
    }

    /** Begins again with this content. */
    void startOver(URI url, Content of) throws IOException {
        forget();
        content = of;
        String text =
                String.join("\n", url.toString(), expected.toString(), of.from(), of.validator(), "" + of.total());
        WholeFile.write(note, (text + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** Throws away what came. */
    void forget() throws IOException {
        // The note goes first: a part without one is never gone on with.
        Files.deleteIfExists(note);
        growing.startedOver();
        file.setLength(0);
        file.seek(0);
        written.startOver();
        digest.close();
        digest = new RunningDigest(expected.algorithm());
        content = Content.NONE;
        length = 0;
        isOfEarlierRun = false;
    }

    /** Forgets which of several sites gave the bytes, so that the next try asks the first address again. */
    void forgetSite() {
        content = new Content("", content.validator(), content.total());
    }

    void append(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            RunningDigest.Block block = digest.block();
            int size = Math.min(bytes.remaining(), block.bytes().length);
            bytes.get(block.bytes(), 0, size);
            file.write(block.bytes(), 0, size);
            digest.update(block, size);
            length += size;
            written.grownTo(length);
            growing.grownTo(part, length);
        }
    }

    /** What the bytes came to; to be asked once, when all are there. */
    Digest digest() {
        return digest.finish();
    }

    /** Makes the part the whole file, durably. */
    void finish() throws IOException {
        written.finish();
        Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        Files.deleteIfExists(note);
        Directories.sync(Objects.requireNonNull(target.toAbsolutePath().getParent()));
    }

    /** Throws everything away, the files too. */
    void delete() throws IOException {
        forget();
        Files.deleteIfExists(part);
    }

    /** Keeps what came, unless that is nothing. */
    @Override
    public void close() throws IOException {
        digest.close();
        file.close();
        if (length == 0) {
            Files.deleteIfExists(note);
            Files.deleteIfExists(part);
        }
    }
}
