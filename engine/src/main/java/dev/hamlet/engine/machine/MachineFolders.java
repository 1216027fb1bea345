package dev.hamlet.engine.machine;

import dev.hamlet.engine.host.Folders;
import dev.hamlet.engine.host.HamletPaths;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.problem.MachineProblem;
import dev.hamlet.engine.problem.Problem;
import dev.hamlet.engine.problem.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Finds the folders of machines, wherever a person has chosen that they lie. */
final class MachineFolders {
    private final HamletPaths paths;
    private final Names names;
    private final TimeSource time;

    MachineFolders(HamletPaths paths, Names names, TimeSource time) {
        this.paths = paths;
        this.names = names;
        this.time = time;
    }

    /**
     * What one look at all folders found.
     *
     * @param machines their folders
     * @param problems why some machines are not among them
     */
    record Found(Map<MachineId, MachineFolder> machines, List<Problem> problems) {}

    /**
     * Looks at all folders; what was cut off half-made is removed.
     *
     * @param known whether a folder was a machine's at an earlier look, and need not be looked at to be told for one
     * @throws ProblemException if the usual folder is there and cannot be read
     */
    Found look(Predicate<MachineFolder> known) throws ProblemException {
        Folders folders = paths.folders();
        Map<MachineId, MachineFolder> machines = new LinkedHashMap<>();
        List<Problem> problems = new ArrayList<>(folders.problems(Folders.Kind.MACHINES));
        for (Path all : folders.present(Folders.Kind.MACHINES)) {
            for (MachineFolder folder : in(all, known)) {
                MachineFolder first = machines.putIfAbsent(folder.id(), folder);
                if (first != null) {
                    problems.add(new MachineProblem.MachineTwice(folder.id().value(), first.path(), folder.path()));
                }
            }
        }
        return new Found(machines, List.copyOf(problems));
    }

    private List<MachineFolder> in(Path all, Predicate<MachineFolder> known) throws ProblemException {
        List<Path> folders;
        try (Stream<Path> found = Files.list(all)) {
            folders = found.toList();
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw HamletPaths.unusable(all, e);
        }
        List<MachineFolder> machines = new ArrayList<>();
        for (Path folder : folders) {
            String name = String.valueOf(folder.getFileName());
            if (HalfMade.is(name)) {
                names.ifFree(() -> HalfMade.removeIfCutOff(folder, time));
            } else if (MachineId.isValid(name)) {
                MachineFolder machine = new MachineFolder(folder);
                if ((known.test(machine) || Files.isDirectory(folder)) && !Files.exists(folder.resolve(Trash.KEPT))) {
                    machines.add(machine);
                }
            }
        }
        return machines;
    }

    /** Where this machine lies; where it would in the usual folder, if it does nowhere. */
    MachineFolder of(MachineId id) {
        return paths.folders().present(Folders.Kind.MACHINES).stream()
                .map(all -> all.resolve(id.value()))
                .filter(Files::isDirectory)
                .findFirst()
                .map(MachineFolder::new)
                .orElseGet(() -> new MachineFolder(paths.machines().resolve(id.value())));
    }
}
