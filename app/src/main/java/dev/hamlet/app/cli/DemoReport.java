package dev.hamlet.app.cli;

import dev.hamlet.engine.job.TimeSource;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Tells what the demonstration does and when, as lines or as one JSON object at the end. */
final class DemoReport {
    private final Session session;
    private final boolean json;
    private final long begin = TimeSource.system().nanos();
    private final Map<String, Duration> steps = new LinkedHashMap<>();

    DemoReport(Session session, boolean json) {
        this.session = session;
        this.json = json;
    }

    /** A step is done. */
    void step(String step, String key, Object... arguments) {
        steps.put(step, elapsed());
        tell(session.text(key, arguments));
    }

    /** Something beside the steps. */
    void tell(String text) {
        if (!json) {
            String time = session.words().figures().fixed(elapsed().toMillis() / 1000.0, 1);
            session.output().line(" ".repeat(Math.max(0, 6 - time.length())) + time + " s  " + Printable.line(text));
        }
    }

    boolean isSilent() {
        return json;
    }

    /** All is done. */
    void end() {
        step("done", "demo.done", session.words().figures().time(elapsed()));
        if (json) {
            session.output().line(DemoJson.of(steps));
        }
    }

    private Duration elapsed() {
        return Duration.ofNanos(TimeSource.system().nanos() - begin);
    }
}
