package dev.hamlet.engine.container.fake;

import dev.hamlet.engine.container.ContainerFile;
import dev.hamlet.engine.problem.ContainerProblem;
import dev.hamlet.engine.problem.ProblemException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Files as a container sees them: its own, and in their places those of what is mounted. Used under its owner's lock. */
final class FakeRoot {
    private static final int MOST_LINKS = 40;

    private final String container;
    private final FakeTree own;
    private final Map<String, FakeTree> mounts;

    /**
     * The files of a container.
     *
     * @param container its name, for what is told
     * @param mounts by where they are
     */
    FakeRoot(String container, FakeTree own, Map<String, FakeTree> mounts) {
        this.container = container;
        this.own = own;
        this.mounts = new TreeMap<>(mounts);
    }

    /** A place in one of the trees. */
    private record Spot(FakeTree tree, String path) {}

    private Spot spot(String path) {
        return mounts.entrySet().stream()
                .filter(mount -> path.equals(mount.getKey()) || path.startsWith(mount.getKey() + "/"))
                .max(Comparator.comparingInt(mount -> mount.getKey().length()))
                .map(mount -> new Spot(
                        mount.getValue(),
                        path.equals(mount.getKey())
                                ? FakeTree.TOP
                                : path.substring(mount.getKey().length())))
                .orElse(new Spot(own, path));
    }

    boolean isMounted(String path) {
        return mounts.keySet().stream().anyMatch(place -> path.equals(place) || path.startsWith(place + "/"));
    }

    Optional<FakeFile> at(String path) {
        Spot spot = spot(path);
        return spot.tree().at(spot.path());
    }

    FakeFile require(String path) throws ProblemException {
        return at(path).orElseThrow(() -> missing(path));
    }

    List<String> names(String folder) {
        Spot spot = spot(folder);
        return spot.tree().names(spot.path());
    }

    void put(String path, FakeFile file) {
        Spot spot = spot(path);
        spot.tree().put(spot.path(), file);
    }

    void remove(String path) {
        Spot spot = spot(path);
        spot.tree().remove(spot.path());
    }

    /** Makes what is missing of the way to a folder. */
    void makeFolder(String path, FakeFile folder) {
        if (at(path).isEmpty()) {
            makeFolder(FakeTree.parent(path), folder);
            put(path, folder);
        }
    }

    ProblemException missing(String path) {
        return new ProblemException(new ContainerProblem.ContainerFileMissing(container, path));
    }

    ProblemException unusable(String path, String why) {
        return new ProblemException(new ContainerProblem.ContainerFilesUnusable(container, path, why));
    }

    /**
     * Where a path leads, which may be a place where nothing is in a folder that is there. Links lead to nothing outside.
     *
     * @param last whether a link at its end is followed, too
     */
    String resolve(String written, boolean last) throws ProblemException {
        Deque<String> left = new ArrayDeque<>(Arrays.asList(written.split("/", -1)));
        String at = FakeTree.TOP;
        int links = 0;
        while (!left.isEmpty()) {
            String step = left.removeFirst();
            boolean end = left.stream().allMatch(one -> one.isEmpty() || one.equals("."));
            if (step.isEmpty() || step.equals(".")) {
                continue;
            } else if (step.equals("..")) {
                at = FakeTree.parent(at);
                continue;
            }
            String next = FakeTree.child(at, step);
            Optional<FakeFile> file = at(next);
            if (file.isPresent() && file.get().kind() == ContainerFile.Kind.LINK && (last || !end)) {
                if (++links > MOST_LINKS) {
                    throw unusable(written, "links that lead in a circle");
                }
                String target = file.get().target();
                at = target.startsWith("/") ? FakeTree.TOP : at;
                List<String> steps = Arrays.asList(target.split("/", -1));
                for (int i = steps.size() - 1; i >= 0; i--) {
                    left.addFirst(steps.get(i));
                }
                continue;
            }
            if (!end && file.filter(FakeFile::isFolder).isEmpty()) {
                throw missing(written);
            }
            at = next;
        }
        return at;
    }
}
