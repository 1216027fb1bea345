package dev.hamlet.app.cli;

import dev.hamlet.engine.container.ContainerEngine;
import dev.hamlet.engine.container.ContainerSnapshot;
import dev.hamlet.engine.problem.ProblemException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import picocli.CommandLine.Parameters;

/** A command for several containers; what fails for one is told, and the others go on. */
abstract class ContainersVerb extends Verb {
    @Parameters(arity = "1..*", paramLabel = "CONTAINER", description = "Names, ids, or beginnings of ids.")
    private List<String> names = new ArrayList<>();

    ContainersVerb(Session session) {
        super(session);
    }

    /** Does it for one, and tells the container as it is then, or was before. */
    abstract ContainerSnapshot one(ContainerEngine engine, String name) throws ProblemException, InterruptedException;

    /** What is printed for one. */
    String said(ContainerSnapshot container) {
        return container.name();
    }

    @Override
    ExitCode run() throws ProblemException, InterruptedException {
        ContainerEngine engine = session().engine().containers();
        ExitCode worst = ExitCode.DONE;
        List<ContainerSnapshot> done = new ArrayList<>();
        for (String name : new LinkedHashSet<>(names)) {
            try {
                ContainerSnapshot container = one(engine, name);
                done.add(container);
                if (!json()) {
                    line(Printable.line(said(container)));
                }
            } catch (ProblemException e) {
                ExitCode code = report(e.problem());
                worst = worst == ExitCode.DONE ? code : worst;
            }
        }
        if (json()) {
            line(ContainerJson.list(done, session().words()));
        }
        return worst;
    }
}
