package dev.hamlet.engine.system;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.xml.stream.XMLStreamException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * libosinfo's database of systems, as far as it can be read: a file that is broken, too large or not a file is left out,
 * and no database at all is an empty one.
 */
final class OsinfoDatabase {
    private static final Logger LOG = LoggerFactory.getLogger(OsinfoDatabase.class);
    private static final int MOST_FILES = 10_000;
    private static final long LARGEST_FILE = 1 << 20;
    private static final long LARGEST_READING = 64 << 20;
    private static final int DEEPEST = 4;
    private static final int LONGEST_DESCENT = 64;

    /** The PCI ids of disks by virtio, of old and of new drafts of it. */
    private static final Set<String> VIRTIO_DISKS =
            Set.of("http://pcisig.com/pci/1af4/1001", "http://pcisig.com/pci/1af4/1042");

    private final List<OsinfoEntry> entries;
    private final Map<String, OsinfoEntry> byId = new HashMap<>();
    private final Map<String, OsinfoEntry> byKey = new HashMap<>();

    private OsinfoDatabase(List<OsinfoEntry> entries) {
        this.entries = List.copyOf(entries);
        for (OsinfoEntry entry : entries) {
            byId.putIfAbsent(entry.id(), entry);
            entry.shortIds().forEach(shortId -> byKey.putIfAbsent(SystemVersion.key(shortId), entry));
        }
    }

    /**
     * How an image was matched.
     *
     * @param medium the most special that matches
     * @param architecture of all that match, or empty where they differ
     */
    record Match(OsinfoEntry entry, OsinfoEntry.Medium medium, String architecture) {}

    /** Reads all there is in these folders; a later one adds to an earlier one. */
    static OsinfoDatabase read(List<Path> folders) {
        List<OsinfoEntry> entries = new ArrayList<>();
        Reading reading = new Reading(entries);
        for (Path folder : folders) {
            Path systems = folder.resolve("os");
            try {
                if (Files.isDirectory(systems)) {
                    Files.walkFileTree(systems, Set.of(FileVisitOption.FOLLOW_LINKS), DEEPEST, reading);
                }
            } catch (IOException e) {
                LOG.debug("{} was not read: {}", systems, e.toString());
            }
        }
        return new OsinfoDatabase(merged(entries));
    }

    /** A system may be spread over several files. */
    private static List<OsinfoEntry> merged(List<OsinfoEntry> all) {
        Map<String, OsinfoEntry> byId = new LinkedHashMap<>();
        for (OsinfoEntry entry : all) {
            byId.merge(entry.id(), entry, OsinfoDatabase::merge);
        }
        return List.copyOf(byId.values());
    }

    private static OsinfoEntry merge(OsinfoEntry one, OsinfoEntry other) {
        Map<String, OsinfoEntry.Resources> resources = new HashMap<>(other.resources());
        resources.putAll(one.resources());
        return new OsinfoEntry(
                one.id(),
                one.shortIds().isEmpty() ? other.shortIds() : one.shortIds(),
                one.name().isEmpty() ? other.name() : one.name(),
                one.version().isEmpty() ? other.version() : one.version(),
                one.distribution().isEmpty() ? other.distribution() : one.distribution(),
                one.family().isEmpty() ? other.family() : one.family(),
                one.settled() && other.settled(),
                joined(one.parents(), other.parents()),
                joined(one.devices(), other.devices()),
                resources,
                joined(one.media(), other.media()));
    }

    private static <T> List<T> joined(List<T> one, List<T> other) {
        List<T> all = new ArrayList<>(one);
        all.addAll(other);
        return List.copyOf(all);
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    int size() {
        return entries.size();
    }

    /** The systems whose images name themselves so, the most special pattern first, releases before the unfinished. */
    List<Match> match(VolumeTexts texts, long volumeBytes) {
        List<Match> matches = new ArrayList<>();
        for (OsinfoEntry entry : entries) {
            List<OsinfoEntry.Medium> media = entry.media().stream()
                    .filter(medium -> medium.bytes() < 0 || medium.bytes() == volumeBytes)
                    .filter(medium -> medium.pattern().match(texts).isPresent())
                    .sorted(Comparator.comparingInt(OsinfoEntry.Medium::weight).reversed())
                    .toList();
            if (!media.isEmpty()) {
                Set<String> architectures = new HashSet<>();
                media.forEach(medium -> architectures.add(medium.architecture()));
                String one = architectures.size() == 1 ? media.getFirst().architecture() : "";
                matches.add(new Match(entry, media.getFirst(), one.equals("all") ? "" : one));
            }
        }
        matches.sort(Comparator.comparing((Match match) -> !match.entry().settled())
                .thenComparing(
                        Comparator.comparingInt((Match match) -> match.medium().weight())
                                .reversed()));
        return matches;
    }

    /** The system of this short id, whose punctuation does not count. */
    Optional<OsinfoEntry> find(String key) {
        return Optional.ofNullable(byKey.get(key));
    }

    /** Whether it, or a system that it derives from, has a driver for disks by virtio. */
    boolean knowsVirtio(OsinfoEntry entry) {
        Set<String> seen = new HashSet<>();
        List<OsinfoEntry> line = new ArrayList<>(List.of(entry));
        for (int i = 0; i < line.size() && i < LONGEST_DESCENT; i++) {
            if (line.get(i).devices().stream().anyMatch(VIRTIO_DISKS::contains)) {
                return true;
            }
            for (String parent : line.get(i).parents()) {
                OsinfoEntry next = byId.get(parent);
                if (next != null && seen.add(parent)) {
                    line.add(next);
                }
            }
        }
        return false;
    }

    /** Reads each file that it is led to. */
    private static final class Reading extends SimpleFileVisitor<Path> {
        private final List<OsinfoEntry> entries;
        private int files;
        private long bytes;

        Reading(List<OsinfoEntry> entries) {
            this.entries = entries;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (!attributes.isRegularFile()
                    || !file.getFileName().toString().endsWith(".xml")
                    || attributes.size() > LARGEST_FILE) {
                return FileVisitResult.CONTINUE;
            }
            files++;
            bytes += attributes.size();
            if (files > MOST_FILES || bytes > LARGEST_READING) {
                return FileVisitResult.TERMINATE;
            }
            // Decoded here: the parser would print what it thinks of a broken character.
            try (Reader in = new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8)) {
                entries.addAll(OsinfoXml.read(in));
            } catch (IOException | XMLStreamException e) {
                LOG.debug("{} was left out: {}", file, e.toString());
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) {
            LOG.debug("{} was left out: {}", file, failure.toString());
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure) {
            return FileVisitResult.CONTINUE;
        }
    }
}
