package dev.hamlet.app.containers;

import dev.hamlet.app.fx.FxRelay;
import dev.hamlet.app.fx.UsageTrace;
import dev.hamlet.engine.container.ContainerId;
import dev.hamlet.engine.host.HostFacts;
import dev.hamlet.engine.job.Jobs;
import dev.hamlet.engine.usage.ContainerMeter;
import dev.hamlet.engine.usage.ContainerUsageEvent;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.stream.Stream;

/**
 * Brings what running containers use to the rows of the list. Belongs to the JavaFX thread, or to the one thread of the
 * executor it was made with.
 */
public final class ContainerUsages implements AutoCloseable {
    private final ContainersModel containers;
    private final HostFacts host;
    private final Jobs.Listening listening;

    /**
     * Lets the meter measure for these containers.
     *
     * @param host what there is: of a container without a limit that is all it may use
     * @param fx runs everything that changes the rows
     */
    public ContainerUsages(ContainerMeter meter, ContainersModel containers, HostFacts host, Executor fx) {
        this.containers = containers;
        this.host = host;
        FxRelay<ContainerId, List<ContainerUsageEvent>> relay = new FxRelay<>(fx, this::show);
        containers.measuredBy(meter);
        listening = meter.listen(event -> relay.add(event.id(), List.of(event), ContainerUsages::join));
    }

    /** A curve wants all of them, as far as it reaches back. */
    private static List<ContainerUsageEvent> join(List<ContainerUsageEvent> before, List<ContainerUsageEvent> next) {
        int left = Math.max(0, before.size() - UsageTrace.SECONDS);
        return Stream.concat(before.subList(left, before.size()).stream(), next.stream())
                .toList();
    }

    private void show(Map<ContainerId, List<ContainerUsageEvent>> news) {
        news.forEach((id, events) -> containers.row(id).ifPresent(row -> events.forEach(event -> show(row, event))));
    }

    private void show(ContainerRow row, ContainerUsageEvent event) {
        switch (event) {
            case ContainerUsageEvent.Sampled sampled ->
                row.used(
                        sampled.usage(),
                        sampled.time(),
                        host.processors(),
                        host.memory().bytes());
            case ContainerUsageEvent.Ended ended -> row.usesNothing();
        }
    }

    /** Lets the meter rest. */
    @Override
    public void close() {
        listening.close();
    }
}
