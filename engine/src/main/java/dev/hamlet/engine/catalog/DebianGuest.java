package dev.hamlet.engine.catalog;

import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.host.HamletPaths;
import dev.hamlet.engine.host.HostCapacity;
import dev.hamlet.engine.host.WholeFile;
import dev.hamlet.engine.job.Phrase;
import dev.hamlet.engine.job.Progress;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.media.DiskFormat;
import dev.hamlet.engine.media.DiskImages;
import dev.hamlet.engine.media.FreeSpace;
import dev.hamlet.engine.media.ImageFacts;
import dev.hamlet.engine.media.ImageLibrary;
import dev.hamlet.engine.media.LibraryImage;
import dev.hamlet.engine.problem.HostProblem;
import dev.hamlet.engine.problem.MediaProblem;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.engine.process.ProcessLauncher;
import dev.hamlet.engine.transfer.Digest;
import dev.hamlet.nativebridge.Users;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Debian 12 as a cloud image, built on this computer from the distribution's mirrors: starts by BIOS and by UEFI, takes
 * its first-boot settings from a seed and grows to the size of its disk. Nobody can log in without a seed. Everything
 * that a guest must have for itself (machine id, SSH host keys) it makes at its first boot.
 */
public final class DebianGuest implements Recipe {
    static final String ID = "debian-12";

    /** Changes with what the recipe makes, and with it the image's origin. */
    private static final int REVISION = 1;

    private static final String NAME = "Debian 12 (built here)";
    private static final List<Tool> TOOLS = List.of(
            new Tool("unshare", "util-linux"),
            new Tool("mmdebstrap", "mmdebstrap"),
            new Tool("sfdisk", "fdisk"),
            new Tool("mke2fs", "e2fsprogs"),
            new Tool("mkfs.fat", "dosfstools"),
            new Tool("mcopy", "mtools"),
            new Tool("qemu-img", "qemu-utils"));

    /** Debian's own cloud images have 2 GiB; this leaves room for the updates of a guest whose disk nobody enlarged. */
    private static final DiskLayout LAYOUT = new DiskLayout(ByteSize.ofGibibytes(3));

    /** The unpacked disk (960 MB) beside the packed one (315 MB). */
    private static final ByteSize SPACE = ByteSize.ofMebibytes(1500);

    /** The installed system and the packages that it comes from. */
    private static final ByteSize MEMORY = ByteSize.ofMebibytes(1500);

    private final ImageMaking making;
    private final DiskImages disks;
    private final ProcessLauncher launcher;
    private final HostCapacity capacity;
    private final TimeSource time;
    private final OwnNamespaces namespaces;

    /** The recipe of this home. */
    public DebianGuest(
            HamletPaths paths,
            ImageLibrary library,
            DiskImages disks,
            ProcessLauncher launcher,
            HostCapacity capacity,
            TimeSource time) {
        this.making = new ImageMaking(paths, library, time);
        this.disks = disks;
        this.launcher = launcher;
        this.capacity = capacity;
        this.time = time;
        this.namespaces = new OwnNamespaces(Users.isRoot(), Path.of("/"));
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public String imageName() {
        return NAME;
    }

    @Override
    public List<Tool> tools() {
        List<Tool> all = new ArrayList<>(TOOLS);
        if (!namespaces.root()) {
            all.add(OwnNamespaces.USERS);
        }
        return List.copyOf(all);
    }

    @Override
    public ByteSize space() {
        return SPACE;
    }

    @Override
    public boolean isReady() throws InterruptedException {
        try (Scratch scratch = Scratch.outside()) {
            requireTools();
            requireMemory();
            return new DebianPackages(launcher, scratch.folder()).mirrorAnswers();
        } catch (IOException | ProblemException e) {
            return false;
        }
    }

    @Override
    public LibraryImage build(Progress progress) throws ProblemException, InterruptedException {
        return making.once("recipe-" + ID, NAME, progress, this::fill);
    }

    private ImageFacts fill(Path folder, Progress progress) throws ProblemException, InterruptedException {
        requireTools();
        FreeSpace.require(folder, SPACE.bytes());
        requireMemory();
        try (Scratch scratch = Scratch.in(folder)) {
            DebianDisk making = new DebianDisk(launcher, namespaces, LAYOUT, scratch.folder());
            Path raw = making.make(progress.part(Phrase.of("step.install-debian"), 0.88));
            Path disk = Path.of("disk." + DiskFormat.QCOW2.word());
            Path packed = folder.resolve(disk);
            disks.pack(raw, DiskFormat.RAW, packed, progress.part(Phrase.of("step.pack-disk"), 0.1));
            Digest digest = Digest.of(
                    Digest.Algorithm.SHA256, packed, progress.part(Phrase.of("step.inspect-image", NAME), 0.02));
            return ImageFacts.of(NAME, ID, "recipe " + ID + " " + REVISION, time.now())
                    .withDisk(disk, DiskFormat.QCOW2)
                    .withDigest(digest.toString())
                    .withCloudInit("debian")
                    .withRecommendedMemory(ByteSize.ofGibibytes(1));
        } catch (IOException e) {
            throw new ProblemException(new HostProblem.FolderUnusable(folder, WholeFile.reason(e)), e);
        }
    }

    /** All that is missing at once, so that it can be installed at once. */
    private void requireTools() throws ProblemException {
        List<Tool> missing = new ArrayList<>(tools());
        missing.removeIf(tool -> launcher.find(tool.program()).isPresent());
        if (!Files.isReadable(Path.of(DebianSources.KEYRING))) {
            missing.add(new Tool(DebianSources.KEYRING, "debian-archive-keyring"));
        }
        if (!missing.isEmpty()) {
            throw new ProblemException(missing(missing));
        }
    }

    /** Names what is missing and what has it. */
    static MediaProblem.RecipeToolsMissing missing(List<Tool> tools) {
        return new MediaProblem.RecipeToolsMissing(
                ID,
                tools.stream().map(Tool::program).toList(),
                tools.stream().map(Tool::packageName).distinct().collect(Collectors.joining(" ")));
    }

    private void requireMemory() throws ProblemException {
        ByteSize available = capacity.facts().memoryAvailable();
        if (available.compareTo(MEMORY) < 0) {
            throw new ProblemException(new MediaProblem.RecipeImpossible(
                    ID,
                    "the system is put together in memory, which takes " + MEMORY + ", and " + available
                            + " can be had; stop a guest or another program"));
        }
    }
}
