package dev.hamlet.engine.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hamlet.engine.problem.MachineProblem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** News that come late: a look or an event that began before something else happened. */
class ConditionTest {
    @TempDir
    Path folder;

    private final List<MachineState> told = new ArrayList<>();
    private TestHome home;
    private Condition condition;

    @BeforeEach
    void open() throws Exception {
        home = new TestHome(folder);
        condition = home.condition(new MachineId("web-000001"), event -> {
            if (event instanceof MachineEvent.Changed(MachineSnapshot snapshot)) {
                told.add(snapshot.state());
            }
        });
    }

    @AfterEach
    void close() {
        home.close();
    }

    private RunningGuest attached() throws Exception {
        RunningGuest guest =
                home.hypervisor().adopt(home.running("web").folder()).orElseThrow();
        condition.attached(guest, MachineState.RUNNING);
        return guest;
    }

    @Test
    void aLookThatFoundNoGuestDoesNotUndoAStartThatBeganMeanwhile() {
        assertEquals(MachineState.STOPPED, condition.beginStart());
        condition.withoutGuest(null);
        assertEquals(MachineState.STARTING, condition.state());
        condition.startIsOver();
        condition.withoutGuest(null);
        assertEquals(MachineState.STOPPED, condition.state());
        assertEquals(List.of(MachineState.STARTING, MachineState.STOPPED), told);
    }

    @Test
    void whatWasSeenOfAGuestThatHasEndedMeanwhileIsNoNews() throws Exception {
        RunningGuest guest = attached();
        assertTrue(condition.detached(guest, null));
        condition.runs(guest);
        condition.paused(guest, new MachineProblem.PausedDiskError("web", "", "failed"));
        condition.silent(guest, true);
        condition.settleWhile(guest, MachineState.STOPPING);
        assertEquals(MachineState.STOPPED, condition.state());
        assertNull(condition.guest());
        assertEquals(List.of(MachineState.RUNNING, MachineState.STOPPED), told);
    }

    @Test
    void aGuestThatWasAskedToShutDownIsNotTakenForRunning() throws Exception {
        RunningGuest guest = attached();
        condition.settleWhile(guest, MachineState.STOPPING);
        condition.runs(guest);
        assertEquals(MachineState.STOPPING, condition.state());
    }
}
