package dev.hamlet.engine.hypervisor.qemu;

import dev.hamlet.nativebridge.PassedDescriptor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What is started for a guest.
 *
 * @param program QEMU, or what gives QEMU to another user
 * @param arguments its arguments
 * @param descriptors open files that it is given
 * @param files that QEMU opens for the guest, by their own names
 * @param user who QEMU runs as
 */
record QemuCommandLine(
        Path program, List<String> arguments, List<PassedDescriptor> descriptors, List<Path> files, String user) {
    QemuCommandLine {
        arguments = List.copyOf(arguments);
        descriptors = List.copyOf(descriptors);
        files = List.copyOf(files);
    }

    /** Program and arguments. */
    List<String> all() {
        List<String> all = new ArrayList<>(arguments.size() + 1);
        all.add(program.toString());
        all.addAll(arguments);
        return all;
    }
}
