package dev.hamlet.app.cli;

import dev.hamlet.app.words.Figures;
import dev.hamlet.engine.job.JobSnapshot;
import dev.hamlet.engine.terminal.UserTerminal;
import java.time.Duration;

/** The progress of one job as a line of a terminal that is drawn again and again, and erased at the end. */
final class ProgressLine implements JobFollower.ProgressView {
    private static final Duration QUIET = Duration.ofMillis(300);
    private static final String ERASE = "\r\u001b[K";
    private static final int BAR = 20;

    private final Session session;
    private int columns;
    private boolean drawn;
    private boolean closed;

    ProgressLine(Session session) {
        this.session = session;
    }

    @Override
    public synchronized void show(JobSnapshot snapshot) {
        Duration age = Duration.between(snapshot.started(), session.now());
        if (closed || age.compareTo(QUIET) < 0) {
            return;
        }
        if (columns == 0) {
            columns = UserTerminal.columns();
        }
        drawn = true;
        session.output().err().print(ERASE + fit(text(snapshot, age)));
        session.output().err().flush();
    }

    private String text(JobSnapshot snapshot, Duration age) {
        Figures figures = session.words().figures();
        StringBuilder text = new StringBuilder();
        if (snapshot.fraction() >= 0) {
            text.append(bar(snapshot.fraction())).append(' ');
            text.append(figures.percent(snapshot.fraction())).append("  ");
        }
        text.append(Printable.line(session.words().text(snapshot.step())));
        if (snapshot.bytesDone() > 0) {
            text.append("  ").append(figures.size(snapshot.bytesDone()));
            if (snapshot.bytesTotal() > 0) {
                text.append(" / ").append(figures.size(snapshot.bytesTotal()));
            }
        } else {
            text.append("  ").append(figures.age(age));
        }
        return text.toString();
    }

    private static String bar(double fraction) {
        int full = (int) Math.floor(Math.clamp(fraction, 0, 1) * BAR);
        return "[" + "#".repeat(full) + ".".repeat(BAR - full) + "]";
    }

    /** One line must stay one: a longer one would scroll and never be erased. */
    private String fit(String text) {
        String fitting = text;
        while (CellWidth.of(fitting) >= columns && !fitting.isEmpty()) {
            fitting = fitting.substring(0, fitting.offsetByCodePoints(fitting.length(), -1));
        }
        return fitting;
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (drawn) {
            session.output().err().print(ERASE);
            session.output().err().flush();
        }
    }
}
