package dev.hamlet.app.details;

import dev.hamlet.engine.container.ContainerId;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.machine.MachineId;
import dev.hamlet.engine.usage.UsageHistory;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.value.ObservableValue;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;

/**
 * What the selected machine or container has used, read anew every second while it runs and somebody sees it. Belongs to the
 * JavaFX thread; needs no toolkit.
 */
final class UsageModel implements AutoCloseable {
    private static final Duration WHILE_LIVE = Duration.ofSeconds(1);

    /** What is past changes by growing older alone. */
    private static final Duration WHILE_OFF = Duration.ofSeconds(20);

    /** Whose history, and whether it grows. */
    private record Known(String id, boolean live) {}

    private final ObservableValue<@Nullable UsageSubject> subject;
    private final ReadOnlyObjectWrapper<Optional<UsageHistory>> history = new ReadOnlyObjectWrapper<>(Optional.empty());
    private final LiveLook<Known, UsageHistory> look;
    private final Subscription subscription;
    private @Nullable String shown;

    private UsageModel(
            ObservableValue<@Nullable UsageSubject> subject,
            Function<String, UsageHistory> histories,
            TimeSource time,
            Executor fx,
            Executor beat) {
        this.subject = subject;
        look = new LiveLook<>(
                "usage-history",
                time,
                known -> known.live() ? WHILE_LIVE : WHILE_OFF,
                fx,
                beat,
                known -> histories.apply(known.id()),
                now -> history.set(Optional.of(now)));
        subscription = subject.subscribe(this::follow);
    }

    /** What the selected machine has used. */
    static UsageModel of(DetailsContext context) {
        return new UsageModel(
                context.snapshot().map(UsageSubject::of),
                id -> context.sources().usage().history(new MachineId(id)),
                context.time(),
                context.fx(),
                context.beat());
    }

    /** What the selected container has used. */
    static UsageModel of(ContainerContext context) {
        return new UsageModel(
                context.containers().snapshot().map(container -> UsageSubject.of(container, context.host())),
                id -> context.usage().history(new ContainerId(id)),
                context.time(),
                context.fx(),
                context.beat());
    }

    private void follow(@Nullable UsageSubject now) {
        String id = now == null ? null : now.id();
        if (id == null || !id.equals(shown)) {
            shown = id;
            history.set(Optional.empty());
        }
        look.at(now == null ? null : new Known(now.id(), now.live()));
    }

    /** What is known; empty before it has been read. */
    ReadOnlyObjectProperty<Optional<UsageHistory>> historyProperty() {
        return history.getReadOnlyProperty();
    }

    /** Whose history it is; null where nothing is selected. */
    @Nullable
    UsageSubject subject() {
        return subject.getValue();
    }

    /** Whether somebody can see it. */
    void seen(boolean now) {
        look.seen(now);
    }

    @Override
    public void close() {
        subscription.unsubscribe();
        look.close();
    }
}
