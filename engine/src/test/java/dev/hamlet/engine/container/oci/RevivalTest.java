package dev.hamlet.engine.container.oci;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hamlet.engine.container.ContainerEnd;
import dev.hamlet.engine.container.RestartPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class RevivalTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private static RunRecordJson.Ended ended(OptionalInt code, int seconds, boolean asked) {
        return new RunRecordJson.Ended(
                START, new ContainerEnd(code, false, START.plusSeconds(seconds)), asked, "this boot");
    }

    private static Optional<Revival> of(String policy, RunRecordJson.Ended ended, int count) throws Exception {
        return Revival.of(
                RestartPolicy.parse(policy),
                ended,
                new Restarts(count, Duration.ofMillis(200), Optional.empty()),
                "this boot");
    }

    private static final RunRecordJson.Ended FAILED = ended(OptionalInt.of(1), 1, false);
    private static final RunRecordJson.Ended DONE = ended(OptionalInt.of(0), 1, false);
    private static final RunRecordJson.Ended UNSEEN = ended(OptionalInt.empty(), 0, false);
    private static final RunRecordJson.Ended ASKED = ended(OptionalInt.of(137), 1, true);

    @Test
    void policiesSayWhatIsStartedAgain() throws Exception {
        for (RunRecordJson.Ended one : List.of(FAILED, DONE, UNSEEN)) {
            assertTrue(of("no", one, 0).isEmpty());
            assertTrue(of("always", one, 0).isPresent());
            assertTrue(of("unless-stopped", one, 0).isPresent());
        }
        assertTrue(of("on-failure", FAILED, 1000).isPresent());
        assertTrue(of("on-failure", UNSEEN, 0).isPresent());
        assertFalse(of("on-failure", DONE, 0).isPresent());
        assertTrue(of("on-failure:3", FAILED, 2).isPresent());
        assertFalse(of("on-failure:3", FAILED, 3).isPresent());
    }

    @Test
    void whatAPersonStoppedStaysSoUntilTheComputerIsStartedAnewAndThenUnlessItIsAlways() throws Exception {
        for (String policy : List.of("no", "on-failure", "always", "unless-stopped")) {
            assertTrue(of(policy, ASKED, 0).isEmpty(), policy);
            assertEquals(
                    policy.equals("always"),
                    Revival.of(RestartPolicy.parse(policy), ASKED, Restarts.NONE, "another boot")
                            .isPresent(),
                    policy);
        }
    }

    @Test
    void theDelayDoublesUpToAMinuteAndBeginsAnewAfterTenSecondsOfRunning() throws Exception {
        RestartPolicy always = RestartPolicy.parse("always");
        List<Long> delays = new ArrayList<>();
        Restarts restarts = Restarts.NONE;
        for (int i = 0; i < 12; i++) {
            Revival next = Revival.of(always, FAILED, restarts, "").orElseThrow();
            assertEquals(FAILED.end().time().plus(next.delay()), next.time());
            delays.add(next.delay().toMillis());
            restarts = new Restarts(i + 1, next.delay(), Optional.empty());
        }
        assertEquals(
                List.of(100L, 200L, 400L, 800L, 1600L, 3200L, 6400L, 12800L, 25600L, 51200L, 60000L, 60000L), delays);
        Revival steady = Revival.of(always, ended(OptionalInt.of(1), 11, false), restarts, "")
                .orElseThrow();
        assertEquals(Duration.ofMillis(100), steady.delay());
    }

    @Test
    void aTryThatFailedIsFollowedByALaterOneHoweverLongItRanBefore() throws Exception {
        Instant tried = START.plusSeconds(100);
        Revival next = Revival.of(
                        RestartPolicy.parse("always"),
                        ended(OptionalInt.of(1), 50, false),
                        new Restarts(3, Duration.ofMillis(800), Optional.of(tried)),
                        "")
                .orElseThrow();
        assertEquals(tried.plusMillis(1600), next.time());
    }

    @Test
    void aClockThatWasSetBackMakesNobodyWaitForLonger() throws Exception {
        Revival next = of("always", FAILED, 0).orElseThrow();
        assertEquals(next.delay(), next.remaining(START.minusSeconds(100_000)));
        assertEquals(Duration.ZERO, next.remaining(START.plusSeconds(100_000)));
        assertEquals(Duration.ofMillis(300), next.remaining(next.time().minusMillis(300)));
    }
}
