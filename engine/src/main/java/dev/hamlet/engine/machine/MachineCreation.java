package dev.hamlet.engine.machine;

import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.host.HamletPaths;
import dev.hamlet.engine.host.WholeFile;
import dev.hamlet.engine.job.Job;
import dev.hamlet.engine.job.Progress;
import dev.hamlet.engine.media.CdImages;
import dev.hamlet.engine.media.CloudSeed;
import dev.hamlet.engine.media.DiskFormat;
import dev.hamlet.engine.media.DiskImages;
import dev.hamlet.engine.media.DiskInfo;
import dev.hamlet.engine.media.ImageLibrary;
import dev.hamlet.engine.media.LibraryImage;
import dev.hamlet.engine.media.SeedImage;
import dev.hamlet.engine.problem.HostProblem;
import dev.hamlet.engine.problem.MediaProblem;
import dev.hamlet.engine.problem.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Makes machines from what the user gave and what the source knows: the disk, the first-boot settings, sane values for
 * the rest. Safe for use by many threads.
 */
public final class MachineCreation {
    private final MachineStore store;
    private final DiskImages disks;
    private final CdImages cds;
    private final ImageLibrary library;
    private final SeedImage seeds;
    private final int processors;
    private final Supplier<UsualResources> usual;

    /**
     * Creation in this store.
     *
     * @param processors how many the host has: no machine gets more unless the user says so
     * @param usual what a machine gets where nothing else is said
     */
    public MachineCreation(
            MachineStore store,
            DiskImages disks,
            CdImages cds,
            ImageLibrary library,
            SeedImage seeds,
            int processors,
            Supplier<UsualResources> usual) {
        this.store = store;
        this.disks = disks;
        this.cds = cds;
        this.library = library;
        this.seeds = seeds;
        this.processors = processors;
        this.usual = usual;
    }

    /**
     * Makes the machine; it appears whole or not at all.
     *
     * @return the job that makes it
     * @throws ProblemException what is wrong with the wish, before anything is made
     */
    public Job<Machine> create(NewMachine wish) throws ProblemException, InterruptedException {
        Plan plan = plan(wish);
        return store.create(plan.spec(), plan::make);
    }

    /**
     * As {@link #create}, within other work.
     *
     * @throws ProblemException what is wrong with the wish, or why the machine could not be made; nothing is left then
     * @throws InterruptedException if it was cancelled; nothing is left then
     */
    public Machine make(NewMachine wish, Progress progress) throws ProblemException, InterruptedException {
        Plan plan = plan(wish);
        return store.make(plan.spec(), plan::make, progress);
    }

    /**
     * Takes back a machine that was just made and is not wanted any more: ends its guest and removes its files for good.
     * A disk that was there before stays.
     *
     * @throws ProblemException if its guest cannot be ended or its files cannot be removed
     * @throws InterruptedException if the caller was interrupted; then it may be half taken back
     */
    public void takeBack(Machine machine) throws ProblemException, InterruptedException {
        machine.kill().await();
        Path trash = machine.delete().await().trash();
        try {
            MachineFiles.deleteTree(trash);
        } catch (IOException e) {
            throw new ProblemException(new HostProblem.FolderUnusable(trash, WholeFile.reason(e)), e);
        }
    }

    private Plan plan(NewMachine wish) throws ProblemException, InterruptedException {
        MachineSpecBuilder builder = MachineSpec.named(wish.name())
                .vcpus(wish.vcpus() == null ? Math.min(usual.get().vcpus(), processors) : wish.vcpus())
                .memory(wish.memory() == null ? usual.get().memory() : wish.memory())
                .acceleration(wish.acceleration());
        List<Step> steps = new ArrayList<>();
        switch (wish.source()) {
            case NewMachine.Source.Image(String name) -> fromImage(library.find(name), wish, builder, steps);
            case NewMachine.Source.Disk(Path file) ->
                builder.profile(DeviceProfile.CONSERVATIVE).addDisk(existingDisk(file, List.of()));
            case NewMachine.Source.Cd(Path file) -> {
                cds.inspect(file);
                builder.addCd(new CdSpec("cd0", file.toAbsolutePath().normalize()))
                        .bootFromCd(true)
                        .profile(DeviceProfile.CONSERVATIVE);
                newDisk(wish, builder, steps);
            }
            case NewMachine.Source.Empty() -> {
                builder.profile(DeviceProfile.CONSERVATIVE).addCd(new CdSpec("cd0", null));
                newDisk(wish, builder, steps);
            }
            case NewMachine.Source.Kernel(KernelSpec kernel) -> builder.kernel(absolute(kernel));
        }
        CloudSeed seed = wish.seed();
        if (seed != null) {
            String instance = builder.build().uuid().toString();
            builder.addCd(new CdSpec(CdSpec.SEED, Path.of(MachineFolder.SEED)));
            steps.add((folder, progress) -> seeds.write(seed, instance, folder.seed()));
        }
        if (!wish.system().isEmpty()) {
            builder.system(wish.system());
        }
        if (wish.firmware() != null) {
            builder.firmware(wish.firmware());
        }
        if (wish.profile() != null) {
            builder.profile(wish.profile());
        }
        NetworkSpec network = builder.build().network();
        builder.network(new NetworkSpec(true, network.mac(), wish.reachesHost(), wish.forwards()));
        MachineSpec spec = builder.build();
        store.requireFree(spec.id(), spec.disks());
        return new Plan(spec, steps);
    }

    private void fromImage(LibraryImage image, NewMachine wish, MachineSpecBuilder builder, List<Step> steps)
            throws ProblemException {
        builder.system(image.facts().system());
        ByteSize recommended = image.facts().recommendedMemory();
        if (wish.memory() == null && recommended != null) {
            builder.memory(recommended);
        }
        Optional<Path> kernel = image.kernel();
        if (kernel.isPresent()) {
            builder.kernel(new KernelSpec(kernel.get(), image.initrd().orElse(null), image.commandLine()));
        }
        image.cd().ifPresent(file -> builder.addCd(new CdSpec("cd0", file)).bootFromCd(true));
        Optional<Path> base = image.disk();
        if (base.isPresent()) {
            DiskFormat format = image.diskFormat().orElse(DiskFormat.RAW);
            DiskSpec disk = ownDisk();
            builder.addDisk(disk);
            ByteSize size = wish.diskSize();
            steps.add((folder, progress) -> disks.overlay(folder.resolve(disk.file()), base.get(), format, size));
        } else if (wish.diskSize() != null || image.cd().isPresent()) {
            newDisk(wish, builder, steps);
        }
    }

    /**
     * The user's own disk, which stays where it is, as a disk of a machine; all that can be wrong with it is found out
     * here.
     *
     * @param beside the disks that the machine has already
     * @throws ProblemException {@code DiskMissing}, {@code DiskTaken} if it is an image's of the library, or why it cannot
     *     be used
     */
    public DiskSpec existingDisk(Path file, List<DiskSpec> beside) throws ProblemException, InterruptedException {
        Path absolute = file.toAbsolutePath().normalize();
        if (!Files.exists(absolute)) {
            throw new ProblemException(new MediaProblem.DiskMissing(absolute));
        }
        DiskInfo info = disks.inspect(absolute);
        disks.chain(absolute);
        Optional<String> image = library.ownerOf(absolute);
        if (image.isPresent()) {
            throw new ProblemException(new MediaProblem.DiskTaken(absolute, List.of(image.get())));
        }
        Set<String> taken = beside.stream().map(DiskSpec::id).collect(Collectors.toSet());
        int number = 0;
        while (taken.contains("disk" + number)) {
            number++;
        }
        return new DiskSpec("disk" + number, absolute, info.format(), false);
    }

    private void newDisk(NewMachine wish, MachineSpecBuilder builder, List<Step> steps) {
        DiskSpec disk = ownDisk();
        builder.addDisk(disk);
        ByteSize size = wish.diskSize() == null ? usual.get().disk() : wish.diskSize();
        steps.add((folder, progress) -> disks.create(folder.resolve(disk.file()), DiskFormat.QCOW2, size));
    }

    private static DiskSpec ownDisk() {
        return new DiskSpec("disk0", Path.of("disks", "disk0.qcow2"), DiskFormat.QCOW2, false);
    }

    private static KernelSpec absolute(KernelSpec kernel) throws ProblemException {
        Path file = kernel.kernel().toAbsolutePath().normalize();
        @Nullable
        Path initrd = kernel.initrd() == null
                ? null
                : kernel.initrd().toAbsolutePath().normalize();
        for (Path needed : initrd == null ? List.of(file) : List.of(file, initrd)) {
            if (!Files.isReadable(needed)) {
                throw new ProblemException(new MediaProblem.KernelMissing(needed));
            }
        }
        return new KernelSpec(file, initrd, kernel.commandLine());
    }

    /** Makes one thing in the folder of a new machine. */
    @FunctionalInterface
    private interface Step {
        void make(MachineFolder folder, Progress progress) throws ProblemException, InterruptedException;
    }

    private record Plan(MachineSpec spec, List<Step> steps) {
        void make(MachineFolder folder, Progress progress) throws ProblemException, InterruptedException {
            HamletPaths.makePrivate(folder.disks());
            for (Step step : steps) {
                progress.check();
                step.make(folder, progress);
            }
        }
    }
}
