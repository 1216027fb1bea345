package dev.hamlet.app.shell;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** When each stage of the window's start was reached. Safe for use by many threads. */
final class StartTimes {
    private static final Logger LOG = LoggerFactory.getLogger(StartTimes.class);

    private record Stage(String name, long millis) {}

    private final List<Stage> stages = new ArrayList<>();

    /** This stage has been reached now. */
    synchronized void reached(String stage) {
        stages.add(new Stage(stage, System.currentTimeMillis()));
    }

    /**
     * Tells the log how long after the start of the JVM each stage was reached. Only the management bean knows that
     * start to the millisecond, and it takes a while to load: so this is called once the window is there.
     */
    synchronized void tell() {
        long begin = ManagementFactory.getRuntimeMXBean().getStartTime();
        LOG.info(
                "started: {}",
                stages.stream()
                        .map(stage -> stage.name() + " after " + (stage.millis() - begin) + " ms")
                        .collect(Collectors.joining(", ")));
    }
}
