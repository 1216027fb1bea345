package dev.hamlet.engine.catalog;

import dev.hamlet.engine.host.HamletPaths;
import dev.hamlet.engine.host.WholeFile;
import dev.hamlet.engine.problem.DownloadProblem;
import dev.hamlet.engine.problem.HostProblem;
import dev.hamlet.engine.problem.Nearest;
import dev.hamlet.engine.problem.Problem;
import dev.hamlet.engine.problem.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The images that publishers offer: those that Hamlet knows, and those of the user's own file, where an entry with a
 * known id takes the place of Hamlet's. Immutable.
 */
public final class Catalog {
    private static final String BUILT_IN = "dev/hamlet/assets/catalog.json";

    private final List<CatalogEntry> entries;
    private final List<Problem> problems;

    private Catalog(List<CatalogEntry> entries, List<Problem> problems) {
        this.entries = List.copyOf(entries);
        this.problems = List.copyOf(problems);
    }

    /** The catalogue of this home. A user's file that cannot be read hides nothing else: see {@link #problems()}. */
    public static Catalog open(HamletPaths paths) {
        Map<String, CatalogEntry> byId = new LinkedHashMap<>();
        builtIn().forEach(entry -> byId.put(entry.id(), entry));
        List<Problem> problems = new ArrayList<>();
        try {
            read(userFile(paths)).forEach(entry -> byId.put(entry.id(), entry));
        } catch (ProblemException e) {
            problems.add(e.problem());
        }
        return new Catalog(List.copyOf(byId.values()), problems);
    }

    /** The file in which users keep entries of their own, in the format of {@code docs/catalog.md}; it may be missing. */
    public static Path userFile(HamletPaths paths) {
        return paths.config().resolve("catalog.json");
    }

    /** All entries, Hamlet's own first. */
    public List<CatalogEntry> entries() {
        return entries;
    }

    /** What is wrong with the user's file, if anything. */
    public List<Problem> problems() {
        return problems;
    }

    /**
     * The entry with this id, in any case.
     *
     * @throws ProblemException {@code CatalogEntryUnknown} with the most similar id
     */
    public CatalogEntry find(String id) throws ProblemException {
        String wanted = id.strip().toLowerCase(Locale.ROOT);
        for (CatalogEntry entry : entries) {
            if (entry.id().equals(wanted)) {
                return entry;
            }
        }
        List<String> ids = entries.stream().map(CatalogEntry::id).toList();
        throw new ProblemException(new DownloadProblem.CatalogEntryUnknown(id, Nearest.of(wanted, ids)));
    }

    private static List<CatalogEntry> builtIn() {
        try (InputStream stream = Catalog.class.getClassLoader().getResourceAsStream(BUILT_IN)) {
            if (stream == null) {
                throw new IllegalStateException("the assets lack " + BUILT_IN);
            }
            return CatalogJson.read(stream.readAllBytes(), Path.of(BUILT_IN));
        } catch (IOException | ProblemException e) {
            throw new IllegalStateException("the catalogue in the assets cannot be read", e);
        }
    }

    private static List<CatalogEntry> read(Path file) throws ProblemException {
        try {
            return CatalogJson.read(Files.readAllBytes(file), file);
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw new ProblemException(new HostProblem.FileUnusable(file, WholeFile.reason(e)), e);
        }
    }
}
