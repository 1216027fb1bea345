package dev.hamlet.app.images;

import dev.hamlet.engine.Engine;
import dev.hamlet.engine.catalog.Catalog;
import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.host.HamletPaths;
import dev.hamlet.engine.hypervisor.fake.FakeHypervisor;
import dev.hamlet.engine.job.Progress;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.machine.DiskSpec;
import dev.hamlet.engine.machine.Machine;
import dev.hamlet.engine.machine.MachineSpec;
import dev.hamlet.engine.machine.MachineSpecBuilder;
import dev.hamlet.engine.media.DiskFormat;
import dev.hamlet.engine.media.ImageFacts;
import dev.hamlet.engine.media.LibraryImage;
import dev.hamlet.engine.process.SystemProcessLauncher;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** An engine in a folder of a test: real files, guests in memory, pauses between tries that take no time. */
final class TestImages implements AutoCloseable {
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(20);

    private final HamletPaths paths;
    private final Path home;
    private final Engine engine;

    TestImages(Path home) throws Exception {
        this.home = home.toRealPath();
        this.paths = HamletPaths.of(Map.of("HAMLET_HOME", home.resolve("home").toString()));
        SystemProcessLauncher launcher = new SystemProcessLauncher(System.getenv());
        this.engine =
                new Engine(paths, launcher, new FakeHypervisor(paths, launcher, TimeSource.system()), impatient());
    }

    /** The clock of this computer, but nobody waits long by it. */
    static TimeSource impatient() {
        TimeSource system = TimeSource.system();
        return new TimeSource() {
            @Override
            public Instant now() {
                return system.now();
            }

            @Override
            public long nanos() {
                return system.nanos();
            }

            @Override
            public void sleep(Duration time) throws InterruptedException {
                system.sleep(time.compareTo(LONGEST_PAUSE) < 0 ? time : LONGEST_PAUSE);
            }
        };
    }

    Engine engine() {
        return engine;
    }

    HamletPaths paths() {
        return paths;
    }

    /** An empty qcow2 image of 1 MiB, version 2 (QEMU's docs/interop/qcow2.txt). */
    static byte[] qcow2() {
        ByteBuffer image = ByteBuffer.allocate(4 * 65536);
        image.putInt(0x514649fb).putInt(2).putLong(0).putInt(0);
        image.putInt(16).putLong(1 << 20).putInt(0).putInt(1);
        image.putLong(3 * 65536).putLong(65536).putInt(1).putInt(0).putLong(0);
        image.putLong(65536, 2 * 65536);
        for (int cluster = 0; cluster < 4; cluster++) {
            image.putShort(2 * 65536 + 2 * cluster, (short) 1);
        }
        return image.array();
    }

    static String sha256(byte[] content) throws Exception {
        return "sha256:"
                + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    }

    /** A file of the user's. */
    Path disk(String name) throws Exception {
        Path file = home.resolve("mine").resolve(name);
        Files.createDirectories(home.resolve("mine"));
        return Files.write(file, qcow2());
    }

    /** A disk of the user's on top of another. */
    Path overlay(String name, Path base) throws Exception {
        Path file = home.resolve("mine").resolve(name);
        engine.disks().overlay(file, base, DiskFormat.QCOW2, ByteSize.ofMebibytes(64));
        return file;
    }

    LibraryImage image(String name) throws Exception {
        return engine.images()
                .add(disk("source.qcow2"), ImageFacts.of(name, "", "mine", Instant.now()), Progress.none());
    }

    Machine machine(String name, Path... disks) throws Exception {
        MachineSpecBuilder builder = MachineSpec.named(name).memory(ByteSize.ofMebibytes(64));
        for (int i = 0; i < disks.length; i++) {
            builder.addDisk(new DiskSpec("disk" + i, disks[i], DiskFormat.QCOW2, false));
        }
        return engine.machines()
                .create(builder.build(), (folder, progress) -> {})
                .await();
    }

    /** An entry of the user's catalogue. */
    static String entry(String id, String name, String version, String url, String digest) {
        return """
                {"id": "%s", "system": "debian", "name": "%s", "version": "%s", "architecture": "x86_64",
                 "format": "qcow2", "size": "600 MiB", "cloudInit": true, "user": "debian",
                 "memory": {"minimum": "1 GiB", "recommended": "1 GiB"},
                 "disk": {"minimum": "1 GiB", "recommended": "1 GiB"}, "firmware": ["bios"],
                 "sources": [{"url": "%s", "digest": "%s"}]}""".formatted(id, name, version, url, digest);
    }

    static byte[] catalogue(List<String> entries) {
        return ("{\"format\": 1, \"entries\": [" + String.join(",\n", entries) + "]}").getBytes(StandardCharsets.UTF_8);
    }

    /** The user's own catalogue. */
    void offer(String... entries) throws Exception {
        Files.createDirectories(paths.config());
        Files.write(Catalog.userFile(paths), catalogue(List.of(entries)));
    }

    @Override
    public void close() {
        engine.close();
    }
}
