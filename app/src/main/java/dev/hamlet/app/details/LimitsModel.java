package dev.hamlet.app.details;

import dev.hamlet.app.containers.ContainerRow;
import dev.hamlet.app.fx.ChangeQueue;
import dev.hamlet.app.fx.FxRelay;
import dev.hamlet.engine.container.ContainerId;
import dev.hamlet.engine.container.ContainerLimits;
import dev.hamlet.engine.container.ContainerSnapshot;
import dev.hamlet.engine.container.KeptLimits;
import dev.hamlet.engine.host.HostFacts;
import dev.hamlet.engine.problem.ContainerProblem;
import dev.hamlet.engine.problem.Problem;
import dev.hamlet.engine.problem.ProblemException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.util.Subscription;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the selected container may use at most, set at once where it runs. Belongs to the JavaFX thread; needs no toolkit.
 */
final class LimitsModel implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LimitsModel.class);
    private static final String HOST = "host";
    private static final Duration EVERY = Duration.ofSeconds(5);

    /**
     * How the limits stand.
     *
     * @param container whose they are
     * @param limits that it has, or that are about to be set
     * @param use what it used a second ago
     * @param host what there is, and what of it is free
     * @param quiet whether no change is under way
     * @param failure why the last change was not made
     * @param kept which of them containers can be given here
     * @param unavailable why none can be made here
     */
    record State(
            ContainerSnapshot container,
            ContainerLimits limits,
            Optional<ContainerRow.Sample> use,
            HostFacts host,
            boolean quiet,
            Optional<Problem> failure,
            KeptLimits kept,
            Optional<Problem> unavailable) {}

    /** What a look at this computer came to; no facts where they cannot be told. */
    private record Here(Optional<HostFacts> facts, KeptLimits kept) {}

    /** What is set of which container. */
    private record Change(ContainerId id, ContainerLimits limits) {}

    /** What came of setting these limits. */
    private record Made(ContainerLimits limits, Optional<Problem> why) {}

    private final ContainerContext context;
    private final ReadOnlyObjectWrapper<Optional<State>> state = new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ChangeQueue<Change> changes;
    private final FxRelay<ContainerId, Made> relay;
    private final LiveLook<String, Here> look;
    private final Subscription subscription;

    /** What is about to be set, until the container has been seen after it. */
    private final Map<ContainerId, ContainerLimits> wanted = new HashMap<>();

    private final Map<ContainerId, Problem> failures = new HashMap<>();
    private HostFacts host;
    private KeptLimits kept = KeptLimits.ALL;
    private boolean closed;

    LimitsModel(ContainerContext context) {
        this.context = context;
        this.host = context.host();
        relay = new FxRelay<>(context.fx(), news -> news.forEach(this::made));
        changes = new ChangeQueue<>(
                "container-limits",
                context.time(),
                (change, why) -> relay.put(change.id(), new Made(change.limits(), why)),
                () -> {});
        look = new LiveLook<>(
                "container-limits-host",
                context.time(),
                any -> EVERY,
                context.fx(),
                context.beat(),
                any -> new Here(facts(), context.containers().engine().keptLimits()),
                now -> {
                    now.facts().ifPresent(facts -> host = facts);
                    kept = now.kept();
                    show();
                });
        look.at(HOST);
        subscription = Subscription.combine(
                context.containers().snapshot().subscribe(now -> show()),
                context.containers()
                        .selectedProperty()
                        .flatMap(ContainerRow::useProperty)
                        .subscribe(now -> show()));
    }

    private Optional<HostFacts> facts() {
        try {
            return Optional.of(context.capacity().facts());
        } catch (ProblemException e) {
            LOG.debug("what is free cannot be told", e);
            return Optional.empty();
        }
    }

    private void show() {
        ContainerRow row = context.containers().selectedProperty().get();
        state.set(Optional.ofNullable(row).flatMap(this::state));
    }

    private Optional<State> state(ContainerRow row) {
        ContainerLimits pending = wanted.get(row.id());
        Optional<Problem> failure = Optional.ofNullable(failures.get(row.id()));
        Optional<Problem> unavailable = failure.filter(ContainerProblem.ContainerLimitUnavailable.class::isInstance);
        return row.snapshot()
                .spec()
                .map(spec -> new State(
                        row.snapshot(),
                        pending == null ? spec.wish().limits() : pending,
                        row.useProperty().get(),
                        host,
                        pending == null,
                        unavailable.isPresent() ? Optional.empty() : failure,
                        kept,
                        unavailable));
    }

    /** How the limits stand; empty where no container is selected that has any. */
    ReadOnlyObjectProperty<Optional<State>> stateProperty() {
        return state.getReadOnlyProperty();
    }

    /** Sets the limits of this container, whichever is selected by now, to what comes of those that it has. */
    void change(ContainerId id, UnaryOperator<ContainerLimits> change) {
        Optional<ContainerLimits> now = Optional.ofNullable(wanted.get(id))
                .or(() -> context.containers().rows().stream()
                        .filter(row -> row.id().equals(id))
                        .findFirst()
                        .flatMap(row -> row.snapshot().spec())
                        .map(spec -> spec.wish().limits()));
        now.map(change).ifPresent(next -> {
            wanted.put(id, next);
            failures.remove(id);
            changes.put(id, new Change(id, next), () -> {
                var _ = context.containers().engine().update(id.value(), next).await();
            });
            show();
        });
    }

    private void made(ContainerId id, Made made) {
        context.containers().lookThen(seen -> {
            // Unless more has been set since, which has not been seen yet.
            if (!closed && made.limits().equals(wanted.get(id))) {
                wanted.remove(id);
                made.why().ifPresent(problem -> failures.put(id, problem));
                show();
            }
        });
    }

    /** The person has seen why the last change was not made. */
    void dismiss(ContainerId id) {
        failures.remove(id);
        show();
    }

    /** Whether somebody can see it. */
    void seen(boolean now) {
        look.seen(now);
    }

    @Override
    public void close() {
        closed = true;
        subscription.unsubscribe();
        look.close();
    }
}
