package dev.hamlet.engine.container;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hamlet.engine.container.ContainerHealth.Answer;
import dev.hamlet.engine.container.ContainerHealth.State;
import dev.hamlet.engine.image.ImageConfig.HealthCheck;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class HealthPlanTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private static HealthCheck check(List<String> test, int interval, int period, int startInterval) {
        return new HealthCheck(
                test,
                Duration.ofSeconds(interval),
                Duration.ZERO,
                Duration.ofSeconds(period),
                Duration.ofSeconds(startInterval),
                0);
    }

    private static HealthPlan plan(HealthCheck wish) {
        return HealthPlan.of(wish, Optional.of(check(List.of("CMD", "ask", "me"), 0, 0, 0)))
                .orElseThrow();
    }

    private static Answer answer(int second, int code) {
        Instant time = START.plusSeconds(second);
        return new Answer(time, time, OptionalInt.of(code), "");
    }

    private static ContainerHealth health(HealthPlan plan, Answer... answers) {
        ContainerHealth health = ContainerHealth.UNKNOWN;
        for (Answer one : answers) {
            health = health.after(one, plan, START);
        }
        return health;
    }

    @Test
    void whatAPersonSaysWinsOverTheImageAndBothOverTheUsual() {
        HealthCheck image = check(List.of("CMD-SHELL", "ask me"), 7, 8, 0);
        HealthPlan plan =
                HealthPlan.of(check(List.of(), 3, 0, 0), Optional.of(image)).orElseThrow();
        assertEquals(
                new HealthPlan(
                        List.of("/bin/sh", "-c", "ask me"),
                        Duration.ofSeconds(3),
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(8),
                        Duration.ofSeconds(5),
                        3),
                plan);
        assertEquals(Optional.empty(), HealthPlan.of(Upkeep.UNASKED, Optional.of(image)));
        assertEquals(Optional.empty(), HealthPlan.of(HealthCheck.UNSAID, Optional.empty()));
        assertEquals(Optional.empty(), HealthPlan.of(check(List.of(), 3, 0, 0), Optional.empty()));
    }

    @Test
    void itIsAskedAfterEachIntervalAndAtTheEndOfItsStartPeriodAtTheLatest() {
        HealthPlan usual = plan(check(List.of(), 20, 0, 0));
        assertEquals(START.plusSeconds(20), usual.next(START, ContainerHealth.UNKNOWN));
        assertEquals(START.plusSeconds(61), usual.next(START, health(usual, answer(41, 0))));
        HealthPlan slow = plan(check(List.of(), 20, 2, 30));
        assertEquals(START.plusSeconds(2), slow.next(START, ContainerHealth.UNKNOWN));
        assertEquals(START.plusSeconds(22), slow.next(START, health(slow, answer(2, 1))));
        HealthPlan quick = plan(check(List.of(), 20, 12, 5));
        assertEquals(START.plusSeconds(5), quick.next(START, ContainerHealth.UNKNOWN));
        assertEquals(START.plusSeconds(12), quick.next(START, health(quick, answer(10, 1))));
        assertEquals(
                START.plusSeconds(20),
                plan(check(List.of(), 20, 0, 1)).next(START, ContainerHealth.UNKNOWN),
                "an interval for a period that there is none of counts for nothing");
    }

    @Test
    void badAnswersMakeItUnhealthyOnceThereAreEnoughInARowAndOneGoodOneHealthy() {
        HealthPlan plan = plan(check(List.of(), 1, 0, 0));
        assertEquals(State.STARTING, health(plan, answer(1, 1), answer(2, 1)).state());
        assertEquals(
                State.UNHEALTHY,
                health(plan, answer(1, 1), answer(2, 1), answer(3, 2)).state());
        assertEquals(
                State.HEALTHY,
                health(plan, answer(1, 0), answer(2, 1), answer(3, 1)).state());
        ContainerHealth late = health(plan, answer(1, 1), answer(2, 1), answer(3, 1), answer(4, 0));
        assertEquals(State.HEALTHY, late.state());
        assertEquals(0, late.failures());
        Answer unanswered = new Answer(START, START, OptionalInt.empty(), "");
        assertEquals(1, health(plan, unanswered).failures());
    }

    @Test
    void badAnswersInTheStartPeriodCountOnlyAfterAGoodOne() {
        HealthPlan plan = plan(check(List.of(), 1, 10, 1));
        assertEquals(0, health(plan, answer(1, 1), answer(9, 1)).failures());
        assertEquals(1, health(plan, answer(9, 1), answer(11, 1)).failures());
        assertEquals(1, health(plan, answer(1, 0), answer(2, 1)).failures());
    }

    @Test
    void theLastAnswersAreKept() {
        HealthPlan plan = plan(check(List.of(), 1, 0, 0));
        ContainerHealth health = ContainerHealth.UNKNOWN;
        for (int i = 0; i < 20; i++) {
            health = health.after(answer(i, 0), plan, START);
        }
        assertEquals(ContainerHealth.KEPT, health.answers().size());
        assertEquals(answer(19, 0), health.answers().getLast());
    }
}
