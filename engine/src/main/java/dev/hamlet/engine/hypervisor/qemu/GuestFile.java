package dev.hamlet.engine.hypervisor.qemu;

import dev.hamlet.engine.machine.CdSpec;
import dev.hamlet.engine.machine.DiskSpec;
import dev.hamlet.engine.machine.KernelSpec;
import dev.hamlet.engine.machine.MachineFolder;
import dev.hamlet.engine.machine.MachineSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A file that QEMU opens for a machine.
 *
 * @param path absolute
 * @param writable whether the guest may write to it
 * @param kernel whether it is a kernel or an initial file system, which QEMU reads as a plain file
 */
record GuestFile(Path path, boolean writable, boolean kernel) {
    /** The files that the spec names, in its order. */
    static List<GuestFile> of(MachineSpec spec, MachineFolder folder) {
        List<GuestFile> files = new ArrayList<>();
        for (DiskSpec disk : spec.disks()) {
            files.add(new GuestFile(folder.resolve(disk.file()), !disk.readOnly(), false));
        }
        for (CdSpec cd : spec.cds()) {
            if (cd.file() != null) {
                files.add(new GuestFile(folder.resolve(cd.file()), false, false));
            }
        }
        KernelSpec kernel = spec.kernel();
        if (kernel != null) {
            files.add(new GuestFile(folder.resolve(kernel.kernel()), false, true));
            if (kernel.initrd() != null) {
                files.add(new GuestFile(folder.resolve(kernel.initrd()), false, true));
            }
        }
        return files;
    }
}
