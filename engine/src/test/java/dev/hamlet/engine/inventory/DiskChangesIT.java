package dev.hamlet.engine.inventory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.job.Job;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.machine.Machine;
import dev.hamlet.engine.machine.StartOptions;
import dev.hamlet.engine.media.Compaction;
import dev.hamlet.engine.media.DiskFormat;
import dev.hamlet.engine.media.LibraryImage;
import dev.hamlet.engine.problem.CommandProblem;
import dev.hamlet.engine.problem.MediaProblem;
import dev.hamlet.engine.process.ProcessSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Disks that grow and shrink under machines. */
@Tag("real")
@Timeout(120)
class DiskChangesIT extends ImageFixture {
    @Test
    void aDiskGrowsWhileItsMachineIsOffAndNotWhileItRuns() throws Exception {
        Path disk = disk(home.resolve("mine/a.qcow2"));
        Machine web = machine("web", disk);
        care().grow(disk, ByteSize.ofMebibytes(32)).await();
        assertEquals(32 << 20, known(disk).virtualBytes());
        web.start(StartOptions.CAREFUL).await();
        MediaProblem.DiskInUse problem =
                refused(MediaProblem.DiskInUse.class, care().grow(disk, ByteSize.ofMebibytes(64)));
        assertEquals("web", problem.holder());
        assertEquals(
                "web",
                refused(MediaProblem.DiskInUse.class, care().compact(disk)).holder());
        assertEquals(32 << 20, known(disk).virtualBytes());
        web.forceOff().await();
        refused(MediaProblem.DiskWouldShrink.class, care().grow(disk, SIZE));
        care().grow(disk, ByteSize.ofMebibytes(64)).await();
        assertEquals(64 << 20, known(disk).virtualBytes());
    }

    @Test
    void nothingIsChangedThatAnotherDiskBuildsOn() throws Exception {
        Path base = disk(home.resolve("mine/base.qcow2"));
        Path top = home.resolve("mine/top.qcow2").toAbsolutePath();
        engine.disks().overlay(top, base, DiskFormat.QCOW2, null);
        machine("web", top);
        assertEquals(
                List.of("top.qcow2"),
                refused(MediaProblem.ImageInUse.class, care().grow(base, ByteSize.ofMebibytes(32)))
                        .users());
        refused(MediaProblem.ImageInUse.class, care().compact(base));
    }

    @Test
    void anImageOfTheLibraryNeverChanges() throws Exception {
        Path own = disk(home.resolve("mine/a.qcow2"));
        LibraryImage image = care().add(own, "Template", false).await();
        Path file = image.disk().orElseThrow();
        refused(MediaProblem.ImageSealed.class, care().grow(file, ByteSize.ofMebibytes(32)));
        refused(MediaProblem.ImageSealed.class, care().compact(file));
    }

    @Test
    void compactingGivesBackZerosAndKeepsContentModeAndBase() throws Exception {
        Path disk = disk(home.resolve("mine/a.qcow2"));
        Files.setPosixFilePermissions(disk, PosixFilePermissions.fromString("rw-r-----"));
        byte[] before = contentOf(disk);
        Compaction done = care().compact(disk).await();
        assertTrue(done.after().bytes() < 6 << 20, "takes " + done.after());
        assertTrue(done.gained().bytes() > 8 << 20, "gained " + done.gained());
        assertTrue(Arrays.equals(before, contentOf(disk)), "the content is the same");
        assertEquals("rw-r-----", PosixFilePermissions.toString(Files.getPosixFilePermissions(disk)));
        assertEquals(List.of("a.qcow2"), namesIn(home.resolve("mine")));
        Compaction again = care().compact(disk).await();
        assertEquals(ByteSize.ofMebibytes(0), again.gained());
    }

    @Test
    void compactingAnOverlayCopiesNothingOfItsBase() throws Exception {
        Path base = disk(home.resolve("mine/base.qcow2"));
        Path top = home.resolve("mine/top.qcow2").toAbsolutePath();
        engine.disks().overlay(top, base, DiskFormat.QCOW2, ByteSize.ofMebibytes(32));
        launcher.runOrFail(ProcessSpec.of(
                "qemu-io", List.of("-f", "qcow2", "-c", "write -P 5 0 1M", "-c", "write -P 0 8M 8M", top.toString())));
        byte[] before = contentOf(top);
        machine("web", top);
        Compaction done = care().compact(top).await();
        assertTrue(done.after().bytes() < 3 << 20, "takes " + done.after());
        assertTrue(Arrays.equals(before, contentOf(top)), "the content is the same");
        assertEquals(base, known(top).base());
        assertNull(known(top).problem());
    }

    @Test
    void aDiskWithSnapshotsIsNotCompacted() throws Exception {
        Path disk = disk(home.resolve("mine/a.qcow2"));
        launcher.runOrFail(ProcessSpec.of("qemu-img", List.of("snapshot", "-c", "before", disk.toString())));
        byte[] before = Files.readAllBytes(disk);
        refused(MediaProblem.CompactingRefused.class, care().compact(disk));
        assertTrue(Arrays.equals(before, Files.readAllBytes(disk)), "not a byte differs");
    }

    @Test
    void aCompactingThatIsCancelledLeavesTheDiskAsItWas() throws Exception {
        Path disk = disk(home.resolve("mine/a.qcow2"));
        byte[] before = Files.readAllBytes(disk);
        CountDownLatch entered = new CountDownLatch(1);
        Machine web = machine("web", disk);
        assertNotNull(web);
        Job<Compaction> job = engine.jobs()
                .start(dev.hamlet.engine.job.Phrase.of("job.image-compact", "a"), progress -> {
                    entered.countDown();
                    Thread.currentThread().interrupt();
                    return engine.machines()
                            .uses()
                            .whileUnused(
                                    disk, within -> engine.disks().compact(disk, DiskFormat.QCOW2, within), progress);
                });
        entered.await();
        refused(CommandProblem.Cancelled.class, job);
        assertTrue(Arrays.equals(before, Files.readAllBytes(disk)), "not a byte differs");
        assertEquals(List.of("a.qcow2"), namesIn(home.resolve("mine")));
    }

    @Test
    void aMachineCannotStartWhileItsDiskIsChanged() throws Exception {
        Path disk = disk(home.resolve("mine/a.qcow2"));
        Machine web = machine("web", disk);
        CountDownLatch changing = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        Job<String> change = engine.jobs()
                .start(
                        dev.hamlet.engine.job.Phrase.of("change"),
                        progress -> engine.machines()
                                .uses()
                                .whileUnused(
                                        disk,
                                        within -> {
                                            changing.countDown();
                                            go.await();
                                            return "changed";
                                        },
                                        progress));
        changing.await();
        Job<?> start = web.start(StartOptions.CAREFUL);
        assertFalse(TimeSource.system()
                .await(() -> start.snapshot().state().isOver(), Duration.ofMillis(300), Duration.ofMillis(5)));
        go.countDown();
        assertEquals("changed", change.await());
        start.await();
        web.forceOff().await();
    }
}
