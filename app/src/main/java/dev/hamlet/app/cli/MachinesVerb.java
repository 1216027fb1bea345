package dev.hamlet.app.cli;

import dev.hamlet.engine.job.Job;
import dev.hamlet.engine.machine.Machine;
import dev.hamlet.engine.problem.CommandProblem;
import dev.hamlet.engine.problem.Problem;
import dev.hamlet.engine.problem.ProblemException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import picocli.CommandLine.Parameters;

/**
 * A command for several machines, which it does for all at once. What fails for one is told, and the others go on; the exit code is
 * that of the first failure.
 *
 * @param <T> what the command comes to for one machine
 */
abstract class MachinesVerb<T> extends Verb {
    @Parameters(arity = "1..*", paramLabel = "NAME", description = Verb.MACHINES)
    private List<String> names = new ArrayList<>();

    MachinesVerb(Session session) {
        super(session);
    }

    /** Begins the command for one machine. */
    abstract Job<T> begin(Machine machine) throws ProblemException, InterruptedException;

    /** Says what was done, a sentence each. */
    abstract List<String> sentences(Machine machine, T result);

    /** The word for what was done, for other programs. */
    abstract String effect(T result);

    @Override
    ExitCode run() throws ProblemException, InterruptedException {
        record Begun<T>(Machine machine, Job<T> job) {}
        ExitCode worst = ExitCode.DONE;
        List<Begun<T>> all = new ArrayList<>();
        for (String name : new LinkedHashSet<>(names)) {
            try {
                Machine machine = session().engine().machines().find(name);
                all.add(new Begun<>(machine, begin(machine)));
            } catch (ProblemException e) {
                worst = first(worst, e.problem());
            }
        }
        EffectJson done = new EffectJson();
        for (Begun<T> one : all) {
            try {
                T result = follow(one.job());
                if (json()) {
                    done.add(one.machine(), effect(result), result);
                } else {
                    sentences(one.machine(), result).forEach(sentence -> line(Printable.line(sentence)));
                }
            } catch (ProblemException e) {
                worst = first(worst, e.problem());
            }
        }
        if (json()) {
            line(done.toString());
        }
        return worst;
    }

    private ExitCode first(ExitCode worst, Problem problem) {
        if (problem instanceof CommandProblem.Cancelled && worst == ExitCode.CANCELLED) {
            return worst;
        }
        ExitCode code = report(problem);
        return worst == ExitCode.DONE ? code : worst;
    }
}
