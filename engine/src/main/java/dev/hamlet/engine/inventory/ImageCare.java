package dev.hamlet.engine.inventory;

import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.host.HamletPaths;
import dev.hamlet.engine.host.WholeFile;
import dev.hamlet.engine.job.Job;
import dev.hamlet.engine.job.Jobs;
import dev.hamlet.engine.job.Phrase;
import dev.hamlet.engine.job.Progress;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.job.Work;
import dev.hamlet.engine.machine.FileUse;
import dev.hamlet.engine.machine.MachineStore;
import dev.hamlet.engine.media.CdImages;
import dev.hamlet.engine.media.CdInfo;
import dev.hamlet.engine.media.Compaction;
import dev.hamlet.engine.media.DiskCheck;
import dev.hamlet.engine.media.DiskFormat;
import dev.hamlet.engine.media.DiskImages;
import dev.hamlet.engine.media.ImageFacts;
import dev.hamlet.engine.media.ImageLibrary;
import dev.hamlet.engine.media.LibraryImage;
import dev.hamlet.engine.problem.CommandProblem;
import dev.hamlet.engine.problem.HostProblem;
import dev.hamlet.engine.problem.MediaProblem;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.engine.transfer.Digest;
import dev.hamlet.nativebridge.Directories;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What is done to disks and CD images, each as a job. What changes a disk is refused while a machine that uses it runs,
 * and while another disk builds on it; cancelled or failed, all is as it was. Safe for use by many threads.
 */
public final class ImageCare {
    private static final int LONGEST_NAME = 120;
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

    private final HamletPaths paths;
    private final Inventory inventory;
    private final ImageLibrary library;
    private final DiskImages disks;
    private final CdImages cds;
    private final MachineStore machines;
    private final Jobs jobs;
    private final TimeSource time;

    /** Care for the images of this home. */
    public ImageCare(
            HamletPaths paths,
            Inventory inventory,
            ImageLibrary library,
            DiskImages disks,
            CdImages cds,
            MachineStore machines,
            Jobs jobs,
            TimeSource time) {
        this.paths = paths;
        this.inventory = inventory;
        this.library = library;
        this.disks = disks;
        this.cds = cds;
        this.machines = machines;
        this.jobs = jobs;
        this.time = time;
    }

    /**
     * Makes an empty qcow2 disk in Hamlet's folder of disks. The job fails with {@code ArgumentInvalid} for a name that
     * cannot be, {@code FileExists}, or as {@link DiskImages#create}.
     *
     * @param name of its file, without an ending
     */
    public Job<Path> create(String name, ByteSize size) {
        return jobs.start(Phrase.of("job.image-create", name), progress -> {
            Path file = paths.disks().toAbsolutePath().resolve(fileName(name) + ".qcow2");
            HamletPaths.makePrivate(paths.disks());
            disks.create(file, DiskFormat.QCOW2, size);
            return file;
        });
    }

    private static String fileName(String name) throws ProblemException {
        String plain = name.strip();
        boolean fits = !plain.isEmpty()
                && plain.codePointCount(0, plain.length()) <= LONGEST_NAME
                && plain.indexOf('/') < 0
                && !plain.startsWith(".")
                && plain.codePoints().noneMatch(Character::isISOControl);
        if (!fits) {
            throw new ProblemException(new CommandProblem.ArgumentInvalid(
                    "name",
                    name,
                    "a name is one line of 1 to " + LONGEST_NAME + " characters, without / and no dot first"));
        }
        return plain;
    }

    /**
     * Copies a disk or CD image of the user's into the library; the file itself stays as it is. The job fails as
     * {@link ImageLibrary#add} or {@link DiskImages#convert}.
     *
     * @param convert whether a disk of another format becomes qcow2, with all that it builds on
     */
    public Job<LibraryImage> add(Path file, String name, boolean convert) {
        Path source = file.toAbsolutePath();
        return jobs.start(Phrase.of("job.image-add", name), progress -> {
            ImageFacts facts = ImageFacts.of(name, "", source.toString(), time.now());
            if (!convert || cds.isCd(source)) {
                return library.add(source, facts, progress);
            }
            DiskFormat format = LooseDisks.formatOf(source);
            return format == DiskFormat.QCOW2 && disks.chain(source, format).size() == 1
                    ? library.add(source, facts, progress)
                    : library.create(name, (folder, part) -> converted(source, format, facts, folder, part), progress);
        });
    }

    private ImageFacts converted(Path source, DiskFormat format, ImageFacts facts, Path folder, Progress progress)
            throws ProblemException, InterruptedException {
        Path disk = Path.of("disk.qcow2");
        Path made = folder.resolve(disk);
        disks.convert(
                source, format, made, DiskFormat.QCOW2, progress.part(Phrase.of("step.convert", facts.name()), 0.9));
        try {
            Digest digest = Digest.of(
                    Digest.Algorithm.SHA256, made, progress.part(Phrase.of("step.take-digest", facts.name()), 0.1));
            return facts.withDisk(disk, DiskFormat.QCOW2).withDigest(digest.toString());
        } catch (IOException e) {
            throw new ProblemException(new HostProblem.FileUnusable(made, WholeFile.reason(e)), e);
        }
    }

    /**
     * Makes a disk larger. The job fails with {@code DiskWouldShrink}, {@code DiskInUse}, {@code ImageInUse}, {@code
     * ImageSealed}, or as {@link DiskImages#resize}.
     */
    public Job<Path> grow(Path file, ByteSize size) {
        return jobs.start(
                Phrase.of("job.image-grow", nameOf(file)),
                progress -> change(file, progress, disk -> within -> {
                    disks.resize(disk.file(), disk.format(), size);
                    return disk.file();
                }));
    }

    /**
     * Gives back what a disk holds and no longer needs. The job fails with {@code CompactingRefused}, {@code DiskInUse},
     * {@code ImageInUse}, {@code ImageSealed}, or as {@link DiskImages#compact}.
     */
    public Job<Compaction> compact(Path file) {
        return jobs.start(
                Phrase.of("job.image-compact", nameOf(file)),
                progress ->
                        change(file, progress, disk -> within -> disks.compact(disk.file(), disk.format(), within)));
    }

    /** A disk that may be changed. */
    private record Disk(Path file, DiskFormat format) {}

    /** What is done to it. */
    @FunctionalInterface
    private interface Change<T> {
        Work<T> of(Disk disk);
    }

    private <T> T change(Path file, Progress progress, Change<T> change) throws ProblemException, InterruptedException {
        Path real = Inventory.real(file);
        List<KnownImage> all = inventory.list();
        Optional<KnownImage> known =
                all.stream().filter(image -> image.file().equals(real)).findFirst();
        if (known.isPresent() && known.get().place() == KnownImage.Place.LIBRARY) {
            throw new ProblemException(new MediaProblem.ImageSealed(known.get().name()));
        } else if ((known.isPresent() && known.get().kind() != KnownImage.Kind.DISK) || cds.isCd(real)) {
            throw new ProblemException(new MediaProblem.NotADisk(real, "a CD image never changes"));
        }
        List<String> builders = buildersOn(real, all);
        if (!builders.isEmpty()) {
            throw new ProblemException(new MediaProblem.ImageInUse(real, builders));
        }
        DiskFormat recorded = known.map(KnownImage::format).orElse(null);
        Disk disk = new Disk(real, recorded == null ? LooseDisks.formatOf(real) : recorded);
        return machines.uses().whileUnused(real, change.of(disk), progress);
    }

    /** Who builds on this file: images by their names, machines' own disks by those of the machines. */
    private static List<String> buildersOn(Path file, List<KnownImage> all) {
        List<String> names = new ArrayList<>();
        for (KnownImage other : all) {
            if (file.equals(other.base())) {
                names.addAll(other.place() == KnownImage.Place.MACHINE ? other.users() : List.of(other.name()));
            }
        }
        return names.stream().distinct().sorted().toList();
    }

    /**
     * Looks at all of an image: its structure where its format has one, and its digest where one is known. What is found
     * is remembered until the file changes. The job fails with {@code DiskDamaged}, {@code ImageChanged}, {@code
     * CdCutOff}, {@code DiskInUse} while a guest writes to it, or as {@link DiskImages#check}.
     */
    public Job<ImageCheck> verify(Path file) {
        return jobs.start(Phrase.of("job.image-verify", nameOf(file)), progress -> {
            Path real = Inventory.real(file);
            Optional<KnownImage> known = inventory.list().stream()
                    .filter(image -> image.file().equals(real))
                    .findFirst();
            if (known.isPresent() && known.get().kind() == KnownImage.Kind.UNKNOWN) {
                throw new ProblemException(Objects.requireNonNull(known.get().problem()));
            }
            String digest = known.map(KnownImage::digest).orElse(null);
            boolean cd = known.map(image -> image.kind() == KnownImage.Kind.CD).orElseGet(() -> false)
                    || (known.isEmpty() && cds.isCd(real));
            BasicFileAttributes before = attributes(real);
            Optional<ProblemException> wrong = Optional.empty();
            if (cd) {
                wrong = cutOff(real);
            } else if (known.isEmpty() || known.get().kind() == KnownImage.Kind.DISK) {
                DiskFormat recorded = known.map(KnownImage::format).orElse(null);
                Progress _ = progress.part(Phrase.of("step.check-structure", nameOf(file)), digest == null ? 1 : 0.1);
                wrong = damage(real, recorded == null ? LooseDisks.formatOf(real) : recorded);
            }
            ImageCheck.Verdict verdict = wrong.isPresent() ? ImageCheck.Verdict.DAMAGED : ImageCheck.Verdict.SOUND;
            if (wrong.isEmpty() && digest != null) {
                wrong = difference(
                        known.get(), digest, progress.part(Phrase.of("step.take-digest", nameOf(file)), 0.9));
                verdict = wrong.isPresent() ? ImageCheck.Verdict.CHANGED : ImageCheck.Verdict.VERIFIED;
            }
            ImageCheck check = new ImageCheck(time.now(), verdict, before.size(), ImageChecks.changed(before));
            inventory.checks().remember(real, check);
            if (wrong.isPresent()) {
                throw wrong.get();
            }
            return check;
        });
    }

    private Optional<ProblemException> cutOff(Path cd) throws ProblemException {
        CdInfo info = cds.inspect(cd);
        return info.isTruncated()
                ? Optional.of(new ProblemException(new MediaProblem.CdCutOff(cd, info.fileBytes(), info.volumeBytes())))
                : Optional.empty();
    }

    private Optional<ProblemException> damage(Path disk, DiskFormat format)
            throws ProblemException, InterruptedException {
        DiskCheck found = disks.check(disk, format);
        return found.isSound()
                ? Optional.empty()
                : Optional.of(new ProblemException(
                        new MediaProblem.DiskDamaged(disk, found.corruptions() + found.failures())));
    }

    private static Optional<ProblemException> difference(KnownImage image, String expected, Progress progress)
            throws ProblemException, InterruptedException {
        Digest wanted = Digest.parse(expected)
                .orElseThrow(() -> new ProblemException(new MediaProblem.ImageBroken(
                        image.name(), image.file(), "its digest is of a kind that is not known here: " + expected)));
        try {
            Digest actual = Digest.of(wanted.algorithm(), image.file(), progress);
            return actual.equals(wanted)
                    ? Optional.empty()
                    : Optional.of(new ProblemException(
                            new MediaProblem.ImageChanged(image.name(), image.file(), expected, actual.toString())));
        } catch (IOException e) {
            throw new ProblemException(new MediaProblem.FileUnreadable(image.file(), WholeFile.reason(e)), e);
        }
    }

    private static BasicFileAttributes attributes(Path file) throws ProblemException {
        try {
            return Files.readAttributes(file, BasicFileAttributes.class);
        } catch (IOException e) {
            throw new ProblemException(new MediaProblem.FileUnreadable(file, WholeFile.reason(e)), e);
        }
    }

    /**
     * Moves an image to the trash; the job answers where it lies now, and fails with {@code ImageInUse} if a machine uses
     * it or another image builds on it, and with {@code FolderAway} if some machine is not seen now: then nothing is moved. Files outside Hamlet's folders are never touched.
     */
    public Job<Path> trash(Path file) {
        return jobs.start(Phrase.of("job.image-delete", nameOf(file)), progress -> {
            machines.requireAllSeen();
            Path real = Inventory.real(file);
            List<KnownImage> all = inventory.list();
            KnownImage image = all.stream()
                    .filter(one -> one.file().equals(real))
                    .findFirst()
                    .orElseThrow(() -> new ProblemException(new MediaProblem.DiskMissing(real)));
            List<String> users = new ArrayList<>(image.users());
            users.addAll(buildersOn(real, all));
            boolean ours = image.place() == KnownImage.Place.LIBRARY || image.place() == KnownImage.Place.DISKS;
            if (!users.isEmpty() || !ours) {
                throw new ProblemException(new MediaProblem.ImageInUse(
                        real, users.stream().distinct().sorted().toList()));
            }
            return image.place() == KnownImage.Place.LIBRARY ? deleteEntry(real) : moveToTrash(real);
        });
    }

    private Path deleteEntry(Path file) throws ProblemException, InterruptedException {
        Path folder = Files.isDirectory(file) ? file : Objects.requireNonNull(file.getParent());
        List<FileUse> uses = machines.uses().all();
        return library.delete(
                String.valueOf(folder.getFileName()),
                one -> uses.stream()
                        .filter(use -> Inventory.real(use.file()).equals(Inventory.real(one)))
                        .map(FileUse::name)
                        .distinct()
                        .toList());
    }

    private Path moveToTrash(Path file) throws ProblemException {
        Path folder = paths.trash()
                .toAbsolutePath()
                .resolve("disk-" + STAMP.format(time.now()) + "-" + Long.toHexString(time.nanos() & 0xffff));
        Path to = folder.resolve(file.getFileName());
        try {
            HamletPaths.makePrivate(folder);
            Files.move(file, to, StandardCopyOption.ATOMIC_MOVE);
            Directories.sync(paths.disks());
            return to;
        } catch (IOException e) {
            throw new ProblemException(new HostProblem.FileUnusable(file, WholeFile.reason(e)), e);
        }
    }

    private static String nameOf(Path file) {
        return String.valueOf(file.getFileName());
    }
}
