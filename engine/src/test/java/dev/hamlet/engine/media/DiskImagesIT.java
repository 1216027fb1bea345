package dev.hamlet.engine.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.job.Phrase;
import dev.hamlet.engine.job.Progress;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.problem.MediaProblem;
import dev.hamlet.engine.process.ProcessLauncher;
import dev.hamlet.engine.process.ProcessResult;
import dev.hamlet.engine.process.ProcessSpec;
import dev.hamlet.engine.process.SystemProcessLauncher;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("real")
class DiskImagesIT {
    private static final ByteSize SIZE = ByteSize.ofMebibytes(8);

    private final ProcessLauncher launcher = new SystemProcessLauncher(System.getenv());

    @TempDir
    Path folder;

    private DiskImages images;

    @BeforeEach
    void needQemuImg() {
        Assumptions.assumeTrue(launcher.find("qemu-img").isPresent(), "qemu-img is not installed");
        images = new DiskImages(launcher, folder);
    }

    static List<String> hostileNames() {
        return Samples.HOSTILE_NAMES;
    }

    @ParameterizedTest
    @MethodSource("hostileNames")
    void anyNameGoesThroughEveryCommand(String name) throws Exception {
        Path own = Files.createDirectory(folder.resolve(name.length() > 100 ? "long" : name));
        Path base = own.resolve(name);
        Path top = own.resolve("top " + name.substring(0, Math.min(100, name.length())));
        images.create(base, DiskFormat.QCOW2, SIZE);
        images.overlay(top, base, DiskFormat.QCOW2, ByteSize.ofMebibytes(16));
        assertEquals(SIZE, images.inspect(base).virtualSize());
        DiskInfo info = images.inspect(top);
        assertEquals(ByteSize.ofMebibytes(16), info.virtualSize());
        Backing backing = info.backing();
        assertNotNull(backing);
        assertEquals(base, backing.file());
        assertEquals("qcow2", backing.formatWord());
        assertEquals(
                List.of(top, base),
                images.chain(top).stream().map(DiskHeader::file).toList());
        images.resize(top, DiskFormat.QCOW2, ByteSize.ofMebibytes(32));
        assertTrue(images.check(top, DiskFormat.QCOW2).isSound());
        Path copy = own.resolve("copy");
        images.convert(top, DiskFormat.QCOW2, copy, DiskFormat.RAW, Progress.none());
        assertEquals(32 << 20, Files.size(copy));
        assertFalse(images.isInUse(top));
        try (Stream<Path> all = Files.list(own)) {
            assertEquals(3, all.count());
        }
    }

    @ParameterizedTest
    @EnumSource(DiskFormat.class)
    void everyFormatIsMadeRecognisedAndConvertedWithItsExactSize(DiskFormat format) throws Exception {
        Path disk = folder.resolve("disk");
        images.create(disk, format, SIZE);
        DiskInfo info = images.inspect(disk);
        assertEquals(format, info.format());
        assertEquals(SIZE, info.virtualSize());
        assertFalse(info.encrypted() || info.dirty() || info.corrupt());
        Path raw = content(SIZE, 1);
        images.convert(raw, DiskFormat.RAW, folder.resolve("there"), format, Progress.none());
        images.convert(folder.resolve("there"), format, folder.resolve("back"), DiskFormat.RAW, Progress.none());
        assertEquals(-1, Files.mismatch(raw, folder.resolve("back")));
        assertEquals(SIZE, images.inspect(folder.resolve("there")).virtualSize());
    }

    private Path content(ByteSize size, long seed) throws Exception {
        byte[] bytes = new byte[(int) size.bytes()];
        new Random(seed).nextBytes(bytes);
        return Files.write(folder.resolve("content.raw"), bytes);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            qcow2-etc/dfvfs/ext2.qcow2, QCOW2, 4194304, a6c2f0e39afe6c6ab432ca5465349fcefe8dc944398e97b2d957d3f89dbb5d80
            qcow2-etc/dfvfs/ext2.vmdk, VMDK, 4194304, a6c2f0e39afe6c6ab432ca5465349fcefe8dc944398e97b2d957d3f89dbb5d80
            qcow2-etc/cot/blank.vmdk, VMDK, 536870912, 9acca8e8c22201155389f65abbf6bc9723edc7384ead80503839f49dcc56d767
            """)
    void publicSamplesAreReadAndConverted(String name, DiskFormat format, long size, String digest) throws Exception {
        Path sample = Corpus.at(name);
        DiskInfo info = images.inspect(sample);
        assertEquals(format, info.format());
        assertEquals(new ByteSize(size), info.virtualSize());
        Path raw = folder.resolve("raw");
        images.convert(sample, format, raw, DiskFormat.RAW, Progress.none());
        MessageDigest sha = MessageDigest.getInstance("SHA-256");
        try (InputStream in = Files.newInputStream(raw)) {
            byte[] buffer = new byte[1 << 20];
            for (int n = in.read(buffer); n > 0; n = in.read(buffer)) {
                sha.update(buffer, 0, n);
            }
        }
        assertEquals(digest, HexFormat.of().formatHex(sha.digest()));
    }

    @Test
    void aPublicDmgIsNoDiskForUs() {
        Path dmg = Corpus.at("qcow2-etc/dfvfs/hfsplus_zlib.dmg");
        Samples.problem(MediaProblem.NotADisk.class, () -> images.inspect(dmg));
    }

    @Test
    void anAddressInAnImageIsNeverCalled() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            String address = "nbd://127.0.0.1:" + server.getLocalPort() + "/x";
            String json = "json:{\"driver\":\"nbd\",\"server.type\":\"inet\",\"server.host\":\"127.0.0.1\","
                    + "\"server.port\":\"" + server.getLocalPort() + "\"}";
            for (Path hostile : List.of(buildingOn(address, "a"), buildingOn(json, "b"))) {
                assertNotNull(images.inspect(hostile).backing());
                Samples.problem(MediaProblem.ReferenceRefused.class, () -> images.chain(hostile));
                Samples.problem(MediaProblem.ReferenceRefused.class, () -> images.check(hostile, DiskFormat.QCOW2));
                Samples.problem(
                        MediaProblem.ReferenceRefused.class,
                        () -> images.resize(hostile, DiskFormat.QCOW2, ByteSize.ofMebibytes(64)));
                Samples.problem(
                        MediaProblem.ReferenceRefused.class,
                        () -> images.overlay(folder.resolve("new"), hostile, DiskFormat.QCOW2, null));
                Samples.problem(
                        MediaProblem.ReferenceRefused.class,
                        () -> images.convert(
                                hostile, DiskFormat.QCOW2, folder.resolve("new"), DiskFormat.RAW, Progress.none()));
            }
            server.setSoTimeout(200);
            assertThrows(SocketTimeoutException.class, server::accept);
        }
    }

    /** An image that names this reference as what it builds on, made without looking there. */
    private Path buildingOn(String reference, String name) throws Exception {
        Path file = folder.resolve(name);
        launcher.runOrFail(ProcessSpec.of(
                "qemu-img",
                List.of("create", "-q", "-u", "-f", "qcow2", "-b", reference, "-F", "raw", file.toString(), "8M")));
        return file;
    }

    @Test
    void aDiskThatAnotherProgramWritesToIsLeftAlone() throws Exception {
        Assumptions.assumeTrue(launcher.find("qemu-io").isPresent(), "qemu-io is not installed");
        Path disk = folder.resolve("d, %.qcow2");
        images.create(disk, DiskFormat.QCOW2, SIZE);
        Process holder = new ProcessBuilder("qemu-io", "-f", "qcow2", disk.toString())
                .redirectErrorStream(true)
                .start();
        try {
            assertTrue(TimeSource.system().await(() -> isInUse(disk), Duration.ofSeconds(60), Duration.ofMillis(10)));
            assertEquals(SIZE, images.inspect(disk).virtualSize());
            MediaProblem.DiskInUse problem = Samples.problem(
                    MediaProblem.DiskInUse.class,
                    () -> images.resize(disk, DiskFormat.QCOW2, ByteSize.ofMebibytes(64)));
            assertEquals("qemu-io (process " + holder.pid() + ")", problem.holder());
            Samples.problem(MediaProblem.DiskInUse.class, () -> images.check(disk, DiskFormat.QCOW2));
            Samples.problem(
                    MediaProblem.DiskInUse.class,
                    () -> images.overlay(folder.resolve("new"), disk, DiskFormat.QCOW2, null));
            Samples.problem(
                    MediaProblem.DiskInUse.class,
                    () -> images.convert(
                            disk, DiskFormat.QCOW2, folder.resolve("new"), DiskFormat.RAW, Progress.none()));
        } finally {
            holder.destroy();
            holder.waitFor();
        }
        assertFalse(images.isInUse(disk));
        Samples.problem(MediaProblem.DiskMissing.class, () -> images.isInUse(folder.resolve("gone")));
        try (Stream<Path> all = Files.list(folder)) {
            assertEquals(List.of(disk), all.toList());
        }
    }

    private boolean isInUse(Path disk) {
        try {
            return images.isInUse(disk);
        } catch (dev.hamlet.engine.problem.ProblemException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void convertingTellsHowFarItIsAndLeavesNothingWhenCancelled() throws Exception {
        Path raw = content(ByteSize.ofMebibytes(64), 2);
        List<Double> told = Collections.synchronizedList(new ArrayList<>());
        images.convert(raw, DiskFormat.RAW, folder.resolve("whole"), DiskFormat.QCOW2, listening(told::add));
        assertTrue(told.size() > 5, told.toString());
        assertEquals(told.stream().sorted().toList(), told);
        assertEquals(1.0, told.getLast());

        Thread self = Thread.currentThread();
        assertThrows(
                InterruptedException.class,
                () -> images.convert(
                        raw,
                        DiskFormat.RAW,
                        folder.resolve("half"),
                        DiskFormat.QCOW2,
                        listening(fraction -> self.interrupt())));
        try (Stream<Path> all = Files.list(folder)) {
            assertEquals(
                    List.of("content.raw", "whole"),
                    all.map(file -> file.getFileName().toString()).sorted().toList());
        }
    }

    private static Progress listening(java.util.function.Consumer<Double> listener) {
        return new Progress() {
            @Override
            public Progress part(Phrase what, double share) {
                return this;
            }

            @Override
            public void fraction(double fraction) {
                listener.accept(fraction);
            }

            @Override
            public void bytes(long done, long total) {}
        };
    }

    @Test
    void aFullFileSystemIsNamedBeforeAndDuringTheWork() throws Exception {
        Path small = Files.createDirectory(folder.resolve("small"));
        ProcessResult mounted = launcher.run(
                ProcessSpec.of("mount", List.of("-t", "tmpfs", "-o", "size=3m", "tmpfs", small.toString())));
        Assumptions.assumeTrue(mounted.succeeded(), "no small file system can be mounted here: " + mounted.lastLine());
        try {
            Path raw = content(SIZE, 3);
            MediaProblem.SpaceShort before = Samples.problem(
                    MediaProblem.SpaceShort.class,
                    () -> images.convert(raw, DiskFormat.RAW, small.resolve("x"), DiskFormat.QCOW2, Progress.none()));
            assertEquals(small, before.folder());
            assertTrue(before.neededBytes() > before.freeBytes(), before.toString());
            // Of a VMDK that was never measured qemu-img only learns while it writes.
            ProcessLauncher lying = new ScriptedLauncher((spec, line) -> {
                try {
                    return spec.arguments().getFirst().equals("measure")
                            ? new ProcessResult(0, "{\"required\": 1}", List.of())
                            : launcher.run(spec, line);
                } catch (dev.hamlet.engine.problem.ProblemException e) {
                    throw new IllegalStateException(e);
                }
            });
            MediaProblem.SpaceShort during = Samples.problem(
                    MediaProblem.SpaceShort.class,
                    () -> new DiskImages(lying, folder)
                            .convert(raw, DiskFormat.RAW, small.resolve("x"), DiskFormat.QCOW2, Progress.none()));
            assertEquals(small, during.folder());
            try (Stream<Path> all = Files.list(small)) {
                assertEquals(0, all.count());
            }
        } finally {
            launcher.runOrFail(ProcessSpec.of("umount", List.of(small.toString())));
        }
    }

    @Test
    void aPipeIsNoDiskAndIsNotWaitedFor() throws Exception {
        Path pipe = folder.resolve("pipe");
        launcher.runOrFail(ProcessSpec.of("mkfifo", List.of(pipe.toString())));
        Samples.problem(MediaProblem.NotADisk.class, () -> images.inspect(pipe));
        Samples.problem(MediaProblem.NotACd.class, () -> new CdImages().inspect(pipe));
    }

    @Test
    void aDamagedImageIsFoundDamaged() throws Exception {
        Path raw = content(SIZE, 4);
        Path disk = folder.resolve("disk");
        images.convert(raw, DiskFormat.RAW, disk, DiskFormat.QCOW2, Progress.none());
        assertTrue(images.check(disk, DiskFormat.QCOW2).isSound());
        byte[] bytes = Files.readAllBytes(disk);
        long table = java.nio.ByteBuffer.wrap(bytes).getLong(40);
        // The first entry of the table of tables now leads beyond the image.
        java.nio.ByteBuffer.wrap(bytes).putLong((int) table, 0x8000_7fff_ffff_0000L);
        Files.write(disk, bytes);
        DiskCheck check = images.check(disk, DiskFormat.QCOW2);
        assertTrue(check.supported());
        assertFalse(check.isSound());
        assertFalse(images.check(raw, DiskFormat.RAW).supported());
    }

    @Test
    void permissionsAreNamedToAnUnprivilegedUser() throws Exception {
        Path disk = Samples.write(folder.resolve("secret.qcow2"), Samples.qcow2(null, null));
        assertEquals("FileUnreadable[file=" + disk + ", why=permission denied]", Unprivileged.inspect(launcher, disk));
    }

    @Test
    void textInAnImageReachesNoOtherEncoding() throws Exception {
        Path base = folder.resolve("Größe 🐧.img");
        images.create(base, DiskFormat.RAW, SIZE);
        Path top = folder.resolve("top");
        images.overlay(top, base, DiskFormat.RAW, null);
        byte[] name = base.toString().getBytes(StandardCharsets.UTF_8);
        String image = new String(Files.readAllBytes(top), StandardCharsets.ISO_8859_1);
        assertTrue(image.contains(new String(name, StandardCharsets.ISO_8859_1)));
    }
}
