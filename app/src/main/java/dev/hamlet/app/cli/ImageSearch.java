package dev.hamlet.app.cli;

import dev.hamlet.engine.image.registry.FoundImage;
import dev.hamlet.engine.image.registry.SearchTerm;
import dev.hamlet.engine.problem.ProblemException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Looks for images for containers in a registry. */
@Command(
        description = {
            "Look for container images: on Docker Hub, or in the registry that stands before the term. A registry",
            "without a search is asked for the names of all that it has."
        },
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {"  hamlet image search busybox", "  hamlet image search registry.example:5000/team"})
final class ImageSearch extends Verb {
    private static final int MOST = 1000;

    @Parameters(paramLabel = "[REGISTRY/]TERM", description = "Part of a name; nothing after the / for all.")
    private String term = "";

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "25",
            description = "How many at most, 25 if nothing is said.")
    private int limit;

    @Mixin
    private final RegistryOptions options = new RegistryOptions();

    ImageSearch(Session session) {
        super(session);
    }

    @Override
    ExitCode run() throws ProblemException, InterruptedException {
        if (limit < 1 || limit > MOST) {
            throw ArgumentText.invalid("--limit", Integer.toString(limit), "a number from 1 to " + MOST);
        }
        SearchTerm where = SearchTerm.of(term);
        List<FoundImage> found =
                session().engine().registries().search(where.registry(), where.name(), limit, options.security());
        if (json()) {
            line(RegistryJson.found(found));
        } else if (found.isEmpty()) {
            line(Printable.line(text("cli.container-image.nothing-found", where.name(), where.registry())));
        } else {
            Table table = new Table()
                    .column(text("head.name"))
                    .figures(text("head.stars"))
                    .column(text("head.description"));
            found.forEach(one ->
                    table.row(one.name(), one.stars() == 0 ? "" : Long.toString(one.stars()), one.description()));
            table.lines().forEach(this::line);
        }
        return ExitCode.DONE;
    }
}
