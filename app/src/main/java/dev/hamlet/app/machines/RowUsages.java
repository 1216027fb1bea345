package dev.hamlet.app.machines;

import dev.hamlet.app.fx.FxRelay;
import dev.hamlet.engine.job.Jobs;
import dev.hamlet.engine.machine.MachineId;
import dev.hamlet.engine.usage.UsageEvent;
import dev.hamlet.engine.usage.UsageMeter;
import java.util.Map;
import java.util.concurrent.Executor;

/**
 * Brings what running guests use to the rows of the list. Belongs to the JavaFX thread, or to the one thread of the
 * executor it was made with.
 */
public final class RowUsages implements AutoCloseable {
    private final MachinesModel machines;
    private final Jobs.Listening listening;

    /**
     * Lets the meter measure for these machines.
     *
     * @param fx runs everything that changes the rows
     */
    public RowUsages(UsageMeter meter, MachinesModel machines, Executor fx) {
        this.machines = machines;
        FxRelay<MachineId, UsageEvent> relay = new FxRelay<>(fx, this::show);
        listening = meter.listen(event -> {
            switch (event) {
                case UsageEvent.Sampled sampled -> relay.put(sampled.id(), sampled);
                case UsageEvent.Ended ended -> relay.put(ended.id(), ended);
                case UsageEvent.HostSampled host -> {
                    // No machine's.
                }
            }
        });
    }

    private void show(Map<MachineId, UsageEvent> news) {
        news.forEach((id, event) -> machines.row(id).ifPresent(row -> {
            if (event instanceof UsageEvent.Sampled sampled) {
                row.used(sampled);
            } else {
                row.usesNothing();
            }
        }));
    }

    /** Lets the meter rest. */
    @Override
    public void close() {
        listening.close();
    }
}
