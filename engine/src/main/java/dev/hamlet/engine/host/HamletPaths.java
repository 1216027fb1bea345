package dev.hamlet.engine.host;

import dev.hamlet.engine.problem.HostProblem;
import dev.hamlet.engine.problem.ProblemException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.UUID;

/**
 * Where Hamlet's files lie. On Linux the places of the XDG Base Directory Specification 0.8; {@code HAMLET_HOME} moves
 * all of them into one folder.
 *
 * @param config preferences
 * @param data machines and images: what a user would miss
 * @param cache what can be had again: downloads, probes
 * @param state logs of Hamlet itself
 */
public record HamletPaths(Path config, Path data, Path cache, Path state) {
    /**
     * The places that this environment names.
     *
     * @throws ProblemException {@code FolderUnusable} if neither HAMLET_HOME nor HOME names an absolute folder,
     *     {@code NameUnfit} if a name has letters that the locale does not have
     */
    public static HamletPaths of(Map<String, String> environment) throws ProblemException {
        String moved = environment.getOrDefault("HAMLET_HOME", "");
        if (!moved.isEmpty()) {
            Path home = FileNames.path("HAMLET_HOME", moved).toAbsolutePath().normalize();
            return new HamletPaths(
                    home.resolve("config"), home.resolve("data"), home.resolve("cache"), home.resolve("state"));
        }
        Path home = userHome(environment);
        return new HamletPaths(
                place(environment, "XDG_CONFIG_HOME", home.resolve(".config")),
                place(environment, "XDG_DATA_HOME", home.resolve(".local/share")),
                place(environment, "XDG_CACHE_HOME", home.resolve(".cache")),
                place(environment, "XDG_STATE_HOME", home.resolve(".local/state")));
    }

    /** Where machines and images lie by the choice that a person has made; read from its file at each call. */
    public Folders folders() {
        return FoldersJson.read(this);
    }

    /** The usual folder of machines; there may be others, see {@link #folders()}. */
    public Path machines() {
        return data.resolve("machines");
    }

    /** The usual folder of the image library; there may be others, see {@link #folders()}. */
    public Path images() {
        return data.resolve("images");
    }

    /** The folder of disks that belong to no machine: what users make or put there. */
    public Path disks() {
        return data.resolve("disks");
    }

    /** Where deleted machines, images and disks wait. */
    public Path trash() {
        return data.resolve("trash");
    }

    /** Where what is deleted from this folder of machines or images waits: on the same file system, so that a rename does. */
    public Path trashOf(Path folder) {
        return folder.startsWith(data) ? trash() : folder.resolve(".trash");
    }

    /** Where downloads are kept. */
    public Path downloads() {
        return cache.resolve("downloads");
    }

    /** Where answers of slow probes are kept. */
    public Path probes() {
        return cache.resolve("probes");
    }

    /**
     * The id of this home, made at first use: names of host-wide things (bridges, tables, groups) derive from it, so
     * that two homes on one host never meet.
     *
     * @throws ProblemException if the data folder cannot be written
     */
    public String homeId() throws ProblemException {
        Path file = data.resolve("home-id");
        try {
            if (!Files.exists(file)) {
                makePrivate(data);
                WholeFile.writeNew(file, UUID.randomUUID().toString().getBytes(StandardCharsets.US_ASCII));
            }
            return Files.readString(file, StandardCharsets.US_ASCII).strip();
        } catch (IOException e) {
            throw new ProblemException(new HostProblem.FileUnusable(file, WholeFile.reason(e)), e);
        }
    }

    /**
     * Makes this folder and those above it where they are missing, the folder itself for the user alone (mode 0700).
     *
     * @throws ProblemException {@code FolderUnusable}
     */
    public static void makePrivate(Path folder) throws ProblemException {
        try {
            if (!Files.isDirectory(folder)) {
                Files.createDirectories(
                        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
        } catch (IOException e) {
            throw unusable(folder, e);
        }
    }

    /** Why this folder cannot be used, with the file's name where one stands in the way. */
    public static ProblemException unusable(Path folder, IOException failure) {
        String why = WholeFile.reason(failure);
        for (Path above = folder.toAbsolutePath(); above != null; above = above.getParent()) {
            if (Files.exists(above) && !Files.isDirectory(above)) {
                why = above + " is not a folder";
            }
        }
        return new ProblemException(new HostProblem.FolderUnusable(folder, why), failure);
    }

    private static Path userHome(Map<String, String> environment) throws ProblemException {
        String home = environment.getOrDefault("HOME", "");
        // Without HOME the JVM still knows the home folder of the user database; "?" is its word for not knowing.
        String named = home.isEmpty() ? System.getProperty("user.home", "") : home;
        Path folder = FileNames.path("HOME", named);
        if (named.isEmpty() || named.equals("?") || !folder.isAbsolute()) {
            throw new ProblemException(new HostProblem.FolderUnusable(folder, "HOME names no absolute folder"));
        }
        return folder;
    }

    private static Path place(Map<String, String> environment, String variable, Path otherwise)
            throws ProblemException {
        Path named = FileNames.path(variable, environment.getOrDefault(variable, ""));
        // The specification: "All paths set in these environment variables must be absolute", others are ignored.
        return (named.isAbsolute() ? named : otherwise).resolve("hamlet");
    }
}
