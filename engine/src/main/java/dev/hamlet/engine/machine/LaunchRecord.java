package dev.hamlet.engine.machine;

import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.nativebridge.ProcessIdentity;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * What was started, kept in the machine's run folder while it lives so that every process can find and check it.
 *
 * @param process who the guest's process is: pid, start time and boot
 * @param hypervisor such as {@code qemu}
 * @param version of the hypervisor, such as {@code 7.2.22}
 * @param accelerator what runs guest code: {@code kvm} or {@code tcg}
 * @param board the versioned machine type
 * @param vcpus how many vCPUs it was started with
 * @param memory the memory it was started with and may take at any time; nothing where that is not known
 * @param user the user the process runs as, by name, or by number where it has none
 * @param started when
 * @param forwards the ports that are really forwarded
 * @param files the disks, with all that they build on, CD images and kernels that it was started with: absolute, and
 *     the guest's until it ends, whatever its settings say by then
 * @param arguments the whole command line, for diagnosis; holds no secret
 */
public record LaunchRecord(
        ProcessIdentity process,
        String hypervisor,
        String version,
        String accelerator,
        String board,
        int vcpus,
        ByteSize memory,
        String user,
        Instant started,
        List<PortForward> forwards,
        List<Path> files,
        List<String> arguments) {
    /** Copies the lists. */
    public LaunchRecord {
        forwards = List.copyOf(forwards);
        files = List.copyOf(files);
        arguments = List.copyOf(arguments);
    }

    /** The number of the process, for showing; never enough to signal it. */
    public long pid() {
        return process.pid();
    }
}
