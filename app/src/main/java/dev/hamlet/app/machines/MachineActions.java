package dev.hamlet.app.machines;

import dev.hamlet.app.containers.ContainerActions;
import dev.hamlet.app.containers.ContainerCommand;
import dev.hamlet.app.containers.ContainersModel;
import dev.hamlet.app.fx.Action;
import dev.hamlet.engine.job.Phrase;
import dev.hamlet.engine.machine.MachineSnapshot;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.value.ObservableValue;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.feather.Feather;

/**
 * What can be done on the page of machines, most of it to the chosen ones.
 *
 * @param make begins a new one
 * @param start starts them, or lets them go on where they are paused
 * @param pause stops their processors
 * @param stop asks their guests to shut down
 * @param console opens the screen of the one
 * @param open starts the one, or lets it go on, and opens its screen
 * @param settings opens the settings of the one
 * @param reset restarts them as by their button
 * @param forceOff ends them as by their plug
 * @param rename gives the one another name
 * @param group puts them into a group
 * @param reveal shows the folder of the one
 * @param delete moves them to the trash
 */
record MachineActions(
        Action make,
        Action start,
        Action pause,
        Action stop,
        Action console,
        Action open,
        Action settings,
        Action reset,
        Action forceOff,
        Action rename,
        Action group,
        Action reveal,
        Action delete) {

    static MachineActions of(MachinesModel model, Doors doors) {
        Action start = startOrResume(model);
        Action console = ofOne(model, "console", Feather.MONITOR, keys(KeyCode.O), doors.console());
        return new MachineActions(
                new Action(
                        "machines-make",
                        new SimpleObjectProperty<>("machines.make"),
                        Feather.PLUS,
                        keys(KeyCode.N),
                        new SimpleObjectProperty<>(Optional.<Phrase>empty()),
                        doors.make()),
                start,
                action(model, MachineCommand.PAUSE, Feather.PAUSE, keys(KeyCode.P)),
                action(model, MachineCommand.STOP, Feather.SQUARE, keys(KeyCode.T)),
                console,
                open(start, console),
                ofOne(model, "settings", Feather.SETTINGS, keys(KeyCode.E), doors.settings()),
                action(model, MachineCommand.RESET, Feather.ROTATE_CW, keys(KeyCode.T, KeyCombination.SHIFT_DOWN)),
                action(model, MachineCommand.FORCE_OFF, Feather.POWER, keys(KeyCode.K, KeyCombination.SHIFT_DOWN)),
                ofOne(model, "rename", Feather.EDIT_2, new KeyCodeCombination(KeyCode.F2), doors.rename()),
                new Action(
                        "machines-group",
                        new SimpleObjectProperty<>("machines.group"),
                        Feather.FOLDER,
                        keys(KeyCode.G),
                        model.standingProperty()
                                .map(chosen -> chosen.stream().allMatch(one -> one.spec() == null)
                                        ? Optional.of(Phrase.of("machines.obstacle.none"))
                                        : Optional.<Phrase>empty()),
                        () -> doors.group().accept(List.copyOf(model.chosen()))),
                new Action(
                        "machines-reveal",
                        new SimpleObjectProperty<>("machines.reveal"),
                        Feather.EXTERNAL_LINK,
                        null,
                        model.standingProperty().map(chosen -> notOne(chosen.size())),
                        () -> doors.reveal().accept(model.chosen().getFirst())),
                action(model, MachineCommand.DELETE, Feather.TRASH_2, null));
    }

    /** The same, that do to chosen containers what can be done to containers. */
    MachineActions with(ContainersModel containers, MachinesModel machines) {
        ContainerActions too = new ContainerActions(containers, machines.chosen());
        Together both = new Together(machines, containers);
        return new MachineActions(
                make,
                too.alsoStarting(
                        start,
                        command -> both.perform(
                                machines.resumable().getValue() ? MachineCommand.RESUME : MachineCommand.START,
                                command)),
                too.also(pause, ContainerCommand.PAUSE, command -> both.perform(MachineCommand.PAUSE, command)),
                too.also(stop, ContainerCommand.STOP, command -> both.perform(MachineCommand.STOP, command)),
                too.notFor(console),
                too.notFor(open),
                too.notFor(settings),
                too.notFor(reset),
                too.notFor(forceOff),
                too.notFor(rename),
                too.notFor(group),
                too.notFor(reveal),
                too.also(delete, ContainerCommand.REMOVE, command -> both.perform(MachineCommand.DELETE, command)));
    }

    private static Action open(Action start, Action console) {
        return new Action(
                "machines-open",
                new SimpleObjectProperty<>("machines.open"),
                Feather.PLAY_CIRCLE,
                keys(KeyCode.O, KeyCombination.SHIFT_DOWN),
                console.obstacle()
                        .flatMap(missing ->
                                missing.isPresent() ? new SimpleObjectProperty<>(missing) : start.obstacle()),
                () -> {
                    start.run();
                    console.run();
                });
    }

    private static Action startOrResume(MachinesModel model) {
        ObservableValue<MachineCommand> command =
                model.resumable().map(resumable -> resumable ? MachineCommand.RESUME : MachineCommand.START);
        return new Action(
                "machines-start",
                command.map(MachineCommand::key),
                Feather.PLAY,
                keys(KeyCode.R),
                command.flatMap(model::obstacle),
                () -> model.perform(command.getValue()));
    }

    private static Action action(
            MachinesModel model, MachineCommand command, Ikon icon, @Nullable KeyCombination shortcut) {
        return new Action(
                "machines-" + command.word(),
                new SimpleObjectProperty<>(command.key()),
                icon,
                shortcut,
                model.obstacle(command),
                () -> model.perform(command));
    }

    /** What can be done to a single machine whose settings can be read, however it stands. */
    private static Action ofOne(
            MachinesModel model, String word, Ikon icon, KeyCombination shortcut, Consumer<MachineRow> deed) {
        return new Action(
                "machines-" + word,
                new SimpleObjectProperty<>("machines." + word),
                icon,
                shortcut,
                model.standingProperty().map(chosen -> notOne(chosen.size()).or(() -> unreadable(chosen.getFirst()))),
                () -> deed.accept(model.chosen().getFirst()));
    }

    private static Optional<Phrase> notOne(int chosen) {
        return switch (chosen) {
            case 0 -> Optional.of(Phrase.of("machines.obstacle.none"));
            case 1 -> Optional.empty();
            default -> Optional.of(Phrase.of("machines.obstacle.one"));
        };
    }

    private static Optional<Phrase> unreadable(MachineSnapshot machine) {
        return machine.spec() == null
                ? Optional.of(Phrase.of("machines.obstacle.unreadable", machine.name()))
                : Optional.empty();
    }

    private static KeyCombination keys(KeyCode code, KeyCombination.Modifier... more) {
        KeyCombination.Modifier[] all = new KeyCombination.Modifier[more.length + 1];
        all[0] = KeyCombination.SHORTCUT_DOWN;
        System.arraycopy(more, 0, all, 1, more.length);
        return new KeyCodeCombination(code, all);
    }

    /** All that is done to machines, in the order of the toolbar. */
    List<Action> all() {
        return List.of(start, open, pause, stop, console, settings, reset, forceOff, rename, group, reveal, delete);
    }

    /** What stands behind the button for more. */
    Action[] further() {
        return new Action[] {open, rename, group, reveal, delete};
    }
}
