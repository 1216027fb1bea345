package dev.hamlet.engine.catalog;

import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.host.HamletPaths;
import dev.hamlet.engine.host.WholeFile;
import dev.hamlet.engine.image.Image;
import dev.hamlet.engine.image.ImageConfig;
import dev.hamlet.engine.image.ImageReference;
import dev.hamlet.engine.image.ImageStore;
import dev.hamlet.engine.image.Platform;
import dev.hamlet.engine.image.tar.ByteText;
import dev.hamlet.engine.image.tar.TarEntry;
import dev.hamlet.engine.image.tar.TarEntry.Facts;
import dev.hamlet.engine.image.tar.TarWriter;
import dev.hamlet.engine.job.Phrase;
import dev.hamlet.engine.job.Progress;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.problem.HostProblem;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.engine.process.ProcessLauncher;
import dev.hamlet.engine.process.ProcessSpec;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A container image of BusyBox alone, which is a shell and some three hundred commands in two megabytes. Made of this
 * distribution's package or of what is installed here; no registry is needed.
 */
public final class BusyboxContainer implements ContainerRecipe {
    private static final String ID = "busybox";
    private static final String PATH = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private static final Map<String, Integer> FOLDERS = new java.util.TreeMap<>(Map.ofEntries(
            Map.entry("bin", 0755),
            Map.entry("dev", 0755),
            Map.entry("etc", 0755),
            Map.entry("home", 0755),
            Map.entry("proc", 0755),
            Map.entry("root", 0700),
            Map.entry("run", 0755),
            Map.entry("sys", 0755),
            Map.entry("tmp", 01777),
            Map.entry("usr", 0755),
            Map.entry("usr/bin", 0755),
            Map.entry("var", 0755),
            Map.entry("var/log", 0755),
            Map.entry("var/tmp", 01777)));

    private static final String USERS = """
            root:x:0:0:root:/root:/bin/sh
            daemon:x:1:1:daemon:/usr/sbin:/bin/false
            www-data:x:33:33:www-data:/var/www:/bin/false
            nobody:x:65534:65534:nobody:/home:/bin/false
            """;

    private static final String GROUPS = """
            root:x:0:
            daemon:x:1:
            www-data:x:33:
            nogroup:x:65534:
            """;

    private final ContainerMaking making;
    private final ProcessLauncher launcher;
    private final TimeSource time;
    private final Path root;

    /** The recipe of this home. */
    public BusyboxContainer(HamletPaths paths, ImageStore store, ProcessLauncher launcher, TimeSource time) {
        this.making = new ContainerMaking(paths, store, time);
        this.launcher = launcher;
        this.time = time;
        this.root = Path.of("/");
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public ImageReference name() {
        return ImageReference.ofThisHost(ID, "latest");
    }

    @Override
    public List<Recipe.Tool> tools() {
        return List.of();
    }

    @Override
    public ByteSize space() {
        return ByteSize.ofMebibytes(10);
    }

    @Override
    public boolean isReady() throws InterruptedException {
        try (Scratch scratch = Scratch.outside()) {
            return new TinyParts(launcher, ID, scratch.folder(), root).busyboxCanBeHad();
        } catch (IOException | ProblemException e) {
            return false;
        }
    }

    @Override
    public Image build(Progress progress) throws ProblemException, InterruptedException {
        return making.once(ID, name(), progress, this::make);
    }

    private Image make(ImageStore store, Progress progress) throws ProblemException, InterruptedException {
        try (Scratch scratch = Scratch.outside()) {
            TinyParts parts = new TinyParts(launcher, ID, scratch.folder(), root);
            byte[] busybox = parts.busybox(progress.part(Phrase.of("step.find-busybox"), 0.5));
            Path program = scratch.folder().resolve("busybox");
            Files.write(program, busybox);
            Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
            List<String> applets = launcher.runOrFail(ProcessSpec.of(program.toString(), List.of("--list")))
                    .output()
                    .lines()
                    .map(String::strip)
                    .filter(name -> name.matches("[^/\\s]+") && !name.equals(ID))
                    .toList();
            Instant now = time.now();
            ImageConfig config = new ImageConfig(
                    Platform.ofThisHost(),
                    Optional.of(now),
                    "",
                    ImageConfig.RunConfig.of(List.of("sh"), List.of(PATH)),
                    List.of(),
                    List.of(new ImageConfig.Step(
                            Optional.of(now),
                            "hamlet image build " + ID,
                            "BusyBox as it is installed or packaged here",
                            false)));
            return store.assembly()
                    .of(
                            name(),
                            tar -> write(tar, busybox, applets, now.getEpochSecond()),
                            config,
                            progress.part(Phrase.of("step.write-layer"), 0.5));
        } catch (IOException e) {
            throw new ProblemException(new HostProblem.FileUnusable(Path.of(ID), WholeFile.reason(e)), e);
        }
    }

    private static void write(OutputStream out, byte[] busybox, List<String> applets, long seconds) throws IOException {
        TarWriter tar = new TarWriter(out);
        for (Map.Entry<String, Integer> folder : FOLDERS.entrySet()) {
            tar.entry(new TarEntry.Folder(facts(folder.getKey(), folder.getValue(), seconds)));
        }
        tar.file(facts("bin/busybox", 0755, seconds), busybox);
        for (String applet : applets) {
            tar.entry(new TarEntry.SymbolicLink(facts("bin/" + applet, 0777, seconds), ByteText.of("busybox")));
        }
        // Where scripts look for it.
        tar.entry(new TarEntry.SymbolicLink(facts("usr/bin/env", 0777, seconds), ByteText.of("../../bin/busybox")));
        tar.file(facts("etc/passwd", 0644, seconds), USERS.getBytes(StandardCharsets.US_ASCII));
        tar.file(facts("etc/group", 0644, seconds), GROUPS.getBytes(StandardCharsets.US_ASCII));
        tar.finish();
    }

    private static Facts facts(String name, int permissions, long seconds) {
        return new Facts(ByteText.of(name), permissions, 0, 0, seconds, 0, Map.of());
    }
}
