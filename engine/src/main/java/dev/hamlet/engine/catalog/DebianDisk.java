package dev.hamlet.engine.catalog;

import dev.hamlet.engine.job.Progress;
import dev.hamlet.engine.problem.MediaProblem;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.engine.process.ProcessLauncher;
import dev.hamlet.engine.process.ProcessResult;
import dev.hamlet.engine.process.ProcessSpec;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Makes a disk with Debian 12 in one folder, by means of mmdebstrap(1) and the script {@code debian/build}, which says what
 * else is done to the system. Its files never lie on this computer's file systems, only in memory and on the disk made.
 * Used by one thread.
 */
final class DebianDisk {
    private static final String RELEASE = "bookworm";
    private static final Duration LONG = Duration.ofHours(3);

    /** Laid over the installed system, from {@code debian/files}. */
    static final List<String> FILES = List.of(
            "boot/grub/grub.cfg",
            "etc/apt/sources.list",
            "etc/cloud/cloud.cfg.d/90-hamlet.cfg",
            "etc/default/grub.d/hamlet.cfg",
            "etc/default/locale",
            "etc/fstab",
            "etc/hostname",
            "etc/systemd/system/systemd-networkd-wait-online.service.d/hamlet.conf");

    /**
     * Beyond the most basic system and what these need. The kernel for all computers, since that for clouds knows neither
     * CD drives on AHCI, where a seed lies, nor USB, nor graphics.
     */
    static final List<String> PACKAGES = List.of(
            "linux-image-amd64",
            "systemd-sysv",
            "udev",
            "dbus",
            "libpam-systemd",
            "systemd-resolved",
            "systemd-timesyncd",
            "grub-cloud-amd64",
            "initramfs-tools",
            "zstd",
            "e2fsprogs",
            "dosfstools",
            "fdisk",
            "cloud-init",
            "cloud-guest-utils",
            "qemu-guest-agent",
            "openssh-server",
            "sudo",
            "ca-certificates",
            "iproute2",
            "iputils-ping",
            "kmod",
            "less",
            "locales",
            "nano",
            "netbase",
            "procps",
            "tzdata",
            "wget",
            "bash-completion");

    private final ProcessLauncher launcher;
    private final OwnNamespaces namespaces;
    private final DiskLayout layout;
    private final Path work;

    /**
     * A disk of this layout.
     *
     * @param work absolute, empty, private, thrown away by the caller
     */
    DebianDisk(ProcessLauncher launcher, OwnNamespaces namespaces, DiskLayout layout, Path work) {
        this.launcher = launcher;
        this.namespaces = namespaces;
        this.layout = layout;
        this.work = work;
    }

    /**
     * Makes it and answers the file, a raw image.
     *
     * @throws ProblemException as {@link OwnNamespaces#require}, and {@code ToolFailed}
     */
    Path make(Progress progress) throws IOException, ProblemException, InterruptedException {
        namespaces.require(launcher, DebianGuest.ID, Files.createDirectory(work.resolve("tree")));
        Path disk = work.resolve("disk.raw");
        try (RandomAccessFile file = new RandomAccessFile(disk.toFile(), "rw")) {
            file.setLength(layout.size().bytes());
        }
        Path table = Files.writeString(work.resolve("table"), layout.script());
        launcher.runOrFail(
                ProcessSpec.of("sfdisk", List.of("--quiet", disk.toString())).reading(table));
        writeSources(launcher, work);
        for (String file : FILES) {
            Path target = work.resolve("files").resolve(file);
            Files.createDirectories(Objects.requireNonNull(target.getParent()));
            Files.write(target, resource("files/" + file));
        }
        Files.write(work.resolve("esp-grub.cfg"), resource("esp-grub.cfg"));
        Path script = Files.write(work.resolve("build"), resource("build"));
        ProcessResult result = launcher.run(
                namespaces
                        .run("sh", scriptArguments(script, work, layout))
                        // What it leaves in the folder for temporary files goes with the work folder.
                        .with(Map.of("TMPDIR", work.toString()))
                        .within(LONG),
                new InstallationLines(progress));
        if (!result.succeeded()) {
            throw new ProblemException(new MediaProblem.ToolFailed("mmdebstrap", result.code(), reason(result)));
        }
        BiosBoot.install(
                disk,
                Files.readAllBytes(work.resolve("boot.img")),
                Files.readAllBytes(work.resolve("core.img")),
                layout);
        return disk;
    }

    /** The way to the mirrors goes into files, since the address of a proxy or a mirror may hold a password. */
    static void writeSources(ProcessLauncher launcher, Path work)
            throws IOException, ProblemException, InterruptedException {
        List<String> targets = List.of();
        List<String> settings = List.of();
        if (DebianPackages.isAvailable(launcher)) {
            DebianPackages packages = new DebianPackages(launcher, Files.createDirectory(work.resolve("apt")));
            targets = packages.indexes(DebianSources.FORMAT);
            settings = launcher.run(ProcessSpec.of("apt-config", List.of("dump")))
                    .output()
                    .lines()
                    .toList();
        }
        Files.writeString(work.resolve("sources.list"), DebianSources.list(RELEASE, targets), StandardCharsets.UTF_8);
        Files.writeString(work.resolve("apt.conf"), DebianSources.configuration(settings), StandardCharsets.UTF_8);
    }

    /** What the script {@code debian/build} is given. */
    static List<String> scriptArguments(Path script, Path work, DiskLayout layout) {
        List<String> arguments = new ArrayList<>(List.of(
                script.toString(),
                work.toString(),
                Long.toString(layout.rootStart()),
                Long.toString(layout.rootKibibytes()),
                Long.toString(layout.efiStart()),
                Long.toString(layout.efiKibibytes())));
        arguments.addAll(mmdebstrapArguments(work));
        return List.copyOf(arguments);
    }

    /** The arguments of mmdebstrap 1.3 or newer. */
    static List<String> mmdebstrapArguments(Path work) {
        return List.of(
                // Root of this host or of the namespace: neither needs mmdebstrap to change who it is.
                "--mode=root",
                "--format=directory",
                "--variant=minbase",
                "--architectures=amd64",
                "--verbose",
                "--aptopt=" + work.resolve("apt.conf"),
                "--include=" + String.join(",", PACKAGES),
                RELEASE,
                work.resolve("tree").toString(),
                work.resolve("sources.list").toString());
    }

    /** The first line that says what failed; those after it tell only who gave up because of it. */
    static String reason(ProcessResult result) {
        return result.errorLines().stream()
                .filter(line -> line.startsWith("E: "))
                .findFirst()
                .orElse(result.lastLine());
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream stream = DebianDisk.class.getResourceAsStream("debian/" + name)) {
            if (stream == null) {
                throw new IllegalStateException("the engine lacks debian/" + name);
            }
            return stream.readAllBytes();
        }
    }
}
