package dev.hamlet.app.cli;

import dev.hamlet.engine.agent.Agent;
import dev.hamlet.engine.agent.AgentStatus;
import dev.hamlet.engine.problem.ProblemException;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Is the agent, or tells of it. */
@Command(
        description = {
            "Look after containers while no window is open: start those again whose policies want it. Hamlet starts this by",
            "itself when something needs it, and it ends when nothing does. By hand it is for whoever starts it at boot."
        },
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  hamlet agent             in the unit of a service, to start containers at boot",
            "  hamlet agent --status"
        })
final class AgentVerb extends Verb {
    @Option(names = "--status", description = "Only tell whether one is there.")
    private boolean status;

    AgentVerb(Session session) {
        super(session);
    }

    @Override
    ExitCode run() throws ProblemException, InterruptedException {
        if (status) {
            Optional<AgentStatus> there = session().engine().agentDoor().status();
            if (json()) {
                line(AgentStatusJson.of(there));
            } else {
                line(there.map(one -> text(
                                "cli.agent.there",
                                String.valueOf(one.pid()),
                                one.since().toString()))
                        .orElseGet(() -> text("cli.agent.none")));
            }
            return ExitCode.DONE;
        }
        Agent agent = session().engine().agent();
        boolean done = agent.run();
        if (!done) {
            session().output().note(text("cli.agent.other"));
        }
        return ExitCode.DONE;
    }
}
