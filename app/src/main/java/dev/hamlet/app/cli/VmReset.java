package dev.hamlet.app.cli;

import dev.hamlet.engine.job.Job;
import dev.hamlet.engine.machine.Effect;
import dev.hamlet.engine.machine.Machine;
import picocli.CommandLine.Command;

/** Resets machines. */
@Command(
        description = "Restart guests as by the reset button; what they have not written is lost.",
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {"  hamlet vm reset web", "  hamlet vm reset --json web 'my other machine'"})
final class VmReset extends EffectVerb {
    VmReset(Session session) {
        super(session, "cli.done.reset", "cli.already.running");
    }

    @Override
    Job<Effect> begin(Machine machine) {
        return machine.reset();
    }
}
