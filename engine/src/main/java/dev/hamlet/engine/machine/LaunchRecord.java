package dev.hamlet.engine.machine;

import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.nativebridge.ProcessIdentity;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

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
 * @param settings what it has of its machine's settings: those of its start, with what it was given since; null where
 *     that is not known
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
        List<String> arguments,
        @Nullable MachineSpec settings) {
    /** Copies the lists. */
    public LaunchRecord {
        forwards = List.copyOf(forwards);
        files = List.copyOf(files);
        arguments = List.copyOf(arguments);
        settings = settings == null ? null : settings.withoutUnknown();
    }

    /** A record of a guest of which it is not known what it has of its settings. */
    public LaunchRecord(
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
        this(
                process,
                hypervisor,
                version,
                accelerator,
                board,
                vcpus,
                memory,
                user,
                started,
                forwards,
                files,
                arguments,
                null);
    }

    /**
     * The same guest with other settings: its forwards are theirs, and so are its CD images.
     *
     * @param folder of its machine
     */
    public LaunchRecord with(MachineSpec now, MachineFolder folder) {
        Set<Path> used = new LinkedHashSet<>(files);
        if (settings != null) {
            used.removeAll(cds(settings, folder));
        }
        used.addAll(cds(now, folder));
        return new LaunchRecord(
                process,
                hypervisor,
                version,
                accelerator,
                board,
                vcpus,
                memory,
                user,
                started,
                now.network().forwards(),
                List.copyOf(used),
                arguments,
                now);
    }

    private static List<Path> cds(MachineSpec spec, MachineFolder folder) {
        return spec.cds().stream()
                .map(CdSpec::file)
                .flatMap(Stream::ofNullable)
                .map(folder::resolve)
                .toList();
    }

    /** The number of the process, for showing; never enough to signal it. */
    public long pid() {
        return process.pid();
    }
}
