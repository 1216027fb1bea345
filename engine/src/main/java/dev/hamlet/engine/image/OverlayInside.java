package dev.hamlet.engine.image;

import dev.hamlet.engine.namespace.Namespaces;
import dev.hamlet.engine.problem.ImageProblem;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.engine.process.ProcessResult;
import dev.hamlet.engine.process.ProcessSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Overlays in the user namespace, by mount(8): of the kernel where it carries them there (5.11 and newer, with {@code
 * userxattr}), else by fuse-overlayfs where that is installed and may use {@code /dev/fuse}.
 */
final class OverlayInside {
    private static final Logger LOG = LoggerFactory.getLogger(OverlayInside.class);
    private static final String LOWER = "lower";

    private final Namespaces namespaces;

    OverlayInside(Namespaces namespaces) {
        this.namespaces = namespaces;
    }

    /**
     * Mounts.
     *
     * @param root the folder of a container's root, with {@code upper}, {@code work} and {@code merged}
     * @param lower the topmost first
     */
    void mount(Path root, List<Path> lower) throws ProblemException, InterruptedException {
        String options;
        try {
            options = "lowerdir=" + String.join(":", shortened(root, lower)) + ",upperdir=upper,workdir=work";
        } catch (IOException e) {
            throw new ProblemException(
                    new ImageProblem.OverlayImpossible(root, dev.hamlet.engine.host.WholeFile.reason(e)), e);
        }
        ProcessResult kernels = namespaces.run(ProcessSpec.of(
                        "mount",
                        List.of("-t", "overlay", "-o", "nodev,index=off,userxattr," + options, "overlay", "merged"))
                .in(root));
        if (kernels.succeeded()) {
            return;
        }
        try {
            ProcessResult fuse = namespaces.run(ProcessSpec.of("fuse-overlayfs", List.of("-o", options, "merged"))
                    .in(root));
            if (fuse.succeeded()) {
                return;
            }
            LOG.info("fuse-overlayfs: {}", fuse.lastLine());
        } catch (ProblemException e) {
            LOG.info("there is no fuse-overlayfs: {}", e.problem());
        }
        throw new ProblemException(new ImageProblem.OverlayImpossible(
                root, kernels.errorLines().isEmpty() ? "" : kernels.errorLines().getFirst()));
    }

    /** Names of a few characters, since all of them together have one page, and free of commas and colons. */
    private static List<String> shortened(Path root, List<Path> lower) throws IOException {
        Path links = root.resolve(LOWER);
        Files.createDirectories(links);
        List<String> names = new ArrayList<>();
        for (int i = 0; i < lower.size(); i++) {
            Path link = links.resolve(Integer.toString(i));
            Path target = links.relativize(lower.get(i));
            if (!Files.isSymbolicLink(link)) {
                Files.createSymbolicLink(link, target);
            }
            names.add(LOWER + "/" + i);
        }
        return names;
    }

    /** Answers what was in the way; empty once nothing is mounted there. */
    String unmount(Path merged) throws ProblemException, InterruptedException {
        ProcessResult result = namespaces.run(ProcessSpec.of("umount", List.of("--", merged.toString())));
        return result.succeeded() ? "" : result.lastLine();
    }
}
