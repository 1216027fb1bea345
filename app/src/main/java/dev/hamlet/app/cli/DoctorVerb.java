package dev.hamlet.app.cli;

import dev.hamlet.app.words.MachineWords;
import dev.hamlet.app.words.ProblemWords;
import dev.hamlet.engine.host.Check;
import dev.hamlet.engine.host.HostReport;
import dev.hamlet.engine.problem.Problem;
import dev.hamlet.engine.problem.ProblemException;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;

/** Checks whether machines can run on this computer. */
@Command(
        description = {
            "Check whether machines can run on this computer, and say what to do where they cannot.",
            "Exit code 0: they can, perhaps with less; 1: something must be mended first."
        },
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {"  hamlet doctor", "  hamlet doctor --json | jq '.checks[] | select(.state != \"ok\")'"})
final class DoctorVerb extends Verb {
    DoctorVerb(Session session) {
        super(session);
    }

    @Override
    ExitCode run() throws ProblemException, InterruptedException {
        // Whoever asks has perhaps just changed something.
        HostReport report = session().engine().inspection().reportAnew();
        boolean able = report.state() != Check.State.PROBLEM;
        if (json()) {
            line(HostJson.of(report, session().words()));
        } else {
            table(report).lines().forEach(this::line);
            report.checks().forEach(this::tell);
            line("");
            line(text(able ? "cli.doctor.able" : "cli.doctor.unable"));
        }
        return able ? ExitCode.DONE : ExitCode.FAILED;
    }

    private Table table(HostReport report) {
        Table table = new Table().column(text("head.check")).column("").column(text("head.found"));
        for (Check check : report.checks()) {
            table.row(
                    text("check." + check.key()),
                    text("check-state." + MachineWords.word(check.state())),
                    found(check));
        }
        return table;
    }

    private String found(Check check) {
        return check.facts().entrySet().stream()
                .map(fact -> value(fact.getKey(), fact.getValue()))
                .collect(Collectors.joining(", "));
    }

    private String value(String name, String value) {
        if (name.endsWith("Bytes")) {
            return session().words().figures().size(Long.parseLong(value));
        }
        String shown = switch (name) {
            case "accelerator" -> text("value.acceleration." + value);
            // Words of a list, as the facts have them.
            case "groups", "firmwares" -> value.replace(" ", ", ");
            default -> value;
        };
        // A number or a list of names says nothing of what it is.
        String label = "cli.fact." + name;
        return session().words().has(label) ? text(label, shown) : shown;
    }

    private void tell(Check check) {
        Problem problem = check.problem();
        if (problem != null) {
            line("");
            ProblemText.lines(
                            ProblemWords.of(problem, session().words()),
                            session().words())
                    .forEach(this::line);
        }
    }
}
