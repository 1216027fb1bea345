package dev.hamlet.engine.image;

import dev.hamlet.engine.host.HamletPaths;
import dev.hamlet.engine.host.Turn;
import dev.hamlet.engine.host.WholeFile;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.namespace.Namespaces;
import dev.hamlet.engine.problem.HostProblem;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.engine.process.ProcessResult;
import dev.hamlet.engine.process.ProcessSpec;
import dev.hamlet.nativebridge.FileLock;
import dev.hamlet.nativebridge.NativeException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the store keeps what. It is an image layout of OCI, so that other programs can read it, with folders of its own
 * beside: {@code snapshots/HEX/fs} has a layer unpacked, named by its chain; {@code roots/ID} a container's root; {@code
 * work/N} what is being done, see {@link StoreWork}; {@code incoming} what registries send, see {@link IncomingParts}.
 *
 * @param root the folder of the store
 * @param namespaces where files may belong to several users
 */
record StorePlaces(Path root, TimeSource time, Namespaces namespaces) {
    private static final Duration REMOVAL = Duration.ofMinutes(30);
    private static final int EPERM = 1;
    private static final int EACCES = 13;

    static StorePlaces of(HamletPaths paths, TimeSource time, Namespaces namespaces) {
        return new StorePlaces(paths.data().resolve("containers"), time, namespaces);
    }

    /** Removes a tree by its own name, whatever is in it, and whoever of the containers' users it belongs to. */
    void remove(Path tree) throws IOException {
        try {
            StoreWork.remove(tree);
        } catch (NativeException e) {
            if (namespaces.isDirect() || (e.errno() != EPERM && e.errno() != EACCES)) {
                throw e;
            }
            removeInside(tree);
        }
    }

    private void removeInside(Path tree) throws IOException {
        try {
            ProcessResult result =
                    namespaces.run(ProcessSpec.of("rm", List.of("-rf", "--one-file-system", "--", tree.toString()))
                            .within(REMOVAL));
            if (!result.succeeded()) {
                throw new IOException(result.lastLine());
            }
        } catch (ProblemException e) {
            throw new IOException(e.problem().toString(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        }
    }

    Path blobs() {
        return root.resolve("blobs").resolve("sha256");
    }

    Path snapshots() {
        return root.resolve("snapshots");
    }

    Path roots() {
        return root.resolve("roots");
    }

    Path work() {
        return root.resolve("work");
    }

    /** Parts on their way from registries; see {@link IncomingParts}. */
    Path incoming() {
        return root.resolve("incoming");
    }

    Path index() {
        return root.resolve("index.json");
    }

    /** Makes what is missing. */
    void make() throws ProblemException {
        HamletPaths.makePrivate(root);
        for (Path folder : List.of(blobs(), snapshots(), roots(), work(), incoming())) {
            HamletPaths.makePrivate(folder);
        }
        Path layout = root.resolve("oci-layout");
        if (!Files.exists(layout)) {
            try {
                WholeFile.writeNew(layout, "{\"imageLayoutVersion\":\"1.0.0\"}\n".getBytes(StandardCharsets.US_ASCII));
            } catch (IOException e) {
                throw unusable(e);
            }
        }
    }

    /** The turn to change which names, parts and leases there are; held for moments. */
    FileLock turn() throws ProblemException, InterruptedException {
        make();
        return new Turn(root.resolve(".lock"), time)
                .take()
                .orElseThrow(() -> new ProblemException(
                        new HostProblem.FolderUnusable(root, "another process is changing it all the time")));
    }

    ProblemException unusable(IOException failure) {
        return HamletPaths.unusable(root, failure);
    }

    /** What lies in a folder, which may be missing. */
    static List<Path> list(Path folder) throws IOException {
        List<Path> all = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            entries.forEach(all::add);
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return all;
    }
}
