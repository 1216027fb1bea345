package dev.hamlet.engine;

import dev.hamlet.engine.container.ContainerId;
import dev.hamlet.engine.container.ContainerSpecJson;
import dev.hamlet.engine.job.Threads;
import dev.hamlet.nativebridge.Users;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads what an engine needs and a fresh JVM does not have yet: the JSON library, calls into C, random numbers. On a thread
 * of its own, beside the one that reads the words of a command meanwhile. Without it all works the same, a little later.
 */
public final class Preloading {
    private static final Logger LOG = LoggerFactory.getLogger(Preloading.class);

    private Preloading() {}

    /** Begins; never waits. */
    public static void begin() {
        Thread _ = Threads.platform("preloading", Preloading::load);
    }

    private static void load() {
        try {
            boolean _ = ContainerSpecJson.mayMention("{}".getBytes(StandardCharsets.UTF_8), "");
            boolean _ = Users.isRoot();
            ContainerId _ = ContainerId.random();
        } catch (LinkageError e) {
            // Whoever needs it fails in turn, and says so.
            LOG.debug("something cannot be loaded", e);
        }
    }
}
