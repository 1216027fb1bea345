package dev.hamlet.engine.container.oci;

import dev.hamlet.engine.container.ContainerId;
import dev.hamlet.engine.container.ContainerSnapshot;
import dev.hamlet.engine.container.ContainerSpec;
import dev.hamlet.engine.container.volume.VolumeUsers;
import dev.hamlet.engine.host.Turn;
import dev.hamlet.engine.image.Image;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.problem.ContainerProblem;
import dev.hamlet.engine.problem.Nearest;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.nativebridge.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds containers by what people call them, and gives names out, each once. */
final class ContainerNames implements VolumeUsers {
    private final ContainerFiles files;
    private final TimeSource time;

    ContainerNames(ContainerFiles files, TimeSource time) {
        this.files = files;
        this.time = time;
    }

    /** All, in the order of their names. */
    @Override
    public List<ContainerSnapshot> all() throws ProblemException {
        List<ContainerSnapshot> all = new ArrayList<>();
        for (ContainerFolder folder : files.list()) {
            all.add(files.look(folder));
        }
        return ordered(all);
    }

    /** In the order of their names. */
    static List<ContainerSnapshot> ordered(List<ContainerSnapshot> containers) {
        List<ContainerSnapshot> all = new ArrayList<>(containers);
        all.sort(Comparator.comparing(ContainerSnapshot::name, String.CASE_INSENSITIVE_ORDER)
                .thenComparing(ContainerSnapshot::id));
        return all;
    }

    @Override
    public boolean mayUse(ContainerSnapshot broken, String volume, Optional<Instant> since) {
        return files.mayMention(files.folder(broken.id()), volume, since);
    }

    @Override
    public Path file(ContainerSnapshot container) {
        return files.folder(container.id()).spec();
    }

    ContainerSnapshot find(String text) throws ProblemException {
        Optional<ContainerFolder> whole = whole(text);
        if (whole.isPresent()) {
            return files.look(whole.get());
        }
        List<ContainerSnapshot> all = all();
        for (ContainerSnapshot one : all) {
            if (one.name().equals(text)) {
                return one;
            }
        }
        List<ContainerSnapshot> begun = text.isEmpty()
                ? List.of()
                : all.stream().filter(one -> one.id().value().startsWith(text)).toList();
        if (begun.size() == 1) {
            return begun.getFirst();
        } else if (begun.size() > 1) {
            throw new ProblemException(new ContainerProblem.ContainerAmbiguous(
                    text, begun.stream().map(one -> one.id().shortened()).toList()));
        }
        throw new ProblemException(new ContainerProblem.ContainerNotFound(
                text, Nearest.of(text, all.stream().map(ContainerSnapshot::name).toList())));
    }

    /** The folder of the container that is meant. */
    ContainerFolder folder(String text) throws ProblemException {
        Optional<ContainerFolder> whole = whole(text);
        return whole.isPresent() ? whole.get() : files.folder(find(text).id());
    }

    /** The container that this is the whole id of: nobody has to be looked at to know, however many there are. */
    private Optional<ContainerFolder> whole(String text) {
        return ContainerId.isValid(text)
                ? Optional.of(files.folder(new ContainerId(text))).filter(folder -> Files.isDirectory(folder.path()))
                : Optional.empty();
    }

    /**
     * Refuses a name that a container has.
     *
     * @throws ProblemException {@code ContainerNameTaken}
     */
    void requireFree(String name) throws ProblemException {
        Set<String> taken = taken();
        if (taken.contains(name)) {
            throw new ProblemException(new ContainerProblem.ContainerNameTaken(name, free(name, taken)));
        }
    }

    /** A free name that reminds of an image. */
    String suggestion(Image image) throws ProblemException {
        String shown = image.shownName();
        String last = shown.substring(shown.lastIndexOf('/') + 1).replaceAll("[:@].*", "");
        String base = last.matches("[A-Za-z0-9][A-Za-z0-9_.-]{0,100}") ? last : "container";
        return free(base, taken());
    }

    private static String free(String base, Set<String> taken) {
        int number = 1;
        while (taken.contains(base + "-" + number)) {
            number++;
        }
        return base + "-" + number;
    }

    private Set<String> taken() throws ProblemException {
        Set<String> taken = new HashSet<>();
        all().forEach(one -> taken.add(one.name()));
        return taken;
    }

    /** Something to do while no other container can get the name. */
    @FunctionalInterface
    interface Appearance {
        void of(ContainerSpec spec) throws ProblemException, InterruptedException;
    }

    /**
     * Lets a container appear under its name.
     *
     * @param any whether another name will do where somebody took this one meanwhile
     * @throws ProblemException {@code ContainerNameTaken}
     */
    void take(boolean any, ContainerSpec spec, Appearance appearance) throws ProblemException, InterruptedException {
        try (FileLock _ = new Turn(files.all().resolve(".names.lock"), time)
                .take()
                .orElseThrow(() -> new ProblemException(new ContainerProblem.ContainerBusy(spec.name())))) {
            Set<String> taken = taken();
            if (any && taken.contains(spec.name())) {
                String base = spec.name().replaceAll("-[0-9]+$", "");
                appearance.of(spec.named(free(base, taken)));
            } else {
                requireFree(spec.name());
                appearance.of(spec);
            }
        }
    }
}
