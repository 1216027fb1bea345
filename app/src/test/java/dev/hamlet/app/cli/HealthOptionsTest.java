package dev.hamlet.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.hamlet.engine.problem.ProblemException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HealthOptionsTest {
    @Test
    void timesAreReadAsDockersUsersWriteThem() throws Exception {
        assertEquals(Duration.ofSeconds(90), HealthOptions.time("-x", "1m30s"));
        assertEquals(Duration.ofMillis(500), HealthOptions.time("-x", "500ms"));
        assertEquals(Duration.ofMillis(1500), HealthOptions.time("-x", "1.5s"));
        assertEquals(Duration.ofHours(2), HealthOptions.time("-x", "2h"));
        assertEquals(Duration.ZERO, HealthOptions.time("-x", ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"30", "s", "-3s", "1m x 2s", "3d", "1s2"})
    void whatIsNoTimeIsRefused(String written) {
        assertThrows(ProblemException.class, () -> HealthOptions.time("-x", written));
    }
}
