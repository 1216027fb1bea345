package dev.hamlet.app.cli;

import dev.hamlet.engine.Engine;
import dev.hamlet.engine.catalog.CatalogEntry;
import dev.hamlet.engine.catalog.CatalogImages;
import dev.hamlet.engine.image.Image;
import dev.hamlet.engine.image.ImageReference;
import dev.hamlet.engine.image.Platform;
import dev.hamlet.engine.image.registry.Security;
import dev.hamlet.engine.job.Phrase;
import dev.hamlet.engine.media.LibraryImage;
import dev.hamlet.engine.problem.DownloadProblem;
import dev.hamlet.engine.problem.ProblemException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Brings an image of the catalogue into the library, or one for containers from a registry. */
@Command(
        description = {
            "Bring an image: of the catalogue (by its id) for machines, or from a registry (by its name) for containers.",
            "What was cut off goes on where it stopped, and what is not what its digest promises is never used."
        },
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  hamlet image pull debian-12                         for machines; hamlet catalog shows what there is",
            "  hamlet image pull debian:12                         for containers, from Docker Hub",
            "  hamlet image pull --platform linux/arm64 registry.example:5000/app:1"
        })
final class ImagePull extends Verb {
    @Parameters(
            paramLabel = "IMAGE",
            description = "Id of an entry of the catalogue, or name of an image for containers.")
    private String image = "";

    @Option(
            names = "--platform",
            paramLabel = "OS/ARCH[/VARIANT]",
            description = "Of an image for several platforms another one than this computer's.")
    private @Nullable String platform;

    @Option(
            names = {"-q", "--quiet"},
            description = "Print the image's id alone.")
    private boolean quiet;

    @Mixin
    private final RegistryOptions options = new RegistryOptions();

    ImagePull(Session session) {
        super(session);
    }

    @Override
    ExitCode run() throws ProblemException, InterruptedException {
        Engine engine = session().engine();
        Optional<Platform> wanted = RegistryOptions.platform(platform);
        Optional<Security> security = options.security();
        Optional<CatalogEntry> entry = wanted.isPresent() ? Optional.empty() : entry(engine);
        if (entry.isPresent()) {
            bring(engine, entry.get());
        } else {
            bring(engine, ImageReference.parse(image), wanted, security);
        }
        return ExitCode.DONE;
    }

    /** The entry of the catalogue that is meant: one has no registry, no folder and no tag in its id. */
    private Optional<CatalogEntry> entry(Engine engine) throws ProblemException {
        try {
            return Optional.of(engine.catalog().find(image));
        } catch (ProblemException e) {
            boolean mistyped = e.problem() instanceof DownloadProblem.CatalogEntryUnknown unknown
                    && unknown.nearest().contains("-")
                    && image.contains("-")
                    && !image.matches(".*[/:@].*");
            if (mistyped || !(e.problem() instanceof DownloadProblem.CatalogEntryUnknown)) {
                throw e;
            }
            return Optional.empty();
        }
    }

    private void bring(Engine engine, CatalogEntry entry) throws ProblemException, InterruptedException {
        LibraryImage made = follow(engine.jobs()
                .start(
                        Phrase.of("job.image-pull", CatalogImages.imageName(entry)),
                        progress -> engine.catalogImages().fetch(entry, progress)));
        if (json()) {
            line(ImageJson.one(made, session().words()));
        } else {
            line(Printable.line(quiet ? made.name() : text("cli.image.ready", made.name())));
        }
    }

    private void bring(Engine engine, ImageReference reference, Optional<Platform> wanted, Optional<Security> security)
            throws ProblemException, InterruptedException {
        Image made = follow(
                engine.jobs()
                        .start(
                                Phrase.of("job.image-pull", reference.familiar()),
                                progress -> engine.registries().pull(reference, wanted, security, progress)),
                quiet);
        if (json()) {
            line(ContainerImageJson.brief(
                    made,
                    engine.containerImages()
                            .usage(List.of(made))
                            .values()
                            .iterator()
                            .next()));
        } else {
            line(Printable.line(quiet ? made.id().toString() : text("cli.container-image.ready", made.shownName())));
        }
    }
}
