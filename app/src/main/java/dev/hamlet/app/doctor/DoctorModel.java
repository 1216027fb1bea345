package dev.hamlet.app.doctor;

import dev.hamlet.engine.Engine;
import dev.hamlet.engine.host.HostReport;
import dev.hamlet.engine.job.Job;
import dev.hamlet.engine.job.Threads;
import dev.hamlet.engine.privilege.Privilege;
import dev.hamlet.engine.privilege.PrivilegedVerb;
import dev.hamlet.engine.problem.CommandProblem;
import dev.hamlet.engine.problem.HostProblem;
import dev.hamlet.engine.problem.Problem;
import dev.hamlet.engine.problem.ProblemException;
import java.util.Optional;
import java.util.concurrent.Executor;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;

/** Looks at this computer, and repairs what polkit lets it. Belongs to the JavaFX thread; never waits on it. */
public final class DoctorModel {
    /** Looks at this computer, on a thread of its own. */
    public interface Host {
        /**
         * What there is.
         *
         * @param anew whether what was found out earlier counts for nothing
         */
        HostReport look(boolean anew) throws ProblemException, InterruptedException;

        /** Why nobody can be asked for root's rights here; empty where it can be tried. */
        Optional<Problem> obstacle();

        /** Asks and does it. */
        Job<String> repair(PrivilegedVerb verb);
    }

    /**
     * How it stands.
     *
     * @param report what was found last; empty before the first look
     * @param isLooking while somebody looks
     * @param repairing what is being repaired now
     * @param repaired what was repaired last
     * @param problem why the last look or repair failed
     * @param canAsk whether repairs can be offered at all
     */
    public record State(
            Optional<HostReport> report,
            boolean isLooking,
            Optional<PrivilegedVerb> repairing,
            Optional<PrivilegedVerb> repaired,
            Optional<Problem> problem,
            boolean canAsk) {}

    private final Host host;
    private final Executor fx;
    private final ReadOnlyObjectWrapper<State> state = new ReadOnlyObjectWrapper<>(
            new State(Optional.empty(), false, Optional.empty(), Optional.empty(), Optional.empty(), false));
    private @Nullable Job<String> job;
    private boolean isStale;

    /**
     * Nothing is looked at yet.
     *
     * @param fx runs what changes this model
     */
    public DoctorModel(Host host, Executor fx) {
        this.host = host;
        this.fx = fx;
    }

    /** Of this engine's computer. */
    public static DoctorModel of(Engine engine, Executor fx) {
        Privilege privilege = engine.privilege();
        return new DoctorModel(
                new Host() {
                    @Override
                    public HostReport look(boolean anew) throws ProblemException, InterruptedException {
                        return anew
                                ? engine.inspection().reportAnew()
                                : engine.inspection().report();
                    }

                    @Override
                    public Optional<Problem> obstacle() {
                        return privilege.obstacle();
                    }

                    @Override
                    public Job<String> repair(PrivilegedVerb verb) {
                        return privilege.start(verb, Privilege.Asking.DESKTOP);
                    }
                },
                fx);
    }

    /** How it stands now. */
    public ReadOnlyObjectProperty<State> stateProperty() {
        return state.getReadOnlyProperty();
    }

    /** Looks, unless that was done or is being done. */
    public void lookOnce() {
        if (state.get().report().isEmpty() && !state.get().isLooking()) {
            look(false);
        }
    }

    /** Looks at all of it again. */
    public void lookAgain() {
        State now = state.get();
        if (!now.isLooking()) {
            state.set(new State(now.report(), false, now.repairing(), now.repaired(), Optional.empty(), now.canAsk()));
            look(true);
        }
    }

    private void look(boolean anew) {
        State now = state.get();
        state.set(new State(now.report(), true, now.repairing(), now.repaired(), now.problem(), now.canAsk()));
        Threads.virtual("doctor", () -> {
            try {
                HostReport report = host.look(anew);
                boolean canAsk = host.obstacle().isEmpty();
                fx.execute(() -> seen(report, canAsk));
            } catch (ProblemException e) {
                fx.execute(() -> failed(e.problem()));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private void seen(HostReport report, boolean canAsk) {
        State was = state.get();
        state.set(new State(Optional.of(report), false, was.repairing(), was.repaired(), was.problem(), canAsk));
        lookIfStale();
    }

    private void failed(Problem why) {
        State was = state.get();
        state.set(new State(was.report(), false, was.repairing(), was.repaired(), Optional.of(why), was.canAsk()));
        lookIfStale();
    }

    /** Something was repaired during the look, which may have come before or after it. */
    private void lookIfStale() {
        if (isStale) {
            isStale = false;
            look(true);
        }
    }

    /** Asks for the password and repairs; afterwards all is looked at again. One at a time. */
    public void repair(PrivilegedVerb verb) {
        State now = state.get();
        if (now.repairing().isPresent()) {
            return;
        }
        state.set(new State(
                now.report(), now.isLooking(), Optional.of(verb), Optional.empty(), Optional.empty(), now.canAsk()));
        Job<String> begun = host.repair(verb);
        job = begun;
        Threads.virtual("doctor-repair", () -> {
            try {
                var _ = begun.await();
                fx.execute(() -> ended(Optional.of(verb), Optional.empty()));
            } catch (ProblemException e) {
                // Who closed the question, or took it back, knows.
                boolean known = e.problem() instanceof CommandProblem.Cancelled
                        || e.problem() instanceof HostProblem.PrivilegeDismissed;
                fx.execute(() -> ended(Optional.empty(), known ? Optional.empty() : Optional.of(e.problem())));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private void ended(Optional<PrivilegedVerb> repaired, Optional<Problem> why) {
        job = null;
        State was = state.get();
        state.set(new State(was.report(), was.isLooking(), Optional.empty(), repaired, why, was.canAsk()));
        if (was.isLooking()) {
            isStale = true;
        } else {
            look(true);
        }
    }

    /** Takes the question for the password back. */
    public void cancel() {
        if (job != null) {
            job.cancel();
        }
    }
}
