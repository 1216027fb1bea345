package dev.hamlet.app.cli;

import dev.hamlet.app.words.Figures;
import dev.hamlet.engine.container.ContainerEngine;
import dev.hamlet.engine.container.ContainerSnapshot;
import dev.hamlet.engine.container.ContainerUsage;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.engine.terminal.UserTerminal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows what containers use. */
@Command(
        description = {
            "Show what running containers use, each second anew, until Ctrl-C; of all of them if none is named. With",
            "--no-stream, or as JSON, once."
        },
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {"  hamlet container stats", "  hamlet container stats --no-stream web"})
final class ContainerStats extends Verb {
    private static final Duration EACH = Duration.ofSeconds(1);

    /** Home, and nothing below: what was shown before. */
    private static final String ANEW = "\u001b[H\u001b[J";

    @Option(names = "--no-stream", description = "Show it once.")
    private boolean once;

    @Parameters(arity = "0..*", paramLabel = "CONTAINER", description = "Names, ids, or beginnings of ids.")
    private List<String> names = new ArrayList<>();

    /**
     * A container and what it uses.
     *
     * @param processors how many it kept busy, negative where that is not known
     */
    record Row(ContainerSnapshot container, ContainerUsage now, double processors) {}

    ContainerStats(Session session) {
        super(session);
    }

    @Override
    ExitCode run() throws ProblemException, InterruptedException {
        ContainerEngine engine = session().engine().containers();
        boolean anew = !once && !json() && UserTerminal.showsOutput();
        Map<String, ContainerUsage> before = new HashMap<>();
        List<Row> _ = look(engine, before);
        do {
            TimeSource.system().sleep(EACH);
            List<Row> rows = look(engine, before);
            if (json()) {
                line(ContainerUsageJson.list(rows));
            } else {
                line((anew ? ANEW : "") + String.join("\n", table(rows)));
            }
        } while (!once && !json() && !session().output().isClosed());
        return ExitCode.DONE;
    }

    private List<Row> look(ContainerEngine engine, Map<String, ContainerUsage> before)
            throws ProblemException, InterruptedException {
        List<ContainerSnapshot> wanted = new ArrayList<>();
        if (names.isEmpty()) {
            wanted.addAll(engine.list());
        }
        for (String name : names) {
            wanted.add(engine.find(name));
        }
        List<Row> rows = new ArrayList<>();
        for (ContainerSnapshot one : wanted) {
            engine.usage(one).ifPresent(now -> {
                ContainerUsage earlier = before.put(one.id().value(), now);
                rows.add(new Row(one, now, earlier == null ? ContainerUsage.UNKNOWN : now.processorsSince(earlier)));
            });
        }
        return rows;
    }

    private List<String> table(List<Row> rows) {
        Table table = new Table()
                .column(text("head.name"))
                .figures(text("head.load"))
                .figures(text("head.memory"))
                .figures(text("head.processes"))
                .figures(text("head.network-traffic"))
                .figures(text("head.disk-traffic"));
        for (Row row : rows) {
            ContainerUsage now = row.now();
            table.row(
                    row.container().name(),
                    row.processors() < 0 ? "" : session().words().figures().percent(row.processors()),
                    size(now.memory()) + (now.memoryLimit() > 0 ? " / " + size(now.memoryLimit()) : ""),
                    now.pids() < 0 ? "" : Long.toString(now.pids()),
                    size(now.received()) + " / " + size(now.sent()),
                    size(now.diskRead()) + " / " + size(now.diskWritten()));
        }
        return table.lines();
    }

    private String size(long bytes) {
        Figures figures = session().words().figures();
        return bytes < 0 ? "-" : figures.size(bytes);
    }
}
