package dev.hamlet.engine.machine;

import dev.hamlet.engine.host.WholeFile;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.problem.HostProblem;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.nativebridge.FileLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Folders of machines in the making, which stand beside the others under a name that is no machine's. */
final class HalfMade {
    private static final Logger LOG = LoggerFactory.getLogger(HalfMade.class);
    private static final String MARK = ".new-";

    private HalfMade() {}

    /** Where a machine is made. */
    static Path place(Path machines, MachineId id) {
        return machines.resolve(MARK + id);
    }

    /** Whether a folder of this name is of a machine in the making. */
    static boolean is(String folder) {
        return folder.startsWith(MARK);
    }

    /** The machine is whole: it takes its place, at once. */
    static void finish(Path from, Path to) throws ProblemException {
        try {
            Files.move(from, to);
        } catch (IOException e) {
            throw new ProblemException(new HostProblem.FolderUnusable(to, WholeFile.reason(e)), e);
        }
    }

    /** Removes what was made, if anything. */
    static void remove(Path folder) throws ProblemException {
        try {
            MachineFiles.deleteTree(folder);
        } catch (IOException e) {
            throw new ProblemException(new HostProblem.FolderUnusable(folder, WholeFile.reason(e)), e);
        }
    }

    /**
     * Removes the folder of a maker that is there no longer. Called with the names held: a maker makes its folder and takes
     * its lock while it has them, so that whoever has them sees both or neither.
     */
    static void removeIfCutOff(Path folder, TimeSource time) throws ProblemException {
        if (!Files.exists(folder)) {
            return;
        }
        MachineFiles files = new MachineFiles(new MachineFolder(folder), time);
        try (FileLock lock = files.tryLock().orElse(null)) {
            if (lock != null) {
                LOG.info("removes {}, whose making was cut off", folder.getFileName());
                remove(folder);
            }
        }
    }
}
