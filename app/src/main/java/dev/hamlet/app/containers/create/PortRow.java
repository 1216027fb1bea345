package dev.hamlet.app.containers.create;

import dev.hamlet.engine.container.PublishedPort;
import dev.hamlet.engine.job.Phrase;
import dev.hamlet.engine.problem.Problem;
import java.util.Optional;
import java.util.OptionalInt;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.jspecify.annotations.Nullable;

/** One port that a new container publishes, as it is being written. Belongs to the thread of its model. */
final class PortRow {
    private static final int LAST = 65535;

    private final StringProperty host = new SimpleStringProperty("");
    private final StringProperty inside = new SimpleStringProperty("");
    private final BooleanProperty datagrams = new SimpleBooleanProperty();
    private final BooleanProperty everywhere = new SimpleBooleanProperty();
    private final ObjectProperty<Optional<Problem>> obstacle = new SimpleObjectProperty<>(Optional.empty());
    private final ObjectProperty<Optional<Phrase>> fault = new SimpleObjectProperty<>(Optional.empty());
    private @Nullable PublishedPort asked;

    /** What it was before, with an address that cannot be written here. */
    private @Nullable PublishedPort before;

    /** Of this computer; empty for any that is free. */
    StringProperty hostProperty() {
        return host;
    }

    /** Of the container. */
    StringProperty insideProperty() {
        return inside;
    }

    /** Whether it is a port of UDP. */
    BooleanProperty datagramsProperty() {
        return datagrams;
    }

    /** Whether other computers reach it too. */
    BooleanProperty everywhereProperty() {
        return everywhere;
    }

    /** Why it could not be had now, and who has it. */
    ObjectProperty<Optional<Problem>> obstacleProperty() {
        return obstacle;
    }

    /** Why it is none. */
    ObjectProperty<Optional<Phrase>> faultProperty() {
        return fault;
    }

    /** One that a container publishes already. */
    void show(PublishedPort port) {
        host.set(port.hostPort() == 0 ? "" : Integer.toString(port.hostPort()));
        inside.set(Integer.toString(port.containerPort()));
        datagrams.set(port.protocol() == PublishedPort.Protocol.UDP);
        everywhere.set(!port.address().equals(PublishedPort.LOOPBACK));
        before = port;
    }

    /** What it was, while everywhere means what it meant then. */
    private String address() {
        PublishedPort known = before;
        boolean same = known != null && everywhere.get() == !known.address().equals(PublishedPort.LOOPBACK);
        return known != null && same ? known.address() : everywhere.get() ? PublishedPort.ALL : PublishedPort.LOOPBACK;
    }

    /** The port that is written; empty where none is. */
    Optional<PublishedPort> port() {
        OptionalInt within = number(inside.get());
        OptionalInt outside = host.get().isBlank() ? OptionalInt.of(0) : number(host.get());
        return within.isEmpty() || outside.isEmpty()
                ? Optional.empty()
                : Optional.of(new PublishedPort(
                        address(),
                        outside.getAsInt(),
                        within.getAsInt(),
                        datagrams.get() ? PublishedPort.Protocol.UDP : PublishedPort.Protocol.TCP));
    }

    private static OptionalInt number(String text) {
        String digits = text.strip();
        if (!digits.matches("[0-9]{1,5}")) {
            return OptionalInt.empty();
        }
        int number = Integer.parseInt(digits);
        return number >= 1 && number <= LAST ? OptionalInt.of(number) : OptionalInt.empty();
    }

    /** The next question is about this port; whether it is another one than the last. */
    boolean asks(PublishedPort now) {
        boolean other = !now.equals(asked);
        asked = now;
        return other;
    }

    /** Whether the last question was about this port. */
    boolean askedFor(PublishedPort port) {
        return port.equals(asked);
    }
}
