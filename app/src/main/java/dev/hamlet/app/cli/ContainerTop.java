package dev.hamlet.app.cli;

import dev.hamlet.engine.container.ContainerEngine;
import dev.hamlet.engine.container.ContainerProcess;
import dev.hamlet.engine.problem.ProblemException;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Lists the processes of a container. */
@Command(
        description = "List the processes of a container, by their numbers on this computer and in the container.",
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {"  hamlet container top web"})
final class ContainerTop extends Verb {
    @Parameters(paramLabel = "CONTAINER", description = "Name, id, or beginning of an id.")
    private String name = "";

    ContainerTop(Session session) {
        super(session);
    }

    @Override
    ExitCode run() throws ProblemException, InterruptedException {
        ContainerEngine engine = session().engine().containers();
        List<ContainerProcess> processes = engine.processes(engine.find(name));
        if (json()) {
            line(ContainerUsageJson.processes(processes));
            return ExitCode.DONE;
        }
        Table table = new Table()
                .figures(text("head.process"))
                .figures(text("head.own-process"))
                .figures(text("head.user"))
                .figures(text("head.cpu-time"))
                .figures(text("head.memory"))
                .column(text("head.command"));
        for (ContainerProcess one : processes) {
            table.row(
                    Long.toString(one.pid()),
                    Long.toString(one.ownPid()),
                    Long.toString(one.user()),
                    time(one.cpu()),
                    session().words().figures().size(one.memory()),
                    one.command());
        }
        table.lines().forEach(this::line);
        return ExitCode.DONE;
    }

    /** As ps has it. */
    private static String time(Duration used) {
        return "%d:%02d:%02d".formatted(used.toHours(), used.toMinutesPart(), used.toSecondsPart());
    }
}
