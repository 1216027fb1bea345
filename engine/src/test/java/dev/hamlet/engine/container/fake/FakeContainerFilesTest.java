package dev.hamlet.engine.container.fake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hamlet.engine.container.ContainerEngine;
import dev.hamlet.engine.container.ContainerFileAccess.Copied;
import dev.hamlet.engine.container.ContainerFilesContract;
import dev.hamlet.engine.container.ContainerWish;
import dev.hamlet.engine.job.Job;
import dev.hamlet.engine.job.Jobs;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.problem.CommandProblem;
import dev.hamlet.engine.problem.ProblemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract of files, kept by containers in memory, but for what real programs do. */
class FakeContainerFilesTest extends ContainerFilesContract {
    @TempDir
    private Path folder = Path.of("");

    @Override
    protected ContainerEngine engine() {
        TimeSource time = TimeSource.system();
        return new FakeContainers(folder, new Jobs(time), time);
    }

    @Override
    protected boolean runsPrograms() {
        return false;
    }

    @Test
    void ofWhatIsCancelledHalfwayNothingIsLeft(@TempDir Path out) throws Exception {
        FakeContainers engine = (FakeContainers) engine();
        var _ = engine.create("busybox", "one", ContainerWish.nothing()).await();
        CountDownLatch third = new CountDownLatch(3);
        engine.files().beforeSteps(() -> {
            third.countDown();
            if (third.getCount() == 0) {
                new CountDownLatch(1).await();
            }
        });
        Job<Copied> saving = engine.files().saveOut("one", "/bin", out.resolve("bin"));
        third.await();
        try (Stream<Path> meanwhile = Files.list(out)) {
            assertTrue(meanwhile.allMatch(one -> one.getFileName().toString().startsWith(".bin.half-")));
        }
        saving.cancel();
        ProblemException thrown = assertThrows(ProblemException.class, saving::await);
        assertEquals(new CommandProblem.Cancelled(), thrown.problem());
        try (Stream<Path> after = Files.list(out)) {
            assertEquals(List.of(), after.toList());
        }
    }

    @Test
    void whatTestsPutIntoAContainerIsListedAndMarked() throws Exception {
        FakeContainers engine = (FakeContainers) engine();
        var _ = engine.create("busybox", "one", ContainerWish.nothing()).await();
        engine.files().write("one", "/srv/www/index.html", "here", 0640, 33, 34);
        engine.files().device("one", "/dev/sda");
        engine.files().link("one", "/srv/away", "/none");
        engine.files().delete("one", "/bin/ls");
        assertEquals(
                List.of(
                        "C /bin",
                        "D /bin/ls",
                        "C /dev",
                        "A /dev/sda",
                        "A /srv",
                        "A /srv/away",
                        "A /srv/www",
                        "A /srv/www/index.html"),
                engine.files().changes("one").stream()
                        .map(change -> change.kind().name().charAt(0) + " " + change.path())
                        .toList());
        assertEquals(
                "FILE 4 640 33:34",
                engine.files().list("one", "srv/www").stream()
                        .map(file -> file.kind() + " " + file.size() + " " + Integer.toOctalString(file.permissions())
                                + " " + file.uid() + ":" + file.gid())
                        .findFirst()
                        .orElseThrow());
        assertEquals("here", engine.files().content("one", "/srv/www/index.html"));
    }
}
