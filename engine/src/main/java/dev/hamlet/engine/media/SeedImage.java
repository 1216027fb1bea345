package dev.hamlet.engine.media;

import dev.hamlet.engine.host.WholeFile;
import dev.hamlet.engine.problem.HostProblem;
import dev.hamlet.engine.problem.MediaProblem;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.engine.process.ProcessLauncher;
import dev.hamlet.engine.process.ProcessSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/**
 * Writes first-boot settings as the CD image that cloud-init looks for (its NoCloud data source: label {@code cidata},
 * files {@code user-data} and {@code meta-data}), by means of xorriso.
 */
public final class SeedImage {
    /** The label by which cloud-init knows the image. */
    public static final String LABEL = "cidata";

    private static final String PROGRAM = "xorriso";

    /** Graft points, since without them a "=" in the name of the working directory is misread. */
    private static final List<String> ARGUMENTS = List.of(
            "-no_rc",
            "-as",
            "mkisofs",
            "-quiet",
            "-o",
            "seed.iso",
            "-V",
            LABEL,
            "-J",
            "-r",
            "-graft-points",
            "/=content");

    private final ProcessLauncher launcher;

    /** Seeds written by the xorriso that this launcher finds. */
    public SeedImage(ProcessLauncher launcher) {
        this.launcher = launcher;
    }

    /**
     * Writes the image whole, mode 0600, in place of one that is there.
     *
     * @param instanceId the same for the machine's whole life: at another one the guest would begin anew
     * @param target its folder must exist
     * @throws ProblemException {@code SeedInvalid}, {@code ToolMissing}, {@code ToolFailed}, {@code FileUnusable}
     */
    public void write(CloudSeed seed, String instanceId, Path target) throws ProblemException, InterruptedException {
        seed.checked();
        if (launcher.find(PROGRAM).isEmpty()) {
            throw new ProblemException(new MediaProblem.ToolMissing(PROGRAM, PROGRAM));
        }
        Path absolute = target.toAbsolutePath();
        Path folder = PartFile.folderOf(absolute).resolve(PartFile.newName());
        try {
            // xorriso is given names of ours alone: it would read meaning into some that a user may choose.
            Path content = folder.resolve("content");
            Files.createDirectory(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            Files.createDirectory(content);
            Files.writeString(content.resolve("user-data"), SeedYaml.userData(seed), StandardCharsets.UTF_8);
            Files.writeString(
                    content.resolve("meta-data"), SeedYaml.metaData(seed, instanceId), StandardCharsets.UTF_8);
            launcher.runOrFail(ProcessSpec.of(PROGRAM, ARGUMENTS).in(folder));
            WholeFile.write(absolute, Files.readAllBytes(folder.resolve("seed.iso")));
        } catch (IOException e) {
            throw new ProblemException(new HostProblem.FileUnusable(absolute, WholeFile.reason(e)), e);
        } finally {
            PartFile.delete(folder);
        }
    }
}
