package dev.hamlet.app.cli;

import dev.hamlet.engine.problem.CommandProblem;
import dev.hamlet.engine.problem.ProblemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Opens the window, with a file or at a dialog: what file browsers and menus of desktops call. */
@Command(
        description = "Open the window; with a file, begin a new machine with it.",
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  hamlet open ~/Downloads/debian-13-netinst.iso",
            "  hamlet open --new container",
        })
final class OpenVerb extends Verb {
    @Option(names = "--new", paramLabel = "THING", description = "Begin with a new one: machine or container.")
    private WindowSource.@Nullable Thing thing;

    @Parameters(
            paramLabel = "FILE",
            arity = "0..1",
            description = "A disk or CD image for a new machine; it stays where it is and as it is.")
    private @Nullable Path file;

    OpenVerb(Session session) {
        super(session);
    }

    @Override
    ExitCode run() throws ProblemException {
        WindowSource window = session().window();
        Path wanted = file;
        if (wanted != null && thing != null) {
            throw new ProblemException(
                    new CommandProblem.ArgumentInvalid("FILE", wanted.toString(), text("cli.open.one", "--new")));
        } else if (wanted != null) {
            window.openWith(checked(wanted));
        } else if (thing != null) {
            window.openNew(thing);
        } else {
            window.open();
        }
        return ExitCode.DONE;
    }

    private Path checked(Path file) throws ProblemException {
        Path whole = file.toAbsolutePath().normalize();
        if (!Files.isReadable(whole) || Files.isDirectory(whole)) {
            throw new ProblemException(
                    new CommandProblem.ArgumentInvalid("FILE", file.toString(), text("cli.open.file")));
        }
        return whole;
    }
}
