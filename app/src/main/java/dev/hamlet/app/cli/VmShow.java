package dev.hamlet.app.cli;

import dev.hamlet.app.words.Figures;
import dev.hamlet.app.words.MachineWords;
import dev.hamlet.app.words.ProblemWords;
import dev.hamlet.engine.machine.CdSpec;
import dev.hamlet.engine.machine.DiskSpec;
import dev.hamlet.engine.machine.KernelSpec;
import dev.hamlet.engine.machine.LaunchRecord;
import dev.hamlet.engine.machine.Machine;
import dev.hamlet.engine.machine.MachineSnapshot;
import dev.hamlet.engine.machine.MachineSpec;
import dev.hamlet.engine.machine.NetworkSpec;
import dev.hamlet.engine.machine.PortForward;
import dev.hamlet.engine.problem.Problem;
import dev.hamlet.engine.problem.ProblemException;
import java.nio.file.Path;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Shows all about one machine. */
@Command(
        description = "Show all about one machine: its settings, what runs it, and what is wrong with it.",
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {"  hamlet vm show web", "  hamlet vm show --json web | jq .process.pid"})
final class VmShow extends Verb {
    @Parameters(paramLabel = "NAME", description = Verb.MACHINE)
    private String name = "";

    VmShow(Session session) {
        super(session);
    }

    @Override
    ExitCode run() throws ProblemException, InterruptedException {
        Machine machine = session().engine().machines().find(name);
        if (json()) {
            line(MachineJson.one(machine, session().words()));
            return ExitCode.DONE;
        }
        MachineSnapshot snapshot = machine.snapshot();
        Table facts = new Table().column(text("head.name")).column(snapshot.name());
        state(facts, snapshot);
        facts.row(text("head.id"), snapshot.id().value());
        if (snapshot.spec() != null) {
            settings(facts, machine, snapshot, snapshot.spec());
        }
        facts.row(text("head.folder"), machine.folder().path().toString());
        facts.lines().forEach(this::line);
        for (Problem notice : snapshot.notices()) {
            line("");
            ProblemText.lines(
                            ProblemWords.of(notice, session().words()),
                            session().words())
                    .forEach(this::line);
        }
        return ExitCode.DONE;
    }

    private void state(Table facts, MachineSnapshot snapshot) {
        String state = new MachineWords(session().words()).state(snapshot);
        LaunchRecord launch = snapshot.launch();
        if (launch == null) {
            facts.row(text("head.state"), state);
            return;
        }
        Figures figures = session().words().figures();
        Duration age = Duration.between(snapshot.since(), session().now());
        facts.row(text("head.state"), text("value.state.since", state, figures.age(age)));
        facts.row(
                text("head.process"),
                text(
                        "value.process",
                        text("value.hypervisor." + launch.hypervisor()),
                        launch.version(),
                        launch.pid(),
                        launch.user()));
        facts.row(text("head.acceleration"), text("value.acceleration." + launch.accelerator()));
    }

    private void settings(Table facts, Machine machine, MachineSnapshot snapshot, MachineSpec spec) {
        MachineWords words = new MachineWords(session().words());
        if (!spec.system().isEmpty()) {
            facts.row(text("head.system"), spec.system());
        }
        facts.row(text("head.cpus"), words.vcpus(snapshot));
        if (spec.cpuLimit() != MachineSpec.NO_CPU_LIMIT) {
            facts.row(text("setting.cpu-limit"), spec.cpuLimit() + " %");
        }
        facts.row(text("head.memory"), words.memory(snapshot));
        facts.row(text("head.firmware"), text("value.firmware." + MachineWords.word(spec.firmware())));
        facts.row(text("head.profile"), text("value.profile." + MachineWords.word(spec.profile())));
        if (!spec.board().isEmpty()) {
            facts.row(text("head.board"), spec.board());
        }
        for (DiskSpec disk : spec.disks()) {
            String kind = disk.format().word() + (disk.readOnly() ? ", " + text("value.readonly") : "");
            facts.row(text("head.disk"), machine.folder().resolve(disk.file()) + " (" + kind + ")");
        }
        for (CdSpec cd : spec.cds()) {
            Path file = cd.file();
            facts.row(
                    text("head.cd"),
                    file == null
                            ? text("value.cd.empty")
                            : machine.folder().resolve(file).toString());
        }
        KernelSpec kernel = spec.kernel();
        if (kernel != null) {
            facts.row(text("head.kernel"), machine.folder().resolve(kernel.kernel()) + " " + kernel.commandLine());
        }
        network(facts, spec.network());
        facts.row(text("head.created"), spec.created().toString());
    }

    private void network(Table facts, NetworkSpec network) {
        String way = !network.connected() ? "no" : network.reachesHost() ? "user.host" : "user";
        facts.row(text("head.network"), text("value.connected." + way));
        for (PortForward forward : network.forwards()) {
            facts.row(
                    text("head.forward"),
                    "%s:%d → %d/%s"
                            .formatted(
                                    forward.address(),
                                    forward.hostPort(),
                                    forward.guestPort(),
                                    forward.protocol().word()));
        }
    }
}
