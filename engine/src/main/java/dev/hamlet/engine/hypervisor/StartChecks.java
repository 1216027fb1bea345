package dev.hamlet.engine.hypervisor;

import dev.hamlet.engine.host.WholeFile;
import dev.hamlet.engine.machine.CdSpec;
import dev.hamlet.engine.machine.DiskSpec;
import dev.hamlet.engine.machine.KernelSpec;
import dev.hamlet.engine.machine.MachineFolder;
import dev.hamlet.engine.machine.MachineSpec;
import dev.hamlet.engine.media.DiskHeader;
import dev.hamlet.engine.media.DiskImages;
import dev.hamlet.engine.problem.MediaProblem;
import dev.hamlet.engine.problem.ProblemException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What can be seen to be wrong with a machine before anything is started, whatever the hypervisor: a hypervisor's own
 * words for it are poorer. Starts no program.
 */
public final class StartChecks {
    private StartChecks() {}

    /**
     * Checks that the machine's files are there, can be opened as the guest will need them and are what the spec says,
     * and that its ports are free.
     *
     * @return for each disk, by its id, the disk and all that it builds on
     * @throws ProblemException the first thing that is wrong
     */
    public static Map<String, List<DiskHeader>> run(MachineSpec spec, MachineFolder folder, DiskImages images)
            throws ProblemException {
        Map<String, List<DiskHeader>> chains = new LinkedHashMap<>();
        for (DiskSpec disk : spec.disks()) {
            Path file = folder.resolve(disk.file());
            open(file, !disk.readOnly(), new MediaProblem.DiskMissing(spec.name(), file));
            chains.put(disk.id(), images.chain(file, disk.format()));
        }
        for (CdSpec cd : spec.cds()) {
            if (cd.file() != null) {
                cd(spec.name(), folder.resolve(cd.file()));
            }
        }
        KernelSpec kernel = spec.kernel();
        if (kernel != null) {
            kernel(folder.resolve(kernel.kernel()));
            if (kernel.initrd() != null) {
                kernel(folder.resolve(kernel.initrd()));
            }
        }
        if (spec.network().connected()) {
            HostPorts.check(spec.name(), spec.network().forwards());
        }
        return chains;
    }

    /**
     * The files outside Hamlet's own making that a guest of this machine has while it runs: disks with all that they build
     * on, CD images, kernels.
     *
     * @param chains as {@link #run} answers them
     * @return whole paths, each once
     */
    public static List<Path> files(MachineSpec spec, MachineFolder folder, Map<String, List<DiskHeader>> chains) {
        Set<Path> files = new LinkedHashSet<>();
        spec.disks().forEach(disk -> files.add(folder.resolve(disk.file())));
        chains.values().forEach(chain -> chain.forEach(layer -> files.add(layer.file())));
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
        return List.copyOf(files);
    }

    /**
     * Checks that this CD image is there and can be opened.
     *
     * @param machine its name
     * @param file whole
     */
    public static void cd(String machine, Path file) throws ProblemException {
        open(file, false, new MediaProblem.CdMissing(machine, file));
    }

    private static void kernel(Path file) throws ProblemException {
        open(file, false, new MediaProblem.KernelMissing(file));
    }

    private static void open(Path file, boolean writable, MediaProblem missing) throws ProblemException {
        Set<OpenOption> options =
                writable ? Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE) : Set.of(StandardOpenOption.READ);
        if (Files.isDirectory(file)) {
            throw new ProblemException(new MediaProblem.FileUnreadable(file, "it is a folder"));
        }
        try (FileChannel _ = FileChannel.open(file, options)) {
            // It can be opened as the hypervisor will open it.
        } catch (NoSuchFileException e) {
            throw new ProblemException(missing, e);
        } catch (AccessDeniedException e) {
            throw new ProblemException(new MediaProblem.FileUnreadable(file, "permission denied"), e);
        } catch (IOException e) {
            throw new ProblemException(new MediaProblem.FileUnreadable(file, WholeFile.reason(e)), e);
        }
    }
}
