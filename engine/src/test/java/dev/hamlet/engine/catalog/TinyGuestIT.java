package dev.hamlet.engine.catalog;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hamlet.engine.host.HamletPaths;
import dev.hamlet.engine.job.Progress;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.media.CdImages;
import dev.hamlet.engine.media.DiskImages;
import dev.hamlet.engine.media.ImageLibrary;
import dev.hamlet.engine.media.LibraryImage;
import dev.hamlet.engine.process.ProcessLauncher;
import dev.hamlet.engine.process.SystemProcessLauncher;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Builds the tiny guest of what this host has, and boots it. */
@Tag("real")
@Timeout(180)
class TinyGuestIT {
    private final ProcessLauncher launcher = new SystemProcessLauncher(System.getenv());

    @TempDir
    private Path home;

    private HamletPaths paths;
    private ImageLibrary library;
    private TinyGuest recipe;

    @BeforeEach
    void library() throws Exception {
        paths = HamletPaths.of(Map.of("HAMLET_HOME", home.toString()));
        library =
                new ImageLibrary(paths, new DiskImages(launcher, paths.images()), new CdImages(), TimeSource.system());
        recipe = new TinyGuest(paths, library, launcher, TimeSource.system());
        assumeTrue(
                DebianPackages.isAvailable(launcher) || Files.exists(Path.of("/bin/busybox")),
                "neither apt nor a kernel and BusyBox to build the tiny guest from");
    }

    @Test
    void itIsBuiltOnceBootsToAShellAndGoesDownAtThePowerButton() throws Exception {
        assumeTrue(launcher.find("qemu-system-x86_64").isPresent(), "qemu-system-x86_64 is not installed");
        long begun = System.nanoTime();
        LibraryImage image = recipe.build(Progress.none());
        System.out.printf(
                "tiny guest: built in %.1f s, kernel %d kB, initrd %d kB%n",
                (System.nanoTime() - begun) / 1e9,
                Files.size(image.kernel().orElseThrow()) / 1000,
                Files.size(image.initrd().orElseThrow()) / 1000);
        assertEquals(image, recipe.build(Progress.none()));
        try (Stream<Path> left = Files.walk(paths.images())) {
            assertEquals(
                    List.of("image.json", "initrd.gz", "vmlinuz"),
                    left.filter(Files::isRegularFile)
                            .map(file -> file.getFileName().toString())
                            .sorted()
                            .toList());
        }

        List<String> arguments = List.of(
                "-kernel",
                image.kernel().orElseThrow().toString(),
                "-initrd",
                image.initrd().orElseThrow().toString(),
                "-append",
                image.commandLine(),
                "-netdev",
                "user,id=net0,restrict=on",
                "-device",
                "virtio-net-pci,netdev=net0",
                "-device",
                "virtio-balloon-pci");
        Path run = Files.createDirectories(home.resolve("run"));
        try (TestGuest guest = new TestGuest(launcher, run, 256, arguments)) {
            Duration limit = Duration.ofSeconds(60);
            int at = guest.await(TinyGuest.READY, 0, limit);
            double ready = guest.seconds();
            guest.await("tiny# ", at, limit);
            guest.type("uname -s; echo $((6*7))", "42", limit);
            guest.type("ls /sys/bus/virtio/drivers", "virtio_net", limit);
            guest.type("ls /sys/bus/virtio/drivers", "virtio_balloon", limit);
            guest.type("until ip addr show eth0 | grep 10.0.2; do sleep 0.2; done", "inet 10.0.2.15/24", limit);
            long pressed = System.nanoTime();
            int before = guest.length();
            guest.pressPowerButton();
            assertTrue(
                    guest.waitFor(Duration.ofSeconds(30)).isPresent(),
                    () -> "not down; the line says:\n" + guest.since(before));
            double down = (System.nanoTime() - pressed) / 1e9;
            assertTrue(guest.since(before).contains(TinyGuest.GOING_DOWN));
            System.out.printf("tiny guest: ready after %.1f s, down after %.1f s%n", ready, down);
        }
    }

    @Test
    void theSamePartsMakeTheSameBytes() throws Exception {
        LibraryImage one = recipe.build(Progress.none());
        byte[] first = Files.readAllBytes(one.initrd().orElseThrow());
        library.delete(recipe.imageName(), file -> List.of());
        LibraryImage two = recipe.build(Progress.none());
        assertArrayEquals(first, Files.readAllBytes(two.initrd().orElseThrow()));
        assertEquals(one.facts().origin(), two.facts().origin());
    }
}
