package dev.hamlet.app.cli;

import dev.hamlet.engine.Engine;
import dev.hamlet.engine.catalog.Catalog;
import dev.hamlet.engine.catalog.CatalogEntry;
import dev.hamlet.engine.catalog.CatalogImages;
import dev.hamlet.engine.catalog.ContainerRecipe;
import dev.hamlet.engine.catalog.Recipe;
import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.image.ImageReference;
import dev.hamlet.engine.job.Phrase;
import dev.hamlet.engine.media.LibraryEntry;
import dev.hamlet.engine.problem.ProblemException;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists the images that can be had. */
@Command(
        description = {
            "List the images that can be had: from their publishers, or built on this computer.",
            "Entries of your own go into catalog.json in Hamlet's configuration folder."
        },
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  hamlet catalog",
            "  hamlet catalog --from https://example.org/catalog.json",
            "  hamlet image pull debian-12    bring an image of a publisher",
            "  hamlet image build tiny        build one here",
        })
final class CatalogList extends Verb {
    // "hamlet catalog list" reads better beside "hamlet image list", and means the same.
    @Parameters(arity = "0..1", paramLabel = "list", hideParamSyntax = true, description = "The same.")
    private String word = "list";

    @Option(
            names = "--from",
            paramLabel = "ADDRESS",
            description = {
                "Bring your own catalogue anew first: an https or file address that you trust. The present file",
                "goes to the trash."
            })
    private @Nullable String from;

    CatalogList(Session session) {
        super(session);
    }

    @Override
    ExitCode run() throws ProblemException, InterruptedException {
        if (!word.equals("list")) {
            throw ArgumentText.invalid("catalog", word, "list, or nothing");
        }
        Engine engine = session().engine();
        if (from != null) {
            String address = from;
            Catalog _ = follow(engine.jobs()
                    .start(
                            Phrase.of("job.catalogue-update"),
                            progress -> engine.catalogUpdate().from(address)));
        }
        Catalog catalog = engine.catalog();
        Set<String> had =
                engine.images().list().stream().map(LibraryEntry::name).collect(Collectors.toSet());
        if (json()) {
            line(CatalogJson.of(
                    catalog,
                    engine.recipes(),
                    engine.containerRecipes(),
                    had,
                    names(engine),
                    session().words()));
            return ExitCode.DONE;
        }
        Table table = new Table()
                .column(text("head.id"))
                .column(text("head.name"))
                .column(text("head.architecture"))
                .figures(text("head.size"))
                .column(text("head.source"))
                .column(text("head.library"));
        for (CatalogEntry entry : catalog.entries()) {
            ByteSize size = entry.size();
            String name = CatalogImages.imageName(entry);
            table.row(
                    entry.id(),
                    entry.edition().isEmpty() ? name : name + " (" + entry.edition() + ")",
                    entry.architecture(),
                    size == null ? "" : session().words().figures().size(size),
                    entry.sources().getFirst().url().getHost(),
                    text(had.contains(name) ? "value.yes" : "value.no"));
        }
        for (Recipe recipe : engine.recipes()) {
            table.row(
                    recipe.id(),
                    recipe.imageName(),
                    "",
                    session().words().figures().size(recipe.space()),
                    text("value.built-here"),
                    text(had.contains(recipe.imageName()) ? "value.yes" : "value.no"));
        }
        for (ContainerRecipe recipe : engine.containerRecipes()) {
            table.row(
                    recipe.id(),
                    text("value.for-containers", recipe.name().familiar()),
                    "",
                    session().words().figures().size(recipe.space()),
                    text("value.built-here"),
                    text(names(engine).contains(recipe.name()) ? "value.yes" : "value.no"));
        }
        table.lines().forEach(this::line);
        catalog.problems().forEach(this::report);
        return ExitCode.DONE;
    }

    private static Set<ImageReference> names(Engine engine) throws ProblemException {
        return engine.containerImages().list().stream()
                .flatMap(image -> image.references().stream())
                .collect(Collectors.toSet());
    }
}
