package dev.hamlet.engine.machine;

import dev.hamlet.engine.problem.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which machine uses which file, as it stood when it was asked: disks and all that they build on, CD images, kernels, of
 * its settings and of the guest that runs, which may have been started with others. Immutable.
 */
public final class FileUsers {
    private final List<Use> uses;

    FileUsers(List<Use> uses) {
        this.uses = List.copyOf(uses);
    }

    /**
     * The files of one machine.
     *
     * @param name of the machine
     * @param files whole paths
     */
    record Use(MachineId machine, String name, List<Path> files) {
        Use {
            files = List.copyOf(files);
        }

        static Use of(Machine machine, MachineContext context) throws ProblemException, InterruptedException {
            List<Path> files = new ArrayList<>();
            Optional<RunningGuest> running = context.hypervisor().adopt(machine.folder());
            running.ifPresent(guest -> {
                files.addAll(guest.record().files());
                guest.close();
            });
            try {
                addWanted(files, machine, context);
                return new Use(machine.id(), machine.spec().name(), files);
            } catch (ProblemException e) {
                // What it will use is not known; its own folder is safe from others anyway.
                return new Use(machine.id(), machine.id().value(), files);
            }
        }

        private static void addWanted(List<Path> files, Machine machine, MachineContext context)
                throws ProblemException {
            MachineSpec spec = machine.spec();
            MachineFolder folder = machine.folder();
            for (DiskSpec disk : spec.disks()) {
                Path image = folder.resolve(disk.file());
                files.add(image);
                files.addAll(context.backing().apply(image, disk.format()));
            }
            spec.cds().stream()
                    .map(CdSpec::file)
                    .flatMap(Stream::ofNullable)
                    .map(folder::resolve)
                    .forEach(files::add);
            KernelSpec kernel = spec.kernel();
            if (kernel != null) {
                files.add(folder.resolve(kernel.kernel()));
                Stream.ofNullable(kernel.initrd()).map(folder::resolve).forEach(files::add);
            }
        }

        boolean has(Path file) {
            return files.stream().anyMatch(one -> isSame(one, file));
        }
    }

    /** Names of the machines that use this file, in their order. */
    public List<String> of(Path file) {
        return namesOf(file, null);
    }

    /** Names of the other machines that use this file, in their order. */
    List<String> besides(MachineId machine, Path file) {
        return namesOf(file, machine);
    }

    private List<String> namesOf(Path file, @Nullable MachineId except) {
        return uses.stream()
                .filter(use -> !use.machine().equals(except) && use.has(file))
                .map(Use::name)
                .sorted()
                .toList();
    }

    private static boolean isSame(Path one, Path other) {
        try {
            return one.equals(other) || (Files.exists(one) && Files.isSameFile(one, other));
        } catch (IOException e) {
            return false;
        }
    }
}
