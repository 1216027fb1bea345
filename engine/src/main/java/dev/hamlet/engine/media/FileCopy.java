package dev.hamlet.engine.media;

import dev.hamlet.engine.job.Progress;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;

/** Copies a large file: holes stay holes, the digest is taken on the way. */
final class FileCopy {
    private static final int CHUNK = 1 << 20;

    private FileCopy() {}

    /**
     * Copies to a new file, mode 0600, durably, and answers the digest as {@code sha256:…}.
     *
     * @throws IOException if reading or writing fails; what was written stays for the caller to remove
     */
    static String copy(Path from, Path to, Progress progress) throws IOException, InterruptedException {
        MessageDigest digest = sha256();
        try (FileChannel in = FileChannel.open(from, StandardOpenOption.READ);
                FileChannel out = FileChannel.open(
                        to,
                        Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW),
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            long total = in.size();
            ByteBuffer buffer = ByteBuffer.allocateDirect(CHUNK);
            long done = 0;
            while (in.read(buffer.clear()) >= 0) {
                buffer.flip();
                digest.update(buffer.duplicate());
                int length = buffer.remaining();
                if (!isZero(buffer.duplicate())) {
                    writeAll(out, buffer, done);
                }
                done += length;
                progress.bytes(done, total);
                progress.check();
            }
            lengthen(out, done);
            out.force(true);
        }
        return "sha256:" + HexFormat.of().formatHex(digest.digest());
    }

    private static void writeAll(FileChannel out, ByteBuffer buffer, long position) throws IOException {
        long at = position;
        while (buffer.hasRemaining()) {
            at += out.write(buffer, at);
        }
    }

    private static void lengthen(FileChannel out, long length) throws IOException {
        if (out.size() < length) {
            out.write(ByteBuffer.allocate(1), length - 1);
        }
    }

    private static boolean isZero(ByteBuffer buffer) {
        while (buffer.remaining() >= Long.BYTES) {
            if (buffer.getLong() != 0) {
                return false;
            }
        }
        while (buffer.hasRemaining()) {
            if (buffer.get() != 0) {
                return false;
            }
        }
        return true;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
