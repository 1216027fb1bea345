package dev.hamlet.app.machines;

import dev.hamlet.app.fx.FxRelay;
import dev.hamlet.app.fx.UsageTrace;
import dev.hamlet.engine.job.Jobs;
import dev.hamlet.engine.machine.MachineId;
import dev.hamlet.engine.usage.UsageEvent;
import dev.hamlet.engine.usage.UsageMeter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.stream.Stream;

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
        FxRelay<MachineId, List<UsageEvent>> relay = new FxRelay<>(fx, this::show);
        listening = meter.listen(event -> {
            switch (event) {
                case UsageEvent.Sampled sampled -> relay.add(sampled.id(), List.of(sampled), RowUsages::join);
                case UsageEvent.Ended ended -> relay.add(ended.id(), List.of(ended), RowUsages::join);
                case UsageEvent.HostSampled host -> {
                    // No machine's.
                }
            }
        });
    }

    /** A curve wants all of them, as far as it reaches back. */
    private static List<UsageEvent> join(List<UsageEvent> before, List<UsageEvent> next) {
        int left = Math.max(0, before.size() - UsageTrace.SECONDS);
        return Stream.concat(before.subList(left, before.size()).stream(), next.stream())
                .toList();
    }

    private void show(Map<MachineId, List<UsageEvent>> news) {
        news.forEach((id, events) -> machines.row(id).ifPresent(row -> events.forEach(event -> show(row, event))));
    }

    private static void show(MachineRow row, UsageEvent event) {
        if (event instanceof UsageEvent.Sampled sampled) {
            row.used(sampled);
        } else {
            row.usesNothing();
        }
    }

    /** Lets the meter rest. */
    @Override
    public void close() {
        listening.close();
    }
}
