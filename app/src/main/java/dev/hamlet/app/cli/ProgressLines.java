package dev.hamlet.app.cli;

import dev.hamlet.app.words.Figures;
import dev.hamlet.engine.job.JobSnapshot;
import dev.hamlet.engine.job.Phrase;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The progress of one job as plain lines, for a file or another program. */
final class ProgressLines implements JobFollower.ProgressView {
    private static final Duration QUIET = Duration.ofSeconds(2);

    private final Session session;
    private @Nullable Phrase step;
    private int tenth;
    private boolean closed;

    ProgressLines(Session session) {
        this.session = session;
    }

    @Override
    public synchronized void show(JobSnapshot snapshot) {
        if (closed || Duration.between(snapshot.started(), session.now()).compareTo(QUIET) < 0) {
            return;
        }
        int now = (int) Math.floor(Math.max(0, snapshot.fraction()) * 10);
        if (snapshot.step().equals(step) && now <= tenth) {
            return;
        }
        step = snapshot.step();
        tenth = now;
        Figures figures = session.words().figures();
        String percent = snapshot.fraction() > 0 ? " (" + figures.percent(snapshot.fraction()) + ")" : "";
        session.output().note(Printable.line(session.words().text(snapshot.step())) + percent);
    }

    @Override
    public synchronized void close() {
        closed = true;
    }
}
