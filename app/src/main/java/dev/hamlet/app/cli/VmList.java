package dev.hamlet.app.cli;

import dev.hamlet.app.words.MachineWords;
import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.machine.Machine;
import dev.hamlet.engine.machine.MachineSnapshot;
import dev.hamlet.engine.machine.MachineSpec;
import dev.hamlet.engine.machine.MachineStore;
import dev.hamlet.engine.problem.ProblemException;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Command;

/** Lists the machines. */
@Command(
        description = "List the machines and how each stands. Machines that cannot be read are listed too.",
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {"  hamlet vm list", "  hamlet vm list --json | jq -r '.machines[].name'"})
final class VmList extends Verb {
    VmList(Session session) {
        super(session);
    }

    @Override
    ExitCode run() throws ProblemException, InterruptedException {
        MachineStore store = session().engine().machines();
        List<Machine> machines = store.list();
        if (json()) {
            line(MachineJson.list(machines, session().words()));
        } else if (machines.isEmpty()) {
            line(text("cli.machines.none"));
        } else {
            table(machines).lines().forEach(this::line);
        }
        store.problems().forEach(session()::note);
        return ExitCode.DONE;
    }

    private Table table(List<Machine> machines) {
        MachineWords words = new MachineWords(session().words());
        Table table = new Table()
                .column(text("head.name"))
                .column(text("head.state"))
                .figures(text("head.age"))
                .figures(text("head.cpus"))
                .figures(text("head.memory"))
                .column(text("head.ports"))
                .column(text("head.notes"));
        for (Machine machine : machines) {
            MachineSnapshot snapshot = machine.snapshot();
            MachineSpec spec = snapshot.spec();
            ByteSize memory = snapshot.memory();
            table.row(
                    snapshot.name(),
                    words.state(snapshot),
                    age(snapshot),
                    snapshot.vcpus() == 0 ? "" : Integer.toString(snapshot.vcpus()),
                    memory == null ? "" : session().words().figures().size(memory),
                    spec == null ? "" : words.forwards(spec),
                    String.join("; ", words.notes(snapshot)));
        }
        return table;
    }

    /** Only of what lives: this process does not know since when a machine is off. */
    private String age(MachineSnapshot snapshot) {
        return snapshot.launch() == null
                ? ""
                : session()
                        .words()
                        .figures()
                        .age(Duration.between(snapshot.since(), session().now()));
    }
}
