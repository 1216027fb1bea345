package dev.hamlet.app.wizard;

import dev.hamlet.engine.host.WholeFile;
import dev.hamlet.engine.media.CloudSeed;
import dev.hamlet.engine.problem.HostProblem;
import dev.hamlet.engine.problem.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Reads public keys from files. */
final class SshKeyFile {
    private static final int LARGEST = 1 << 16;

    private SshKeyFile() {}

    /**
     * The first key of this file. Of a private key not a word is kept.
     *
     * @throws ProblemException {@code SeedInvalid} if it is a private key or none at all, {@code FileUnusable}
     */
    static SshKey read(Path file) throws ProblemException {
        if (!Files.isRegularFile(file)) {
            // A pipe or a device may never end.
            throw new ProblemException(new HostProblem.FileUnusable(
                    file, Files.exists(file) ? "not a regular file" : "no such file or folder"));
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] content = in.readNBytes(LARGEST + 1);
            String text = new String(content, 0, Math.min(content.length, LARGEST), StandardCharsets.UTF_8);
            Optional<String> first = text.lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .findFirst();
            CloudSeed.checkKey(first.orElse(""));
            return new SshKey(file, first.orElse(""));
        } catch (IOException e) {
            throw new ProblemException(new HostProblem.FileUnusable(file, WholeFile.reason(e)), e);
        }
    }
}
