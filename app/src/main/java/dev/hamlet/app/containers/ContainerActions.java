package dev.hamlet.app.containers;

import dev.hamlet.app.fx.Action;
import dev.hamlet.engine.job.Phrase;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.beans.Observable;
import javafx.beans.binding.Bindings;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.value.ObservableValue;
import javafx.collections.ObservableList;

/**
 * Lets what can be done to machines be done to the containers that are chosen instead, or with them: the same button, the
 * same key.
 */
public final class ContainerActions {
    private final ContainersModel model;
    private final ObservableValue<Boolean> some;
    private final ObservableValue<Boolean> mixed;

    /** Actions for the chosen containers, and the machines that are chosen with them. */
    public ContainerActions(ContainersModel model, ObservableList<?> machines) {
        this.model = model;
        this.some = Bindings.createBooleanBinding(() -> !model.chosen().isEmpty(), model.chosen());
        this.mixed = Bindings.createBooleanBinding(
                () -> !model.chosen().isEmpty() && !machines.isEmpty(), new Observable[] {model.chosen(), machines});
    }

    /**
     * Does this command, and to machines what it did.
     *
     * @param both is told to do it to machines and containers that are chosen together, with the command as it is now
     */
    public Action also(Action machines, ContainerCommand command, Consumer<ContainerCommand> both) {
        return also(machines, new SimpleObjectProperty<>(command), both);
    }

    /** Starts containers, or lets them go on. */
    public Action alsoStarting(Action machines, Consumer<ContainerCommand> both) {
        return also(machines, model.starting(), both);
    }

    private Action also(Action machines, ObservableValue<ContainerCommand> command, Consumer<ContainerCommand> both) {
        ObservableValue<String> key = command.map(ContainerCommand::key);
        ObservableValue<Optional<Phrase>> obstacle = command.flatMap(model::obstacle);
        ObservableValue<Optional<Phrase>> together = obstacle.flatMap(mine -> machines.obstacle()
                .map(theirs -> mine.isEmpty() || theirs.isEmpty()
                        ? Optional.<Phrase>empty()
                        : Optional.of(Phrase.of("machines.obstacle.several-of-both"))));
        return new Action(
                machines.id(),
                mixed.flatMap(all -> all ? machines.key() : some.flatMap(mine -> mine ? key : machines.key())),
                machines.icon(),
                machines.shortcut(),
                mixed.flatMap(all -> all ? together : some.flatMap(mine -> mine ? obstacle : machines.obstacle())),
                () -> {
                    if (mixed.getValue()) {
                        both.accept(command.getValue());
                    } else if (some.getValue()) {
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
                some.flatMap(mine -> mine ? why : machines.obstacle()),
                machines.deed());
    }
}
