package dev.hamlet.app.cli;

import dev.hamlet.engine.job.Job;
import dev.hamlet.engine.machine.Effect;
import dev.hamlet.engine.machine.Machine;
import dev.hamlet.engine.machine.StartOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Starts machines. */
@Command(
        description = "Start machines. They run on when this command, the terminal or the window ends.",
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  hamlet vm start web",
            "  hamlet vm start web database",
            "  hamlet vm start --overcommit web    although the host has less memory than it wants",
            "  hamlet vm start -- -odd-name",
        })
final class VmStart extends EffectVerb {
    @Option(
            names = "--overcommit",
            description = "Start although the host has less memory or fewer processors than wanted.")
    private boolean overcommit;

    VmStart(Session session) {
        super(session, "cli.done.start", "cli.already.running");
    }

    @Override
    Job<Effect> begin(Machine machine) {
        return machine.start(new StartOptions(overcommit));
    }
}
