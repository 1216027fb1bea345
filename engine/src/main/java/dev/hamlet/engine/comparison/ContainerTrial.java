package dev.hamlet.engine.comparison;

import dev.hamlet.engine.catalog.ContainerRecipe;
import dev.hamlet.engine.container.ContainerEngine;
import dev.hamlet.engine.container.ContainerId;
import dev.hamlet.engine.container.ContainerNetwork;
import dev.hamlet.engine.container.ContainerProcess;
import dev.hamlet.engine.container.ContainerSnapshot;
import dev.hamlet.engine.container.ContainerUsage;
import dev.hamlet.engine.container.ContainerWish;
import dev.hamlet.engine.container.NetworkWish;
import dev.hamlet.engine.container.PublishedPort;
import dev.hamlet.engine.image.Image;
import dev.hamlet.engine.image.ImageStore;
import dev.hamlet.engine.job.Progress;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.problem.ContainerProblem;
import dev.hamlet.engine.problem.Problem;
import dev.hamlet.engine.problem.ProblemException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The server in a container of BusyBox. */
final class ContainerTrial implements Trial {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int PORT = 80;
    private static final String SERVE =
            "mkdir /srv && echo '" + FirstAnswer.PAGE + "' >/srv/index.html && exec httpd -f -p " + PORT + " -h /srv";

    private final ContainerEngine containers;
    private final ImageStore store;
    private final ContainerRecipe busybox;
    private final FirstAnswer answer;
    private final TimeSource time;
    /** Of the container and of its network; whoever else compares, or was killed at it, has another. */
    private final String name = "compared-" + ContainerId.random().shortened();

    private @Nullable Image image;
    private Optional<ContainerNetwork> network = Optional.empty();

    ContainerTrial(
            ContainerEngine containers,
            ImageStore store,
            ContainerRecipe busybox,
            FirstAnswer answer,
            TimeSource time) {
        this.containers = containers;
        this.store = store;
        this.busybox = busybox;
        this.answer = answer;
        this.time = time;
    }

    @Override
    public void prepare(Progress progress) throws ProblemException, InterruptedException {
        Optional<Problem> obstacle = containers.obstacle();
        if (obstacle.isPresent()) {
            throw new ProblemException(obstacle.get());
        }
        image = busybox.build(progress);
        // One of its own: the usual one may be there already, and is somebody's then.
        network = Optional.of(containers.networks().create(name, Optional.empty()));
    }

    @Override
    public Cost round() throws ProblemException, InterruptedException {
        int port = port(name);
        ContainerWish wish = ContainerWish.of(List.of("sh", "-c", SERVE))
                .on(new NetworkWish(
                        name,
                        List.of(new PublishedPort(PublishedPort.LOOPBACK, port, PORT, PublishedPort.Protocol.TCP)),
                        List.of(),
                        List.of()));
        ContainerSnapshot made = Making.of(containers.create(busybox.name().familiar(), name, wish), this::remove);
        try {
            return measure(made, port);
        } finally {
            remove(made);
        }
    }

    private static int port(String name) throws ProblemException {
        try {
            return FirstAnswer.freePort();
        } catch (IOException e) {
            throw new ProblemException(
                    new ContainerProblem.ContainerStartFailed(name, String.valueOf(e.getMessage())), e);
        }
    }

    private Cost measure(ContainerSnapshot made, int port) throws ProblemException, InterruptedException {
        String id = made.id().value();
        long begin = time.nanos();
        ContainerSnapshot started = Making.of(containers.start(id));
        long pid = started.pid().orElse(Footprint.UNKNOWN);
        Duration first = answer.await(
                        port, begin, PATIENCE, () -> ProcessHandle.of(pid).isEmpty())
                .orElseThrow(() -> new ProblemException(new ContainerProblem.ContainerStartFailed(
                        made.name(), "its server has not answered within " + PATIENCE.toSeconds() + " s")));
        return new Cost(
                first, memory(started, pid), Footprint.disk(store.root(id).changes()), shared());
    }

    /** Of the container, and of the process that looks after it. */
    private long memory(ContainerSnapshot started, long pid) {
        long held = containers.usage(started).map(ContainerUsage::memory).orElse(Footprint.UNKNOWN);
        if (held < 0) {
            held = containers.processes(started).stream()
                    .mapToLong(ContainerProcess::pid)
                    .map(Footprint::memory)
                    .sum();
        }
        long beside = Footprint.memory(Footprint.parent(pid));
        return held < 0 || beside < 0 ? Footprint.UNKNOWN : held + beside;
    }

    private long shared() throws ProblemException {
        Image from = Objects.requireNonNull(image);
        return Objects.requireNonNull(store.usage(List.of(from)).get(from))
                .all()
                .bytes();
    }

    /** Also after a failure or a cancel, whose interruption must not keep it running. */
    private void remove(ContainerSnapshot made) throws ProblemException, InterruptedException {
        boolean interrupted = Thread.interrupted();
        var _ = containers.remove(made.id().value(), true).await();
        if (interrupted) {
            throw new InterruptedException();
        }
    }

    @Override
    public String by() {
        return "";
    }

    /** Nobody else's network goes, whether anything runs on it or not. */
    @Override
    public void finish() throws ProblemException, InterruptedException {
        if (network.isPresent()) {
            containers.networks().remove(network.get().name());
            network = Optional.empty();
        }
    }
}
