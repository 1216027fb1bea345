package dev.hamlet.engine.host;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hamlet.engine.problem.MachineProblem;
import dev.hamlet.engine.problem.ProblemException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HostCapacityTest {
    private static final long MIB = 1 << 20;

    /** 16 GiB, of which 10 are available; the reserve is half a gibibyte. Process 7 holds 1 GiB, others have ended. */
    private final HostCapacity capacity = new HostCapacity(new HostCapacity.Source() {
        @Override
        public HostFacts facts() {
            return new HostFacts(
                    4, 8, ByteSize.ofGibibytes(16), ByteSize.ofGibibytes(16), ByteSize.ofGibibytes(10), 0.5);
        }

        @Override
        public long resident(long pid) {
            return Map.of(7L, 1024 * MIB, 8L, 5120 * MIB).getOrDefault(pid, -1L);
        }
    });

    @Test
    void freeIsWhatIsAvailableLessTheReserve() throws ProblemException {
        assertEquals(ByteSize.ofMebibytes(10 * 1024 - 512), capacity.free(List.of()));
    }

    @Test
    void whatAGuestWasPromisedAndHasNotTouchedIsNotFree() throws ProblemException {
        assertEquals(
                ByteSize.ofMebibytes(10 * 1024 - 512 - 3 * 1024),
                capacity.free(List.of(new Promise(7, ByteSize.ofGibibytes(4)))));
    }

    @Test
    void aContainerHoldsWhatAllOfItsProcessesDo() throws ProblemException {
        assertEquals(
                ByteSize.ofMebibytes(10 * 1024 - 512 - 1024),
                capacity.free(List.of(new Promise(7, ByteSize.ofGibibytes(4)).holding(3 * 1024 * MIB))));
        assertEquals(
                ByteSize.ofMebibytes(10 * 1024 - 512),
                capacity.free(List.of(new Promise(99, ByteSize.ofGibibytes(4)).holding(0))));
    }

    @Test
    void guestThatHoldsMoreThanItsPromiseGivesNothingBack() throws ProblemException {
        assertEquals(
                ByteSize.ofMebibytes(10 * 1024 - 512), capacity.free(List.of(new Promise(8, ByteSize.ofGibibytes(4)))));
    }

    @Test
    void promiseOfAnEndedProcessIsVoid() throws ProblemException {
        assertEquals(
                ByteSize.ofMebibytes(10 * 1024 - 512),
                capacity.free(List.of(new Promise(99, ByteSize.ofGibibytes(4)))));
    }

    @Test
    void theRoomCountsTheGuestsThatRunAndWhatTheyWerePromised() throws ProblemException {
        List<Promise> promises = List.of(
                new Promise(7, ByteSize.ofGibibytes(4)),
                new Promise(0, ByteSize.ofGibibytes(1)),
                new Promise(99, ByteSize.ofGibibytes(4)));
        assertEquals(
                new Room(2, ByteSize.ofGibibytes(5), ByteSize.ofMebibytes(10 * 1024 - 512 - 3 * 1024 - 1024)),
                capacity.room(promises));
    }

    @Test
    void guestAdmittedBeforeItHasAProcessCountsWhole() throws ProblemException {
        assertEquals(
                ByteSize.ofMebibytes(10 * 1024 - 512 - 4 * 1024),
                capacity.free(List.of(new Promise(0, ByteSize.ofGibibytes(4)))));
    }

    @Test
    void freeIsNeverLessThanNothing() throws ProblemException {
        assertEquals(new ByteSize(0), capacity.free(List.of(new Promise(0, ByteSize.ofGibibytes(40)))));
    }

    @Test
    void startIsRefusedWhenMemoryIsShort() {
        ProblemException refusal = assertThrows(
                ProblemException.class, () -> capacity.admit("debian", 2, ByteSize.ofGibibytes(8), promises(3), false));

        assertEquals(
                new MachineProblem.NotEnoughMemory("debian", 8192 * MIB, 10 * 1024 * MIB - 512 * MIB - 3 * 1024 * MIB),
                refusal.problem());
    }

    @Test
    void startThatFitsToTheByteIsAdmitted() {
        assertDoesNotThrow(() -> capacity.admit("debian", 4, ByteSize.ofMebibytes(7 * 1024 - 512), promises(3), false));
    }

    @Test
    void startIsRefusedWithMoreVcpusThanProcessorsThatMayBeUsed() {
        ProblemException refusal = assertThrows(
                ProblemException.class, () -> capacity.admit("debian", 5, ByteSize.ofMebibytes(64), List.of(), false));

        assertEquals(new MachineProblem.TooManyVcpus("debian", 5, 4), refusal.problem());
    }

    @Test
    void overcommitLetsAnythingStart() {
        assertDoesNotThrow(() -> capacity.admit("debian", 64, ByteSize.ofGibibytes(64), promises(9), true));
    }

    @Test
    void reserveIsAThirtySecondWithinBounds() {
        assertEquals(ByteSize.ofMebibytes(128), HostCapacity.reserve(ByteSize.ofGibibytes(2)));
        assertEquals(ByteSize.ofMebibytes(256), HostCapacity.reserve(ByteSize.ofGibibytes(8)));
        assertEquals(ByteSize.ofMebibytes(1024), HostCapacity.reserve(ByteSize.ofGibibytes(256)));
    }

    @Test
    void diskFreeIsAskedOfTheNearestFolderThatExists(@TempDir Path folder) throws ProblemException {
        assertTrue(HostCapacity.diskFree(folder.resolve("not/made/yet")).bytes() > 0);
    }

    private static List<Promise> promises(int gibibytes) {
        return List.of(new Promise(0, ByteSize.ofGibibytes(gibibytes)));
    }
}
