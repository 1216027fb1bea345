package dev.hamlet.engine.image;

import dev.hamlet.engine.job.Progress;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.engine.transfer.Growing;
import java.nio.file.Path;

/**
 * A repository of a registry (OCI distribution specification 1.1). Safe for use by many threads; all of it blocks, and ends
 * by {@link InterruptedException} when its thread is interrupted.
 */
public interface RemoteRepository {
    /** A manifest or an index as it was sent, and what its bytes come to. */
    final class Document {
        private final byte[] bytes;
        private final BlobDigest digest;

        /** One of these bytes. */
        public Document(byte[] bytes) {
            this.bytes = bytes.clone();
            this.digest = BlobDigest.of(bytes);
        }

        byte[] bytes() {
            return bytes.clone();
        }

        BlobDigest digest() {
            return digest;
        }
    }

    /**
     * Reads a manifest or an index.
     *
     * @param tagOrDigest which
     * @throws ProblemException {@code RemoteImageMissing}, {@code RegistryDenied}, {@code RegistryWrong}, and others of
     *     registries
     */
    Document manifest(String tagOrDigest) throws ProblemException, InterruptedException;

    /**
     * Reads a small part whole; it is what its digest promises.
     *
     * @throws ProblemException as {@link #manifest}
     */
    byte[] small(BlobDescriptor part) throws ProblemException, InterruptedException;

    /**
     * Brings a part to a file, resumably: whole and what its digest promises, or not at all.
     *
     * @param growing is told how it comes
     * @throws ProblemException {@code DownloadStopped} (what came is kept), {@code DigestMismatch}, {@code
     *     LengthMismatch}, {@code SpaceShort}, and as {@link #manifest}
     */
    void bring(BlobDescriptor part, Path target, Growing growing) throws ProblemException, InterruptedException;

    /** Whether it has a part already. */
    boolean has(BlobDescriptor part) throws ProblemException, InterruptedException;

    /** Asks for a part that another repository of the registry has to be this one's too; answers whether it is now. */
    boolean mount(BlobDescriptor part, String otherPath) throws ProblemException, InterruptedException;

    /**
     * Sends a part.
     *
     * @param progress how many of its bytes were sent
     * @throws ProblemException as {@link #manifest}
     */
    void send(BlobDescriptor part, Path file, Progress progress) throws ProblemException, InterruptedException;

    /**
     * Sends a manifest or an index, all of whose parts it has.
     *
     * @param tagOrDigest what shall lead to it
     */
    void put(String tagOrDigest, String mediaType, byte[] bytes) throws ProblemException, InterruptedException;
}
