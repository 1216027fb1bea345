package dev.hamlet.engine.hypervisor.qemu;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * What one installed QEMU can do, as it said itself.
 *
 * @param program its file
 * @param version such as {@code 7.2.22}
 * @param boards its versioned q35 machine types, newest first
 * @param devices those of the devices it can make that not every QEMU has: {@code virtio-vga}
 * @param features of {@link #KVM}, {@link #IO_URING}, {@link #PNG}, {@link #STREAM}, {@link #SANDBOX}, {@link #CLIPBOARD}
 */
public record QemuFacts(Path program, String version, List<String> boards, Set<String> devices, Set<String> features) {
    /** KVM is built in; whether this host has it is another question. */
    public static final String KVM = "kvm";

    /** io_uring is built in and works on this host. */
    public static final String IO_URING = "io-uring";

    /** {@code screendump} writes PNG. */
    public static final String PNG = "screendump-png";

    /** A network card can be led into a Unix socket ({@code -netdev stream}). */
    public static final String STREAM = "netdev-stream";

    /** The seccomp sandbox is built in. */
    public static final String SANDBOX = "sandbox";

    /** It speaks with the agent in a guest that shares the guest's clipboard ({@code -chardev qemu-vdagent}). */
    public static final String CLIPBOARD = "clipboard";

    /** Copies the collections. */
    public QemuFacts {
        boards = List.copyOf(boards);
        devices = Set.copyOf(devices);
        features = Set.copyOf(features);
    }

    /** Whether it has this feature. */
    public boolean has(String feature) {
        return features.contains(feature);
    }
}
