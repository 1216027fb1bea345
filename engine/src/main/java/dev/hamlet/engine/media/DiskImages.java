package dev.hamlet.engine.media;

import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.host.Folders;
import dev.hamlet.engine.host.HamletPaths;
import dev.hamlet.engine.job.Progress;
import dev.hamlet.engine.problem.CommandProblem;
import dev.hamlet.engine.problem.MediaProblem;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.engine.process.ProcessLauncher;
import dev.hamlet.engine.process.ProcessResult;
import dev.hamlet.nativebridge.FileLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Disk images, driven through qemu-img. New files appear whole or not at all and never replace another. Any name will do:
 * none is ever taken for an option or an address.
 *
 * <p>What an image refers to is read here before any program opens it. An image in Hamlet's own folder may build on any
 * file, since Hamlet recorded that; one from elsewhere may build only on files of the folder it lies in. Every call may
 * also fail with {@code ToolMissing} or {@code ToolFailed}, and with {@link InterruptedException} when it is cancelled;
 * what was begun is removed by then.
 */
public final class DiskImages {
    /** What an empty image and its folder entry take, generously. */
    private static final long EMPTY_IMAGE = 1 << 20;

    /** The byte that whoever writes to an image keeps locked: 100 and the bit of BLK_PERM_WRITE. */
    private static final long LOCK_WRITES = 101;

    /** The byte that whoever lets nobody read an image keeps locked: 200 and the bit of BLK_PERM_CONSISTENT_READ. */
    private static final long LOCK_UNSHARES_READING = 200;

    private static final int LONGEST_CHAIN = 200;
    private static final int CHECK_UNSUPPORTED = 63;

    private final QemuImg qemuImg;
    private final Supplier<List<Path>> ownFolders;

    /**
     * Disk images handled by the qemu-img that this launcher finds.
     *
     * @param ownFolders folders in which Hamlet alone puts images, and records what they build on
     */
    public DiskImages(ProcessLauncher launcher, Path... ownFolders) {
        this(launcher, () -> List.of(ownFolders));
    }

    private DiskImages(ProcessLauncher launcher, Supplier<List<Path>> ownFolders) {
        this.qemuImg = new QemuImg(launcher);
        this.ownFolders = ownFolders;
    }

    /** Disk images of this home: what lies with its machines and in its library is Hamlet's own. */
    public static DiskImages of(HamletPaths paths, ProcessLauncher launcher) {
        return new DiskImages(launcher, () -> {
            Folders folders = paths.folders();
            return Stream.of(folders.machines(), folders.images())
                    .flatMap(places -> places.all().stream())
                    .toList();
        });
    }

    /**
     * What this file is. Its format is told by its magic and nothing else; what it builds on is not opened.
     *
     * @throws ProblemException as {@link DiskHeader#read(Path)}
     */
    public DiskInfo inspect(Path file) throws ProblemException, InterruptedException {
        return inspect(DiskHeader.read(file));
    }

    /**
     * What this file is, whose format is recorded.
     *
     * @throws ProblemException as {@link DiskHeader#read(Path, DiskFormat)}
     */
    public DiskInfo inspect(Path file, DiskFormat recorded) throws ProblemException, InterruptedException {
        return inspect(DiskHeader.read(file, recorded));
    }

    private DiskInfo inspect(DiskHeader header) throws ProblemException, InterruptedException {
        // Without --backing-chain qemu-img opens the image alone; -U: also while a guest runs on it.
        String output = qemuImg.runOrFail(
                header.file(),
                List.of("info", "--output=json", "-U", "-f", header.format().word(), "--", text(header.file())));
        return QemuImgJson.info(header, output);
    }

    /**
     * The disk and all that it builds on, itself first. Starts no program.
     *
     * @throws ProblemException as {@link DiskHeader#read(Path, DiskFormat)} for each; {@code BackingMissing},
     *     {@code BackingFormatUnknown}, {@code ReferenceRefused}
     */
    public List<DiskHeader> chain(Path file, DiskFormat recorded) throws ProblemException {
        DiskHeader first = DiskHeader.read(file, recorded);
        if (recorded == DiskFormat.RAW) {
            DiskMagic.requireSectors(file, FreeSpace.sizeOf(file));
        }
        return chain(first);
    }

    /**
     * The disk, whose format nobody has recorded, and all that it builds on, itself first.
     *
     * @throws ProblemException as {@link #chain(Path, DiskFormat)}
     */
    public List<DiskHeader> chain(Path file) throws ProblemException {
        return chain(DiskHeader.read(file));
    }

    private List<DiskHeader> chain(DiskHeader first) throws ProblemException {
        List<DiskHeader> chain = new ArrayList<>(List.of(first));
        for (DiskHeader top = first; top.backing() != null; top = chain.getLast()) {
            if (chain.size() >= LONGEST_CHAIN) {
                throw new ProblemException(
                        new MediaProblem.NotADisk(first.file(), "what it builds on goes in a circle or never ends"));
            }
            chain.add(follow(top, top.backing()));
        }
        return List.copyOf(chain);
    }

    private DiskHeader follow(DiskHeader disk, Backing backing) throws ProblemException {
        Path file = backing.file();
        if (file == null) {
            throw new ProblemException(new MediaProblem.ReferenceRefused(disk.file(), backing.reference()));
        }
        refuseElsewhere(disk.file(), file, backing.reference());
        if (backing.formatWord() == null) {
            throw new ProblemException(new MediaProblem.BackingFormatUnknown(disk.file(), file));
        }
        DiskFormat format = backing.format()
                .orElseThrow(() -> new ProblemException(
                        new MediaProblem.ReferenceRefused(disk.file(), backing.formatWord() + ":" + file)));
        return DiskHeader.read(file, format);
    }

    private void refuseElsewhere(Path disk, Path backing, String reference) throws ProblemException {
        boolean own = ownFolders.get().stream().anyMatch(folder -> isWithin(disk, folder.toAbsolutePath()));
        if (!own && !isWithin(backing, PartFile.folderOf(disk))) {
            throw new ProblemException(new MediaProblem.ReferenceRefused(disk, reference));
        } else if (!Files.exists(backing)) {
            throw new ProblemException(new MediaProblem.BackingMissing(disk, backing));
        } else if (!Files.isRegularFile(backing)) {
            throw new ProblemException(new MediaProblem.ReferenceRefused(disk, reference));
        }
    }

    /** Whether the file is or would be in this folder or below, links followed. */
    private static boolean isWithin(Path file, Path folder) {
        try {
            Path place = Files.exists(file)
                    ? file.toRealPath()
                    : file.toAbsolutePath().normalize();
            return place.startsWith(folder.toRealPath())
                    || (!Files.exists(file) && place.startsWith(folder.normalize()));
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Makes an empty disk.
     *
     * @throws ProblemException {@code FileExists}, {@code SpaceShort}, {@code FolderUnusable}, {@code ArgumentInvalid} for
     *     a size of 0
     */
    public void create(Path file, DiskFormat format, ByteSize size) throws ProblemException, InterruptedException {
        requirePositive(size);
        try (PartFile part = PartFile.besides(file)) {
            FreeSpace.require(PartFile.folderOf(file), EMPTY_IMAGE);
            List<String> arguments = new ArrayList<>(List.of("create", "-q", "-f", format.word()));
            arguments.addAll(exactSize(format));
            arguments.addAll(List.of("--", text(part.path()), Long.toString(size.bytes())));
            qemuImg.runOrFail(part.path(), arguments);
            part.keep();
        }
    }

    /**
     * Makes a qcow2 disk that holds only what differs from the disk it builds on, whose format it records.
     *
     * @param size what the guest shall see, not less than the backing disk's, or null for the same
     * @throws ProblemException as {@link #create}, as {@link #chain(Path, DiskFormat)} for the backing disk,
     *     {@code DiskInUse} if a guest writes to that, {@code DiskWouldShrink}
     */
    public void overlay(Path file, Path backing, DiskFormat backingFormat, @Nullable ByteSize size)
            throws ProblemException, InterruptedException {
        Path base = backing.toAbsolutePath();
        chain(base, backingFormat);
        // qemu-img itself does not mind here; a base that changes under its overlay ruins that.
        refuseInUse(base);
        if (size != null) {
            refuseShrinking(inspect(base, backingFormat), size);
        }
        try (PartFile part = PartFile.besides(file)) {
            FreeSpace.require(PartFile.folderOf(file), EMPTY_IMAGE);
            List<String> arguments = new ArrayList<>(List.of(
                    "create",
                    "-q",
                    "-f",
                    DiskFormat.QCOW2.word(),
                    "-b",
                    text(base),
                    "-F",
                    backingFormat.word(),
                    "--",
                    text(part.path())));
            if (size != null) {
                arguments.add(Long.toString(size.bytes()));
            }
            qemuImg.runOrFail(base, part.path(), arguments);
            part.keep();
        }
    }

    /**
     * Copies a disk, with all that it builds on, to a new one that stands alone.
     *
     * @throws ProblemException as {@link #create}, as {@link #chain(Path, DiskFormat)} for the source, {@code DiskInUse} if
     *     a guest writes to it
     */
    public void convert(Path source, DiskFormat sourceFormat, Path target, DiskFormat targetFormat, Progress progress)
            throws ProblemException, InterruptedException {
        copy(source, sourceFormat, target, targetFormat, exactSize(targetFormat), progress);
    }

    /**
     * Copies a disk, with all that it builds on, to a new qcow2 disk that stands alone and is compressed (by zstd, which
     * is unpacked several times as fast as the usual zlib). For what is read and never written.
     *
     * @throws ProblemException as {@link #convert}
     */
    public void pack(Path source, DiskFormat sourceFormat, Path target, Progress progress)
            throws ProblemException, InterruptedException {
        copy(source, sourceFormat, target, DiskFormat.QCOW2, List.of("-c", "-o", "compression_type=zstd"), progress);
    }

    private void copy(
            Path source,
            DiskFormat sourceFormat,
            Path target,
            DiskFormat targetFormat,
            List<String> options,
            Progress progress)
            throws ProblemException, InterruptedException {
        Path from = source.toAbsolutePath();
        chain(from, sourceFormat);
        try (PartFile part = PartFile.besides(target)) {
            FreeSpace.require(PartFile.folderOf(target), contentSize(from, sourceFormat));
            List<String> arguments =
                    new ArrayList<>(List.of("convert", "-p", "-f", sourceFormat.word(), "-O", targetFormat.word()));
            arguments.addAll(options);
            arguments.addAll(List.of("--", text(from), text(part.path())));
            qemuImg.runLong(from, part.path(), arguments, progress);
            part.keep();
        }
    }

    /** What the content takes in a qcow2 image, and about as much in any other sparse one. */
    long contentSize(Path file, DiskFormat format) throws ProblemException, InterruptedException {
        return QemuImgJson.requiredBytes(qemuImg.runOrFail(
                file, List.of("measure", "--output=json", "-f", format.word(), "-O", "qcow2", "--", text(file))));
    }

    /**
     * Makes a disk larger; the guest then has to make its partitions larger itself.
     *
     * @throws ProblemException {@code DiskWouldShrink}, {@code DiskInUse}, as {@link #chain(Path, DiskFormat)}
     */
    public void resize(Path file, DiskFormat format, ByteSize size) throws ProblemException, InterruptedException {
        chain(file, format);
        DiskInfo now = inspect(file, format);
        refuseShrinking(now, size);
        qemuImg.runOrFail(
                now.file(),
                List.of("resize", "-q", "-f", format.word(), "--", text(now.file()), Long.toString(size.bytes())));
    }

    /**
     * Gives back what a disk holds and no longer needs. It is written anew beside itself, and then takes its own place.
     *
     * @throws ProblemException {@code DiskInUse}, {@code CompactingRefused} if something would be lost by it, {@code
     *     SpaceShort}, as {@link #chain(Path, DiskFormat)}; the disk is as it was
     * @throws InterruptedException if it was cancelled; the disk is as it was
     */
    public Compaction compact(Path file, DiskFormat format, Progress progress)
            throws ProblemException, InterruptedException {
        return new DiskCompaction(this, qemuImg).compact(file, format, progress);
    }

    private static void refuseShrinking(DiskInfo disk, ByteSize size) throws ProblemException {
        if (size.compareTo(disk.virtualSize()) < 0) {
            throw new ProblemException(new MediaProblem.DiskWouldShrink(
                    disk.file(), disk.virtualSize().bytes(), size.bytes()));
        }
    }

    /**
     * Checks the structure of an image; repairs nothing.
     *
     * @throws ProblemException {@code DiskInUse}, as {@link #chain(Path, DiskFormat)}
     */
    public DiskCheck check(Path file, DiskFormat format) throws ProblemException, InterruptedException {
        Path absolute = file.toAbsolutePath();
        chain(absolute, format);
        ProcessResult result =
                qemuImg.run(List.of("check", "--output=json", "-f", format.word(), "--", text(absolute)));
        if (result.code() == CHECK_UNSUPPORTED) {
            return new DiskCheck(false, 0, 0, 0);
        } else if (QemuImg.saysLocked(result)) {
            throw new ProblemException(new MediaProblem.DiskInUse(absolute, FileHolder.of(absolute)));
        } else if (result.output().isBlank()) {
            throw new ProblemException(new MediaProblem.ToolFailed("qemu-img", result.code(), result.lastLine()));
        }
        return QemuImgJson.check(result.output());
    }

    /**
     * Whether a running guest or another program of QEMU's writes to this image now, or wants nobody to read it. Told by
     * the locks that they keep (QEMU's block/file-posix.c, raw_apply_lock_bytes) without taking one, which could make a
     * guest fail that starts at this moment.
     *
     * @throws ProblemException {@code DiskMissing}, {@code FileUnreadable}, {@code NotADisk}
     */
    public boolean isInUse(Path file) throws ProblemException {
        Path absolute = file.toAbsolutePath();
        if (Files.exists(absolute) && !Files.isRegularFile(absolute)) {
            throw new ProblemException(new MediaProblem.NotADisk(absolute, "not a regular file"));
        }
        try {
            return FileLock.isHeld(absolute, LOCK_WRITES, 1) || FileLock.isHeld(absolute, LOCK_UNSHARES_READING, 1);
        } catch (IOException e) {
            throw Files.exists(absolute)
                    ? ImageBytes.unreadable(absolute, e)
                    : new ProblemException(new MediaProblem.DiskMissing(absolute), e);
        }
    }

    void refuseInUse(Path file) throws ProblemException {
        if (isInUse(file)) {
            throw new ProblemException(new MediaProblem.DiskInUse(file, FileHolder.of(file)));
        }
    }

    /** QEMU rounds the size of a VHD to cylinders unless told not to. */
    private static List<String> exactSize(DiskFormat format) {
        return format == DiskFormat.VPC ? List.of("-o", "force_size=on") : List.of();
    }

    private static void requirePositive(ByteSize size) throws ProblemException {
        if (size.bytes() == 0) {
            throw new ProblemException(
                    new CommandProblem.ArgumentInvalid("size", size.toString(), "at least one byte"));
        }
    }

    private static String text(Path file) {
        return file.toAbsolutePath().toString();
    }
}
