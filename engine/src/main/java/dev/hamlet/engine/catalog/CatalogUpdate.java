package dev.hamlet.engine.catalog;

import dev.hamlet.engine.host.HamletPaths;
import dev.hamlet.engine.host.WholeFile;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.problem.DownloadProblem;
import dev.hamlet.engine.problem.HostProblem;
import dev.hamlet.engine.problem.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/**
 * Brings the user's own catalogue file from an address that the user trusts: whoever controls that address names the
 * images, and what they are held to. The file is read whole before it takes the place of the present one, which goes to
 * the trash. Safe for use by many threads.
 */
public final class CatalogUpdate {
    private static final int LARGEST = 4 << 20;
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "[::1]", "localhost");
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

    private final HamletPaths paths;
    private final Download download;
    private final TimeSource time;
    private final CatalogPreferencesJson preferences;

    /** Updates of the catalogue of this home. */
    public CatalogUpdate(HamletPaths paths, Download download, TimeSource time) {
        this.paths = paths;
        this.download = download;
        this.time = time;
        this.preferences = new CatalogPreferencesJson(paths, time);
    }

    /** The address that the person trusts: of the last update, or chosen in preferences. */
    public Optional<String> address() {
        return preferences.allowed().address();
    }

    /** When the user's file last changed; empty where there is none. */
    public Optional<Instant> changed() {
        try {
            return Optional.of(
                    Files.getLastModifiedTime(Catalog.userFile(paths)).toInstant());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /**
     * Refuses an address that may not be trusted, without asking it.
     *
     * @throws ProblemException {@code CatalogAddressRefused}
     */
    public static void check(String address) throws ProblemException {
        URI _ = url(address);
    }

    /**
     * Brings the file of this address, which is remembered, and answers the catalogue with it.
     *
     * @param address https or file, or http on this computer
     * @throws ProblemException {@code CatalogAddressRefused}, {@code CatalogUnreadable}, or as {@link Download#fetch}; the
     *     present file is as it was
     */
    public Catalog from(String address) throws ProblemException, InterruptedException {
        URI url = url(address);
        byte[] content = "file".equals(url.getScheme())
                ? local(url, address)
                : download.text(url).getBytes(StandardCharsets.UTF_8);
        CatalogJson.read(content, nameOf(url));
        Path file = Catalog.userFile(paths);
        try {
            HamletPaths.makePrivate(paths.config());
            keepPresent(file, content);
            WholeFile.write(file, content);
        } catch (IOException e) {
            throw new ProblemException(new HostProblem.FileUnusable(file, WholeFile.reason(e)), e);
        }
        CatalogPreferences _ = preferences.change(before -> before.broughtFrom(url.toString(), time.now()));
        return Catalog.open(paths);
    }

    private static URI url(String address) throws ProblemException {
        try {
            URI url = new URI(address.strip());
            String scheme = String.valueOf(url.getScheme());
            boolean trusted = switch (scheme) {
                case "https" -> url.getHost() != null;
                case "http" -> LOOPBACK.contains(String.valueOf(url.getHost()));
                case "file" -> url.getPath() != null && url.getHost() == null;
                default -> false;
            };
            if (trusted) {
                return url;
            }
        } catch (URISyntaxException e) {
            throw refused(address, String.valueOf(e.getMessage()));
        }
        throw refused(address, "only https and file addresses are trusted");
    }

    private static ProblemException refused(String address, String why) {
        return new ProblemException(new DownloadProblem.CatalogAddressRefused(address, why));
    }

    private static byte[] local(URI url, String address) throws ProblemException {
        Path file;
        try {
            file = Path.of(url);
        } catch (IllegalArgumentException e) {
            throw refused(address, String.valueOf(e.getMessage()));
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] content = in.readNBytes(LARGEST + 1);
            if (content.length > LARGEST) {
                throw new ProblemException(new DownloadProblem.CatalogUnreadable(file, 0, "it is far too large"));
            }
            return content;
        } catch (IOException e) {
            throw new ProblemException(new HostProblem.FileUnusable(file, WholeFile.reason(e)), e);
        }
    }

    /** The name of the file in what is told of it. */
    private static Path nameOf(URI url) {
        String path = String.valueOf(url.getPath());
        try {
            return Path.of(path.substring(path.lastIndexOf('/') + 1));
        } catch (InvalidPathException e) {
            return Path.of("catalog.json");
        }
    }

    /** What users wrote themselves is not lost. */
    private void keepPresent(Path file, byte[] next) throws IOException, ProblemException {
        if (Files.exists(file) && !Arrays.equals(Files.readAllBytes(file), next)) {
            HamletPaths.makePrivate(paths.trash());
            String name =
                    "catalog-" + STAMP.format(time.now()) + "-" + Long.toHexString(time.nanos() & 0xffff) + ".json";
            WholeFile.write(paths.trash().resolve(name), Files.readAllBytes(file));
        }
    }
}
