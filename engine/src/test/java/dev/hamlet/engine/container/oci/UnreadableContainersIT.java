package dev.hamlet.engine.container.oci;

import static dev.hamlet.engine.container.ContainerEngineContract.WAITING;
import static dev.hamlet.engine.container.ContainerEngineContract.ended;
import static dev.hamlet.engine.container.ContainerEngineContract.refused;
import static dev.hamlet.engine.container.ContainerEngineContract.run;
import static dev.hamlet.engine.container.ContainerEngineContract.volume;
import static dev.hamlet.engine.container.ContainerEngineContract.with;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hamlet.engine.container.ContainerEngine;
import dev.hamlet.engine.container.ContainerSnapshot;
import dev.hamlet.engine.container.ContainerState;
import dev.hamlet.engine.container.ContainerVolumes;
import dev.hamlet.engine.problem.ContainerProblem;
import dev.hamlet.engine.problem.HostProblem;
import dev.hamlet.engine.problem.VolumeProblem;
import dev.hamlet.nativebridge.ProcessIdentity;
import dev.hamlet.nativebridge.Processes;
import dev.hamlet.nativebridge.Signal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is not known of real containers does not cost anybody a container or a volume. */
@Tag("real")
@Timeout(120)
class UnreadableContainersIT {
    @TempDir
    private Path folder = Path.of("");

    private static ProcessIdentity process(ContainerSnapshot container) {
        return Processes.of().identify(container.pid().orElseThrow()).orElseThrow();
    }

    @Test
    void aContainerWhoseRunCannotBeReadRunsOn() throws Exception {
        try (RealHome home = RealHome.in(folder)) {
            ContainerEngine engine = home.engine();
            ContainerSnapshot one = run(engine, "one", WAITING);
            ProcessIdentity process = process(one);
            Path note = home.folder(one).record();
            Path aside = note.resolveSibling("aside");
            Files.move(note, aside);
            Files.createDirectory(note);
            ContainerSnapshot seen = home.engine().list().getFirst();
            assertEquals(ContainerState.BROKEN, seen.state());
            assertEquals("one", seen.name());
            assertInstanceOf(HostProblem.FileUnusable.class, seen.problem().orElseThrow());
            refused(HostProblem.FileUnusable.class, ended(engine.remove("one", true)));
            refused(HostProblem.FileUnusable.class, ended(engine.start("one")));
            refused(HostProblem.FileUnusable.class, ended(engine.stop("one", Duration.ZERO)));
            assertTrue(Processes.of().alive(process), "nobody has ended it");

            Files.delete(note);
            Files.writeString(note, "{\"process\": {");
            seen = home.engine().list().getFirst();
            assertInstanceOf(
                    ContainerProblem.ContainerUnreadable.class, seen.problem().orElseThrow());
            refused(ContainerProblem.ContainerUnreadable.class, ended(engine.remove("one", true)));
            assertTrue(Processes.of().alive(process), "nobody has ended it");

            Files.move(aside, note, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            assertEquals(ContainerState.RUNNING, home.engine().list().getFirst().state());
            Files.writeString(note, "{\"process\": {");
            assertTrue(Processes.of().signal(process, Signal.KILL));
            assertTrue(
                    home.time()
                            .await(
                                    () -> {
                                        try {
                                            return home.engine()
                                                            .list()
                                                            .getFirst()
                                                            .state()
                                                    == ContainerState.CREATED;
                                        } catch (Exception e) {
                                            throw new AssertionError(e);
                                        }
                                    },
                                    Duration.ofSeconds(20),
                                    Duration.ofMillis(100)),
                    "once the runtime says that nothing runs it is cleared away");
        }
    }

    @Test
    void aHamletThatMayOpenTooFewFilesEndsNothing() throws Exception {
        try (RealHome home = RealHome.in(folder)) {
            ContainerEngine engine = home.engine();
            ContainerSnapshot one = run(engine, "one", WAITING);
            ProcessIdentity process = process(one);
            String well = "";
            for (int files = 6; !well.contains("one RUNNING"); files += 3) {
                assertTrue(files < 400, "with so many it can tell: " + well);
                List<String> command = new ArrayList<>(
                        List.of("sh", "-c", "ulimit -n \"$0\" && exec \"$@\"", Integer.toString(files)));
                command.addAll(home.java(ListScenario.class));
                Path said = folder.resolve("said");
                Process other = new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(said.toFile())
                        .start();
                assertTrue(other.waitFor(60, TimeUnit.SECONDS));
                well = Files.readString(said);
                assertTrue(Processes.of().alive(process), "ended by one that may open " + files + ": " + well);
                assertEquals(ContainerState.RUNNING, engine.find("one").state(), well);
            }
        }
    }

    @Test
    void whatAnUnreadableContainerMayUseStays() throws Exception {
        try (RealHome home = RealHome.in(folder)) {
            ContainerEngine engine = home.engine();
            ContainerVolumes volumes = engine.volumes();
            var _ = volumes.create("kept", Map.of());
            var _ = volumes.create("other", Map.of());
            ContainerSnapshot one = engine.create(
                            "busybox", "one", with(WAITING, volume("kept", "/k"), volume("", "/o")))
                    .await();
            Path spec = home.folder(one).spec();
            String text = Files.readString(spec);

            // As of a newer Hamlet: what it names can be seen.
            Files.writeString(spec, text.replace("\"format\" : 1", "\"format\" : 9"));
            ContainerVolumes.Pruned pruned = volumes.prune(true);
            assertEquals(List.of("other"), pruned.names());
            assertEquals(2, pruned.kept().size());
            assertTrue(pruned.kept().stream().allMatch(kept -> kept.file().equals(spec)));
            VolumeProblem.VolumeMayBeInUse told =
                    refused(VolumeProblem.VolumeMayBeInUse.class, () -> volumes.remove("kept"));
            assertEquals("kept " + one.id().shortened(), told.name() + " " + told.container());

            // Cut off: it may have named anything.
            Files.writeString(spec, text.substring(0, text.length() / 2));
            var _ = volumes.create("new", Map.of());
            assertEquals(List.of(), volumes.prunable(true));
            assertEquals(List.of(), volumes.prune(true).names());
            assertEquals(3, volumes.prune(true).kept().size());
            assertEquals(1, volumes.prune(false).kept().size());

            Files.writeString(spec, text);
            assertEquals(List.of("new"), volumes.prune(true).names());
            assertEquals(List.of(), volumes.prune(true).kept());
            Files.writeString(spec, text.substring(0, text.length() / 2));
            var _ = engine.remove(one.id().value(), true, true).await();
            assertEquals(List.of("kept"), volumes.prune(true).names(), "its own have gone with it");
        }
    }
}
