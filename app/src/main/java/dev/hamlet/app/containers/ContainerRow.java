package dev.hamlet.app.containers;

import dev.hamlet.app.fx.UsageTrace;
import dev.hamlet.engine.container.ContainerId;
import dev.hamlet.engine.container.ContainerLimits;
import dev.hamlet.engine.container.ContainerSnapshot;
import dev.hamlet.engine.container.ContainerUsage;
import dev.hamlet.engine.container.PublishedPort;
import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.job.Job;
import dev.hamlet.engine.problem.Problem;
import dev.hamlet.engine.usage.Usage;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/** One container of the list, the same object for as long as the container is there. */
public final class ContainerRow {
    private final ContainerId id;
    private final ReadOnlyObjectWrapper<ContainerSnapshot> snapshot;
    private final ReadOnlyObjectWrapper<Optional<Problem>> failure = new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<Optional<ContainerCommand>> underWay =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<ContainerFace> face;
    private final ReadOnlyObjectWrapper<List<PublishedPort>> ports;
    /** Another value with each sample, so that curves go on where figures stay the same. */
    private final ReadOnlyObjectWrapper<Optional<Sample>> use = new ReadOnlyObjectWrapper<>(Optional.empty());

    private Optional<ContainerUsage> usage = Optional.empty();
    private Optional<Job<?>> job = Optional.empty();

    /**
     * What it used at the last look of the meter.
     *
     * @param trace what it has used in the last minute: how many processors it kept busy, and bytes of memory
     * @param processors how many it may keep busy
     * @param memory how many bytes it may hold
     * @param usage all of it
     * @param time when it was
     */
    public record Sample(UsageTrace trace, double processors, double memory, Usage usage, Instant time) {}

    ContainerRow(ContainerSnapshot first) {
        this.id = first.id();
        this.snapshot = new ReadOnlyObjectWrapper<>(first);
        this.ports = new ReadOnlyObjectWrapper<>(List.of());
        this.face = new ReadOnlyObjectWrapper<>(ContainerFace.of(first, Optional.empty(), Optional.empty()));
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

    /** What it has been told and has not come to yet: it is told nothing else meanwhile. */
    public ReadOnlyObjectProperty<Optional<ContainerCommand>> underWayProperty() {
        return underWay.getReadOnlyProperty();
    }

    /** What it used a second ago; empty while it does not run, and where nobody measures it. */
    public ReadOnlyObjectProperty<Optional<Sample>> useProperty() {
        return use.getReadOnlyProperty();
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
        showFace(use);
    }

    private void showFace(Optional<ContainerUse> use) {
        ContainerFace seen = ContainerFace.of(snapshot.get(), underWay.get(), use);
        if (!seen.equals(face.get())) {
            face.set(seen);
        }
    }

    /**
     * It used this.
     *
     * @param processors how many there are
     * @param memory how many bytes there are
     */
    void used(Usage now, Instant time, int processors, long memory) {
        UsageTrace trace = use.get().map(Sample::trace).orElseGet(UsageTrace::new);
        trace.add(now.cpu(), now.memory(), time);
        Optional<ContainerLimits> limits =
                snapshot.get().spec().map(spec -> spec.wish().limits());
        double most =
                limits.map(ContainerLimits::cpus).filter(count -> count > 0).orElse((double) processors);
        long all = limits.flatMap(ContainerLimits::memory).map(ByteSize::bytes).orElse(memory);
        use.set(Optional.of(new Sample(trace, most, (double) all, now, time)));
    }

    void usesNothing() {
        use.set(Optional.empty());
    }

    /** The work that is under way. */
    Optional<Job<?>> job() {
        return job;
    }

    void begins(ContainerCommand command, Job<?> work) {
        failure.set(Optional.empty());
        job = Optional.of(work);
        underWay.set(Optional.of(command));
        showFace(face.get().use());
    }

    /** This work has come to its end, and all containers have been seen since. */
    void ended(Job<?> work, Optional<Problem> why) {
        if (job.filter(work::equals).isPresent()) {
            job = Optional.empty();
            underWay.set(Optional.empty());
            showFace(face.get().use());
            failure.set(why);
        }
    }

    void dismiss() {
        failure.set(Optional.empty());
    }
}
