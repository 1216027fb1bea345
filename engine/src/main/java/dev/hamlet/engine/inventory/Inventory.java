package dev.hamlet.engine.inventory;

import dev.hamlet.engine.host.Folders;
import dev.hamlet.engine.host.HamletPaths;
import dev.hamlet.engine.host.Places;
import dev.hamlet.engine.host.WholeFile;
import dev.hamlet.engine.machine.FileUse;
import dev.hamlet.engine.machine.MachineStore;
import dev.hamlet.engine.media.Backing;
import dev.hamlet.engine.media.BrokenImage;
import dev.hamlet.engine.media.CdImages;
import dev.hamlet.engine.media.DiskFormat;
import dev.hamlet.engine.media.DiskHeader;
import dev.hamlet.engine.media.DiskImages;
import dev.hamlet.engine.media.ImageLibrary;
import dev.hamlet.engine.media.LibraryEntry;
import dev.hamlet.engine.media.LibraryImage;
import dev.hamlet.engine.problem.HostProblem;
import dev.hamlet.engine.problem.MediaProblem;
import dev.hamlet.engine.problem.Problem;
import dev.hamlet.engine.problem.ProblemException;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * All disks and CD images that Hamlet knows: those of its library, those in its folder of disks, and those that machines
 * use, wherever they lie, with all that they build on. Reads headers alone, so that thousands are listed in a second; a
 * program is asked only for sizes that headers do not tell, and once. Safe for use by many threads.
 */
public final class Inventory {
    private final HamletPaths paths;
    private final ImageLibrary library;
    private final DiskImages disks;
    private final CdImages cds;
    private final MachineStore machines;
    private final ImageChecks checks;
    private final ConcurrentMap<Path, Size> sizes = new ConcurrentHashMap<>();

    /** The size of a disk whose header does not tell it, as long as the file has not changed. */
    private record Size(Instant changed, long virtualBytes) {}

    /** The images of this home. */
    public Inventory(HamletPaths paths, ImageLibrary library, DiskImages disks, CdImages cds, MachineStore machines) {
        this.paths = paths;
        this.library = library;
        this.disks = disks;
        this.cds = cds;
        this.machines = machines;
        this.checks = new ImageChecks(paths);
    }

    /**
     * All of them, in no order that means something; broken ones with their problem.
     *
     * @throws ProblemException if a folder of images, disks or machines cannot be read
     */
    public List<KnownImage> list() throws ProblemException, InterruptedException {
        Map<Path, Draft> drafts = new LinkedHashMap<>();
        for (LibraryEntry entry : library.list()) {
            addEntry(entry, drafts);
        }
        for (Path file : filesOf(paths.disks())) {
            addLoose(file, drafts);
        }
        List<FileUse> uses = machines.uses().all();
        for (FileUse use : uses) {
            addUsed(use, drafts);
        }
        for (Draft draft : List.copyOf(drafts.values())) {
            if (draft.kind() == KnownImage.Kind.DISK && !draft.isFailed()) {
                readChain(draft, drafts);
            }
        }
        for (FileUse use : uses) {
            Draft draft = drafts.get(real(use.file()));
            if (draft != null) {
                draft.usedBy(use);
            }
        }
        Map<Path, ImageCheck> known = checks.all();
        List<KnownImage> all = new ArrayList<>(drafts.size());
        for (Draft draft : drafts.values()) {
            tellSize(draft);
            all.add(draft.finish(known));
        }
        return List.copyOf(all);
    }

    /** Why not all images and not all that machines use is seen now: a folder that a person has chosen is away. */
    public List<Problem> problems() {
        List<Problem> all = new ArrayList<>(machines.problems());
        library.problems().stream().filter(one -> !all.contains(one)).forEach(all::add);
        return List.copyOf(all);
    }

    /**
     * The image of this file, if it is one that Hamlet knows.
     *
     * @throws ProblemException {@code DiskMissing} if Hamlet knows no such image, as {@link #list()}
     */
    public KnownImage find(Path file) throws ProblemException, InterruptedException {
        Path wanted = real(file);
        return list().stream()
                .filter(image -> image.file().equals(wanted))
                .findFirst()
                .orElseThrow(() -> new ProblemException(new MediaProblem.DiskMissing(wanted)));
    }

    ImageChecks checks() {
        return checks;
    }

    private static void addEntry(LibraryEntry entry, Map<Path, Draft> drafts) {
        switch (entry) {
            case BrokenImage broken -> {
                Path folder = real(broken.folder());
                Draft draft = new Draft(folder, broken.name(), KnownImage.Kind.UNKNOWN, KnownImage.Place.LIBRARY);
                draft.failed(broken.problem());
                drafts.put(folder, draft);
            }
            case LibraryImage image -> {
                Path file = real(image.files().getFirst());
                KnownImage.Kind kind = image.disk().isPresent()
                        ? KnownImage.Kind.DISK
                        : image.cd().isPresent() ? KnownImage.Kind.CD : KnownImage.Kind.KERNEL;
                Draft draft = new Draft(file, image.name(), kind, KnownImage.Place.LIBRARY);
                image.diskFormat().ifPresent(draft::recorded);
                draft.kept(kind == KnownImage.Kind.KERNEL ? null : image.facts().digest(), arrival(image));
                drafts.put(file, draft);
            }
        }
    }

    /** When the image was whole: its facts are written last. */
    private static Instant arrival(LibraryImage image) {
        try {
            return Files.getLastModifiedTime(image.folder().resolve(ImageLibrary.FACTS))
                    .toInstant();
        } catch (IOException e) {
            return image.facts().made();
        }
    }

    private void addLoose(Path file, Map<Path, Draft> drafts) {
        try {
            boolean cd = cds.isCd(file);
            Draft draft = new Draft(
                    file, nameOf(file), cd ? KnownImage.Kind.CD : KnownImage.Kind.DISK, KnownImage.Place.DISKS);
            if (!cd) {
                draft.recorded(LooseDisks.formatOf(file));
            }
            drafts.put(file, draft);
        } catch (ProblemException e) {
            // A note or a picture that somebody put there is no image.
        }
    }

    private void addUsed(FileUse use, Map<Path, Draft> drafts) {
        Path file = real(use.file());
        boolean disk = use.role() == FileUse.Role.DISK;
        if ((!disk && use.role() != FileUse.Role.CD) || drafts.containsKey(file)) {
            return;
        }
        Draft draft = new Draft(file, nameOf(file), disk ? KnownImage.Kind.DISK : KnownImage.Kind.CD, placeOf(file));
        if (use.format() != null) {
            draft.recorded(use.format());
        }
        if (!Files.exists(file)) {
            draft.failed(
                    disk
                            ? new MediaProblem.DiskMissing(use.name(), file)
                            : new MediaProblem.CdMissing(use.name(), file));
        }
        drafts.put(file, draft);
    }

    /** The disk, and all that it builds on: what was not known becomes known by that. */
    private void readChain(Draft draft, Map<Path, Draft> drafts) {
        DiskFormat format = draft.format();
        try {
            List<DiskHeader> chain = format == null ? disks.chain(draft.file()) : disks.chain(draft.file(), format);
            Draft now = draft;
            for (int i = 0; i < chain.size(); i++) {
                Path base = i + 1 < chain.size() ? real(chain.get(i + 1).file()) : null;
                now.disk(chain.get(i), base);
                if (base != null) {
                    now = drafts.computeIfAbsent(
                            base, file -> new Draft(file, nameOf(file), KnownImage.Kind.DISK, placeOf(file)));
                }
            }
        } catch (ProblemException e) {
            draft.failed(e.problem());
            readHeader(draft, format);
        }
    }

    /** What can be told of a disk although something that it builds on is missing. */
    private static void readHeader(Draft draft, @Nullable DiskFormat format) {
        try {
            DiskHeader header = format == null ? DiskHeader.read(draft.file()) : DiskHeader.read(draft.file(), format);
            Backing backing = header.backing();
            draft.disk(header, backing == null || backing.file() == null ? null : real(backing.file()));
        } catch (ProblemException e) {
            // Its problem is told already.
        }
    }

    private void tellSize(Draft draft) throws InterruptedException {
        DiskFormat format = draft.format();
        if (draft.kind() != KnownImage.Kind.DISK || format == null || draft.virtualBytes() >= 0) {
            return;
        }
        try {
            Instant changed = Files.getLastModifiedTime(draft.file()).toInstant();
            Size known = sizes.get(draft.file());
            if (known == null || !known.changed().equals(changed)) {
                known = new Size(
                        changed,
                        disks.inspect(draft.file(), format).virtualSize().bytes());
                sizes.put(draft.file(), known);
            }
            draft.virtualBytes(known.virtualBytes());
        } catch (ProblemException | IOException e) {
            // Nobody knows it, then.
        }
    }

    private KnownImage.Place placeOf(Path file) {
        Folders folders = paths.folders();
        if (isIn(folders.machines(), file)) {
            return KnownImage.Place.MACHINE;
        } else if (file.startsWith(real(paths.disks()))) {
            return KnownImage.Place.DISKS;
        }
        return isIn(folders.images(), file) ? KnownImage.Place.LIBRARY : KnownImage.Place.ELSEWHERE;
    }

    private static boolean isIn(Places places, Path file) {
        return places.all().stream().anyMatch(folder -> file.startsWith(real(folder)));
    }

    private static List<Path> filesOf(Path folder) throws ProblemException {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                if (Files.isRegularFile(entry)
                        && !entry.getFileName().toString().startsWith(".")) {
                    files.add(real(entry));
                }
            }
            return files;
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw new ProblemException(new HostProblem.FolderUnusable(folder, WholeFile.reason(e)), e);
        } catch (DirectoryIteratorException e) {
            IOException why = Objects.requireNonNull(e.getCause());
            throw new ProblemException(new HostProblem.FolderUnusable(folder, WholeFile.reason(why)), why);
        }
    }

    static Path real(Path file) {
        try {
            return file.toRealPath();
        } catch (IOException e) {
            return file.toAbsolutePath().normalize();
        }
    }

    private static String nameOf(Path file) {
        return String.valueOf(file.getFileName());
    }
}
