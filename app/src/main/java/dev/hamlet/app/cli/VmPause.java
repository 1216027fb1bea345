package dev.hamlet.app.cli;

import dev.hamlet.engine.job.Job;
import dev.hamlet.engine.machine.Effect;
import dev.hamlet.engine.machine.Machine;
import picocli.CommandLine.Command;

/** Pauses machines. */
@Command(
        description = "Stop the processors of machines; memory and devices stay as they are.",
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {"  hamlet vm pause web", "  hamlet vm pause --json web 'my other machine'"})
final class VmPause extends EffectVerb {
    VmPause(Session session) {
        super(session, "cli.done.pause", "cli.already.paused");
    }

    @Override
    Job<Effect> begin(Machine machine) {
        return machine.pause();
    }
}
