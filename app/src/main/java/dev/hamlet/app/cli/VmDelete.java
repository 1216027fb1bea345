package dev.hamlet.app.cli;

import dev.hamlet.engine.job.Job;
import dev.hamlet.engine.machine.Deletion;
import dev.hamlet.engine.machine.Machine;
import dev.hamlet.engine.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Moves machines to the trash. */
@Command(
        description = {
            "Move machines to the trash.",
            "Files that other machines use stay where they are, and so do disks and CD images outside the",
            "machine's own folder."
        },
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {"  hamlet vm delete web", "  hamlet vm delete --force web    also if it runs"})
final class VmDelete extends MachinesVerb<Deletion> {
    @Option(names = "--force", description = "Turn off a machine that runs, as by the plug, and delete it then.")
    private boolean force;

    VmDelete(Session session) {
        super(session);
    }

    @Override
    Job<Deletion> begin(Machine machine) throws ProblemException, InterruptedException {
        if (force && machine.snapshot().state().isLive()) {
            follow(machine.forceOff());
        }
        return machine.delete();
    }

    @Override
    List<String> sentences(Machine machine, Deletion deletion) {
        List<String> all = new ArrayList<>();
        all.add(text("cli.deleted", machine.name(), deletion.trash()));
        deletion.kept().forEach((file, users) -> all.add(text("cli.deleted.kept", users, file)));
        return all;
    }

    @Override
    String effect(Deletion deletion) {
        return "done";
    }
}
