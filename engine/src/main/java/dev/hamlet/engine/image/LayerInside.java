package dev.hamlet.engine.image;

import dev.hamlet.engine.host.WholeFile;
import dev.hamlet.engine.job.Progress;
import dev.hamlet.engine.problem.ImageProblem;
import dev.hamlet.engine.problem.Problem;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.nativebridge.NativeException;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Unpacks one layer in a Java of its own, where it may give files away: {@link LayersInside} starts it in the user
 * namespace. It reads the layer from its input and says one line. What it is told it is told by its own kind, and what it
 * unpacks is bounded as everywhere.
 */
final class LayerInside {
    /** In the words of the line: what was made and what it takes. */
    static final String DONE = "done";
    /** The layer is one that is not unpacked. */
    static final String REFUSED = "refused";
    /** The layer is not what was promised. */
    static final String DAMAGED = "damaged";
    /** The system could not. */
    static final String FAILED = "failed";

    private LayerInside() {}

    /** What it is told. */
    static List<String> arguments(
            Path files, BlobDescriptor layer, BlobDigest diffId, Admission admission, List<Path> below) {
        List<String> words = new ArrayList<>(List.of(
                files.toString(),
                layer.digest().toString(),
                Long.toString(layer.size()),
                diffId.toString(),
                admission.name()));
        below.forEach(one -> words.add(one.toString()));
        return words;
    }

    /** The program. */
    public static void main(String[] words) throws IOException, InterruptedException {
        String line = unpack(words);
        try (FileOutputStream out = new FileOutputStream(FileDescriptor.out)) {
            out.write((line.replace('\n', ' ') + "\n").getBytes(StandardCharsets.UTF_8));
        }
    }

    private static String unpack(String... words) throws InterruptedException {
        Path files = Path.of(words[0]);
        BlobDescriptor layer = BlobDescriptor.of("", digest(words[1]), Long.parseLong(words[2]));
        List<Path> below = Arrays.stream(words).skip(5).map(Path::of).toList();
        InputStream in = new FileInputStream(FileDescriptor.in);
        try {
            long count = Snapshots.fill(
                    files,
                    below,
                    layer,
                    digest(words[3]),
                    (_, _) -> VerifiedInput.elsewhere(in, layer),
                    OverlayMarks.USER,
                    Admission.valueOf(words[4]),
                    Progress.none());
            return DONE + " " + count + " " + DiskUsage.of(files);
        } catch (ProblemException e) {
            Problem problem = e.problem();
            return switch (problem) {
                case ImageProblem.LayerRefused refused -> REFUSED + " " + refused.why();
                case ImageProblem.BlobDamaged damaged -> DAMAGED + " " + damaged.why();
                default -> FAILED + " 0 " + problem;
            };
        } catch (NativeException e) {
            return FAILED + " " + e.errno() + " " + WholeFile.reason(e);
        } catch (IOException e) {
            return FAILED + " 0 " + WholeFile.reason(e);
        }
    }

    private static BlobDigest digest(String text) {
        return BlobDigest.parse(text).orElseThrow(() -> new IllegalArgumentException("no digest: " + text));
    }
}
