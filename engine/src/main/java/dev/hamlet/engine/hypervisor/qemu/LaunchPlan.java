package dev.hamlet.engine.hypervisor.qemu;

import dev.hamlet.engine.media.DiskHeader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was decided on this host for one start, beside what the machine's spec says.
 *
 * @param accelerator {@code kvm} or {@code tcg}
 * @param board the versioned machine type
 * @param ioUring whether disks are read and written through io_uring, else by threads
 * @param firmware the UEFI firmware's files, null under BIOS
 * @param network what leads the guest's card to the world
 * @param chains for each disk, by its id, the disk and all that it builds on
 * @param names what QEMU shall call files that it cannot open by their own names
 * @param descriptors numbers of the descriptors that QEMU is given, each a set of its own
 */
record LaunchPlan(
        String accelerator,
        String board,
        boolean ioUring,
        @Nullable FirmwareFiles firmware,
        Network network,
        Map<String, List<DiskHeader>> chains,
        Map<Path, String> names,
        List<Integer> descriptors) {
    LaunchPlan {
        chains = Map.copyOf(chains);
        names = Map.copyOf(names);
        descriptors = List.copyOf(descriptors);
    }

    static LaunchPlan of(String accelerator, String board, @Nullable FirmwareFiles firmware, Network network) {
        return new LaunchPlan(accelerator, board, false, firmware, network, Map.of(), Map.of(), List.of());
    }

    /** The same, with disks through io_uring or not. */
    LaunchPlan withIoUring(boolean value) {
        return new LaunchPlan(accelerator, board, value, firmware, network, chains, names, descriptors);
    }

    /** The same, with another network. */
    LaunchPlan withNetwork(Network other) {
        return new LaunchPlan(accelerator, board, ioUring, firmware, other, chains, names, descriptors);
    }

    /** The same, with these files called otherwise and these descriptors given. */
    LaunchPlan withNames(Map<String, List<DiskHeader>> disks, Map<Path, String> called, List<Integer> given) {
        return new LaunchPlan(accelerator, board, ioUring, firmware, network, disks, called, given);
    }

    /** What leads the guest's card to the world. */
    enum Network {
        /** QEMU's own user-mode network (libslirp). */
        SLIRP,
        /** A {@link Passt} process, over a socket that QEMU is given. */
        PASST
    }
}
