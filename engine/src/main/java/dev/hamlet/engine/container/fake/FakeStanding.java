package dev.hamlet.engine.container.fake;

import dev.hamlet.engine.container.ContainerEnd;
import dev.hamlet.engine.container.ContainerHealth;
import dev.hamlet.engine.container.ContainerSnapshot;
import dev.hamlet.engine.container.ContainerSpec;
import dev.hamlet.engine.container.ContainerState;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/** How a container that is not there comes to stand. Pure functions. */
final class FakeStanding {
    private static final OptionalLong PID = OptionalLong.of(4711);

    private FakeStanding() {}

    private static ContainerSnapshot of(
            ContainerSpec spec, ContainerState state, Optional<Instant> started, Optional<ContainerEnd> end) {
        return of(spec, state, started, end, Optional.empty(), Optional.empty());
    }

    private static ContainerSnapshot of(
            ContainerSpec spec,
            ContainerState state,
            Optional<Instant> started,
            Optional<ContainerEnd> end,
            Optional<Instant> again,
            Optional<ContainerHealth> health) {
        return new ContainerSnapshot(
                spec.id(),
                spec.name(),
                Optional.of(spec),
                state,
                state.isLive() ? PID : OptionalLong.empty(),
                started,
                end,
                Optional.empty(),
                0,
                again,
                health);
    }

    static ContainerSnapshot made(ContainerSpec spec) {
        return of(spec, ContainerState.CREATED, Optional.empty(), Optional.empty());
    }

    static ContainerSnapshot running(ContainerSpec spec, Instant started) {
        return of(spec, ContainerState.RUNNING, Optional.of(started), Optional.empty());
    }

    static ContainerSnapshot ended(ContainerSpec spec, Optional<Instant> started, ContainerEnd end) {
        return of(spec, ContainerState.EXITED, started, Optional.of(end));
    }

    /** It is started again then. */
    static ContainerSnapshot waiting(ContainerSpec spec, ContainerSnapshot before, Instant again) {
        return of(
                spec, ContainerState.RESTARTING, before.started(), before.end(), Optional.of(again), Optional.empty());
    }

    static ContainerSnapshot saying(ContainerSpec spec, ContainerSnapshot before, ContainerHealth health) {
        return of(spec, before.state(), before.started(), before.end(), before.again(), Optional.of(health));
    }

    static ContainerSnapshot as(ContainerSpec spec, ContainerSnapshot before, ContainerState state) {
        return of(spec, state, before.started(), before.end(), before.again(), before.health());
    }
}
