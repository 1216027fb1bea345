package dev.hamlet.engine.machine;

import dev.hamlet.engine.job.Progress;
import dev.hamlet.engine.job.Work;
import dev.hamlet.engine.problem.ProblemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What machines use files for: their disks, all that those build on, their CDs and kernels, and what their guests were
 * started with. Safe for use by many threads.
 */
public final class FileUses {
    private final MachineStore store;
    private final MachineContext context;

    FileUses(MachineStore store, MachineContext context) {
        this.store = store;
        this.context = context;
    }

    /**
     * All files that machines use, each machine looked at anew. Of a machine whose settings cannot be read only what its
     * guest has is known; its own folder is safe from others anyway.
     *
     * @throws ProblemException if the folder of machines cannot be read
     */
    public List<FileUse> all() throws ProblemException, InterruptedException {
        List<FileUse> all = new ArrayList<>();
        for (Machine machine : store.list()) {
            addUses(machine, all);
        }
        return List.copyOf(all);
    }

    private void addUses(Machine machine, List<FileUse> all) {
        MachineSnapshot now = machine.snapshot();
        List<FileUse> uses = new ArrayList<>();
        try {
            addWanted(machine.spec(), machine.folder(), now.state(), uses);
        } catch (ProblemException e) {
            // Told with the machine.
        }
        LaunchRecord launch = now.launch();
        if (launch != null) {
            for (Path file : launch.files()) {
                if (uses.stream().noneMatch(use -> use.file().equals(file))) {
                    uses.add(new FileUse(file, machine.id(), now.name(), now.state(), FileUse.Role.STARTED_WITH, null));
                }
            }
        }
        all.addAll(uses);
    }

    private void addWanted(MachineSpec spec, MachineFolder folder, MachineState state, List<FileUse> uses) {
        for (DiskSpec disk : spec.disks()) {
            Path image = folder.resolve(disk.file());
            uses.add(new FileUse(image, spec.id(), spec.name(), state, FileUse.Role.DISK, disk.format()));
            for (Path base : context.backing().apply(image, disk.format())) {
                uses.add(new FileUse(base, spec.id(), spec.name(), state, FileUse.Role.BASE, null));
            }
        }
        for (CdSpec cd : spec.cds()) {
            if (cd.file() != null) {
                Path file = folder.resolve(cd.file());
                FileUse.Role role = file.equals(folder.seed()) ? FileUse.Role.SEED : FileUse.Role.CD;
                uses.add(new FileUse(file, spec.id(), spec.name(), state, role, null));
            }
        }
        KernelSpec kernel = spec.kernel();
        if (kernel != null) {
            Stream.<@Nullable Path>of(kernel.kernel(), kernel.initrd())
                    .flatMap(Stream::ofNullable)
                    .map(folder::resolve)
                    .forEach(file ->
                            uses.add(new FileUse(file, spec.id(), spec.name(), state, FileUse.Role.KERNEL, null)));
        }
    }

    /**
     * Does something to a file while no machine that uses it runs, or can be started.
     *
     * @throws ProblemException {@code DiskInUse} with the name of a machine that uses the file and runs, {@code
     *     MachineBusy} if another process is changing one, {@code FolderAway} if some machine is not seen now, and whatever the work fails for
     */
    public <T> T whileUnused(Path file, Work<T> work, Progress progress) throws ProblemException, InterruptedException {
        store.requireAllSeen();
        List<Machine> users = new ArrayList<>();
        for (Machine machine : store.list()) {
            if (FileUsers.Use.of(machine, context).has(file)) {
                users.add(machine);
            }
        }
        // Always in the same order, so that two of them never wait for each other.
        users.sort(Comparator.comparing(Machine::id));
        return whileOff(users.iterator(), file, work, progress);
    }

    private static <T> T whileOff(Iterator<Machine> left, Path file, Work<T> work, Progress progress)
            throws ProblemException, InterruptedException {
        return left.hasNext()
                ? left.next().whileOff(file, within -> whileOff(left, file, work, within), progress)
                : work.run(progress);
    }
}
