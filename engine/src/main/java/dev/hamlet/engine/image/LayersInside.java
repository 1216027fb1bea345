package dev.hamlet.engine.image;

import dev.hamlet.engine.host.HamletPaths;
import dev.hamlet.engine.job.Progress;
import dev.hamlet.engine.job.Threads;
import dev.hamlet.engine.namespace.Namespaces;
import dev.hamlet.engine.problem.ContainerProblem;
import dev.hamlet.engine.problem.ImageProblem;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.engine.process.OwnJava;
import dev.hamlet.engine.process.ProcessResult;
import dev.hamlet.engine.process.ProcessSpec;
import dev.hamlet.nativebridge.NativeException;
import dev.hamlet.nativebridge.OpenFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Has layers unpacked where an ordinary user may give files away: each by a {@link LayerInside}. */
final class LayersInside {
    private static final Duration LIMIT = Duration.ofHours(12);
    private static final int PIECE = 1 << 16;

    private final Namespaces namespaces;

    LayersInside(Namespaces namespaces) {
        this.namespaces = namespaces;
    }

    /**
     * Unpacks a layer.
     *
     * @param files an empty folder
     * @return how many files there are, and how many bytes they take on the disk
     */
    SnapshotJson.Unpacked unpack(
            Path files,
            List<Path> below,
            BlobDescriptor layer,
            BlobDigest diffId,
            LayerSource source,
            Progress progress)
            throws IOException, ProblemException, InterruptedException {
        Admission admission = namespaces.oneUser().isEmpty() ? Admission.NAMESPACE : Admission.ONE_USER;
        List<OpenFile> pipe = OpenFile.pipe();
        CompletableFuture<ProcessResult> end = new CompletableFuture<>();
        try (VerifiedInput part = source.open(layer, diffId.toString())) {
            ProcessSpec program = OwnJava.of(
                            LayerInside.class, LayerInside.arguments(files, layer, diffId, admission, below))
                    .reading(Path.of("/proc/self/fd/" + pipe.getFirst().number()))
                    .within(LIMIT);
            Thread running = Threads.virtual("unpack-inside", () -> run(program, pipe.getFirst(), end));
            boolean passed = false;
            try {
                pass(part, pipe.getLast(), layer.size(), end, progress);
                passed = true;
                return judge(part, files, layer, diffId, end.get());
            } catch (ExecutionException e) {
                throw e.getCause() instanceof ProblemException problem
                        ? problem
                        : new ProblemException(new ContainerProblem.NamespaceFailed(String.valueOf(e.getMessage())), e);
            } finally {
                pipe.getLast().close();
                if (!passed || !end.isDone()) {
                    running.interrupt();
                }
                // It writes where the caller is about to remove.
                var _ = end.handle((result, failure) -> true).join();
            }
        }
    }

    private void run(ProcessSpec program, OpenFile input, CompletableFuture<ProcessResult> end) {
        try {
            ProcessResult result = namespaces.run(program);
            // Whoever still writes is to hear that nobody reads.
            input.close();
            end.complete(result);
        } catch (ProblemException | InterruptedException e) {
            input.close();
            end.completeExceptionally(e);
        }
    }

    private static void pass(
            VerifiedInput part, OpenFile pipe, long total, CompletableFuture<ProcessResult> end, Progress progress)
            throws IOException, InterruptedException {
        byte[] piece = new byte[PIECE];
        try (OutputStream to = Files.newOutputStream(Path.of("/proc/self/fd/" + pipe.number()))) {
            pipe.close();
            for (int got = part.read(piece); got >= 0; got = part.read(piece)) {
                try {
                    to.write(piece, 0, got);
                } catch (IOException nobodyReads) {
                    // Its own word is why.
                    return;
                }
                progress.bytes(part.size(), total);
                progress.check();
                if (end.isDone()) {
                    return;
                }
            }
        }
    }

    private static SnapshotJson.Unpacked judge(
            VerifiedInput part, Path files, BlobDescriptor layer, BlobDigest diffId, ProcessResult result)
            throws IOException, ProblemException {
        // What a log says to the same output comes before.
        String line = result.output().strip().lines().reduce("", (before, last) -> last);
        String[] words = line.split(" ", 3);
        String rest = line.substring(Math.min(line.length(), words[0].length() + 1));
        return switch (words[0]) {
            case LayerInside.DONE -> {
                part.finish();
                yield new SnapshotJson.Unpacked(diffId, Long.parseLong(words[2]), Long.parseLong(words[1]));
            }
            case LayerInside.REFUSED -> throw part.blame(new LayerViolation(rest));
            case LayerInside.DAMAGED -> {
                part.finish();
                throw new ProblemException(
                        new ImageProblem.BlobDamaged(layer.digest().toString(), rest));
            }
            case LayerInside.FAILED ->
                throw HamletPaths.unusable(files, new NativeException("unpack", Integer.parseInt(words[1]), words[2]));
            default -> throw new ProblemException(new ContainerProblem.NamespaceFailed(result.lastLine()));
        };
    }
}
