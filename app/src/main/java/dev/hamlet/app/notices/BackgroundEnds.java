package dev.hamlet.app.notices;

import dev.hamlet.app.words.Messages;
import dev.hamlet.app.words.ProblemWords;
import dev.hamlet.engine.host.DesktopNotices.Kind;
import dev.hamlet.engine.host.DesktopNotices.Notice;
import dev.hamlet.engine.job.JobSnapshot;
import dev.hamlet.engine.job.Jobs;
import dev.hamlet.engine.job.Threads;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.machine.GuestEnd;
import dev.hamlet.engine.machine.MachineEvent;
import dev.hamlet.engine.machine.MachineId;
import dev.hamlet.engine.machine.MachineSnapshot;
import dev.hamlet.engine.machine.MachineState;
import dev.hamlet.engine.machine.MachineStore;
import dev.hamlet.engine.problem.MachineProblem;
import dev.hamlet.engine.problem.Problem;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Tells the desktop of what has ended while nobody looks at the window: work that took a while or failed, guests that ended
 * unexpectedly. Safe for use by many threads; the desktop is told on a thread of its own.
 */
public final class BackgroundEnds implements AutoCloseable {
    /** Nobody waits for work that succeeds at once. */
    private static final Duration NOTABLE = Duration.ofSeconds(5);

    /** More that wait than these are told together. */
    private static final int MOST_APART = 3;

    private final TimeSource time;
    private final Messages words;
    private final Desktop desktop;
    private final Map<MachineId, MachineState> states = new ConcurrentHashMap<>();
    private final Set<MachineId> halted = ConcurrentHashMap.newKeySet();
    private final Deque<Notice> waiting = new ArrayDeque<>();
    private final Jobs.Listening jobs;
    private final Jobs.Listening machines;
    private volatile boolean away;
    private volatile boolean wanted;
    private @Nullable Thread telling;

    /** Where a person is told. */
    @FunctionalInterface
    public interface Desktop {
        /** Tells this; may block, and does nothing where there is nobody to tell. */
        void tell(Notice notice) throws InterruptedException;
    }

    /**
     * Follows these; tells nothing before it is wanted and the person is away.
     *
     * @param time the clock of the jobs
     */
    public BackgroundEnds(Jobs jobs, MachineStore machines, TimeSource time, Messages words, Desktop desktop) {
        this.time = time;
        this.words = words;
        this.desktop = desktop;
        this.jobs = jobs.listen(this::heard);
        this.machines = machines.listen(this::heard);
        machines.known()
                .forEach(machine ->
                        states.putIfAbsent(machine.id(), machine.snapshot().state()));
    }

    /** Whether nobody looks at the window now. */
    public void away(boolean now) {
        away = now;
    }

    /** Whether the person wants to be told. */
    public void wanted(boolean now) {
        wanted = now;
    }

    private void heard(JobSnapshot job) {
        switch (job.state()) {
            case FAILED -> tell(Kind.WRONG, words.text("notices.failed", words.text(job.title())), why(job.problem()));
            case DONE -> {
                if (Duration.between(job.started(), time.now()).compareTo(NOTABLE) >= 0) {
                    tell(Kind.DONE, words.text("notices.done", words.text(job.title())), "");
                }
            }
            case RUNNING, CANCELLED -> {
                // It goes on, or the person knows.
            }
        }
    }

    private String why(@Nullable Problem problem) {
        if (problem == null) {
            return "";
        }
        ProblemWords said = ProblemWords.of(problem, words);
        return said.cause().isEmpty() ? said.title() : said.title() + "\n" + said.cause();
    }

    private void heard(MachineEvent event) {
        switch (event) {
            case MachineEvent.Changed(MachineSnapshot now) -> {
                MachineState before = states.put(now.id(), now.state());
                GuestEnd end = now.lastEnd();
                // A start that fails is told as work that failed.
                boolean ran = before == MachineState.RUNNING || before == MachineState.PAUSED;
                tellOfHalt(now);
                if (ran && now.state() == MachineState.STOPPED && end != null && end.how() == GuestEnd.How.UNEXPECTED) {
                    tell(Kind.WRONG, words.text("notices.guest", now.name()), end.detail());
                }
            }
            case MachineEvent.Removed(MachineId id) -> {
                states.remove(id);
                halted.remove(id);
            }
            case MachineEvent.Restarted restarted -> {
                // It runs on.
            }
        }
    }

    /** Nobody has paused it: it cannot go on, and the person has to do something. Told once for each time. */
    private void tellOfHalt(MachineSnapshot now) {
        Optional<Problem> why =
                now.notices().stream().filter(BackgroundEnds::isHalt).findFirst();
        if (why.isEmpty()) {
            halted.remove(now.id());
        } else if (halted.add(now.id())) {
            tell(Kind.WRONG, words.text("notices.halted", now.name()), why(why.get()));
        }
    }

    private static boolean isHalt(Problem problem) {
        return problem instanceof MachineProblem.PausedDiskFull || problem instanceof MachineProblem.PausedDiskError;
    }

    private void tell(Kind kind, String title, String text) {
        if (!away || !wanted) {
            return;
        }
        synchronized (this) {
            waiting.add(new Notice(kind, title, text));
            if (telling == null) {
                telling = Threads.virtual("notices", this::tellAll);
            }
        }
    }

    private void tellAll() {
        try {
            for (Notice next = next(); next != null; next = next()) {
                desktop.tell(next);
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized @Nullable Notice next() {
        if (waiting.size() > MOST_APART) {
            Notice all = together();
            waiting.clear();
            return all;
        }
        Notice next = waiting.poll();
        if (next == null) {
            telling = null;
        }
        return next;
    }

    /** What went wrong is named, as far as there is room. */
    private Notice together() {
        String wrong = waiting.stream()
                .filter(notice -> notice.kind() == Kind.WRONG)
                .map(Notice::title)
                .limit(MOST_APART)
                .collect(Collectors.joining("\n"));
        return new Notice(
                wrong.isEmpty() ? Kind.DONE : Kind.WRONG, words.text("notices.together", waiting.size()), wrong);
    }

    /** Tells nothing any more. */
    @Override
    public void close() {
        jobs.close();
        machines.close();
        synchronized (this) {
            waiting.clear();
            if (telling != null) {
                telling.interrupt();
            }
        }
    }
}
