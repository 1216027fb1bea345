package dev.hamlet.app.cli;

import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.image.BlobDigest;
import dev.hamlet.engine.image.ImageReference;
import dev.hamlet.engine.image.ImageStore;
import dev.hamlet.engine.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Takes names of images for containers away, and with its last name an image. */
@Command(
        description = {
            "Take the name of a container image away, and with its last name the image. Refused while containers",
            "are made from it."
        },
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {"  hamlet image rm busybox", "  hamlet image rm localhost/app:1 localhost/app:2"})
final class ImageRemove extends Verb {
    @Parameters(arity = "1..*", paramLabel = "IMAGE", description = "Names or ids of container images.")
    private List<String> images = List.of();

    @Option(
            names = {"-f", "--force"},
            description = "Also where containers are made from it; its files stay until they are gone.")
    private boolean force;

    ImageRemove(Session session) {
        super(session);
    }

    @Override
    ExitCode run() throws ProblemException, InterruptedException {
        ImageStore store = session().engine().containerImages();
        ExitCode code = ExitCode.DONE;
        List<ImageReference> untagged = new ArrayList<>();
        List<BlobDigest> deleted = new ArrayList<>();
        long freed = 0;
        for (String image : images) {
            try {
                ImageStore.Removed removed = store.remove(image, force);
                untagged.addAll(removed.untagged());
                deleted.addAll(removed.deleted());
                freed += removed.freed().bytes();
            } catch (ProblemException e) {
                // The others are removed all the same.
                code = report(e.problem());
            }
        }
        ImageStore.Removed all = new ImageStore.Removed(untagged, deleted, new ByteSize(freed));
        if (json()) {
            line(ContainerImageJson.removed(all));
        } else {
            RemovedLines.of(all, session()).forEach(this::line);
        }
        return code;
    }
}
