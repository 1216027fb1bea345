package dev.hamlet.app.machines;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hamlet.app.words.Messages;
import dev.hamlet.engine.machine.MachineId;
import dev.hamlet.engine.machine.MachineSnapshot;
import dev.hamlet.engine.machine.MachineState;
import java.time.Instant;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MachineCommandTest {
    private final Messages words = Messages.of(Locale.ENGLISH);

    private static MachineSnapshot machine(MachineState state) {
        return new MachineSnapshot(
                new MachineId("web-ab12cd"), "web", state, Instant.EPOCH, null, null, null, List.of());
    }

    private static Set<MachineCommand> possible(MachineState state) {
        Set<MachineCommand> all = EnumSet.noneOf(MachineCommand.class);
        for (MachineCommand command : MachineCommand.values()) {
            if (command.obstacle(machine(state)).isEmpty()) {
                all.add(command);
            }
        }
        return all;
    }

    @Test
    void eachStateAllowsWhatTheEngineDoesInIt() {
        Map<MachineState, Set<MachineCommand>> expected = new EnumMap<>(MachineState.class);
        expected.put(
                MachineState.STOPPED,
                EnumSet.of(MachineCommand.START, MachineCommand.START_ANYWAY, MachineCommand.DELETE));
        expected.put(MachineState.STARTING, EnumSet.noneOf(MachineCommand.class));
        expected.put(
                MachineState.RUNNING,
                EnumSet.of(
                        MachineCommand.PAUSE,
                        MachineCommand.STOP,
                        MachineCommand.RESET,
                        MachineCommand.FORCE_OFF,
                        MachineCommand.KILL));
        expected.put(
                MachineState.PAUSED,
                EnumSet.of(
                        MachineCommand.RESUME,
                        MachineCommand.STOP,
                        MachineCommand.RESET,
                        MachineCommand.FORCE_OFF,
                        MachineCommand.KILL));
        expected.put(MachineState.STOPPING, EnumSet.of(MachineCommand.FORCE_OFF, MachineCommand.KILL));
        expected.put(MachineState.UNREADABLE, EnumSet.of(MachineCommand.DELETE));
        expected.put(MachineState.DELETED, EnumSet.noneOf(MachineCommand.class));
        for (MachineState state : MachineState.values()) {
            assertEquals(expected.get(state), possible(state), state.name());
        }
    }

    @Test
    void everyObstacleHasWordsThatNameTheMachine() {
        for (MachineState state : MachineState.values()) {
            for (MachineCommand command : MachineCommand.values()) {
                command.obstacle(machine(state)).ifPresent(why -> {
                    assertTrue(words.has(why.key()), why.key());
                    assertTrue(words.text(why).contains("web"), words.text(why));
                });
            }
        }
    }

    @Test
    void whatAsksFirstHasWordsForTheQuestion() {
        for (MachineCommand command : MachineCommand.values()) {
            if (command.asksFirst()) {
                for (String part : List.of(".ask.title", ".ask.text", ".ask.deed")) {
                    assertTrue(words.has(command.key() + part), command.key() + part);
                }
            }
        }
    }

    @Test
    void everyLookHasAWordAndNoTwoLooksAreTheSame() {
        Set<String> seen = new java.util.HashSet<>();
        for (MachineLook look : MachineLook.values()) {
            assertTrue(words.has(look.key()), look.key());
            assertTrue(seen.add(words.text(look.key())), () -> "twice: " + words.text(look.key()));
        }
    }
}
