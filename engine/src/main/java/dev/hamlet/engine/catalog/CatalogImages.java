package dev.hamlet.engine.catalog;

import dev.hamlet.engine.host.HamletPaths;
import dev.hamlet.engine.host.WholeFile;
import dev.hamlet.engine.job.Phrase;
import dev.hamlet.engine.job.Progress;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.media.DiskImages;
import dev.hamlet.engine.media.DiskInfo;
import dev.hamlet.engine.media.ImageFacts;
import dev.hamlet.engine.media.ImageLibrary;
import dev.hamlet.engine.media.LibraryImage;
import dev.hamlet.engine.problem.DownloadProblem;
import dev.hamlet.engine.problem.HostProblem;
import dev.hamlet.engine.problem.MediaProblem;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.engine.transfer.Digest;
import dev.hamlet.engine.transfer.Http;
import dev.hamlet.engine.transfer.PartialDownload;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;

/**
 * Brings images of the catalogue into the library. Safe for use by many threads and processes: an image is fetched once.
 */
public final class CatalogImages {
    /** Not there, and not there any more (RFC 9110 section 15.5): publishers remove dated builds. */
    private static final Set<Integer> GONE = Set.of(404, 410);

    private final HamletPaths paths;
    private final ImageMaking making;
    private final DiskImages disks;
    private final Download download;
    private final TimeSource time;

    /** Images for the library of this home. */
    public CatalogImages(
            HamletPaths paths, ImageLibrary library, DiskImages disks, Download download, TimeSource time) {
        this.paths = paths;
        this.making = new ImageMaking(paths, library, time);
        this.disks = disks;
        this.download = download;
        this.time = time;
    }

    /** The name that an entry's image has in the library, such as {@code Debian 12}. */
    public static String imageName(CatalogEntry entry) {
        return entry.name() + " " + entry.version();
    }

    /**
     * The image of this entry: the one that the library has, else fetched now.
     *
     * @throws ProblemException as {@link Download#fetch} and {@link Download#promised}; {@code DiskFormatWrong}, {@code
     *     NotADisk} or {@code ReferenceRefused} if what was promised is no image that stands alone
     * @throws InterruptedException if it was cancelled; what came is kept for the next time
     */
    public LibraryImage fetch(CatalogEntry entry, Progress progress) throws ProblemException, InterruptedException {
        return making.once(entry.id(), imageName(entry), progress, (folder, part) -> fill(entry, folder, part));
    }

    /** Whether the site that this entry's image comes from offers it now; told within some seconds. */
    public boolean isInReach(CatalogEntry entry) throws InterruptedException {
        return download.offers(entry.sources().getFirst().url());
    }

    /** What an earlier try has left of this entry's image; {@link #fetch} goes on with it. */
    public Optional<PartialDownload> partOf(CatalogEntry entry) {
        return new KeptParts(paths).of(entry);
    }

    /** Removes what an earlier try has left of this entry's image; what is being brought just now stays. */
    public void forgetPart(CatalogEntry entry) {
        new KeptParts(paths).remove(entry);
    }

    private ImageFacts fill(CatalogEntry entry, Path folder, Progress progress)
            throws ProblemException, InterruptedException {
        Iterator<ImageSource> sources = entry.sources().iterator();
        while (true) {
            ImageSource source = sources.next();
            try {
                return fill(entry, source, folder, progress);
            } catch (ProblemException e) {
                boolean gone =
                        e.problem() instanceof DownloadProblem.SiteRefused refused && GONE.contains(refused.status());
                if (!gone || !sources.hasNext()) {
                    throw e;
                }
            }
        }
    }

    private ImageFacts fill(CatalogEntry entry, ImageSource source, Path folder, Progress progress)
            throws ProblemException, InterruptedException {
        String site = Http.site(source.url());
        Progress _ = progress.part(Phrase.of("step.ask-digest", site), 0.01);
        Digest digest = download.promised(source);
        // What another digest was promised for never meets this file, whatever it is called.
        Path file = paths.downloads()
                .toAbsolutePath()
                .resolve(digest.algorithm().word() + "-" + digest.hex().substring(0, 32))
                .resolve(source.fileName());
        download.fetch(source.url(), digest, file, progress.part(Phrase.of("step.download", source.fileName()), 0.97));
        Progress _ = progress.part(Phrase.of("step.inspect-image", source.fileName()), 0.02);
        requireStandingAlone(entry, file);
        Path disk = Path.of("disk." + entry.format().word());
        try {
            take(file, folder.resolve(disk));
        } catch (IOException e) {
            throw new ProblemException(new HostProblem.FileUnusable(file, WholeFile.reason(e)), e);
        }
        ImageFacts facts = ImageFacts.of(
                        imageName(entry),
                        entry.id(),
                        Http.withoutCredentials(source.url()).toString(),
                        time.now())
                .withDisk(disk, entry.format())
                .withDigest(digest.toString())
                .withRecommendedMemory(entry.recommendedMemory());
        return entry.cloudInit() ? facts.withCloudInit(entry.user()) : facts;
    }

    private void requireStandingAlone(CatalogEntry entry, Path file) throws ProblemException, InterruptedException {
        DiskInfo info = disks.inspect(file);
        if (info.format() != entry.format()) {
            throw new ProblemException(new MediaProblem.DiskFormatWrong(
                    file, info.format().word(), entry.format().word()));
        }
        if (info.backing() != null) {
            throw new ProblemException(
                    new MediaProblem.ReferenceRefused(file, info.backing().reference()));
        }
    }

    /** Moves the file where cache and library are on one file system, else copies it and removes the original. */
    private static void take(Path file, Path to) throws IOException {
        Files.move(file, to);
        Path folder = file.getParent();
        if (folder != null) {
            Files.deleteIfExists(folder.resolve("." + file.getFileName() + ".lock"));
            try {
                Files.deleteIfExists(folder);
            } catch (DirectoryNotEmptyException e) {
                // Another name of the same content is on its way, or was: whoever comes last clears up.
            }
        }
    }
}
