package dev.hamlet.app.cli;

import dev.hamlet.app.words.MachineWords;
import dev.hamlet.app.words.OwnVersion;
import dev.hamlet.engine.EngineDiagnosis;
import dev.hamlet.engine.host.Check;
import dev.hamlet.engine.host.HostReport;
import dev.hamlet.engine.host.WholeFile;
import dev.hamlet.engine.privilege.Privilege;
import dev.hamlet.engine.privilege.PrivilegedVerb;
import dev.hamlet.engine.problem.CommandProblem;
import dev.hamlet.engine.problem.HostProblem;
import dev.hamlet.engine.problem.Problem;
import dev.hamlet.engine.problem.ProblemException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Checks whether machines and containers can run on this computer, and repairs what can be repaired. */
@Command(
        description = {
            "Check whether machines and containers can run on this computer, and say what to do where they cannot.",
            "Exit code 0: machines can, perhaps with less; 1: something must be mended first. Containers have a",
            "sentence of their own."
        },
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  hamlet doctor",
            "  hamlet doctor --repair",
            "  hamlet doctor --bundle report.txt",
            "  hamlet doctor --json | jq '.checks[] | select(.state != \"ok\")'"
        })
final class DoctorVerb extends Verb {
    private static final String ALL = "";

    @Option(
            names = "--bundle",
            paramLabel = "FILE",
            arity = "0..1",
            fallbackValue = "-",
            description = {
                "Print what somebody who is to help would ask for: versions, what was found, the ends of the logs, without",
                "names and secrets. With FILE it is written there, for you to read before you give it away."
            })
    private @Nullable String bundle;

    @Option(
            names = "--repair",
            paramLabel = "WHAT",
            arity = "0..1",
            fallbackValue = ALL,
            completionCandidates = Words.class,
            description = {
                "Repair what takes an administrator's password, which polkit asks for: kvm-access, subordinate-ids,",
                "allow-low-ports, forbid-low-ports, install-machines, install-containers. Without WHAT, all that was",
                "found to be missing."
            })
    private @Nullable String repair;

    /** What can be repaired, for the shell that completes. */
    static final class Words extends ArrayList<String> {
        private static final long serialVersionUID = 1;

        Words() {
            super(PrivilegedVerb.words());
        }
    }

    DoctorVerb(Session session) {
        super(session);
    }

    @Override
    ExitCode run() throws ProblemException, InterruptedException {
        if (bundle != null) {
            return bundle(bundle);
        }
        if (repair != null) {
            repair(repair);
        }
        // Whoever asks has perhaps just changed something.
        HostReport report = session().engine().inspection().reportAnew();
        if (json()) {
            line(HostJson.of(report, session().words()));
        } else {
            tell(report);
        }
        return report.machinesRun() ? ExitCode.DONE : ExitCode.FAILED;
    }

    private void tell(HostReport report) throws ProblemException {
        boolean asks = session().engine().privilege().obstacle().isEmpty();
        table(report).lines().forEach(this::line);
        report.checks().forEach(check -> tell(check, asks));
        String all = report.installation();
        line("");
        if (!all.isEmpty()) {
            line(text("cli.doctor.all", all));
        }
        line(text(report.containersRun() ? "cli.doctor.containers-able" : "cli.doctor.containers-unable"));
        line(text(report.machinesRun() ? "cli.doctor.able" : "cli.doctor.unable"));
    }

    private void repair(String what) throws ProblemException, InterruptedException {
        Set<PrivilegedVerb> verbs = new LinkedHashSet<>();
        if (what.equals(ALL)) {
            for (Check check : session().engine().inspection().reportAnew().checks()) {
                Optional.ofNullable(check.remedy().repair()).ifPresent(verbs::add);
            }
        } else {
            verbs.add(PrivilegedVerb.of(what)
                    .orElseThrow(() -> new ProblemException(new CommandProblem.ArgumentInvalid(
                            "--repair", what, text("cli.doctor.words", String.join(", ", PrivilegedVerb.words()))))));
        }
        for (PrivilegedVerb verb : verbs) {
            // Nothing is drawn meanwhile: the password may be asked for on this terminal.
            String done = follow(session().engine().privilege().start(verb, Privilege.Asking.TERMINAL), true);
            say(text("cli.doctor.repaired", done));
        }
        if (verbs.isEmpty()) {
            say(text("cli.doctor.nothing"));
        }
    }

    /** JSON is one document. */
    private void say(String text) {
        if (!json()) {
            line(text);
        }
    }

    private ExitCode bundle(String file) throws ProblemException, InterruptedException {
        String report =
                EngineDiagnosis.report(session().engine(), OwnVersion.text()).text();
        if (file.equals("-")) {
            report.lines().forEach(this::line);
            return ExitCode.DONE;
        }
        Path target = Path.of(file).toAbsolutePath();
        if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            throw new ProblemException(new CommandProblem.ArgumentInvalid("FILE", file, text("cli.doctor.new-file")));
        }
        try {
            WholeFile.writeNew(target, report.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new ProblemException(new HostProblem.FolderUnusable(parent(target), WholeFile.reason(e)));
        }
        line(text("cli.doctor.bundle", target));
        return ExitCode.DONE;
    }

    private static Path parent(Path file) {
        Path parent = file.getParent();
        return parent == null ? file : parent;
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

    private void tell(Check check, boolean asks) {
        Problem problem = check.problem();
        if (problem != null) {
            line("");
            ProblemText.lines(
                            HostJson.words(check, problem, session().words()),
                            session().words())
                    .forEach(this::line);
            PrivilegedVerb verb = check.remedy().repair();
            if (verb != null && asks) {
                line("  - " + text("cli.doctor.repair", verb.word()));
            }
        }
    }
}
