package dev.hamlet.app.containers;

import dev.hamlet.app.fx.Action;
import dev.hamlet.engine.job.Phrase;
import java.util.Optional;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.value.ObservableValue;

/**
 * Lets what can be done to machines be done to the container that is selected instead: the same button, the same key.
 */
public final class ContainerActions {
    private final ContainersModel model;
    private final ObservableValue<Boolean> selected;

    /** Actions for the selected container. */
    public ContainerActions(ContainersModel model) {
        this.model = model;
        this.selected = model.selectedProperty().map(row -> true).orElse(false);
    }

    /** Does this command, and to machines what it did. */
    public Action also(Action machines, ContainerCommand command) {
        return also(machines, new SimpleObjectProperty<>(command));
    }

    /** Starts a container, or lets it go on. */
    public Action alsoStarting(Action machines) {
        return also(machines, model.starting());
    }

    private Action also(Action machines, ObservableValue<ContainerCommand> command) {
        ObservableValue<String> key = command.map(ContainerCommand::key);
        ObservableValue<Optional<Phrase>> obstacle = command.flatMap(model::obstacle);
        return new Action(
                machines.id(),
                selected.flatMap(mine -> mine ? key : machines.key()),
                machines.icon(),
                machines.shortcut(),
                selected.flatMap(mine -> mine ? obstacle : machines.obstacle()),
                () -> {
                    if (selected.getValue()) {
                        model.perform(command.getValue());
                    } else {
                        machines.deed().run();
                    }
                });
    }

    /** What only machines know. */
    public Action notFor(Action machines) {
        ObservableValue<Optional<Phrase>> why =
                new SimpleObjectProperty<>(Optional.of(Phrase.of("containers.obstacle.machines-only")));
        return new Action(
                machines.id(),
                machines.key(),
                machines.icon(),
                machines.shortcut(),
                selected.flatMap(mine -> mine ? why : machines.obstacle()),
                machines.deed());
    }
}
