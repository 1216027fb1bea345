package dev.hamlet.engine.container.oci;

import static dev.hamlet.engine.container.ContainerEngineContract.WAITING;
import static dev.hamlet.engine.container.ContainerEngineContract.ended;
import static dev.hamlet.engine.container.ContainerEngineContract.refused;
import static dev.hamlet.engine.container.ContainerEngineContract.run;
import static dev.hamlet.engine.container.ContainerEngineContract.said;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hamlet.engine.container.CommitWish;
import dev.hamlet.engine.container.ContainerEngine;
import dev.hamlet.engine.container.ContainerFileAccess.Copying;
import dev.hamlet.engine.container.ContainerSnapshot;
import dev.hamlet.engine.container.ContainerState;
import dev.hamlet.engine.container.ContainerWish;
import dev.hamlet.engine.container.NetworkWish;
import dev.hamlet.engine.image.ExportForm;
import dev.hamlet.engine.image.Image;
import dev.hamlet.engine.image.ImageReference;
import dev.hamlet.engine.job.Job;
import dev.hamlet.engine.job.Progress;
import dev.hamlet.engine.problem.CommandProblem;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.engine.process.ProcessResult;
import dev.hamlet.engine.process.ProcessSpec;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Images of real containers, as Hamlet and others read them. */
@Tag("real")
@Timeout(120)
class ContainerCommitIT {
    private static final ContainerWish AGAIN =
            ContainerWish.of(List.of("sleep", "1000")).on(NetworkWish.of(NetworkWish.NONE));

    @TempDir
    private Path folder = Path.of("");

    @Test
    void anImageOfAContainerThatDeletedFilesRunsHereAndIsReadByOthers() throws Exception {
        try (RealHome home = RealHome.in(folder.resolve("home"))) {
            ContainerEngine engine = home.engine();
            run(engine, "one", WAITING);
            assertEquals(
                    "",
                    said(
                            engine,
                            "one",
                            "rm /bin/ls /bin/cp /bin/mv && mkdir /new && echo a > /new/a && ln /new/a /new/b"));
            Image image = engine.commit("one", CommitWish.of(ImageReference.parse("localhost/less:1")))
                    .await();
            var _ = engine.create("localhost/less:1", "two", AGAIN).await();
            var _ = engine.start("two").await();
            assertEquals(
                    "gone gone gone a 2",
                    said(
                            engine,
                            "two",
                            "echo $(for one in ls cp mv; do test -e /bin/$one || echo gone; done)"
                                    + " $(cat /new/b) $(stat -c %h /new/a)"));

            Path layout = folder.resolve("layout");
            home.images().export(image, ExportForm.OCI_LAYOUT, layout, Progress.none());
            String index = Files.readString(layout.resolve("index.json"));
            Files.writeString(layout.resolve("index.json"), index.replace("localhost/less:1", "one"));
            Path copy = folder.resolve("copy");
            read(home, "skopeo", "copy", "--insecure-policy", "oci:" + layout + ":one", "oci:" + copy + ":one");
            Path bundle = folder.resolve("bundle");
            read(home, "umoci", "unpack", "--image", copy + ":one", bundle.toString());
            Path root = bundle.resolve("rootfs");
            for (String gone : List.of("ls", "cp", "mv", ".wh.ls")) {
                assertFalse(Files.exists(root.resolve("bin").resolve(gone), LinkOption.NOFOLLOW_LINKS), gone);
            }
            assertTrue(Files.exists(root.resolve("bin/busybox")));
            assertEquals(
                    Files.getAttribute(root.resolve("new/a"), "unix:ino"),
                    Files.getAttribute(root.resolve("new/b"), "unix:ino"));
        }
    }

    @Test
    void aContainerGoesOnAfterWhoeverMadeAnImageOfItWasKilled() throws Exception {
        try (RealHome home = RealHome.in(folder.resolve("home"))) {
            ContainerEngine engine = home.engine();
            ContainerSnapshot one = run(engine, "one", WAITING);
            assertEquals("", said(engine, "one", "dd if=/dev/urandom of=/much bs=1M count=200 2>/dev/null; true"));
            Process maker = new ProcessBuilder(home.java(CommitScenario.class, "one", "localhost/much:1"))
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("maker").toFile())
                    .start();
            boolean paused = home.time()
                    .await(() -> state(engine) == ContainerState.PAUSED, Duration.ofSeconds(40), Duration.ofMillis(5));
            assertTrue(paused, () -> "it was not paused: " + text(folder.resolve("maker")));
            assertEquals(
                    ContainerState.PAUSED,
                    home.engine().list().getFirst().state(),
                    "while the image is made nobody lets it go on");
            Process _ = maker.destroyForcibly();
            int _ = maker.waitFor();
            assertEquals(ContainerState.PAUSED, state(engine), "killed in the middle");
            assertEquals(ContainerState.RUNNING, home.engine().list().getFirst().state());
            assertFalse(Files.exists(home.folder(one).pausedForImage()));
            assertEquals("there", said(engine, "one", "echo there"));
            // Killed before it was paused: the runtime may be at it still, and what a person pauses then stays so.
            Files.createFile(home.folder(one).pausedForImage());
            assertEquals(ContainerState.RUNNING, home.engine().list().getFirst().state());
            assertTrue(Files.exists(home.folder(one).pausedForImage()));
            var _ = engine.pause("one").await();
            assertEquals(ContainerState.PAUSED, home.engine().list().getFirst().state());
            var _ = engine.commit("one", CommitWish.of(ImageReference.parse("localhost/much:2")))
                    .await();
            assertEquals(ContainerState.PAUSED, home.engine().list().getFirst().state());
        }
    }

    @Test
    void aFileOfAnyLengthKeepsNobodyWaitingWhoCancels(@TempDir Path out) throws Exception {
        try (RealHome home = RealHome.in(folder.resolve("home"))) {
            ContainerEngine engine = home.engine();
            ContainerSnapshot one = run(engine, "one", WAITING);
            assertEquals("", said(engine, "one", "truncate -s 8796093022208 /hole"));
            List<Job<?>> jobs = List.of(
                    engine.files().copyOut("one", "/hole", out.resolve("hole"), Copying.USUAL),
                    engine.files().archive("one", "/hole", OutputStream.nullOutputStream(), Copying.USUAL));
            for (Job<?> job : jobs) {
                home.time().sleep(Duration.ofMillis(300));
                job.cancel();
                refused(CommandProblem.Cancelled.class, ended(job));
            }
            try (Stream<Path> made = Files.list(out)) {
                assertEquals(List.of(), made.toList(), "nothing half-made");
            }
            Job<?> commit = engine.commit("one", CommitWish.of(ImageReference.parse("localhost/hole:1")));
            assertTrue(home.time()
                    .await(() -> state(engine) == ContainerState.PAUSED, Duration.ofSeconds(20), Duration.ofMillis(5)));
            commit.cancel();
            refused(CommandProblem.Cancelled.class, ended(commit));
            assertEquals(ContainerState.RUNNING, state(engine), "it goes on");
            assertFalse(Files.exists(home.folder(one).pausedForImage()));
        }
    }

    private static ContainerState state(ContainerEngine engine) {
        try {
            return engine.find("one").state();
        } catch (ProblemException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static void read(RealHome home, String program, String... arguments) throws Exception {
        assumeTrue(home.launcher().find(program).isPresent(), program + " is not installed");
        ProcessResult result = home.launcher().run(ProcessSpec.of(program, List.of(arguments)));
        assertEquals(0, result.code(), () -> program + ": " + result.errorLines());
    }
}
