package dev.hamlet.app.containers;

import dev.hamlet.engine.container.ContainerId;
import dev.hamlet.engine.container.ContainerSnapshot;
import dev.hamlet.engine.container.ContainerUsage;
import dev.hamlet.engine.container.PublishedPort;
import dev.hamlet.engine.problem.Problem;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/** One container of the list, the same object for as long as the container is there. */
public final class ContainerRow {
    private final ContainerId id;
    private final ReadOnlyObjectWrapper<ContainerSnapshot> snapshot;
    private final ReadOnlyObjectWrapper<Optional<Problem>> failure = new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<ContainerFace> face;
    private final ReadOnlyObjectWrapper<List<PublishedPort>> ports;
    private Optional<ContainerUsage> usage = Optional.empty();

    ContainerRow(ContainerSnapshot first) {
        this.id = first.id();
        this.snapshot = new ReadOnlyObjectWrapper<>(first);
        this.ports = new ReadOnlyObjectWrapper<>(List.of());
        this.face = new ReadOnlyObjectWrapper<>(ContainerFace.of(first, Optional.empty()));
    }

    /** Which container. */
    public ContainerId id() {
        return id;
    }

    /** How it stood at the last look. */
    public ReadOnlyObjectProperty<ContainerSnapshot> snapshotProperty() {
        return snapshot.getReadOnlyProperty();
    }

    /** How it stood at the last look. */
    public ContainerSnapshot snapshot() {
        return snapshot.get();
    }

    /** The ports by which it is reached, or would be if it ran: 0 of this computer for one that is not chosen yet. */
    public ReadOnlyObjectProperty<List<PublishedPort>> portsProperty() {
        return ports.getReadOnlyProperty();
    }

    /** Why the last command failed, if nothing has changed since. */
    public ReadOnlyObjectProperty<Optional<Problem>> failureProperty() {
        return failure.getReadOnlyProperty();
    }

    /** What its line shows. */
    public ReadOnlyObjectProperty<ContainerFace> faceProperty() {
        return face.getReadOnlyProperty();
    }

    /** What its line shows. */
    public ContainerFace face() {
        return face.get();
    }

    void show(ContainerSnapshot next, List<PublishedPort> reached, Optional<ContainerUsage> used) {
        if (next.state() != snapshot.get().state()) {
            failure.set(Optional.empty());
        }
        Optional<ContainerUse> use = used.flatMap(now -> ContainerUse.of(usage, now));
        usage = used;
        if (!next.equals(snapshot.get())) {
            snapshot.set(next);
        }
        if (!reached.equals(ports.get())) {
            ports.set(reached);
        }
        ContainerFace seen = ContainerFace.of(next, use);
        if (!seen.equals(face.get())) {
            face.set(seen);
        }
    }

    void failed(Optional<Problem> why) {
        failure.set(why);
    }
}
