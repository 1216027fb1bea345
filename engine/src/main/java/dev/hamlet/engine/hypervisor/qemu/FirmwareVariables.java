package dev.hamlet.engine.hypervisor.qemu;

import dev.hamlet.engine.host.WholeFile;
import dev.hamlet.engine.machine.MachineFolder;
import dev.hamlet.engine.problem.HostProblem;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.engine.process.ProcessLauncher;
import dev.hamlet.engine.process.ProcessSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** The variable store of a machine's UEFI firmware: qcow2, which snapshots can hold, one file for each machine. */
final class FirmwareVariables {
    private FirmwareVariables() {}

    /** Makes the store from the firmware's template, whole or not at all, if the machine has none yet. */
    static void ensure(MachineFolder folder, FirmwareFiles firmware, ProcessLauncher launcher)
            throws ProblemException, InterruptedException {
        Path store = folder.firmwareVariables();
        if (Files.exists(store)) {
            return;
        }
        Path part = store.resolveSibling(store.getFileName() + ".part");
        try {
            Files.deleteIfExists(part);
            launcher.runOrFail(ProcessSpec.of(
                    "qemu-img",
                    List.of(
                            "convert",
                            "-q",
                            "-f",
                            firmware.variablesFormat(),
                            "-O",
                            "qcow2",
                            firmware.variables().toString(),
                            part.toString())));
            Files.move(part, store, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new ProblemException(new HostProblem.FileUnusable(store, WholeFile.reason(e)), e);
        } finally {
            delete(part);
        }
    }

    private static void delete(Path part) throws ProblemException {
        try {
            Files.deleteIfExists(part);
        } catch (IOException e) {
            throw new ProblemException(new HostProblem.FileUnusable(part, WholeFile.reason(e)), e);
        }
    }
}
