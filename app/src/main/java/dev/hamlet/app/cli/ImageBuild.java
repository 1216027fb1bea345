package dev.hamlet.app.cli;

import dev.hamlet.engine.Engine;
import dev.hamlet.engine.catalog.ContainerRecipe;
import dev.hamlet.engine.catalog.Recipe;
import dev.hamlet.engine.image.Image;
import dev.hamlet.engine.image.ImageStore;
import dev.hamlet.engine.job.Phrase;
import dev.hamlet.engine.media.LibraryImage;
import dev.hamlet.engine.problem.DownloadProblem;
import dev.hamlet.engine.problem.Nearest;
import dev.hamlet.engine.problem.ProblemException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Builds an image on this computer. */
@Command(
        description = "Build an image on this computer from the distribution's packages, without any download site.",
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  hamlet image build tiny",
            "  hamlet image build debian-12",
            "  hamlet image build busybox    for containers",
            "  hamlet catalog    to see what can be built"
        })
final class ImageBuild extends Verb {
    @Parameters(paramLabel = "RECIPE", description = "Id of a recipe (see: hamlet catalog).")
    private String id = "";

    ImageBuild(Session session) {
        super(session);
    }

    @Override
    ExitCode run() throws ProblemException, InterruptedException {
        Engine engine = session().engine();
        Optional<ContainerRecipe> container = engine.containerRecipes().stream()
                .filter(recipe -> recipe.id().equals(wanted()))
                .findFirst();
        if (container.isPresent()) {
            build(container.get());
            return ExitCode.DONE;
        }
        Recipe recipe = find(engine.recipes());
        LibraryImage image =
                follow(engine.jobs().start(Phrase.of("job.image-build", recipe.imageName()), recipe::build));
        if (json()) {
            line(ImageJson.one(image, session().words()));
        } else {
            line(Printable.line(text("cli.image.ready", image.name())));
        }
        return ExitCode.DONE;
    }

    private void build(ContainerRecipe recipe) throws ProblemException, InterruptedException {
        Engine engine = session().engine();
        Image image = follow(
                engine.jobs().start(Phrase.of("job.image-build", recipe.name().familiar()), recipe::build));
        if (json()) {
            ImageStore store = engine.containerImages();
            line(ContainerImageJson.brief(
                    image, store.usage(List.of(image)).values().iterator().next()));
        } else {
            line(Printable.line(text("cli.container-image.ready", image.shownName())));
        }
    }

    private String wanted() {
        return id.strip().toLowerCase(Locale.ROOT);
    }

    private Recipe find(List<Recipe> recipes) throws ProblemException {
        return recipes.stream()
                .filter(recipe -> recipe.id().equals(wanted()))
                .findFirst()
                .orElseThrow(() -> new ProblemException(new DownloadProblem.CatalogEntryUnknown(
                        id, Nearest.of(id, recipes.stream().map(Recipe::id).toList()))));
    }
}
