package dev.hamlet.engine.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class MachineStateTest {
    @ParameterizedTest
    @CsvSource({
        "STOPPED, STARTING RUNNING PAUSED STOPPING UNREADABLE DELETED",
        "STARTING, RUNNING PAUSED STOPPING STOPPED DELETED",
        "RUNNING, PAUSED STOPPING STOPPED DELETED",
        "PAUSED, RUNNING STOPPING STOPPED DELETED",
        "STOPPING, STOPPED RUNNING PAUSED DELETED",
        "UNREADABLE, STOPPED STARTING RUNNING PAUSED STOPPING DELETED",
        "DELETED, ''"
    })
    void onlyTheseStatesMayFollow(MachineState from, String allowed) {
        for (MachineState to : MachineState.values()) {
            boolean listed = Stream.of(allowed.split(" ")).anyMatch(to.name()::equals);
            assertEquals(listed, from.canBecome(to), from + " to " + to);
        }
    }

    @ParameterizedTest
    @EnumSource
    void noStateFollowsItself(MachineState state) {
        assertFalse(state.canBecome(state));
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"DELETED"})
    void everyLiveStateCanEnd(MachineState state) {
        assertTrue(state == MachineState.STOPPED || state.canBecome(MachineState.STOPPED));
    }
}
