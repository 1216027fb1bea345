package dev.hamlet.app.settings;

import dev.hamlet.app.fx.FxRelay;
import dev.hamlet.engine.job.Threads;
import dev.hamlet.engine.machine.Machine;
import dev.hamlet.engine.machine.PortForward;
import dev.hamlet.engine.problem.Problem;
import dev.hamlet.engine.problem.ProblemException;
import java.util.Optional;
import java.util.concurrent.Executor;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/** Finds out what a forward would meet while it is being written. Belongs to the thread of its model. */
final class PortInquiry {
    private static final String PORT = "port";

    /** What a forward that is being written would meet. */
    record Look(PortForward forward, Optional<Problem> problem, String otherMachine) {}

    private final Machine machine;
    private final Neighbours neighbours;
    private final SettingsHost host;
    private final FxRelay<String, Look> relay;
    private final ReadOnlyObjectWrapper<Optional<Look>> look = new ReadOnlyObjectWrapper<>(Optional.empty());

    PortInquiry(Machine machine, Neighbours neighbours, SettingsHost host, Executor fx) {
        this.machine = machine;
        this.neighbours = neighbours;
        this.host = host;
        this.relay = new FxRelay<>(fx, news -> news.values().forEach(now -> look.set(Optional.of(now))));
    }

    /** What the latest forward would meet; empty before that is known, or where nothing is written. */
    ReadOnlyObjectProperty<Optional<Look>> lookProperty() {
        return look.getReadOnlyProperty();
    }

    /** Finds out what this forward would meet; {@link #lookProperty} has the answer. */
    void about(PortForward forward) {
        Threads.virtual("settings-port", () -> {
            Optional<Problem> problem = Optional.empty();
            try {
                host.checkPort(machine.name(), forward);
            } catch (ProblemException e) {
                problem = Optional.of(e.problem());
            }
            relay.put(PORT, new Look(forward, problem, neighbours.of(forward).orElse("")));
        });
    }

    /** Nothing is being written any more. */
    void forget() {
        look.set(Optional.empty());
    }
}
