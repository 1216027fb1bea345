package dev.hamlet.engine.container.fake;

import dev.hamlet.engine.container.ContainerSnapshot;
import dev.hamlet.engine.container.ContainerStream;
import dev.hamlet.engine.container.ExecSpec;
import dev.hamlet.engine.problem.ContainerProblem;
import dev.hamlet.engine.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The programs of containers that are not there. Safe for use by many threads. */
final class FakePrograms {
    private static final Set<String> PROGRAMS = Set.of("sh", "sleep");
    private static final Set<String> USERS = Set.of("", "root", "0");

    private final List<FakeShell> shells = new ArrayList<>();

    /** Those that were begun, the earliest first. */
    synchronized List<FakeShell> shells() {
        return List.copyOf(shells);
    }

    synchronized ContainerStream begin(FakeShell shell) {
        shells.add(shell);
        return shell;
    }

    ContainerStream exec(ContainerSnapshot container, ExecSpec spec) throws ProblemException {
        if (!USERS.contains(spec.user())) {
            throw new ProblemException(
                    new ContainerProblem.ContainerUserUnknown(container.name(), spec.user(), "not in /etc/passwd"));
        }
        require(container, spec.command());
        return begin(new FakeShell(spec.terminal(), spec.columns(), spec.rows()));
    }

    /** Refuses what no image of these has. */
    static void require(ContainerSnapshot container, List<String> arguments) throws ProblemException {
        if (arguments.isEmpty()) {
            throw new ProblemException(new ContainerProblem.EntryPointUnset(container.name()));
        }
        if (!PROGRAMS.contains(arguments.getFirst())) {
            throw new ProblemException(
                    new ContainerProblem.EntryPointMissing(container.name(), arguments.getFirst(), "no such file"));
        }
    }
}
