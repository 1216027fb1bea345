package dev.hamlet.engine.media;

import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.host.WholeFile;
import dev.hamlet.engine.job.Progress;
import dev.hamlet.engine.problem.MediaProblem;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.nativebridge.FileSpace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Gives back what a disk holds and no longer needs: clusters of zeros, and those that lie unused in the file. The disk is
 * written anew beside itself, and takes its own place once that is whole; cut off at any moment, it is as it was.
 */
final class DiskCompaction {
    private final DiskImages disks;
    private final QemuImg qemuImg;

    DiskCompaction(DiskImages disks, QemuImg qemuImg) {
        this.disks = disks;
        this.qemuImg = qemuImg;
    }

    Compaction compact(Path disk, DiskFormat format, Progress progress) throws ProblemException, InterruptedException {
        DiskHeader header = disks.chain(disk, format).getFirst();
        Path file = real(header.file());
        disks.refuseInUse(file);
        List<String> options = options(header, file);
        FileTime changed = changed(file);
        long before = allocated(file);
        try (PartFile part = PartFile.replacing(file)) {
            FreeSpace.require(PartFile.folderOf(file), Math.min(before, disks.contentSize(file, format)));
            List<String> arguments =
                    new ArrayList<>(List.of("convert", "-p", "-f", format.word(), "-O", format.word()));
            arguments.addAll(options);
            arguments.addAll(List.of("--", file.toString(), part.path().toString()));
            qemuImg.runLong(file, part.path(), arguments, progress);
            progress.check();
            long after = allocated(part.path());
            if (after >= before) {
                return new Compaction(new ByteSize(before), new ByteSize(before));
            }
            requireSame(file, header, part.path(), format);
            // Whoever took it meanwhile without asking Hamlet would go on with the old file, and lose what it writes.
            disks.refuseInUse(file);
            if (!changed.equals(changed(file))) {
                throw new ProblemException(new MediaProblem.DiskInUse(file, FileHolder.of(file)));
            }
            part.swap();
            return new Compaction(new ByteSize(before), new ByteSize(after));
        }
    }

    /** What makes the new file one of the same kind; refuses what a copy would lose. */
    private List<String> options(DiskHeader header, Path file) throws ProblemException, InterruptedException {
        ImageLayout layout = QemuImgJson.layout(qemuImg.runOrFail(
                file, List.of("info", "--output=json", "-f", header.format().word(), "--", file.toString())));
        if (header.encrypted()) {
            throw refused(file, "it is encrypted");
        } else if (layout.snapshots() > 0) {
            throw refused(file, "its snapshots would be lost");
        } else if (layout.bitmaps() > 0) {
            throw refused(file, "its marks of changed blocks would be lost");
        } else if (layout.corrupt()) {
            throw refused(file, "it is marked as damaged");
        }
        List<String> options = new ArrayList<>();
        if (header.format() == DiskFormat.QCOW2) {
            options.addAll(List.of(
                    "-o",
                    "cluster_size=%d,compat=%s,extended_l2=%s,lazy_refcounts=%s"
                            .formatted(
                                    layout.clusterSize(),
                                    layout.compatibility(),
                                    layout.extendedTables() ? "on" : "off",
                                    layout.lazyCounts() ? "on" : "off")));
        } else if (header.format() == DiskFormat.VPC) {
            options.addAll(List.of("-o", "force_size=on"));
        } else if (header.format() == DiskFormat.VMDK) {
            throw refused(file, "a disk of VMware may consist of parts; convert it to qcow2 instead");
        }
        Backing backing = header.backing();
        if (backing != null) {
            // As it stands in the file, so that a relative name stays one; only what differs from it is copied.
            options.addAll(List.of("-B", backing.reference(), "-F", String.valueOf(backing.formatWord())));
        }
        return options;
    }

    /** The last look before the old file goes: a guest must see the same disk, on the same base. */
    private void requireSame(Path old, DiskHeader header, Path made, DiskFormat format)
            throws ProblemException, InterruptedException {
        DiskInfo is = disks.inspect(made, format);
        boolean same = is.virtualSize().equals(disks.inspect(old, format).virtualSize())
                && reference(is.backing()).equals(reference(header.backing()));
        if (!same) {
            throw refused(old, "qemu-img made another disk of it");
        }
    }

    private static String reference(@Nullable Backing backing) {
        return backing == null ? "" : backing.reference();
    }

    private static ProblemException refused(Path file, String why) {
        return new ProblemException(new MediaProblem.CompactingRefused(file, why));
    }

    private static Path real(Path file) throws ProblemException {
        try {
            return file.toRealPath();
        } catch (IOException e) {
            throw ImageBytes.unreadable(file, e);
        }
    }

    private static FileTime changed(Path file) throws ProblemException {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException e) {
            throw ImageBytes.unreadable(file, e);
        }
    }

    private static long allocated(Path file) throws ProblemException {
        try {
            return FileSpace.allocated(file);
        } catch (IOException e) {
            throw new ProblemException(new MediaProblem.FileUnreadable(file, WholeFile.reason(e)), e);
        }
    }
}
