package dev.hamlet.engine.hypervisor.qemu;

import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What was decided on this host for one start, beside what the machine's spec says.
 *
 * @param accelerator {@code kvm} or {@code tcg}
 * @param board the versioned machine type
 * @param ioUring whether disks are read and written through io_uring, else by threads
 * @param firmware the UEFI firmware's files, null under BIOS
 * @param network what leads the guest's card to the world
 * @param descriptors files that QEMU could not open by their names, and the numbers of the descriptors it is given
 */
record LaunchPlan(
        String accelerator,
        String board,
        boolean ioUring,
        @Nullable FirmwareFiles firmware,
        Network network,
        SortedMap<Path, Integer> descriptors) {
    LaunchPlan {
        descriptors = new TreeMap<>(descriptors);
    }

    static LaunchPlan of(String accelerator, String board, @Nullable FirmwareFiles firmware, Network network) {
        return new LaunchPlan(accelerator, board, false, firmware, network, new TreeMap<>(Map.of()));
    }

    /** What leads the guest's card to the world. */
    enum Network {
        /** QEMU's own user-mode network (libslirp). */
        SLIRP,
        /** A passt process that serves {@code network.sock}. */
        PASST
    }
}
