package dev.hamlet.engine.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.job.Progress;
import dev.hamlet.engine.problem.CommandProblem;
import dev.hamlet.engine.problem.MediaProblem;
import dev.hamlet.engine.process.ProcessResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskImagesTest {
    /** As qemu-img 7.2 printed it. */
    private static final String INFO = """
            {
                "virtual-size": 10485760, "filename": "b.qcow2", "cluster-size": 65536, "format": "qcow2",
                "actual-size": 200704,
                "format-specific": {"type": "qcow2", "data": {"compat": "1.1", "corrupt": true, "refcount-bits": 16}},
                "dirty-flag": true
            }
            """;

    private static final String[] LOCKED = {
        "qemu-img: Could not open 'l.qcow2': Failed to get shared \"write\" lock",
        "Is another process using the image [l.qcow2]?"
    };

    @TempDir
    Path folder;

    private Path own;
    private Path foreign;

    @BeforeEach
    void makeFolders() throws Exception {
        own = Files.createDirectory(folder.resolve("own"));
        foreign = Files.createDirectory(folder.resolve("foreign"));
    }

    private DiskImages images(ScriptedLauncher launcher) {
        return new DiskImages(launcher, own);
    }

    private static Path qcow2(Path file, String backing, String format) throws Exception {
        return Samples.write(file, Samples.qcow2(backing, format));
    }

    private static Path standing(Path file) throws Exception {
        return Samples.write(file, Samples.qcow2(null, null));
    }

    @Test
    void inspectionOpensTheImageAloneWithTheFormatOfItsMagic() throws Exception {
        ScriptedLauncher launcher = ScriptedLauncher.saying(INFO);
        Path disk = qcow2(foreign.resolve("-x, y%.raw"), "nbd://192.0.2.1/x", "raw");
        DiskInfo info = images(launcher).inspect(disk);
        assertEquals(
                List.of("info", "--output=json", "-U", "-f", "qcow2", "--", disk.toString()), launcher.lastArguments());
        assertEquals(new ByteSize(10 << 20), info.virtualSize());
        assertEquals(new ByteSize(200704), info.actualSize());
        assertTrue(info.dirty());
        assertTrue(info.corrupt());
        assertEquals(
                "nbd://192.0.2.1/x",
                java.util.Objects.requireNonNull(info.backing()).reference());
    }

    @Test
    void noProgramSeesAnImageWhoseContentLiesElsewhere() throws Exception {
        ScriptedLauncher launcher = ScriptedLauncher.saying(INFO);
        Path disk = Samples.write(foreign.resolve("d"), "# Disk DescriptorFile\nRW 1 FLAT \"/etc/shadow\" 0\n");
        Samples.problem(
                MediaProblem.ReferenceRefused.class, () -> images(launcher).inspect(disk));
        assertTrue(launcher.asked.isEmpty());
    }

    @Test
    void aRawDiskOfBrokenSectorsIsNone() throws Exception {
        Path disk = Samples.write(own.resolve("d.raw"), "hello");
        Samples.problem(
                MediaProblem.NotADisk.class,
                () -> images(ScriptedLauncher.saying("")).chain(disk, DiskFormat.RAW));
    }

    @Test
    void aChainIsFollowedToItsEnd() throws Exception {
        Path base = Samples.write(foreign.resolve("base"), "raw content");
        Path middle = qcow2(foreign.resolve("middle"), "base", "raw");
        Path top = qcow2(foreign.resolve("top"), "./middle", "qcow2");
        List<DiskHeader> chain = images(ScriptedLauncher.saying("")).chain(top);
        assertEquals(3, chain.size());
        assertEquals(top, chain.get(0).file());
        assertEquals(middle, chain.get(1).file().normalize());
        assertEquals(base, chain.get(2).file().normalize());
        assertEquals(DiskFormat.RAW, chain.get(2).format());
    }

    @Test
    void aStrangersImageMayBuildOnlyOnFilesOfItsOwnFolder() throws Exception {
        DiskImages images = images(ScriptedLauncher.saying(""));
        Path secret = Samples.write(folder.resolve("secret"), "secret");
        for (String reference : List.of(
                secret.toString(), "../secret", "/etc/passwd", "/dev/null", "nbd:x:1", "json:{}", "sub/../../secret")) {
            Path disk = qcow2(foreign.resolve("disk"), reference, "raw");
            assertEquals(
                    new MediaProblem.ReferenceRefused(disk, reference),
                    Samples.problem(MediaProblem.ReferenceRefused.class, () -> images.chain(disk)));
        }
        Files.createSymbolicLink(foreign.resolve("link"), secret);
        Path disk = qcow2(foreign.resolve("disk"), "link", "raw");
        Samples.problem(MediaProblem.ReferenceRefused.class, () -> images.chain(disk));
    }

    @Test
    void anImageOfHamletsOwnMayBuildOnAnyFileButNoDevice() throws Exception {
        DiskImages images = images(ScriptedLauncher.saying(""));
        Path base = standing(foreign.resolve("base"));
        assertEquals(
                2,
                images.chain(qcow2(own.resolve("a"), base.toString(), "qcow2")).size());
        Path device = qcow2(own.resolve("b"), "/dev/null", "raw");
        Samples.problem(MediaProblem.ReferenceRefused.class, () -> images.chain(device));
    }

    @Test
    void aBackingFileThatMovedIsNamed() throws Exception {
        Path disk = qcow2(own.resolve("a"), "gone.qcow2", "qcow2");
        assertEquals(
                new MediaProblem.BackingMissing(disk, own.resolve("gone.qcow2")),
                Samples.problem(
                        MediaProblem.BackingMissing.class,
                        () -> images(ScriptedLauncher.saying("")).chain(disk)));
    }

    @Test
    void aBackingFormatThatNobodyRecordedIsNotGuessed() throws Exception {
        standing(own.resolve("base"));
        Path disk = Samples.write(own.resolve("a"), Samples.qcow2("base", null));
        Samples.problem(
                MediaProblem.BackingFormatUnknown.class,
                () -> images(ScriptedLauncher.saying("")).chain(disk));
        Path odd = qcow2(own.resolve("b"), "base", "host_device");
        Samples.problem(
                MediaProblem.ReferenceRefused.class,
                () -> images(ScriptedLauncher.saying("")).chain(odd));
        Path wrong = qcow2(own.resolve("c"), "base", "vmdk");
        Samples.problem(
                MediaProblem.DiskFormatWrong.class,
                () -> images(ScriptedLauncher.saying("")).chain(wrong));
    }

    @Test
    void aChainThatGoesInACircleEnds() throws Exception {
        qcow2(own.resolve("a"), "b", "qcow2");
        Path b = qcow2(own.resolve("b"), "a", "qcow2");
        Samples.problem(
                MediaProblem.NotADisk.class,
                () -> images(ScriptedLauncher.saying("")).chain(b));
        Path self = qcow2(own.resolve("c"), "c", "qcow2");
        Samples.problem(
                MediaProblem.NotADisk.class,
                () -> images(ScriptedLauncher.saying("")).chain(self));
    }

    @Test
    void anOverlayAlwaysRecordsTheFormatOfWhatItBuildsOn() throws Exception {
        ScriptedLauncher launcher = ScriptedLauncher.saying(INFO);
        Path base = standing(own.resolve("base"));
        images(launcher).overlay(own.resolve("new.qcow2"), base, DiskFormat.QCOW2, null);
        List<String> arguments = launcher.lastArguments();
        assertEquals(
                List.of("create", "-q", "-f", "qcow2", "-b", base.toString(), "-F", "qcow2", "--"),
                arguments.subList(0, 9));
        assertTrue(Files.exists(own.resolve("new.qcow2")));
    }

    @Test
    void anOverlaySmallerThanItsBaseIsRefused() throws Exception {
        Path base = standing(own.resolve("base"));
        DiskImages images = images(ScriptedLauncher.saying(INFO));
        assertEquals(
                new MediaProblem.DiskWouldShrink(base, 10 << 20, 5 << 20),
                Samples.problem(
                        MediaProblem.DiskWouldShrink.class,
                        () -> images.overlay(own.resolve("new"), base, DiskFormat.QCOW2, ByteSize.ofMebibytes(5))));
        assertFalse(Files.exists(own.resolve("new")));
    }

    @Test
    void resizingNeverShrinks() throws Exception {
        ScriptedLauncher launcher = ScriptedLauncher.saying(INFO);
        Path disk = standing(own.resolve("disk"));
        Samples.problem(
                MediaProblem.DiskWouldShrink.class,
                () -> images(launcher).resize(disk, DiskFormat.QCOW2, new ByteSize((10 << 20) - 1)));
        assertEquals("info", launcher.lastArguments().getFirst());
    }

    @Test
    void aDiskOfSizeZeroIsRefused() {
        Samples.problem(
                CommandProblem.ArgumentInvalid.class,
                () -> images(ScriptedLauncher.saying(""))
                        .create(own.resolve("new"), DiskFormat.QCOW2, new ByteSize(0)));
    }

    @Test
    void aFileThatIsThereIsLeftAlone() throws Exception {
        Path file = Samples.write(own.resolve("precious"), "precious");
        ScriptedLauncher launcher = ScriptedLauncher.saying("");
        Samples.problem(
                MediaProblem.FileExists.class,
                () -> images(launcher).create(file, DiskFormat.RAW, ByteSize.ofMebibytes(1)));
        assertEquals("precious", Files.readString(file));
        assertTrue(launcher.asked.isEmpty());
    }

    @Test
    void lockedImagesAreToldFromBrokenOnes() throws Exception {
        Path disk = standing(own.resolve("l.qcow2"));
        Samples.problem(
                MediaProblem.DiskInUse.class,
                () -> images(ScriptedLauncher.failing(1, LOCKED)).inspect(disk));
        Samples.problem(
                MediaProblem.ToolFailed.class,
                () -> images(ScriptedLauncher.failing(1, "qemu-img: Could not open 'x': Image is corrupt"))
                        .inspect(disk));
        Samples.problem(
                MediaProblem.ToolMissing.class,
                () -> images(ScriptedLauncher.saying("").withNothingInstalled()).inspect(disk));
    }

    @Test
    void answersThatAreNoJsonAreAFailureOfTheTool() throws Exception {
        Path disk = standing(own.resolve("d"));
        for (String answer : List.of("", "[]", "{", "null", "Segmentation fault")) {
            Samples.problem(
                    MediaProblem.ToolFailed.class,
                    () -> images(ScriptedLauncher.saying(answer)).inspect(disk));
        }
    }

    @Test
    void progressIsReadFromWhatQemuImgDraws() throws Exception {
        Path disk = standing(own.resolve("d"));
        ScriptedLauncher launcher = new ScriptedLauncher((spec, line) -> {
            List.of("    (0.00/100%)", "    (12.34/100%)", "nonsense (99/100%)", "    (100.00/100%)")
                    .forEach(line);
            return new ProcessResult(0, "{\"required\": 1000}", List.of());
        });
        List<Double> told = new ArrayList<>();
        images(launcher).convert(disk, DiskFormat.QCOW2, own.resolve("new"), DiskFormat.RAW, listening(told));
        assertEquals(List.of(0.0, 0.1234, 1.0, 1.0), told);
    }

    @Test
    void whatWasBegunIsRemovedAfterAFailureAndACancellation() throws Exception {
        Path disk = standing(own.resolve("d"));
        ScriptedLauncher full =
                new ScriptedLauncher((spec, line) -> spec.arguments().getFirst().equals("measure")
                        ? new ProcessResult(0, "{\"required\": 1000}", List.of())
                        : new ProcessResult(
                                1, "", List.of("qemu-img: error while writing at byte 0: No space left on device")));
        assertEquals(
                own,
                Samples.problem(
                                MediaProblem.SpaceShort.class,
                                () -> images(full)
                                        .convert(
                                                disk,
                                                DiskFormat.QCOW2,
                                                own.resolve("new"),
                                                DiskFormat.RAW,
                                                Progress.none()))
                        .folder());
        ScriptedLauncher cancelled = new ScriptedLauncher((spec, line) -> {
            if (spec.arguments().getFirst().equals("measure")) {
                return new ProcessResult(0, "{\"required\": 1000}", List.of());
            }
            throw new InterruptedException();
        });
        assertThrows(
                InterruptedException.class,
                () -> images(cancelled)
                        .convert(disk, DiskFormat.QCOW2, own.resolve("new"), DiskFormat.RAW, Progress.none()));
        try (Stream<Path> left = Files.list(own)) {
            assertEquals(List.of(disk), left.toList());
        }
    }

    @Test
    void whatCannotFitIsRefusedBeforeItBegins() throws Exception {
        Path disk = standing(own.resolve("d"));
        ScriptedLauncher launcher = ScriptedLauncher.saying("{\"required\": 4611686018427387904}");
        MediaProblem.SpaceShort problem = Samples.problem(
                MediaProblem.SpaceShort.class,
                () -> images(launcher)
                        .convert(disk, DiskFormat.QCOW2, own.resolve("new"), DiskFormat.RAW, Progress.none()));
        assertEquals(1L << 62, problem.neededBytes());
        assertTrue(problem.freeBytes() > 0);
        assertEquals("measure", launcher.lastArguments().getFirst());
    }

    private static Progress listening(List<Double> told) {
        return new Progress() {
            @Override
            public Progress part(dev.hamlet.engine.job.Phrase what, double share) {
                return this;
            }

            @Override
            public void fraction(double fraction) {
                told.add(fraction);
            }

            @Override
            public void bytes(long done, long total) {}
        };
    }
}
