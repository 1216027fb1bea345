package dev.hamlet.engine.machine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.host.HamletPaths;
import dev.hamlet.engine.host.WholeFile;
import dev.hamlet.engine.problem.HostProblem;
import dev.hamlet.engine.problem.Problem;
import dev.hamlet.engine.problem.ProblemException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The usual resources of new machines as {@code new-machine.json} in the folder of preferences. Read once, when it
 * is opened; a file that cannot be read stays as it is until somebody chooses other resources, and is kept beside the new one
 * then. Safe for use by many threads.
 */
public final class UsualResourcesJson {
    private static final ObjectMapper MAPPER = JsonMapper.builder().build();

    private final Path folder;
    private final Path file;
    private volatile UsualResources now;
    private volatile @Nullable Problem problem;

    /** Reads it from the folder of preferences of these paths. */
    public UsualResourcesJson(HamletPaths paths) {
        folder = paths.config();
        file = folder.resolve("new-machine.json");
        UsualResources found = UsualResources.FIRST;
        Problem wrong = null;
        try {
            found = read(file);
        } catch (ProblemException e) {
            wrong = e.problem();
        }
        now = found;
        problem = wrong;
    }

    /** What is usual now; {@link UsualResources#FIRST} where nobody has chosen, or the choice cannot be read. */
    public UsualResources get() {
        return now;
    }

    /** Why what was chosen cannot be read. */
    public Optional<Problem> problem() {
        return Optional.ofNullable(problem);
    }

    private static UsualResources read(Path file) throws ProblemException {
        try {
            JsonNode root = MAPPER.readTree(Files.readAllBytes(file));
            return new UsualResources(
                    TypedJson.number(root, "vcpus"),
                    new ByteSize(TypedJson.bytes(root, "memory")),
                    new ByteSize(TypedJson.bytes(root, "disk")));
        } catch (NoSuchFileException e) {
            return UsualResources.FIRST;
        } catch (JsonProcessingException e) {
            throw unusable(file, "it is no JSON: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw unusable(file, WholeFile.reason(e), e);
        } catch (TypedJson.ShapeException e) {
            throw unusable(file, String.valueOf(e.getMessage()), e);
        } catch (IllegalArgumentException e) {
            throw unusable(file, "no machine can have " + e.getMessage(), e);
        }
    }

    private static ProblemException unusable(Path file, String why, Exception cause) {
        return new ProblemException(new HostProblem.FileUnusable(file, why), cause);
    }

    /**
     * Keeps these for machines to come.
     *
     * @throws ProblemException {@code FileUnusable} or {@code FolderUnusable}; what was usual stays
     */
    public synchronized void keep(UsualResources next) throws ProblemException {
        boolean unreadable = problem().isPresent();
        ObjectNode root = MAPPER.createObjectNode();
        root.put("version", 1);
        root.put("vcpus", next.vcpus());
        root.put("memory", next.memory().bytes());
        root.put("disk", next.disk().bytes());
        try {
            HamletPaths.makePrivate(folder);
            if (unreadable) {
                var _ = WholeFile.setAside(file);
            }
            WholeFile.write(file, (root.toPrettyString() + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw unusable(file, WholeFile.reason(e), e);
        }
        now = next;
        problem = null;
    }
}
