package dev.hamlet.app.cli;

import dev.hamlet.app.words.Figures;
import dev.hamlet.app.words.ProblemWords;
import dev.hamlet.engine.host.HostFacts;
import dev.hamlet.engine.host.HostReport;
import dev.hamlet.engine.host.HypervisorFacts;
import dev.hamlet.engine.host.Room;
import dev.hamlet.engine.problem.Problem;
import dev.hamlet.engine.problem.ProblemException;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/** Shows what this computer has for machines. */
@Command(
        description = "Show what this computer has for machines: processors, memory, space, what runs guest code.",
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {"  hamlet host", "  hamlet host --json | jq .memory.availableBytes"})
final class HostVerb extends Verb {
    HostVerb(Session session) {
        super(session);
    }

    @Override
    ExitCode run() throws ProblemException, InterruptedException {
        HostReport report = session().engine().inspection().report();
        if (json()) {
            line(HostJson.of(report, session().words()));
        } else {
            lines(report).lines().forEach(this::line);
        }
        return ExitCode.DONE;
    }

    private Table lines(HostReport report) {
        Figures figures = session().words().figures();
        HostFacts facts = report.facts();
        Table table = new Table().column(text("head.system")).column(report.system());
        table.row(text("head.kernel"), report.kernel() + ", " + report.architecture());
        table.row(
                text("head.processors"),
                text("value.processors", facts.processors(), facts.processorsPresent(), report.processor()));
        table.row(
                text("head.memory"),
                text("value.memory", figures.size(facts.memoryAvailable()), figures.size(facts.memory())));
        table.row(text("head.promised"), promised(report.room()));
        table.row(text("head.load"), figures.number(facts.load(), 2));
        table.row(
                text("head.folder"),
                text(
                        "value.folder",
                        report.data().folder(),
                        report.data().fileSystem(),
                        figures.size(report.data().free())));
        table.row(text("head.acceleration"), acceleration(report));
        table.row(text("head.hypervisor"), hypervisor(report.hypervisor()));
        table.row(
                text("head.firmware"),
                String.join(", ", new TreeSet<>(report.hypervisor().firmwares())));
        table.row(
                text("head.features"),
                String.join(", ", new TreeSet<>(report.hypervisor().features())));
        return table;
    }

    private String promised(@Nullable Room room) {
        Figures figures = session().words().figures();
        if (room == null) {
            return text("value.unknown");
        }
        return room.guests() == 0
                ? text("value.promised.none", figures.size(room.free()))
                : text("value.promised", figures.size(room.promised()), room.guests(), figures.size(room.free()));
    }

    private String acceleration(HostReport report) {
        String how = text("value.acceleration." + report.accelerator().word());
        Problem reason = report.accelerator().reason();
        return reason == null
                ? how
                : how + " (" + ProblemWords.of(reason, session().words()).title() + ")";
    }

    private String hypervisor(HypervisorFacts hypervisor) {
        Problem problem = hypervisor.problem();
        return problem == null
                ? hypervisor.name() + " " + hypervisor.version()
                : ProblemWords.of(problem, session().words()).title();
    }
}
