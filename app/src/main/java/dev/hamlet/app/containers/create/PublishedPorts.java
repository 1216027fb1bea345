package dev.hamlet.app.containers.create;

import dev.hamlet.engine.container.PublishedPort;
import dev.hamlet.engine.job.Phrase;
import dev.hamlet.engine.job.Threads;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.problem.NetworkProblem;
import dev.hamlet.engine.problem.Problem;
import dev.hamlet.engine.problem.ProblemException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ports that a new container publishes. Whether each could be had is asked as it is written. Belongs to the thread of its
 * model.
 */
final class PublishedPorts {
    private static final Logger LOG = LoggerFactory.getLogger(PublishedPorts.class);
    private static final int PRIVILEGED = 1024;

    /** Where a port that needs a privilege is looked for: 80 at 8080. */
    private static final int ABOVE = 8000;

    private static final Duration ASK_EVERY = Duration.ofSeconds(2);

    private final ContainerWorkshop workshop;
    private final String container;
    private final Executor fx;
    private final ObservableList<PortRow> rows = FXCollections.observableArrayList();
    private final ReadOnlyObjectWrapper<Optional<Phrase>> fault = new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyIntegerWrapper changes = new ReadOnlyIntegerWrapper();
    private Threads.@Nullable Repeating watching;
    private boolean touched;
    private boolean suggesting;

    /** @param container whose ports these are already; empty for a new one */
    PublishedPorts(ContainerWorkshop workshop, String container, Executor fx) {
        this.workshop = workshop;
        this.container = container;
        this.fx = fx;
    }

    /** As they are written. */
    ObservableList<PortRow> rows() {
        return rows;
    }

    /** One more, with nothing in it. */
    PortRow add() {
        touched = true;
        PortRow row = newRow();
        check();
        return row;
    }

    /** Without this one. */
    void remove(PortRow row) {
        touched = true;
        rows.remove(row);
        check();
    }

    /** Those that a container publishes already. */
    void show(List<PublishedPort> before) {
        touched = true;
        suggesting = true;
        rows.clear();
        for (PublishedPort port : before) {
            newRow().show(port);
        }
        suggesting = false;
        check();
    }

    private PortRow newRow() {
        PortRow row = new PortRow();
        row.hostProperty().subscribe(now -> changed());
        row.insideProperty().subscribe(now -> changed());
        row.datagramsProperty().subscribe(now -> changed());
        row.everywhereProperty().subscribe(now -> changed());
        rows.add(row);
        return row;
    }

    private void changed() {
        if (!suggesting) {
            touched = true;
            check();
        }
    }

    /**
     * Those that the image says it listens at, unless the person has chosen some.
     *
     * @param exposed such as {@code 80/tcp}
     */
    void suggest(List<String> exposed) {
        if (touched) {
            return;
        }
        suggesting = true;
        rows.clear();
        for (String one : exposed) {
            try {
                for (PublishedPort port : PublishedPort.parse(one)) {
                    PortRow row = newRow();
                    row.insideProperty().set(Integer.toString(port.containerPort()));
                    row.datagramsProperty().set(port.protocol() == PublishedPort.Protocol.UDP);
                    int host = port.containerPort() < PRIVILEGED ? ABOVE + port.containerPort() : port.containerPort();
                    row.hostProperty().set(Integer.toString(host));
                }
            } catch (ProblemException e) {
                LOG.debug("an image exposes no port by {}", one, e);
            }
        }
        suggesting = false;
        check();
    }

    private void check() {
        for (PortRow row : rows) {
            Optional<PublishedPort> port = row.port();
            row.faultProperty().set(fault(row, port));
            if (port.isEmpty()
                    || port.get().hostPort() == 0
                    || row.faultProperty().get().isPresent()) {
                row.obstacleProperty().set(Optional.empty());
            } else {
                if (row.asks(port.get())) {
                    row.obstacleProperty().set(Optional.empty());
                }
                // Also about those that are as they were: who holds one may have come, or gone, since.
                ask(row, port.get());
            }
        }
        tell();
    }

    /** Asks again and again, while somebody sees them, whether they could be had. */
    void watch(boolean seen) {
        Threads.Repeating now = watching;
        if (seen && now == null) {
            watching = Threads.repeat(
                    "new-container-ports", TimeSource.system(), ASK_EVERY, () -> fx.execute(this::askAgain));
        } else if (!seen && now != null) {
            now.close();
            watching = null;
        }
    }

    private void askAgain() {
        questions().forEach(this::ask);
    }

    /** What can be asked about. */
    private Map<PortRow, PublishedPort> questions() {
        Map<PortRow, PublishedPort> all = new LinkedHashMap<>();
        for (PortRow row : rows) {
            row.port()
                    .filter(port ->
                            port.hostPort() != 0 && row.faultProperty().get().isEmpty())
                    .ifPresent(port -> all.put(row, port));
        }
        return all;
    }

    /**
     * Asks about all of them once more, and tells those that cannot be had.
     *
     * @param told is told whether all can be had, on the thread of this model
     */
    void confirm(Consumer<Boolean> told) {
        Map<PortRow, PublishedPort> asked = questions();
        if (asked.isEmpty()) {
            told.accept(true);
            return;
        }
        Thread _ = Threads.virtual("new-container-confirm", () -> {
            try {
                Map<PortRow, Optional<Problem>> answers = new LinkedHashMap<>();
                for (Map.Entry<PortRow, PublishedPort> one : asked.entrySet()) {
                    answers.put(one.getKey(), obstacle(one.getValue()));
                }
                fx.execute(() -> {
                    answers.forEach((row, why) -> row.obstacleProperty().set(why));
                    tell();
                    told.accept(answers.values().stream().allMatch(Optional::isEmpty));
                });
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /** Why it cannot be had; empty also where that cannot be told, since whoever makes the container is told then. */
    private Optional<Problem> obstacle(PublishedPort port) throws InterruptedException {
        try {
            // What its own container holds is free for it.
            return workshop.portObstacle(container, port)
                    .filter(why -> container.isEmpty()
                            || !(why instanceof NetworkProblem.PublishedPortTaken taken)
                            || !taken.holder().equals("the container " + container));
        } catch (ProblemException e) {
            LOG.debug("whether a port is free cannot be told", e);
            return Optional.empty();
        }
    }

    private Optional<Phrase> fault(PortRow row, Optional<PublishedPort> port) {
        if (port.isEmpty()) {
            return Optional.of(Phrase.of("new-container.wrong.port"));
        }
        boolean twice = rows.stream()
                .filter(other -> !other.equals(row))
                .flatMap(other -> other.port().stream())
                .anyMatch(other -> other.hostPort() == port.get().hostPort()
                        && other.hostPort() != 0
                        && other.protocol() == port.get().protocol());
        return twice
                ? Optional.of(
                        Phrase.of("new-container.wrong.port-twice", port.get().hostPort()))
                : Optional.empty();
    }

    private void ask(PortRow row, PublishedPort port) {
        Thread _ = Threads.virtual("new-container-port", () -> {
            try {
                Optional<Problem> obstacle = obstacle(port);
                fx.execute(() -> answer(row, port, obstacle));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private void answer(PortRow row, PublishedPort port, Optional<Problem> obstacle) {
        if (!row.askedFor(port)) {
            // It has been changed meanwhile.
            return;
        }
        // One that nobody has chosen gives way; whoever chose one is told.
        if (!touched
                && obstacle.isPresent()
                && obstacle.get() instanceof NetworkProblem.PublishedPortTaken taken
                && taken.free() != 0) {
            suggesting = true;
            row.hostProperty().set(Integer.toString(taken.free()));
            suggesting = false;
            check();
        } else {
            row.obstacleProperty().set(obstacle);
            tell();
        }
    }

    /** Why the first that cannot be had cannot. */
    ReadOnlyObjectProperty<Optional<Phrase>> faultProperty() {
        return fault.getReadOnlyProperty();
    }

    /** Counts changes of what is written. */
    ReadOnlyIntegerProperty changedProperty() {
        return changes.getReadOnlyProperty();
    }

    private void tell() {
        changes.set(changes.get() + 1);
        fault.set(rows.stream()
                .flatMap(row -> row.faultProperty().get().stream())
                .findFirst()
                .or(() -> rows.stream()
                        .filter(row -> row.obstacleProperty().get().isPresent())
                        .flatMap(row -> row.port().stream())
                        .findFirst()
                        .map(port -> Phrase.of("new-container.wrong.port-taken", port.hostPort()))));
    }

    /** Those that are written. */
    List<PublishedPort> ports() {
        return rows.stream().flatMap(row -> row.port().stream()).toList();
    }
}
