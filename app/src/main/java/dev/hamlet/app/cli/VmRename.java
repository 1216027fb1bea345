package dev.hamlet.app.cli;

import dev.hamlet.engine.machine.Machine;
import dev.hamlet.engine.problem.ProblemException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Gives a machine another name. */
@Command(
        description = "Give a machine another name. Acts at once, running or not; its id and folder stay.",
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {"  hamlet vm rename web 'Web server'"})
final class VmRename extends Verb {
    @Parameters(index = "0", paramLabel = "NAME", description = Verb.MACHINE)
    private String name = "";

    @Parameters(index = "1", paramLabel = "NEW-NAME", description = "What it shall be called.")
    private String newName = "";

    VmRename(Session session) {
        super(session);
    }

    @Override
    ExitCode run() throws ProblemException, InterruptedException {
        Machine machine = session().engine().machines().find(name);
        String before = machine.name();
        String after = machine.change(spec -> spec.name(newName)).name();
        if (json()) {
            line(MachineJson.one(machine, session().words()));
        } else {
            line(Printable.line(text("cli.renamed", before, after)));
        }
        return ExitCode.DONE;
    }
}
