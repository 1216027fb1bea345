package dev.hamlet.app.shell;

import dev.hamlet.app.fx.FxRelay;
import dev.hamlet.engine.host.Accelerator;
import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.host.HamletPaths;
import dev.hamlet.engine.host.HostCapacity;
import dev.hamlet.engine.host.HostFacts;
import dev.hamlet.engine.job.Threads;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.problem.ProblemException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the host's figures every two seconds. Belongs to the JavaFX thread; the reading is done on another. */
final class HostModel implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HostModel.class);
    private static final Duration EVERY = Duration.ofSeconds(2);
    private static final String HOST = "host";

    private final ReadOnlyObjectWrapper<Optional<HostFigures>> figures = new ReadOnlyObjectWrapper<>(Optional.empty());
    private final FxRelay<String, HostFigures> relay;
    private final Threads.Repeating reading;
    private final HamletPaths paths;
    private final HostCapacity capacity;
    private volatile Optional<Accelerator> accelerator = Optional.empty();

    /** Finds out what runs guest code; may take a while. */
    @FunctionalInterface
    interface Proof {
        Accelerator accelerator() throws InterruptedException;
    }

    HostModel(HamletPaths paths, HostCapacity capacity, Proof proof, Executor fx) {
        this.paths = paths;
        this.capacity = capacity;
        this.relay = new FxRelay<>(fx, news -> news.values().forEach(now -> figures.set(Optional.of(now))));
        Threads.virtual("accelerator", () -> prove(proof));
        this.reading = Threads.repeat("host-figures", TimeSource.system(), EVERY, this::read);
    }

    /** Nobody waits for this: the proof runs guest code in another process, once a boot. */
    private void prove(Proof proof) {
        try {
            accelerator = Optional.of(proof.accelerator());
            read();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void read() {
        try {
            HostFacts facts = capacity.facts();
            ByteSize used = new ByteSize(
                    Math.max(0, facts.memory().bytes() - facts.memoryAvailable().bytes()));
            relay.put(
                    HOST, new HostFigures(used, facts.memory(), HostCapacity.diskFree(paths.machines()), accelerator));
        } catch (ProblemException e) {
            LOG.debug("the host's figures cannot be read", e);
        }
    }

    /** The latest figures; empty before the first. */
    ReadOnlyObjectProperty<Optional<HostFigures>> figuresProperty() {
        return figures.getReadOnlyProperty();
    }

    @Override
    public void close() {
        reading.close();
    }
}
