package dev.hamlet.app.cli;

import dev.hamlet.engine.Engine;
import dev.hamlet.engine.problem.ProblemException;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows a machine from its making to its end. */
@Command(
        description = {
            "Make a tiny guest and a machine, start it, look at it, stop it in good order and remove it; then run a container,",
            "where this computer can.",
            "Needs no display and no download site, and touches no machine of yours: all happens in a folder of its own",
            "in Hamlet's cache, where only the tiny guest's image stays, for the next time."
        },
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {"  hamlet demo"})
final class DemoVerb extends Verb {
    @Option(
            names = "--lines",
            paramLabel = "N",
            defaultValue = "8",
            description = "How many of the console's first lines to show (default: ${DEFAULT-VALUE}).")
    private int lines = 8;

    DemoVerb(Session session) {
        super(session);
    }

    @Override
    ExitCode run() throws ProblemException, InterruptedException {
        Path home = session().engine().paths().cache().resolve("demo");
        Engine engine = session().open(Map.of("HAMLET_HOME", home.toString()));
        DemoReport report = new DemoReport(session(), json());
        new Demo(engine, session(), report, Math.max(0, lines)).run();
        new DemoContainer(engine, session(), report).run();
        report.end();
        return ExitCode.DONE;
    }
}
