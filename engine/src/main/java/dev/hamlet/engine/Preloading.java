package dev.hamlet.engine;

import dev.hamlet.engine.container.ContainerId;
import dev.hamlet.engine.container.ContainerSpecJson;
import dev.hamlet.engine.job.Threads;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.nativebridge.Users;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Loads what an engine needs and a fresh JVM does not have yet (the JSON library, calls into C, random numbers), and opens
 * the engine: on a thread of its own, beside the one that reads the words of a command meanwhile. Without it all works the
 * same, a little later. Safe for use by many threads.
 */
public final class Preloading {
    private final CompletableFuture<Opened> opened = new CompletableFuture<>();
    private final AtomicBoolean isTaken = new AtomicBoolean();

    /** One of both. */
    private record Opened(@Nullable Engine engine, @Nullable Throwable failure) {}

    private Preloading() {}

    /**
     * Begins; never waits. What fails is told to whoever asks for the engine.
     *
     * @param environment of the engine, as {@link Engine#open} takes it
     */
    public static Preloading begin(Map<String, String> environment) {
        Preloading preloading = new Preloading();
        Thread _ = Threads.platform("preloading", () -> preloading.opened.complete(open(environment)));
        return preloading;
    }

    /**
     * The engine that was opened, for who asks first, and for that one to close.
     *
     * @return empty for all others
     * @throws ProblemException as {@link Engine#open}
     */
    public Optional<Engine> engine() throws ProblemException {
        if (isTaken.getAndSet(true)) {
            return Optional.empty();
        }
        Opened found = opened.join();
        switch (found.failure()) {
            case null -> {}
            case ProblemException known -> throw known;
            default ->
                LoggerFactory.getLogger(Preloading.class)
                        .debug("nothing could be opened before it was asked for", found.failure());
        }
        return Optional.ofNullable(found.engine());
    }

    private static Opened open(Map<String, String> environment) {
        try {
            boolean _ = ContainerSpecJson.mayMention("{}".getBytes(StandardCharsets.UTF_8), "");
            boolean _ = Users.isRoot();
            ContainerId _ = ContainerId.random();
            return new Opened(Engine.open(environment), null);
        } catch (ProblemException | RuntimeException | LinkageError e) {
            // Whoever needs it fails in turn, and says so.
            return new Opened(null, e);
        }
    }
}
