package dev.hamlet.engine.catalog;

import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.host.HamletPaths;
import dev.hamlet.engine.host.WholeFile;
import dev.hamlet.engine.job.Phrase;
import dev.hamlet.engine.job.Progress;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.media.ImageFacts;
import dev.hamlet.engine.media.ImageLibrary;
import dev.hamlet.engine.media.LibraryImage;
import dev.hamlet.engine.problem.HostProblem;
import dev.hamlet.engine.problem.MediaProblem;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.engine.process.ProcessLauncher;
import dev.hamlet.engine.transfer.Digest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * The tiny guest: a Linux kernel and BusyBox, booted directly, with a shell on the screen and on the serial port within
 * seconds, that takes an address by DHCP and goes down in good order at the power button. Made of this distribution's
 * packages or of what is installed here; no site for images is needed.
 */
public final class TinyGuest implements Recipe {
    /** The line on the serial port that says that the guest is up begins with this. */
    public static final String READY = "Hamlet tiny guest ready";

    /** The line on the serial port that says that the guest goes down in good order. */
    public static final String GOING_DOWN = "Hamlet tiny guest is going down.";

    /**
     * What the kernel's command line has as {@code serve=WORDS}, with a plus for each blank, where the guest shall serve a page
     * of these words on port 80.
     */
    public static final String SERVE = "serve";

    /** Changes with what the recipe makes, and with it the image's name: an image in use is never replaced. */
    private static final int REVISION = 2;

    private static final String NAME = "Tiny guest";
    private static final String COMMAND_LINE = "console=tty0 console=ttyS0 panic=1";

    private static final List<String> NEEDED_MODULES =
            List.of("virtio_pci", "virtio_blk", "virtio_net", "evdev", "button");
    private static final List<String> MODULES = List.of(
            "button",
            "evdev",
            "virtio_pci",
            "virtio_blk",
            "virtio_net",
            "virtio_console",
            "virtio_balloon",
            "virtio_rng",
            "virtio_input",
            "virtio_scsi",
            "sd_mod",
            "sr_mod",
            "isofs");

    private final ImageMaking making;
    private final ProcessLauncher launcher;
    private final TimeSource time;
    private final Path root;

    /** The tiny guest of this home. */
    public TinyGuest(HamletPaths paths, ImageLibrary library, ProcessLauncher launcher, TimeSource time) {
        this(paths, library, launcher, time, Path.of("/"));
    }

    TinyGuest(HamletPaths paths, ImageLibrary library, ProcessLauncher launcher, TimeSource time, Path root) {
        this.making = new ImageMaking(paths, library, time);
        this.launcher = launcher;
        this.time = time;
        this.root = root;
    }

    @Override
    public String id() {
        return "tiny";
    }

    @Override
    public String imageName() {
        return NAME;
    }

    @Override
    public List<Tool> tools() {
        return List.of();
    }

    @Override
    public ByteSize space() {
        return ByteSize.ofMebibytes(300);
    }

    @Override
    public boolean isReady() throws InterruptedException {
        try (Scratch scratch = Scratch.outside()) {
            return new TinyParts(launcher, id(), scratch.folder(), root).canBeHad();
        } catch (IOException | ProblemException e) {
            return false;
        }
    }

    @Override
    public LibraryImage build(Progress progress) throws ProblemException, InterruptedException {
        return making.once("recipe-" + id(), imageName(), progress, this::fill);
    }

    private ImageFacts fill(Path folder, Progress progress) throws ProblemException, InterruptedException {
        try (Scratch scratch = Scratch.in(folder)) {
            TinyParts parts = new TinyParts(launcher, id(), scratch.folder(), root);
            TinyKernel kernel = parts.kernel(progress.part(Phrase.of("step.find-kernel"), 0.6));
            byte[] busybox = parts.busybox(progress.part(Phrase.of("step.find-busybox"), 0.1));
            Progress _ = progress.part(Phrase.of("step.write-initial-file-system"), 0.3);
            byte[] image = Files.readAllBytes(kernel.image());
            byte[] initrd = initrd(kernel, busybox, scratch.folder());
            WholeFile.write(folder.resolve("vmlinuz"), image);
            WholeFile.write(folder.resolve("initrd.gz"), initrd);
            String origin = "recipe " + id() + " " + REVISION + ": "
                    + kernel.image().getFileName() + " " + digest(image) + ", busybox " + digest(busybox);
            return ImageFacts.of(imageName(), "tiny", origin, time.now())
                    .withKernel(Path.of("vmlinuz"), Path.of("initrd.gz"), COMMAND_LINE)
                    .withRecommendedMemory(ByteSize.ofMebibytes(256));
        } catch (IOException e) {
            throw new ProblemException(new HostProblem.FolderUnusable(folder, WholeFile.reason(e)), e);
        }
    }

    private byte[] initrd(TinyKernel kernel, byte[] busybox, Path scratch)
            throws IOException, ProblemException, InterruptedException {
        KernelModules modules = new KernelModules(launcher, kernel.modules(), scratch);
        for (String needed : NEEDED_MODULES) {
            if (!modules.has(needed)) {
                throw new ProblemException(new MediaProblem.RecipeImpossible(
                        id(), "the kernel " + kernel.image().getFileName() + " has no module " + needed));
            }
        }
        Map<String, byte[]> files = modules.withDependencies(MODULES);
        CpioArchive archive = new CpioArchive();
        for (String name : List.of("bin", "dev", "etc", "lib", "lib/modules", "mnt", "proc", "root", "run", "sys")) {
            archive.directory(name, 0755);
        }
        archive.directory("tmp", 01777)
                // The kernel gives its first program this console before anything is mounted.
                .device("dev/console", 0600, 5, 1)
                .device("dev/null", 0666, 1, 3)
                .file("bin/busybox", 0755, busybox)
                .file("init", 0755, script("init"))
                .file("etc/inittab", 0644, script("inittab"))
                .file("etc/profile", 0644, script("profile"))
                .file("etc/power-button", 0755, script("power-button"))
                .file("etc/udhcpc", 0755, script("udhcpc"))
                .file(
                        "etc/modules",
                        0644,
                        (String.join("\n", files.keySet()) + "\n").getBytes(StandardCharsets.US_ASCII));
        files.forEach((name, content) -> archive.file("lib/modules/" + name + ".ko", 0644, content));
        return gzip(archive.finish());
    }

    private static byte[] script(String name) throws IOException {
        try (InputStream stream = TinyGuest.class.getResourceAsStream("tiny/" + name)) {
            if (stream == null) {
                throw new IllegalStateException("the engine lacks tiny/" + name);
            }
            return stream.readAllBytes();
        }
    }

    private static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream(content.length / 2);
        try (GZIPOutputStream gzip = new BestGzip(packed)) {
            gzip.write(content);
        }
        return packed.toByteArray();
    }

    /** Packs as well as gzip can: packed once, unpacked at every boot. */
    private static final class BestGzip extends GZIPOutputStream {
        BestGzip(ByteArrayOutputStream out) throws IOException {
            super(out, 1 << 16);
            def.setLevel(Deflater.BEST_COMPRESSION);
        }
    }

    private static Digest digest(byte[] content) {
        var digest = Digest.Algorithm.SHA256.begin();
        digest.update(content);
        return Digest.Algorithm.SHA256.end(digest);
    }
}
