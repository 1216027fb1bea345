package dev.hamlet.app.cli;

import dev.hamlet.engine.job.Job;
import dev.hamlet.engine.machine.Effect;
import dev.hamlet.engine.machine.Machine;
import picocli.CommandLine.Command;

/** Resumes machines. */
@Command(
        description = "Let paused machines go on.",
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {"  hamlet vm resume web", "  hamlet vm resume --json web 'my other machine'"})
final class VmResume extends EffectVerb {
    VmResume(Session session) {
        super(session, "cli.done.resume", "cli.already.running");
    }

    @Override
    Job<Effect> begin(Machine machine) {
        return machine.resume();
    }
}
