package dev.hamlet.app.details;

import dev.hamlet.app.machines.MachineRow;
import dev.hamlet.engine.machine.MachineId;
import dev.hamlet.engine.machine.MachineSnapshot;
import dev.hamlet.engine.usage.UsageHistory;
import java.time.Duration;
import java.util.Optional;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;

/**
 * What the selected machine has used, read anew every second while it runs and somebody sees it. Belongs to the JavaFX
 * thread; needs no toolkit.
 */
final class UsageModel implements AutoCloseable {
    private static final Duration WHILE_LIVE = Duration.ofSeconds(1);

    /** What is past changes by growing older alone. */
    private static final Duration WHILE_OFF = Duration.ofSeconds(20);

    /** Whose history, and whether it grows. */
    private record Subject(MachineId id, boolean live) {}

    private final DetailsContext context;
    private final ReadOnlyObjectWrapper<Optional<UsageHistory>> history = new ReadOnlyObjectWrapper<>(Optional.empty());
    private final LiveLook<Subject, UsageHistory> look;
    private final Subscription subscription;
    private @Nullable MachineId shown;

    UsageModel(DetailsContext context) {
        this.context = context;
        look = new LiveLook<>(
                "usage-history",
                context.time(),
                subject -> subject.live() ? WHILE_LIVE : WHILE_OFF,
                context.fx(),
                context.beat(),
                subject -> context.sources().usage().history(subject.id()),
                now -> history.set(Optional.of(now)));
        subscription = context.snapshot().subscribe(this::follow);
    }

    private void follow(@Nullable MachineSnapshot machine) {
        MachineId id = machine == null ? null : machine.id();
        if (id == null || !id.equals(shown)) {
            shown = id;
            history.set(Optional.empty());
        }
        look.at(machine == null ? null : new Subject(machine.id(), DetailsContext.hasGuest(machine)));
    }

    /** What is known; empty before it has been read. */
    ReadOnlyObjectProperty<Optional<UsageHistory>> historyProperty() {
        return history.getReadOnlyProperty();
    }

    /** How the machine stands whose history it is; null where none is selected. */
    @Nullable
    MachineSnapshot machine() {
        MachineRow row = context.machines().selectedProperty().get();
        return row == null ? null : row.snapshot();
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
