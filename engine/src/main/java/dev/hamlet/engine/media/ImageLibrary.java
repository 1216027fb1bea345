package dev.hamlet.engine.media;

import dev.hamlet.engine.host.Folders;
import dev.hamlet.engine.host.HamletPaths;
import dev.hamlet.engine.host.WholeFile;
import dev.hamlet.engine.job.Progress;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.problem.HostProblem;
import dev.hamlet.engine.problem.MediaProblem;
import dev.hamlet.engine.problem.Nearest;
import dev.hamlet.engine.problem.Problem;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.nativebridge.Directories;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The images that machines are made from: one folder each, with {@code image.json} and the files it names. An image
 * appears whole, by one rename, and leaves by one, to the trash. Safe for use by many threads and many processes; names
 * are unique without regard to case, since the folder's name derives from them.
 */
public final class ImageLibrary {
    /** The name of the file that says what an image is. */
    public static final String FACTS = "image.json";

    private static final int LARGEST_FACTS = 1 << 20;
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

    private final HamletPaths paths;
    private final DiskImages disks;
    private final CdImages cds;
    private final TimeSource time;

    /** The library of this home. */
    public ImageLibrary(HamletPaths paths, DiskImages disks, CdImages cds, TimeSource time) {
        this.paths = paths;
        this.disks = disks;
        this.cds = cds;
        this.time = time;
    }

    /** Makes the files of a new image. */
    @FunctionalInterface
    public interface Filling {
        /**
         * Makes the files in this folder and says what they are; the image's name is the one it was asked for.
         *
         * @param folder empty, private, not at its final place: nothing may remember a path in it
         * @throws ProblemException why it cannot be made; the folder is removed
         */
        ImageFacts fill(Path folder, Progress progress) throws ProblemException, InterruptedException;
    }

    /**
     * All images by name, broken ones with their problem.
     *
     * @throws ProblemException if the folder of images cannot be read
     */
    public List<LibraryEntry> list() throws ProblemException {
        List<LibraryEntry> all = new ArrayList<>();
        for (Path folder : paths.folders().present(Folders.Kind.IMAGES)) {
            addAll(folder, all);
        }
        all.sort(Comparator.comparing(LibraryEntry::name, String.CASE_INSENSITIVE_ORDER)
                .thenComparing(LibraryEntry::id));
        return List.copyOf(all);
    }

    private static void addAll(Path folder, List<LibraryEntry> all) throws ProblemException {
        PartFile.sweep(folder);
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                if (Files.isDirectory(entry) && !entry.getFileName().toString().startsWith(".")) {
                    all.add(read(entry.toAbsolutePath()));
                }
            }
        } catch (NoSuchFileException e) {
            // The usual folder is made with the first image.
            return;
        } catch (IOException e) {
            throw HamletPaths.unusable(folder, e);
        }
    }

    /** Why not all images are seen now: a folder that a person has chosen is away. */
    public List<Problem> problems() {
        return paths.folders().problems(Folders.Kind.IMAGES);
    }

    /**
     * The image of this name or id, or the only one of this system.
     *
     * @throws ProblemException {@code ImageNotFound} with the nearest name, or the problem of a broken one
     */
    public LibraryImage find(String name) throws ProblemException {
        return switch (findEntry(name)) {
            case LibraryImage image -> image;
            case BrokenImage broken -> throw new ProblemException(broken.problem());
        };
    }

    /**
     * The image of this name or id, or the only one of this system, broken or not.
     *
     * @throws ProblemException {@code ImageNotFound}
     */
    public LibraryEntry findEntry(String name) throws ProblemException {
        List<LibraryEntry> all = list();
        Optional<LibraryEntry> found = all.stream()
                .filter(entry -> entry.name().equalsIgnoreCase(name.strip()))
                .findFirst()
                .or(() -> all.stream().filter(entry -> entry.id().equals(name)).findFirst())
                .or(() -> ofSystem(all, name));
        if (found.isEmpty()) {
            List<String> names = Stream.concat(
                            all.stream().map(LibraryEntry::name), all.stream().map(LibraryEntry::id))
                    .toList();
            throw new ProblemException(new MediaProblem.ImageNotFound(name, Nearest.of(name, names)));
        }
        return found.get();
    }

    /**
     * The image that this file is a part of, by its name: machines build on such files and never write to them.
     *
     * @throws ProblemException if the folder of images cannot be read
     */
    public Optional<String> ownerOf(Path file) throws ProblemException {
        Path real = realOf(file);
        return list().stream()
                .filter(entry -> real.startsWith(realOf(entry.folder())))
                .map(LibraryEntry::name)
                .findFirst();
    }

    private static Path realOf(Path file) {
        try {
            return file.toRealPath();
        } catch (IOException e) {
            return file.toAbsolutePath().normalize();
        }
    }

    private static Optional<LibraryEntry> ofSystem(List<LibraryEntry> all, String system) {
        List<LibraryEntry> found = all.stream()
                .filter(entry -> entry instanceof LibraryImage image
                        && image.facts().system().equalsIgnoreCase(system.strip()))
                .toList();
        return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
    }

    /**
     * Copies a disk or CD image into the library; its format is kept, and it must stand alone.
     *
     * @param facts what is known of it; its disk, CD and digest are filled in here
     * @throws ProblemException {@code ImageNameTaken}, {@code DiskInUse}, {@code ReferenceRefused} if it builds on another
     *     file, {@code SpaceShort}, as {@link DiskHeader#read(Path)}
     */
    public LibraryImage add(Path file, ImageFacts facts, Progress progress)
            throws ProblemException, InterruptedException {
        Path source = file.toAbsolutePath();
        if (cds.isCd(source)) {
            return create(
                    facts.name(),
                    (folder, part) -> {
                        Path cd = Path.of("cd.iso");
                        return facts.withCd(cd).withDigest(copy(source, folder.resolve(cd), part));
                    },
                    progress);
        }
        DiskInfo info = disks.inspect(source);
        if (info.backing() != null) {
            throw new ProblemException(
                    new MediaProblem.ReferenceRefused(source, info.backing().reference()));
        } else if (info.format() == DiskFormat.VMDK && VmdkDescriptor.hasExtents(source)) {
            throw new ProblemException(new MediaProblem.ReferenceRefused(source, "extents"));
        } else if (disks.isInUse(source)) {
            throw new ProblemException(new MediaProblem.DiskInUse(source, FileHolder.of(source)));
        }
        return create(
                facts.name(),
                (folder, part) -> {
                    FreeSpace.require(folder, info.actualSize().bytes());
                    Path disk = Path.of("disk." + info.format().word());
                    String digest = copy(source, folder.resolve(disk), part);
                    return facts.withDisk(disk, info.format()).withDigest(digest);
                },
                progress);
    }

    private static String copy(Path from, Path to, Progress progress) throws ProblemException, InterruptedException {
        try {
            return FileCopy.copy(from, to, progress);
        } catch (ClosedByInterruptException e) {
            throw (InterruptedException) new InterruptedException().initCause(e);
        } catch (IOException e) {
            Path folder = PartFile.folderOf(to);
            boolean full = String.valueOf(e.getMessage()).endsWith("No space left on device");
            throw new ProblemException(
                    full
                            ? new MediaProblem.SpaceShort(folder, FreeSpace.sizeOf(from), FreeSpace.of(folder))
                            : new MediaProblem.FileUnreadable(from, WholeFile.reason(e)),
                    e);
        }
    }

    /**
     * Makes a new image: its files are made in a private folder, which then gets its place.
     *
     * @throws ProblemException {@code ImageNameTaken}, {@code ArgumentInvalid} for a name that cannot be, and whatever the
     *     filling fails for
     */
    public LibraryImage create(String name, Filling filling, Progress progress)
            throws ProblemException, InterruptedException {
        String title = ImageNames.check(name);
        Path library = paths.folders().ready(Folders.Kind.IMAGES);
        Path place = library.toAbsolutePath().resolve(ImageNames.idOf(title));
        PartFile.sweep(library);
        refuseTaken(place, title);
        Path making = place.resolveSibling(PartFile.newName());
        HamletPaths.makePrivate(making);
        try {
            ImageFacts facts = filling.fill(making, progress).withName(title);
            requireFiles(making, facts);
            WholeFile.write(making.resolve(FACTS), ImageFactsJson.write(facts));
            seal(making);
            progress.check();
            Files.move(making, place, StandardCopyOption.ATOMIC_MOVE);
            Directories.sync(library);
            return new LibraryImage(place.getFileName().toString(), place, facts);
        } catch (FileAlreadyExistsException | DirectoryNotEmptyException | AtomicMoveNotSupportedException e) {
            throw new ProblemException(new MediaProblem.ImageNameTaken(title), e);
        } catch (IOException e) {
            refuseTaken(place, title);
            throw new ProblemException(new HostProblem.FolderUnusable(place, WholeFile.reason(e)), e);
        } finally {
            PartFile.delete(making);
        }
    }

    /** In whichever folder: an image is found by its name. */
    private void refuseTaken(Path place, String name) throws ProblemException {
        boolean taken = paths.folders().present(Folders.Kind.IMAGES).stream()
                .anyMatch(folder -> Files.exists(folder.resolve(place.getFileName())));
        if (taken) {
            throw new ProblemException(new MediaProblem.ImageNameTaken(name));
        }
    }

    private static void requireFiles(Path folder, ImageFacts facts) throws ProblemException {
        LibraryImage image = new LibraryImage("new", folder, facts);
        if (image.files().isEmpty()) {
            throw new ProblemException(new MediaProblem.ImageBroken(facts.name(), folder, "it has no files"));
        }
        Optional<Problem> missing = missing(image);
        if (missing.isPresent()) {
            throw new ProblemException(missing.get());
        }
    }

    /** Machines build on these files: nobody, and no program by mistake, writes to them. */
    private static void seal(Path folder) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                if (Files.isRegularFile(file)) {
                    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--------"));
                }
            }
        }
        Directories.sync(folder);
    }

    /**
     * Moves an image to the trash and answers where it lies now. Deleting what is not there is {@code ImageNotFound}.
     *
     * @param users who uses a file: names of machines
     * @throws ProblemException {@code ImageNotFound}, {@code ImageInUse} if a machine or another image uses one of its
     *     files; then nothing is moved
     */
    public Path delete(String name, Function<Path, List<String>> users) throws ProblemException {
        LibraryEntry entry = findEntry(name);
        Path library = PartFile.folderOf(entry.folder());
        Path trash = paths.trashOf(library).toAbsolutePath();
        Path to = trash.resolve(
                "image-" + entry.id() + "-" + STAMP.format(time.now()) + "-" + Long.toHexString(time.nanos() & 0xffff));
        try {
            refuseUsed(entry, users);
            HamletPaths.makePrivate(trash);
            Files.move(entry.folder(), to, StandardCopyOption.ATOMIC_MOVE);
            Directories.sync(library);
            return to;
        } catch (IOException e) {
            throw new ProblemException(new HostProblem.FolderUnusable(entry.folder(), WholeFile.reason(e)), e);
        }
    }

    private void refuseUsed(LibraryEntry entry, Function<Path, List<String>> users)
            throws ProblemException, IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(entry.folder())) {
            for (Path file : files) {
                List<String> all = new ArrayList<>(users.apply(file));
                all.addAll(imagesOn(file, entry));
                if (!all.isEmpty()) {
                    throw new ProblemException(new MediaProblem.ImageInUse(file, all));
                }
            }
        }
    }

    private List<String> imagesOn(Path file, LibraryEntry owner) throws ProblemException {
        List<String> names = new ArrayList<>();
        for (LibraryEntry other : list()) {
            if (other instanceof LibraryImage image && !image.id().equals(owner.id()) && buildsOn(image, file)) {
                names.add(image.name());
            }
        }
        return names;
    }

    private static boolean buildsOn(LibraryImage image, Path file) {
        try {
            ImageFacts.DiskFile disk = image.facts().disk();
            if (disk == null) {
                return false;
            }
            Backing backing = DiskHeader.read(image.folder().resolve(disk.file()), disk.format())
                    .backing();
            return backing != null
                    && backing.file() != null
                    && Files.exists(backing.file())
                    && Files.isSameFile(backing.file(), file);
        } catch (ProblemException | IOException e) {
            // A disk that cannot be read builds on nothing that could be kept for it.
            return false;
        }
    }

    private static LibraryEntry read(Path folder) {
        String id = folder.getFileName().toString();
        Path file = folder.resolve(FACTS);
        try {
            LibraryImage image = new LibraryImage(id, folder, ImageFactsJson.read(content(file)));
            Optional<Problem> missing = missing(image);
            return missing.isPresent() ? new BrokenImage(id, image.name(), folder, missing.get()) : image;
        } catch (ImageFactsJson.ShapeException e) {
            return broken(id, folder, e.why());
        } catch (IOException e) {
            return broken(id, folder, FACTS + ": " + WholeFile.reason(e));
        }
    }

    /** Read by a stream, since a channel would take an interruption of the caller for a failure of the file. */
    private static byte[] content(Path file) throws IOException {
        if (!Files.readAttributes(file, BasicFileAttributes.class).isRegularFile()) {
            throw new IOException("not a regular file");
        }
        try (FileInputStream in = new FileInputStream(file.toFile())) {
            byte[] content = in.readNBytes(LARGEST_FACTS + 1);
            if (content.length > LARGEST_FACTS) {
                throw new IOException("far too large");
            }
            return content;
        }
    }

    private static BrokenImage broken(String id, Path folder, String why) {
        return new BrokenImage(id, id, folder, new MediaProblem.ImageBroken(id, folder, why));
    }

    private static Optional<Problem> missing(LibraryImage image) {
        if (image.files().isEmpty()) {
            return Optional.of(new MediaProblem.ImageBroken(image.name(), image.folder(), "it names no files"));
        }
        return image.disk()
                .filter(file -> !Files.isRegularFile(file))
                .<Problem>map(MediaProblem.DiskMissing::new)
                .or(() -> image.cd()
                        .filter(file -> !Files.isRegularFile(file))
                        .map(file -> new MediaProblem.CdMissing("", file)))
                .or(() -> image.kernel()
                        .filter(file -> !Files.isRegularFile(file))
                        .or(() -> image.initrd().filter(file -> !Files.isRegularFile(file)))
                        .map(MediaProblem.KernelMissing::new));
    }
}
