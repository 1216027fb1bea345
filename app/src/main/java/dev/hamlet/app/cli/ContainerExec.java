package dev.hamlet.app.cli;

import dev.hamlet.engine.container.ContainerEngine;
import dev.hamlet.engine.container.ContainerStream;
import dev.hamlet.engine.container.ExecSpec;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.engine.terminal.ContainerSession;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Runs a program in a container that runs. */
@Command(
        description = {
            "Run a program in a container that runs. What it writes is passed on, and so is its exit code; 126 and 127",
            "where it could not be run or is not there. At a terminal Ctrl-P Ctrl-Q leaves, which ends the program."
        },
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {"  hamlet container exec -it web sh", "  hamlet container exec web ps"})
final class ContainerExec extends Verb implements TakesProgram {
    @Mixin
    private ProgramOptions options = new ProgramOptions();

    @Parameters(index = "0", paramLabel = "CONTAINER", description = "Name, id, or beginning of an id.")
    private String name = "";

    @Parameters(index = "1..*", arity = "1..*", paramLabel = "COMMAND", description = "The program and its arguments.")
    private List<String> command = new ArrayList<>();

    ContainerExec(Session session) {
        super(session);
    }

    @Override
    ExitCode run() {
        throw new IllegalStateException("its code is the program's");
    }

    @Override
    int code() throws InterruptedException {
        try {
            ContainerEngine engine = session().engine().containers();
            return options.isTerminal() ? atTerminal(engine) : piped(engine);
        } catch (ProblemException e) {
            return ContainerCodes.of(
                    e.problem(), report(e.problem()), ExitCode.of(e.problem()).number());
        }
    }

    private int atTerminal(ContainerEngine engine) throws ProblemException, InterruptedException {
        try (ContainerSession session = ContainerSession.ofThisTerminal(name);
                ContainerStream program = engine.exec(name, spec(session.columns(), session.rows()))) {
            return session.join(program) == ContainerSession.End.ENDED
                    ? program.await().orElse(ContainerCodes.UNSEEN)
                    : ExitCode.DONE.number();
        }
    }

    private int piped(ContainerEngine engine) throws ProblemException, InterruptedException {
        try (ContainerStream program = engine.exec(name, spec(0, 0))) {
            return new ContainerSeat(session().output(), program).pass(options.isInteractive())
                    ? program.await().orElse(ContainerCodes.UNSEEN)
                    : ExitCode.DONE.number();
        }
    }

    private ExecSpec spec(int columns, int rows) {
        return new ExecSpec(
                command,
                options.user(),
                options.workingDirectory(),
                options.variables(),
                options.isTerminal(),
                options.isInteractive(),
                columns,
                rows);
    }
}
