package dev.hamlet.app.cli;

import dev.hamlet.engine.machine.Machine;
import dev.hamlet.engine.problem.ProblemException;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Pictures the screen of a machine. */
@Command(
        description = "Write a picture of a running machine's screen. A file of that name is replaced.",
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {"  hamlet vm screenshot web web.png"})
final class VmScreenshot extends Verb {
    @Parameters(index = "0", paramLabel = "NAME", description = Verb.MACHINE)
    private String name = "";

    @Parameters(index = "1", paramLabel = "FILE.png", description = "Where the picture shall be.")
    private Path file = Path.of("");

    VmScreenshot(Session session) {
        super(session);
    }

    @Override
    ExitCode run() throws ProblemException, InterruptedException {
        Path picture = ArgumentText.file("FILE.png", file);
        Machine machine = session().engine().machines().find(name);
        machine.guest("screenshot").screenshot(picture);
        if (json()) {
            line(MachineFileJson.of(machine, picture));
        } else {
            line(Printable.line(text("cli.screenshot", machine.name(), picture)));
        }
        return ExitCode.DONE;
    }
}
