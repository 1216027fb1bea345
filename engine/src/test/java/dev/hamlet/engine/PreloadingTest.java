package dev.hamlet.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.hamlet.engine.problem.HostProblem;
import dev.hamlet.engine.problem.ProblemException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreloadingTest {
    @Test
    void theEngineIsForWhoAsksFirstAndOfTheEnvironmentThatWasNamed(@TempDir Path home) throws Exception {
        Preloading preloading = Preloading.begin(Map.of("HAMLET_HOME", home.toString()));
        try (Engine engine = preloading.engine().orElseThrow()) {
            assertEquals(home.resolve("data"), engine.paths().data());
            assertEquals(Optional.empty(), preloading.engine(), "two would close it");
        }
    }

    @Test
    void whyItCannotBeOpenedIsToldToWhoAsks() {
        Preloading preloading = Preloading.begin(Map.of("HOME", "relative"));
        ProblemException told = assertThrows(ProblemException.class, preloading::engine);
        assertInstanceOf(HostProblem.class, told.problem());
    }
}
