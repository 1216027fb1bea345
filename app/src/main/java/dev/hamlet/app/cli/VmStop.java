package dev.hamlet.app.cli;

import dev.hamlet.engine.job.Job;
import dev.hamlet.engine.machine.Effect;
import dev.hamlet.engine.machine.Machine;
import dev.hamlet.engine.problem.ProblemException;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Stops machines. */
@Command(
        description = {
            "Ask guests to shut down, as by the power button, and wait until they have.",
            "A guest that does not obey runs on, unless --force is given."
        },
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  hamlet vm stop web",
            "  hamlet vm stop --timeout 2m web database",
            "  hamlet vm stop --force --timeout 10s web    turn it off if it has not obeyed by then",
            "  hamlet vm stop --force --timeout 0 web      turn it off at once, as by the plug",
        })
final class VmStop extends EffectVerb {
    @Option(names = "--force", description = "Turn a guest off that has not shut down in time.")
    private boolean force;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            defaultValue = "30s",
            description = "How long to wait, such as 30s or 2m (default: ${DEFAULT-VALUE}).")
    private String timeout = "30s";

    VmStop(Session session) {
        super(session, "cli.done.stop", "cli.already.stopped");
    }

    @Override
    Job<Effect> begin(Machine machine) throws ProblemException {
        Duration patience = ArgumentText.duration("--timeout", timeout);
        return force && patience.isZero() ? machine.forceOff() : machine.stop(patience, force);
    }
}
