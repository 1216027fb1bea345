package dev.hamlet.engine.comparison;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hamlet.engine.Engine;
import dev.hamlet.engine.catalog.TinyGuest;
import dev.hamlet.engine.container.ContainerNetwork;
import dev.hamlet.engine.job.Progress;
import dev.hamlet.engine.job.TimeSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real container and a real machine. */
@Tag("real")
@Timeout(240)
class ComparisonIT {
    @TempDir
    private Path home = Path.of("");

    private Comparison.Result compare(Engine engine) throws Exception {
        return Comparison.of(
                        engine.containers(),
                        engine.containerImages(),
                        engine.containerRecipes().stream()
                                .filter(one -> one.id().equals("busybox"))
                                .findFirst()
                                .orElseThrow(),
                        engine.creation(),
                        engine.recipes().stream()
                                .filter(TinyGuest.class::isInstance)
                                .findFirst()
                                .orElseThrow(),
                        TimeSource.system())
                .run(1, Progress.none());
    }

    @Test
    void theSameServiceAnswersAsContainerAndAsMachineAndNothingIsLeft() throws Exception {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put("HAMLET_HOME", home.toString());
        try (Engine engine = Engine.open(environment)) {
            assumeTrue(
                    engine.containers().obstacle().isEmpty(),
                    () -> "no container can run here: " + engine.containers().obstacle());
            assumeTrue(
                    Files.isExecutable(Path.of("/usr/bin/qemu-system-x86_64")),
                    "QEMU is not installed (package qemu-system-x86)");
            var _ = engine.containers().networks().create("mine", Optional.empty());
            List<String> networks = names(engine);
            Comparison.Result result = compare(engine);
            Cost apartment = assertInstanceOf(Outcome.Measured.class, result.container(), result.container()::toString)
                    .median();
            Cost house = assertInstanceOf(Outcome.Measured.class, result.machine(), result.machine()::toString)
                    .median();
            System.out.println("container " + apartment + ", machine " + house);
            assertTrue(apartment.firstAnswer().compareTo(house.firstAnswer()) < 0);
            assertTrue(apartment.firstAnswer().compareTo(Duration.ofMillis(10)) > 0);
            // A kernel and what QEMU needs, against a server of some hundred kilobytes.
            assertTrue(apartment.memoryBytes() > 100 << 10, apartment::toString);
            assertTrue(house.memoryBytes() > 30L << 20, house::toString);
            assertTrue(house.memoryBytes() < 600L << 20, house::toString);
            assertTrue(house.sharedBytes() > 4 << 20, house::toString);
            assertTrue(apartment.sharedBytes() > 500 << 10, apartment::toString);
            assertTrue(apartment.ownBytes() > 0 && house.ownBytes() > 0);
            assertEquals(List.of(), engine.containers().list());
            assertEquals(List.of(), engine.machines().list());
            assertEquals(networks, names(engine), "a network of somebody's on which nothing runs stays, too");
            assertTrue(engine.containers().networks().list().stream().noneMatch(ContainerNetwork::up));
            // With the last network go the rules.
            engine.containers().networks().remove("mine");
        }
    }

    private static List<String> names(Engine engine) throws Exception {
        return engine.containers().networks().list().stream()
                .map(ContainerNetwork::name)
                .toList();
    }
}
