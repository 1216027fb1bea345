package dev.hamlet.app.machines;

import dev.hamlet.app.fx.Action;
import java.util.List;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.value.ObservableValue;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.feather.Feather;

/**
 * What can be done to the selected machine.
 *
 * @param start starts it, or lets it go on where it is paused
 * @param pause stops its processors
 * @param stop asks its guest to shut down
 * @param reset restarts it as by its button
 * @param forceOff ends it as by its plug
 * @param delete moves it to the trash
 */
record MachineActions(Action start, Action pause, Action stop, Action reset, Action forceOff, Action delete) {
    static MachineActions of(MachinesModel model) {
        return new MachineActions(
                startOrResume(model),
                action(model, MachineCommand.PAUSE, Feather.PAUSE, keys(KeyCode.P)),
                action(model, MachineCommand.STOP, Feather.SQUARE, keys(KeyCode.T)),
                action(model, MachineCommand.RESET, Feather.ROTATE_CW, keys(KeyCode.T, KeyCombination.SHIFT_DOWN)),
                action(model, MachineCommand.FORCE_OFF, Feather.POWER, keys(KeyCode.K, KeyCombination.SHIFT_DOWN)),
                action(model, MachineCommand.DELETE, Feather.TRASH_2, null));
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

    private static KeyCombination keys(KeyCode code, KeyCombination.Modifier... more) {
        KeyCombination.Modifier[] all = new KeyCombination.Modifier[more.length + 1];
        all[0] = KeyCombination.SHORTCUT_DOWN;
        System.arraycopy(more, 0, all, 1, more.length);
        return new KeyCodeCombination(code, all);
    }

    /** All of them, in the order of the toolbar. */
    List<Action> all() {
        return List.of(start, pause, stop, reset, forceOff, delete);
    }
}
