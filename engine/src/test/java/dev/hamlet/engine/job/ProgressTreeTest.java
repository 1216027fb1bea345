package dev.hamlet.engine.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgressTreeTest {
    private final ManualTime time = new ManualTime();
    private final List<JobSnapshot> heard = new ArrayList<>();
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private final ProgressTree tree =
            new ProgressTree(1, Phrase.of("job.test"), time, heard::add, (pause, work) -> waiting.add(work));
    private final Progress progress = tree.root();

    /** So much time passes, with all that was to be done in it. */
    private void pass(int milliseconds) {
        for (int i = 0; i < milliseconds / 100; i++) {
            time.move(100);
            List<Runnable> due = List.copyOf(waiting);
            waiting.clear();
            due.forEach(Runnable::run);
        }
    }

    @Test
    void theLastReportIsToldThoughItCameSoonAfterAnother() {
        pass(200);
        progress.fraction(0.25);
        progress.fraction(0.5);
        assertEquals(0.25, heard.getLast().fraction());
        pass(100);
        assertEquals(0.5, heard.getLast().fraction());
        assertTrue(waiting.isEmpty(), "nothing is left to tell");
    }

    @Test
    void theSpeedOfADownloadThatNoByteComesOfFallsToNothing() {
        progress.bytes(1, 10_000_000);
        pass(1000);
        progress.bytes(1_000_001, 10_000_000);
        assertEquals(1_000_000, heard.getLast().bytesPerSecond());
        pass(5000);
        assertEquals(0, heard.getLast().bytesPerSecond());
        assertEquals(1_000_001, heard.getLast().bytesDone());
        int told = heard.size();
        pass(5000);
        assertEquals(told, heard.size(), "what stands still is not told again and again");
    }

    @Test
    void whatIsWorkedAtSideBySideIsToldWithTheBytesAndForgottenWithTheStep() {
        pass(200);
        List<JobPart> parts = List.of(new JobPart(Phrase.of("step.test", "a"), 1, 2));
        progress.parts(parts);
        progress.bytes(1, 2);
        assertEquals(parts, heard.getLast().parts());
        Progress _ = progress.part(Phrase.of("step.next"), 0.5);
        assertEquals(List.of(), heard.getLast().parts());
        progress.parts(parts);
        tree.end(JobSnapshot.State.DONE, null);
        assertEquals(List.of(), heard.getLast().parts());
    }

    @Test
    void afterTheEndNothingIsTold() {
        pass(200);
        progress.bytes(1, 100);
        progress.bytes(50, 100);
        tree.end(JobSnapshot.State.DONE, null);
        int told = heard.size();
        pass(1000);
        assertEquals(told, heard.size());
        assertEquals(JobSnapshot.State.DONE, heard.getLast().state());
    }
}
