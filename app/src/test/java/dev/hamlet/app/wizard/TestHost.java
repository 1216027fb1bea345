package dev.hamlet.app.wizard;

import dev.hamlet.engine.Engine;
import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.host.HamletPaths;
import dev.hamlet.engine.hypervisor.fake.FakeHypervisor;
import dev.hamlet.engine.job.Progress;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.machine.Capabilities;
import dev.hamlet.engine.machine.Hypervisor;
import dev.hamlet.engine.machine.LaunchRecord;
import dev.hamlet.engine.machine.MachineFolder;
import dev.hamlet.engine.machine.MachineSpec;
import dev.hamlet.engine.machine.RunningGuest;
import dev.hamlet.engine.media.DiskFormat;
import dev.hamlet.engine.media.ImageFacts;
import dev.hamlet.engine.media.LibraryImage;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.engine.process.ProcessLauncher;
import dev.hamlet.engine.process.ProcessResult;
import dev.hamlet.engine.process.ProcessSpec;
import dev.hamlet.engine.process.SystemProcessLauncher;
import dev.hamlet.engine.usage.MonitorFigures;
import dev.hamlet.engine.usage.UsageCounters;
import dev.hamlet.engine.usage.UsageSource;
import dev.hamlet.nativebridge.DetachedProcess;
import dev.hamlet.nativebridge.DetachedStart;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * An engine in a folder of a test: real files and programs, guests in memory. It can be told to stop in the middle of a
 * creation or of a start, and to have no space left.
 */
final class TestHost implements AutoCloseable {
    final Engine engine;
    final CountDownLatch diskReached = new CountDownLatch(1);
    final CountDownLatch startReached = new CountDownLatch(1);
    private final Path home;
    private final CountDownLatch never = new CountDownLatch(1);
    volatile boolean holdsDisks;
    volatile boolean holdsStarts;
    volatile boolean full;

    TestHost(Path home) throws ProblemException {
        this.home = home;
        HamletPaths paths = HamletPaths.of(Map.of("HAMLET_HOME", home.toString()));
        ProcessLauncher launcher = new Launcher(new SystemProcessLauncher(System.getenv()));
        engine = new Engine(
                paths,
                launcher,
                new Held(new FakeHypervisor(paths, launcher, TimeSource.system())),
                TimeSource.system());
    }

    /** An image of the library that takes first-boot settings. */
    LibraryImage image(String name) throws ProblemException, InterruptedException {
        return engine.images()
                .create(
                        name,
                        (folder, progress) -> {
                            engine.disks().create(folder.resolve("disk.qcow2"), DiskFormat.QCOW2, size());
                            return ImageFacts.of(
                                            name,
                                            "debian-12",
                                            "a test",
                                            TimeSource.system().now())
                                    .withDisk(Path.of("disk.qcow2"), DiskFormat.QCOW2)
                                    .withCloudInit("debian")
                                    .withRecommendedMemory(ByteSize.ofMebibytes(256));
                        },
                        Progress.none());
    }

    private static ByteSize size() {
        return ByteSize.ofGibibytes(3);
    }

    /** A file with the volume descriptor of a CD (ECMA-119, 8.4) and nothing behind it. */
    Path cd(String name, String label) throws IOException {
        return writeCd(home.resolve(name), label);
    }

    /** The same at this place. */
    static Path writeCd(Path file, String label) throws IOException {
        byte[] image = new byte[40 * 2048];
        byte[] id = {1, 'C', 'D', '0', '0', '1', 1};
        System.arraycopy(id, 0, image, 16 * 2048, id.length);
        byte[] text = (label + " ".repeat(32)).substring(0, 32).getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(text, 0, image, 16 * 2048 + 40, text.length);
        image[16 * 2048 + 80] = 40;
        image[16 * 2048 + 129] = 8;
        id[0] = (byte) 255;
        System.arraycopy(id, 0, image, 17 * 2048, id.length);
        return Files.write(file, image);
    }

    /** All files of machines, finished or not, and of the trash. */
    List<Path> remains() {
        Path data = engine.paths().data();
        try (Stream<Path> all = Stream.of("machines", "trash")
                .map(data::resolve)
                .filter(Files::isDirectory)
                .flatMap(TestHost::list)) {
            return all.filter(file -> !file.endsWith(".names.lock")).toList();
        }
    }

    private static Stream<Path> list(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        never.countDown();
        engine.close();
    }

    /** The real programs, but for disks that are to be made. */
    private final class Launcher implements ProcessLauncher {
        private final ProcessLauncher real;

        Launcher(ProcessLauncher real) {
            this.real = real;
        }

        @Override
        public Optional<Path> find(String program) {
            return real.find(program);
        }

        @Override
        public ProcessResult run(ProcessSpec spec, Consumer<String> line)
                throws ProblemException, InterruptedException {
            if (spec.arguments().contains("create")) {
                diskReached.countDown();
                if (holdsDisks) {
                    never.await();
                }
                if (full) {
                    return new ProcessResult(1, "", List.of("qemu-img: disk: No space left on device"));
                }
            }
            return real.run(spec, line);
        }

        @Override
        public DetachedProcess detach(DetachedStart start) throws ProblemException {
            return real.detach(start);
        }
    }

    /** The fake hypervisor, whose starts may be held. */
    private final class Held implements Hypervisor, UsageSource {
        private final FakeHypervisor fake;

        Held(FakeHypervisor fake) {
            this.fake = fake;
        }

        @Override
        public Optional<UsageCounters> counters(MachineFolder folder, LaunchRecord guest) {
            return fake.counters(folder, guest);
        }

        @Override
        public MonitorFigures ask(MachineFolder folder, LaunchRecord guest) throws ProblemException {
            return fake.ask(folder, guest);
        }

        @Override
        public String id() {
            return fake.id();
        }

        @Override
        public Capabilities capabilities() throws ProblemException, InterruptedException {
            return fake.capabilities();
        }

        @Override
        public void check(MachineSpec spec, MachineFolder folder) throws ProblemException, InterruptedException {
            fake.check(spec, folder);
        }

        @Override
        public RunningGuest launch(MachineSpec spec, MachineFolder folder, Progress progress)
                throws ProblemException, InterruptedException {
            startReached.countDown();
            if (holdsStarts) {
                never.await();
            }
            return fake.launch(spec, folder, progress);
        }

        @Override
        public Optional<RunningGuest> adopt(MachineFolder folder) throws ProblemException, InterruptedException {
            return fake.adopt(folder);
        }
    }
}
