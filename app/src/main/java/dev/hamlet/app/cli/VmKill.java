package dev.hamlet.app.cli;

import dev.hamlet.engine.job.Job;
import dev.hamlet.engine.machine.Effect;
import dev.hamlet.engine.machine.Machine;
import picocli.CommandLine.Command;

/** Kills machines. */
@Command(
        description = "Kill the processes of machines, where nothing else helps; what guests have not written is lost.",
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {"  hamlet vm kill web", "  hamlet vm kill --json web 'my other machine'"})
final class VmKill extends EffectVerb {
    VmKill(Session session) {
        super(session, "cli.done.kill", "cli.already.stopped");
    }

    @Override
    Job<Effect> begin(Machine machine) {
        return machine.kill();
    }
}
