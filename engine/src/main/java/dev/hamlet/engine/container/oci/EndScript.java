package dev.hamlet.engine.container.oci;

import dev.hamlet.engine.host.HamletPaths;
import dev.hamlet.engine.problem.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.CRC32;

/**
 * The script that conmon runs when a container has ended. It lies with the containers, where it stays for those that run
 * when Hamlet is replaced or gone; another version of it has another name.
 */
final class EndScript {
    private static final byte[] CONTENT = content();

    private EndScript() {}

    private static byte[] content() {
        try (InputStream in = EndScript.class.getResourceAsStream("end-of-container.sh")) {
            if (in == null) {
                throw new IllegalStateException("the script for the end of containers is not packed");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where it is, written if it is not there. */
    static Path ready(Path folder) throws ProblemException {
        CRC32 sum = new CRC32();
        sum.update(CONTENT);
        Path file = folder.resolve("end-" + HexFormat.of().toHexDigits((int) sum.getValue()) + ".sh");
        try {
            if (!Files.exists(file) || !Arrays.equals(Files.readAllBytes(file), CONTENT)) {
                HamletPaths.makePrivate(folder);
                ContainerFiles.write(file, CONTENT);
            }
        } catch (IOException e) {
            throw HamletPaths.unusable(file, e);
        }
        return file;
    }
}
