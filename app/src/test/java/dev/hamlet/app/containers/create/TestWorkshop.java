package dev.hamlet.app.containers.create;

import dev.hamlet.engine.catalog.ContainerRecipe;
import dev.hamlet.engine.container.ContainerSnapshot;
import dev.hamlet.engine.container.ContainerSpec;
import dev.hamlet.engine.container.KeptLimits;
import dev.hamlet.engine.container.PublishedPort;
import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.image.Image;
import dev.hamlet.engine.image.registry.FoundImage;
import dev.hamlet.engine.job.Job;
import dev.hamlet.engine.job.Jobs;
import dev.hamlet.engine.job.Phrase;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.problem.CommandProblem;
import dev.hamlet.engine.problem.NetworkProblem;
import dev.hamlet.engine.problem.Problem;
import dev.hamlet.engine.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A workshop that makes nothing and remembers what was ordered. */
final class TestWorkshop implements ContainerWorkshop {
    /** Nobody may have a port below this. */
    static final int LOWEST = 100;

    private final List<Image> images = new ArrayList<>();
    private final Map<Integer, String> held = new ConcurrentHashMap<>();
    private final List<ContainerOrder> orders = new CopyOnWriteArrayList<>();
    private volatile KeptLimits kept = KeptLimits.ALL;

    TestWorkshop(List<Image> images) {
        this.images.addAll(images);
    }

    /** Containers can be given these limits alone. */
    void keeps(KeptLimits limits) {
        kept = limits;
    }

    /** Somebody has this port. */
    void hold(int port, String holder) {
        held.put(port, holder);
    }

    /** Nobody has this port any more. */
    void release(int port) {
        held.remove(port);
    }

    List<ContainerOrder> orders() {
        return orders;
    }

    @Override
    public Stock look() {
        return new Stock(
                images,
                List.of("old"),
                List.of("bridge", "lab"),
                List.of("data", "site"),
                4,
                ByteSize.ofGibibytes(8),
                ByteSize.ofGibibytes(5),
                kept);
    }

    @Override
    public List<ContainerRecipe> recipes() {
        return List.of();
    }

    @Override
    public List<FoundImage> search(String term) {
        return List.of(new FoundImage("docker.io/library/" + term, "What was looked for", 3, true));
    }

    @Override
    public Optional<Problem> portObstacle(String container, PublishedPort port) {
        if (port.hostPort() < LOWEST) {
            return Optional.of(new NetworkProblem.PublishedPortNeedsPrivilege(
                    container,
                    port.protocol().word(),
                    port.address(),
                    port.hostPort(),
                    port.containerPort(),
                    LOWEST,
                    port.hostPort() + 8000));
        }
        String holder = held.get(port.hostPort());
        int free = port.hostPort() + 1;
        while (held.containsKey(free)) {
            free++;
        }
        return holder == null
                ? Optional.empty()
                : Optional.of(new NetworkProblem.PublishedPortTaken(
                        container, port.protocol().word(), port.address(), port.hostPort(), holder, free));
    }

    @Override
    public Optional<ContainerSnapshot> find(ContainerSpec container) {
        return Optional.empty();
    }

    @Override
    public Job<ContainerOutcome.Made> make(ContainerOrder order) {
        orders.add(order);
        return Jobs.inline(TimeSource.system()).start(Phrase.of("job.container-make", "x"), progress -> {
            throw new ProblemException(new CommandProblem.Cancelled());
        });
    }
}
