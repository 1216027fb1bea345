package dev.hamlet.app.cli;

import dev.hamlet.app.words.Figures;
import dev.hamlet.app.words.ProblemWords;
import dev.hamlet.engine.Engine;
import dev.hamlet.engine.catalog.BusyboxContainer;
import dev.hamlet.engine.catalog.TinyGuest;
import dev.hamlet.engine.comparison.Comparison;
import dev.hamlet.engine.comparison.Cost;
import dev.hamlet.engine.comparison.Outcome;
import dev.hamlet.engine.job.Phrase;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.problem.CommandProblem;
import dev.hamlet.engine.problem.Problem;
import dev.hamlet.engine.problem.ProblemException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs one small service as a container and as a machine, and shows what each took. */
@Command(
        description = {
            "Run the same small web server as a container and as a machine, by turns, and show side by side how long each",
            "took to its first answer, and what memory and disk it holds. Each figure is the median of all rounds.",
            "Touches no machine and no container of yours: all happens in a folder of its own in Hamlet's cache, where",
            "only the two images stay, for the next time."
        },
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {"  hamlet compare", "  hamlet compare --rounds 5 --json"})
final class CompareVerb extends Verb {
    private static final int MOST_ROUNDS = 100;
    private static final double NANOS = 1e9;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "3",
            description = "How often each is run (default: ${DEFAULT-VALUE}).")
    private int rounds = 3;

    CompareVerb(Session session) {
        super(session);
    }

    @Override
    ExitCode run() throws ProblemException, InterruptedException {
        if (rounds < 1 || rounds > MOST_ROUNDS) {
            throw new ProblemException(new CommandProblem.ArgumentInvalid(
                    "--rounds", Integer.toString(rounds), "a whole number from 1 to " + MOST_ROUNDS));
        }
        Path home = session().engine().paths().cache().resolve("compare");
        Engine engine = session().open(Map.of("HAMLET_HOME", home.toString()));
        Comparison comparison = Comparison.of(
                engine.containers(),
                engine.containerImages(),
                engine.containerRecipes().stream()
                        .filter(BusyboxContainer.class::isInstance)
                        .findFirst()
                        .orElseThrow(),
                engine.creation(),
                engine.recipes().stream()
                        .filter(TinyGuest.class::isInstance)
                        .findFirst()
                        .orElseThrow(),
                TimeSource.system());
        Comparison.Result result =
                follow(engine.jobs().start(Phrase.of("job.compare"), progress -> comparison.run(rounds, progress)));
        if (json()) {
            line(CompareJson.of(rounds, result, session().words()));
        } else {
            show(result);
        }
        return result.container() instanceof Outcome.NotHad
                        && result.machine() instanceof Outcome.NotHad(Problem neither)
                ? ExitCode.of(neither)
                : ExitCode.DONE;
    }

    private void show(Comparison.Result result) {
        Figures figures = session().words().figures();
        Table table = new Table()
                .column(text("compare.head"))
                .figures(text("compare.container"))
                .figures(text("compare.machine"));
        row(
                table,
                "compare.first-answer",
                result,
                cost -> figures.number(cost.firstAnswer().toNanos() / NANOS, 2) + " s");
        row(table, "compare.memory", result, cost -> size(cost.memoryBytes()));
        row(table, "compare.own", result, cost -> size(cost.ownBytes()));
        row(table, "compare.shared", result, cost -> size(cost.sharedBytes()));
        table.lines().forEach(this::line);
        line("");
        why("compare.container", result.container());
        why("compare.machine", result.machine());
        if (result.machine() instanceof Outcome.Measured machine) {
            line(text("compare.by", text("value.acceleration." + machine.by())));
        }
        line(text("compare.kernels"));
        line(text("compare.rounds", rounds));
    }

    private void row(Table table, String key, Comparison.Result result, Function<Cost, String> figure) {
        table.row(text(key), cell(result.container(), figure), cell(result.machine(), figure));
    }

    private static String cell(Outcome outcome, Function<Cost, String> figure) {
        return outcome instanceof Outcome.Measured measured ? figure.apply(measured.median()) : "–";
    }

    private String size(long bytes) {
        return bytes < 0 ? "–" : session().words().figures().size(bytes);
    }

    private void why(String side, Outcome outcome) {
        if (outcome instanceof Outcome.NotHad missing) {
            ProblemWords words = ProblemWords.of(missing.problem(), session().words());
            line(text("compare.not", text(side), words.title()));
            ProblemText.lines(words, session().words()).stream().skip(1).forEach(this::line);
        }
    }
}
