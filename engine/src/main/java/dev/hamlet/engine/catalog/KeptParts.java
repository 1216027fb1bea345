package dev.hamlet.engine.catalog;

import dev.hamlet.engine.host.HamletPaths;
import dev.hamlet.engine.transfer.Http;
import dev.hamlet.engine.transfer.PartFile;
import dev.hamlet.engine.transfer.PartialDownload;
import dev.hamlet.nativebridge.FileLock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The parts of images that downloads have left: by whom they were cut off, and when, does not matter. */
final class KeptParts {
    private static final Logger LOG = LoggerFactory.getLogger(KeptParts.class);
    private final Path downloads;

    KeptParts(HamletPaths paths) {
        this.downloads = paths.downloads().toAbsolutePath();
    }

    /** What there is of this entry that another try would go on with. */
    Optional<PartialDownload> of(CatalogEntry entry) {
        for (Path target : targets(entry)) {
            Optional<PartialDownload> part = PartFile.left(target);
            if (part.isPresent()) {
                return part;
            }
        }
        return Optional.empty();
    }

    /** Removes what there is of this entry; what another process is bringing just now stays. */
    void remove(CatalogEntry entry) {
        for (Path target : targets(entry)) {
            Path lock = target.resolveSibling("." + target.getFileName() + ".lock");
            try (FileLock held = FileLock.tryAcquire(lock).orElse(null)) {
                if (held != null) {
                    PartFile.remove(target);
                    Files.deleteIfExists(lock);
                    Path folder = target.getParent();
                    if (folder != null && isEmpty(folder)) {
                        Files.deleteIfExists(folder);
                    }
                }
            } catch (IOException e) {
                LOG.warn("a part of {} cannot be removed", target, e);
            }
        }
    }

    private static boolean isEmpty(Path folder) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            return !entries.iterator().hasNext();
        }
    }

    /** Where files of this entry are under way: each promised digest has a folder of its own. */
    private List<Path> targets(CatalogEntry entry) {
        List<Path> targets = new ArrayList<>();
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(downloads)) {
            for (Path folder : folders) {
                for (ImageSource source : entry.sources()) {
                    Path target = folder.resolve(source.fileName());
                    String url = Http.withoutCredentials(source.url()).toString();
                    if (url.equals(addressOf(target))) {
                        targets.add(target);
                    }
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            // Nothing was ever downloaded here.
        }
        return targets;
    }

    private static String addressOf(Path target) {
        try (var lines = Files.lines(PartFile.noteOf(target), StandardCharsets.UTF_8)) {
            return lines.findFirst().orElse("");
        } catch (IOException e) {
            return "";
        }
    }
}
