package dev.hamlet.engine.inventory;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.hamlet.engine.Engine;
import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.host.HamletPaths;
import dev.hamlet.engine.hypervisor.fake.FakeHypervisor;
import dev.hamlet.engine.job.Job;
import dev.hamlet.engine.job.Progress;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.machine.DiskSpec;
import dev.hamlet.engine.machine.Machine;
import dev.hamlet.engine.machine.MachineSpec;
import dev.hamlet.engine.machine.MachineSpecBuilder;
import dev.hamlet.engine.media.DiskFormat;
import dev.hamlet.engine.problem.Problem;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.engine.process.ProcessLauncher;
import dev.hamlet.engine.process.ProcessSpec;
import dev.hamlet.engine.process.SystemProcessLauncher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An engine with the real qemu-img, under machines whose guests are in memory. */
@Tag("real")
@Timeout(120)
abstract class ImageFixture {
    static final ByteSize SIZE = ByteSize.ofMebibytes(16);

    final ProcessLauncher launcher = new SystemProcessLauncher(System.getenv());

    @TempDir
    Path home = Path.of("");

    Engine engine;

    HamletPaths paths;

    @BeforeEach
    void open() throws Exception {
        Assumptions.assumeTrue(launcher.find("qemu-img").isPresent(), "qemu-img is not installed");
        paths = HamletPaths.of(Map.of("HAMLET_HOME", home.resolve("home").toString()));
        TimeSource time = TimeSource.system();
        engine = new Engine(paths, launcher, new FakeHypervisor(paths, launcher, time), time);
    }

    @AfterEach
    void close() {
        if (engine != null) {
            engine.close();
        }
    }

    ImageCare care() {
        return engine.imageCare();
    }

    static <P extends Problem> P refused(Class<P> kind, Job<?> job) {
        return assertInstanceOf(
                kind, assertThrows(ProblemException.class, job::await).problem());
    }

    KnownImage known(Path file) throws Exception {
        return engine.inventory().find(file);
    }

    /** A disk with some data at its begin, and room that was written and is zeros now. */
    Path disk(Path file) throws Exception {
        Files.createDirectories(file.getParent());
        byte[] content = new byte[(int) SIZE.bytes()];
        new Random(7).nextBytes(content);
        Path raw = home.resolve("content");
        Files.write(raw, content);
        engine.disks().convert(raw, DiskFormat.RAW, file, DiskFormat.QCOW2, Progress.none());
        launcher.runOrFail(
                ProcessSpec.of("qemu-io", List.of("-f", "qcow2", "-c", "write -P 0 4M 12M", "--", file.toString())));
        Files.delete(raw);
        return file.toRealPath();
    }

    byte[] contentOf(Path disk) throws Exception {
        Path raw = home.resolve("read");
        Files.deleteIfExists(raw);
        engine.disks().convert(disk, DiskFormat.QCOW2, raw, DiskFormat.RAW, Progress.none());
        return Files.readAllBytes(raw);
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

    static List<String> namesIn(Path folder) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.map(one -> one.getFileName().toString()).sorted().toList();
        }
    }
}
