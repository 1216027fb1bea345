package dev.hamlet.engine.job;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class CrewTest {
    @Test
    void workThatEndsForWantOfMemoryIsNotTakenForDone() {
        try (Crew crew = new Crew("crew")) {
            crew.start(() -> {
                throw new OutOfMemoryError("made up");
            });
            RuntimeException told =
                    assertThrows(RuntimeException.class, () -> crew.await(Duration.ofMillis(10), () -> {}));
            assertInstanceOf(OutOfMemoryError.class, told.getCause());
        }
    }
}
