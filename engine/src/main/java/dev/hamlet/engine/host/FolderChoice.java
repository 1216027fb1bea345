package dev.hamlet.engine.host;

import dev.hamlet.engine.host.Folders.Kind;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.problem.HostProblem;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.nativebridge.FileLock;
import dev.hamlet.nativebridge.Users;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Chooses where machines and images lie. A choice acts at once, on what is made from then on, in every process of the home;
 * what lies in the folder of before stays there and stays listed. Choices of several processes come one after the other. Safe
 * for use by many threads; it blocks.
 */
public final class FolderChoice {
    private static final int LONGEST_SOCKET = 107;
    private static final Set<PosixFilePermission> OWN = PosixFilePermissions.fromString("rwx------");

    private final HamletPaths paths;
    private final TimeSource time;

    /** For this home. */
    public FolderChoice(HamletPaths paths) {
        this(paths, TimeSource.system());
    }

    /**
     * For this home.
     *
     * @param time measures how long another process is waited for
     */
    public FolderChoice(HamletPaths paths, TimeSource time) {
        this.paths = paths;
        this.time = time;
    }

    private FileLock turn() throws ProblemException, InterruptedException {
        return Turn.toChange(FoldersJson.file(paths), time);
    }

    /** What is chosen now. */
    public Folders now() {
        return paths.folders();
    }

    /**
     * Puts what is new of this kind into this folder, which is made where only it is missing.
     *
     * @throws ProblemException {@code FolderRefused} for one that cannot serve, {@code FolderAway} where the folder above it is
     *     missing, {@code FileSystemUnfit}, or {@code FileUnusable} if the choice cannot be kept; then all is as it was
     */
    public Folders choose(Kind kind, Path folder) throws ProblemException, InterruptedException {
        if (!folder.isAbsolute()) {
            throw refused(folder, "it is not a whole path from /");
        }
        Path wanted = folder.normalize();
        try (FileLock _ = turn()) {
            Folders before = now();
            if (wanted.equals(before.of(kind).usual())) {
                return keep(kind, before, Optional.empty());
            }
            if (!before.of(kind).forNew().equals(wanted)) {
                refuseShared(kind, wanted, before);
            }
            make(wanted);
            refuseOthers(wanted);
            refuseForeign(kind, wanted);
            prove(kind, wanted);
            return keep(kind, before, Optional.of(wanted));
        }
    }

    /**
     * Puts what is new of this kind into the usual folder again.
     *
     * @throws ProblemException {@code FileUnusable} if that cannot be kept
     */
    public Folders usual(Kind kind) throws ProblemException, InterruptedException {
        try (FileLock _ = turn()) {
            return keep(kind, now(), Optional.empty());
        }
    }

    /**
     * Lists no more what lies in a folder of before, which may be away for good. Nothing in it is touched.
     *
     * @throws ProblemException {@code FileUnusable} if that cannot be kept
     */
    public Folders forget(Kind kind, Path folder) throws ProblemException, InterruptedException {
        try (FileLock _ = turn()) {
            Folders before = now();
            Places places = before.of(kind);
            List<Path> former = places.former().stream()
                    .filter(one -> !one.equals(folder.normalize()))
                    .toList();
            Optional<Path> chosen = places.chosen().filter(one -> !one.equals(folder.normalize()));
            return write(kind, before, new Places(places.usual(), chosen, former));
        }
    }

    private Folders keep(Kind kind, Folders before, Optional<Path> chosen) throws ProblemException {
        Places places = before.of(kind);
        List<Path> former = new ArrayList<>();
        for (Path one : places.others()) {
            // What is away may hold something; what is empty needs no look.
            boolean needed = Folders.away(one).isPresent() || !things(one).isEmpty();
            if (needed && !chosen.equals(Optional.of(one)) && !former.contains(one)) {
                former.add(one);
            }
        }
        return write(kind, before, new Places(places.usual(), chosen, List.copyOf(former)));
    }

    private Folders write(Kind kind, Folders before, Places places) throws ProblemException {
        Folders next = switch (kind) {
            case MACHINES -> new Folders(places, before.images(), before.unread());
            case IMAGES -> new Folders(before.machines(), places, before.unread());
        };
        FoldersJson.write(paths, next);
        return now();
    }

    /** Two kinds in one folder, or one folder in the other, would be taken for one another. */
    private void refuseShared(Kind kind, Path wanted, Folders before) throws ProblemException {
        Path real = real(wanted);
        List<Path> taken = new ArrayList<>(List.of(paths.disks(), paths.trash(), paths.config(), paths.cache()));
        taken.addAll(before.machines().all());
        taken.addAll(before.images().all());
        taken.removeIf(
                one -> before.of(kind).others().contains(one) && real(one).equals(real));
        for (Path one : taken) {
            if (real(one).equals(real)) {
                throw refused(wanted, "Hamlet keeps other things there");
            } else if (real.startsWith(real(one))) {
                throw refused(wanted, "it lies in " + one + ", where Hamlet keeps other things");
            } else if (real(one).startsWith(real)) {
                throw refused(wanted, one + " lies in it, where Hamlet keeps other things");
            }
        }
        for (Path above = real; above != null; above = above.getParent()) {
            Path one = above;
            if (Stream.of(Kind.values()).anyMatch(any -> Files.exists(one.resolve(sign(any))))) {
                throw refused(wanted, one + " is the folder of one machine or image");
            }
        }
    }

    /** Only the folder itself: where one above it is missing, it is on a disk that is not there. */
    private static void make(Path folder) throws ProblemException {
        if (Files.isDirectory(folder)) {
            return;
        } else if (Files.exists(folder)) {
            throw refused(folder, "it is not a folder");
        }
        Path above = folder.getParent();
        if (above == null || !Files.isDirectory(above)) {
            throw new ProblemException(new HostProblem.FolderAway(folder, "there is no " + above));
        }
        try {
            Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(OWN));
        } catch (IOException e) {
            throw refused(folder, WholeFile.reason(e));
        }
    }

    /** Who may write there could make guests read any file of this user. */
    private static void refuseOthers(Path folder) throws ProblemException {
        try {
            Object owner = Files.getAttribute(folder, "unix:uid");
            boolean mine = owner instanceof Integer uid && Integer.toUnsignedLong(uid) == Users.effectiveUid();
            if (!mine) {
                throw refused(folder, "it belongs to another user");
            } else if (Files.getPosixFilePermissions(folder).contains(PosixFilePermission.OTHERS_WRITE)) {
                throw refused(folder, "every user may write there");
            }
        } catch (IOException e) {
            throw refused(folder, WholeFile.reason(e));
        }
    }

    /** What lies there would be listed as broken machines or images. */
    private static void refuseForeign(Kind kind, Path folder) throws ProblemException {
        for (Path thing : things(folder)) {
            if (!Files.exists(thing.resolve(sign(kind)))) {
                throw refused(folder, "other things lie there, such as " + thing.getFileName());
            }
        }
    }

    private static String sign(Kind kind) {
        return switch (kind) {
            case MACHINES -> "machine.json";
            case IMAGES -> "image.json";
        };
    }

    private static List<Path> things(Path folder) throws ProblemException {
        try (DirectoryStream<Path> all = Files.newDirectoryStream(
                folder,
                one -> Files.isDirectory(one, LinkOption.NOFOLLOW_LINKS)
                        && !one.getFileName().toString().startsWith("."))) {
            List<Path> things = new ArrayList<>();
            all.forEach(things::add);
            return things;
        } catch (DirectoryIteratorException e) {
            throw refused(folder, WholeFile.reason(Objects.requireNonNull(e.getCause())));
        } catch (IOException e) {
            throw refused(folder, WholeFile.reason(e));
        }
    }

    /** What a guest needs of its folder is tried, since the name of a file system tells little of it. */
    private static void prove(Kind kind, Path folder) throws ProblemException {
        try {
            Path trial = Files.createTempDirectory(folder, ".hamlet-trial-", PosixFilePermissions.asFileAttribute(OWN));
            try {
                if (!Files.getPosixFilePermissions(trial).equals(OWN)) {
                    throw unfit(folder);
                }
                if (kind == Kind.MACHINES) {
                    proveSocket(folder, trial.resolve("s"));
                }
                WholeFile.write(
                        folder.resolve(Folders.MARK),
                        "Hamlet keeps files here. Without this one it takes the folder for a disk that is not there.\n"
                                .getBytes(StandardCharsets.US_ASCII));
            } finally {
                Files.deleteIfExists(trial.resolve("s"));
                Files.deleteIfExists(trial);
            }
        } catch (UnsupportedOperationException e) {
            throw unfit(folder);
        } catch (IOException e) {
            throw refused(folder, WholeFile.reason(e));
        }
    }

    private static void proveSocket(Path folder, Path socket) throws ProblemException, IOException {
        // The kernel takes no longer path here; guests of machines get by with that, in a way of their own.
        if (socket.toString().getBytes(StandardCharsets.UTF_8).length > LONGEST_SOCKET) {
            return;
        }
        try (ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.bind(UnixDomainSocketAddress.of(socket));
        } catch (IOException e) {
            throw unfit(folder);
        }
    }

    private static ProblemException unfit(Path folder) {
        String type = "";
        try {
            type = Files.getFileStore(folder).type();
        } catch (IOException e) {
            // Its name is not needed to say that it cannot serve.
        }
        return new ProblemException(new HostProblem.FileSystemUnfit(folder, type));
    }

    private static ProblemException refused(Path folder, String why) {
        return new ProblemException(new HostProblem.FolderRefused(folder, why));
    }

    /** With symbolic links followed as far as the way exists. */
    private static Path real(Path folder) {
        Path existing = folder.toAbsolutePath().normalize();
        Path rest = Path.of("");
        while (!Files.exists(existing) && existing.getParent() != null) {
            rest = existing.getFileName().resolve(rest);
            existing = existing.getParent();
        }
        try {
            return existing.toRealPath().resolve(rest).normalize();
        } catch (IOException notToBeFollowed) {
            return folder.toAbsolutePath().normalize();
        }
    }
}
