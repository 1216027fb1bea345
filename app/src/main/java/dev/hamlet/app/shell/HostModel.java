package dev.hamlet.app.shell;

import dev.hamlet.app.fx.FxRelay;
import dev.hamlet.engine.host.Accelerator;
import dev.hamlet.engine.job.Jobs;
import dev.hamlet.engine.job.Threads;
import dev.hamlet.engine.usage.HostUsage;
import dev.hamlet.engine.usage.UsageEvent;
import dev.hamlet.engine.usage.UsageMeter;
import java.util.Optional;
import java.util.concurrent.Executor;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/** What this computer has left, as the meter measures it. Belongs to the JavaFX thread; needs no toolkit. */
final class HostModel implements AutoCloseable {
    private static final String HOST = "host";

    private final ReadOnlyObjectWrapper<Optional<HostUsage>> usage = new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<Optional<Accelerator>> accelerator =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private final FxRelay<String, HostUsage> usages;
    private final FxRelay<String, Accelerator> proofs;
    private final Jobs.Listening listening;

    /** Finds out what runs guest code; may take a while. */
    @FunctionalInterface
    interface Proof {
        Accelerator accelerator() throws InterruptedException;
    }

    /** Whether somebody waits to see the figures at all. */
    private volatile boolean first = true;

    /**
     * A model that begins at once.
     *
     * @param fx runs what changes it
     * @param beat runs what changes it again and again
     */
    HostModel(UsageMeter meter, Proof proof, Executor fx, Executor beat) {
        usages = new FxRelay<>(
                work -> (first ? fx : beat).execute(work),
                news -> news.values().forEach(now -> {
                    first = false;
                    usage.set(Optional.of(now));
                }));
        proofs = new FxRelay<>(fx, news -> news.values().forEach(now -> accelerator.set(Optional.of(now))));
        Threads.virtual("accelerator", () -> prove(proof));
        listening = meter.listen(event -> {
            if (event instanceof UsageEvent.HostSampled sampled) {
                usages.put(HOST, sampled.usage());
            }
        });
    }

    /** Nobody waits for this: the proof runs guest code in another process, once a boot. */
    private void prove(Proof proof) {
        try {
            proofs.put(HOST, proof.accelerator());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The latest figures; empty before the first. */
    ReadOnlyObjectProperty<Optional<HostUsage>> usageProperty() {
        return usage.getReadOnlyProperty();
    }

    /** What runs guest code; empty while that is being found out. */
    ReadOnlyObjectProperty<Optional<Accelerator>> acceleratorProperty() {
        return accelerator.getReadOnlyProperty();
    }

    @Override
    public void close() {
        listening.close();
    }
}
