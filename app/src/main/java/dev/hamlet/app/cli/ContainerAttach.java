package dev.hamlet.app.cli;

import dev.hamlet.engine.container.ContainerEngine;
import dev.hamlet.engine.container.ContainerStream;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.engine.terminal.ContainerSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Sits at the program of a container that runs. */
@Command(
        description = {
            "Sit at the program of a container that runs; its exit code is passed on. At a terminal Ctrl-P Ctrl-Q leaves",
            "it running, else Ctrl-C does. Whether it takes input was said when it was made (-i, -t)."
        },
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {"  hamlet container attach web"})
final class ContainerAttach extends Verb {
    @Parameters(paramLabel = "CONTAINER", description = "Name, id, or beginning of an id.")
    private String name = "";

    ContainerAttach(Session session) {
        super(session);
    }

    @Override
    ExitCode run() {
        throw new IllegalStateException("its code is the container's");
    }

    @Override
    int code() throws InterruptedException {
        try {
            ContainerEngine engine = session().engine().containers();
            String id = engine.find(name).id().value();
            try (ContainerEngine.Attendance _ = engine.attend(id);
                    ContainerStream program = engine.attach(id)) {
                boolean ended = program.hasTerminal()
                        ? isToTheEnd(program)
                        : new ContainerSeat(session().output(), program).pass(true);
                if (!ended) {
                    session().output().note(Printable.line(text("cli.container.left", name)));
                    return ExitCode.DONE.number();
                }
                return engine.await(id).code().orElse(ContainerCodes.UNSEEN);
            }
        } catch (ProblemException e) {
            return report(e.problem()).number();
        }
    }

    private boolean isToTheEnd(ContainerStream program) throws ProblemException {
        try (ContainerSession session = ContainerSession.ofThisTerminal(name)) {
            program.resize(session.columns(), session.rows());
            return session.join(program) == ContainerSession.End.ENDED;
        }
    }
}
