package dev.hamlet.app.cli;

import dev.hamlet.engine.image.ImageReference;
import dev.hamlet.engine.image.ImageStore;
import dev.hamlet.engine.problem.ProblemException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Gives an image for containers another name. */
@Command(
        description = "Give a container image another name besides; the image that had it loses it.",
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {"  hamlet image tag busybox registry.example:5000/busybox:1"})
final class ImageTag extends Verb {
    @Parameters(index = "0", paramLabel = "IMAGE", description = "Name or id of a container image.")
    private String image = "";

    @Parameters(index = "1", paramLabel = "NAME", description = "The other name.")
    private String name = "";

    ImageTag(Session session) {
        super(session);
    }

    @Override
    ExitCode run() throws ProblemException, InterruptedException {
        ImageStore store = session().engine().containerImages();
        ImageReference wanted = ImageReference.parse(name);
        store.tag(image, wanted);
        if (json()) {
            line(ContainerImageJson.tagged(wanted, store.resolve(wanted.tagged().toString())));
        } else {
            line(Printable.line(
                    text("cli.container-image.tagged", image, wanted.tagged().familiar())));
        }
        return ExitCode.DONE;
    }
}
