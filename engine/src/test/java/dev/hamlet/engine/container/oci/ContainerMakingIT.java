package dev.hamlet.engine.container.oci;

import static dev.hamlet.engine.container.ContainerEngineContract.WAITING;
import static dev.hamlet.engine.container.ContainerEngineContract.ended;
import static dev.hamlet.engine.container.ContainerEngineContract.refused;
import static dev.hamlet.engine.container.ContainerEngineContract.run;
import static dev.hamlet.engine.container.ContainerEngineContract.said;
import static dev.hamlet.engine.container.ContainerEngineContract.volume;
import static dev.hamlet.engine.container.ContainerEngineContract.with;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hamlet.engine.container.CommitWish;
import dev.hamlet.engine.container.ContainerEngine;
import dev.hamlet.engine.container.ContainerSnapshot;
import dev.hamlet.engine.container.ContainerVolume;
import dev.hamlet.engine.container.ContainerWish;
import dev.hamlet.engine.image.ImageReference;
import dev.hamlet.engine.job.Job;
import dev.hamlet.engine.problem.CommandProblem;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.engine.problem.VolumeProblem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Nothing is left of a real container whose making failed or was cancelled. */
@Tag("real")
@Timeout(120)
class ContainerMakingIT {
    @TempDir
    private Path folder = Path.of("");

    private static List<String> names(ContainerEngine engine) throws ProblemException, InterruptedException {
        return engine.volumes().list().stream().map(ContainerVolume::name).toList();
    }

    /** What lies where volumes and containers are kept, halves among it. */
    private static List<String> left(RealHome home) throws Exception {
        Path all = home.paths().data().resolve("containers");
        try (Stream<Path> volumes = Files.list(all.resolve("volumes"));
                Stream<Path> instances = Files.list(all.resolve("instances"))) {
            return Stream.concat(volumes, instances)
                    .map(one -> one.getFileName().toString())
                    .filter(name -> !name.endsWith(".lock"))
                    .toList();
        }
    }

    @Test
    void volumesOfAContainerAloneAreTakenBackWhenItsMakingFails() throws Exception {
        try (RealHome home = RealHome.in(folder)) {
            ContainerEngine engine = home.engine();
            ContainerWish wish = with(WAITING, volume("", "/own"), volume("", "/etc"), volume("", "/bin/busybox"));
            refused(VolumeProblem.MountPlaceUnfit.class, ended(engine.create("busybox", "one", wish)));
            assertEquals(List.of(), names(engine));
            assertEquals(List.of(), engine.list());
            assertEquals(List.of(), left(home));
        }
    }

    @Test
    void volumesOfAContainerAloneAreTakenBackWhenItsMakingIsCancelled() throws Exception {
        try (RealHome home = RealHome.in(folder)) {
            ContainerEngine engine = home.engine();
            ContainerSnapshot full = run(engine, "full", WAITING);
            assertEquals(
                    "",
                    said(
                            engine,
                            "full",
                            "mkdir /big; dd if=/dev/urandom of=/big/much bs=1M count=400 2>/dev/null; true"));
            var _ = engine.commit("full", CommitWish.of(ImageReference.parse("localhost/full:1")))
                    .await();
            var _ = engine.remove(full.id().value(), true).await();
            // Its layers are unpacked before the clock counts.
            var _ = engine.create("localhost/full:1", "first", WAITING).await();
            var _ = engine.remove("first", true, true).await();
            Job<ContainerSnapshot> making =
                    engine.create("localhost/full:1", "two", with(WAITING, volume("", "/etc"), volume("", "/big")));
            assertTrue(home.time().await(() -> isBegun(engine), Duration.ofSeconds(30), Duration.ofMillis(1)));
            making.cancel();
            refused(CommandProblem.Cancelled.class, ended(making));
            assertEquals(List.of(), names(engine));
            assertEquals(List.of(), engine.list());
            assertEquals(List.of(), left(home));
        }
    }

    private static boolean isBegun(ContainerEngine engine) {
        try {
            return !names(engine).isEmpty();
        } catch (ProblemException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
