package dev.hamlet.app.cli;

import dev.hamlet.engine.container.CommitWish;
import dev.hamlet.engine.image.Image;
import dev.hamlet.engine.image.ImageReference;
import dev.hamlet.engine.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes an image of a container. */
@Command(
        description = {
            "Make an image of a container: its image's layers, and one of what it has changed. Containers of it are run as",
            "this one was. What is mounted in it is not in the image. Prints the image's id."
        },
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  hamlet container commit web site:1",
            "  hamlet container commit -c 'CMD [\"httpd\", \"-f\"]' -c 'ENV MODE=real' web site:2"
        })
final class ContainerCommitVerb extends Verb {
    @Option(
            names = {"-a", "--author"},
            paramLabel = "AUTHOR",
            description = "Who made it.")
    private String author = "";

    @Option(
            names = {"-m", "--message"},
            paramLabel = "TEXT",
            description = "What else is said of this step.")
    private String message = "";

    @Option(
            names = {"-c", "--change"},
            paramLabel = "INSTRUCTION",
            description = {
                "How its containers are run, as in a Dockerfile: CMD, ENTRYPOINT, ENV, EXPOSE, LABEL, STOPSIGNAL, USER, VOLUME",
                "or WORKDIR."
            })
    private List<String> changes = new ArrayList<>();

    @Option(names = "--no-pause", description = "Let it run on meanwhile, whatever it does to its files.")
    private boolean running;

    @Parameters(index = "0", paramLabel = "CONTAINER", description = "Name, id, or beginning of an id.")
    private String name = "";

    @Parameters(index = "1", arity = "0..1", paramLabel = "IMAGE", description = "What the image is called.")
    private String image = "";

    ContainerCommitVerb(Session session) {
        super(session);
    }

    @Override
    ExitCode run() throws ProblemException, InterruptedException {
        Optional<ImageReference> reference =
                image.isEmpty() ? Optional.empty() : Optional.of(ImageReference.parse(image));
        Image made = follow(session()
                .engine()
                .containers()
                .commit(name, new CommitWish(reference, author, message, changes, !running)));
        if (json()) {
            line(ContainerImageJson.brief(
                    made,
                    session()
                            .engine()
                            .containerImages()
                            .usage(List.of(made))
                            .values()
                            .iterator()
                            .next()));
        } else {
            line(made.id().toString());
        }
        return ExitCode.DONE;
    }
}
