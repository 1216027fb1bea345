package dev.hamlet.app.cli;

import dev.hamlet.engine.Engine;
import dev.hamlet.engine.image.Image;
import dev.hamlet.engine.image.ImageReference;
import dev.hamlet.engine.image.Platform;
import dev.hamlet.engine.image.registry.Security;
import dev.hamlet.engine.job.Phrase;
import dev.hamlet.engine.problem.ProblemException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Takes an image for containers to a registry. */
@Command(
        description = {
            "Take a container image to a registry. Parts that are there are not sent again; of an image for several",
            "platforms all are sent where all are here, else the one for this computer."
        },
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  hamlet image push registry.example:5000/app:1",
            "  hamlet image push busybox registry.example:5000/team/busybox:1"
        })
final class ImagePush extends Verb {
    @Parameters(index = "0", paramLabel = "IMAGE", description = "Name or id of a container image.")
    private String image = "";

    @Parameters(index = "1", arity = "0..1", paramLabel = "NAME", description = "Under which name; else its own.")
    private @Nullable String name;

    @Option(
            names = "--platform",
            paramLabel = "OS/ARCH[/VARIANT]",
            description = "Of an image for several platforms this one alone.")
    private @Nullable String platform;

    @Option(
            names = {"-q", "--quiet"},
            description = "Print the digest alone.")
    private boolean quiet;

    @Mixin
    private final RegistryOptions options = new RegistryOptions();

    ImagePush(Session session) {
        super(session);
    }

    @Override
    ExitCode run() throws ProblemException, InterruptedException {
        Engine engine = session().engine();
        Optional<Platform> wanted = RegistryOptions.platform(platform);
        Optional<Security> security = options.security();
        ImageReference target = ImageReference.parse(name == null ? image : name);
        Image sent = follow(
                engine.jobs()
                        .start(
                                Phrase.of("job.image-push", target.familiar()),
                                progress -> engine.registries().push(image, target, wanted, security, progress)),
                quiet);
        if (json()) {
            line(ContainerImageJson.tagged(target, sent));
        } else {
            line(Printable.line(
                    quiet
                            ? sent.digest().toString()
                            : text("cli.container-image.pushed", target.tagged().familiar())));
        }
        return ExitCode.DONE;
    }
}
