package dev.hamlet.engine.machine;

import java.util.List;
import java.util.Set;

/**
 * What a hypervisor can do on this host.
 *
 * @param hypervisor its name for people, such as {@code QEMU}
 * @param version such as {@code 7.2.22}
 * @param accelerator what will run guest code under {@link Acceleration#AUTO}: {@code kvm} or {@code tcg}
 * @param firmwares what boards can start with
 * @param boards the versioned machine types it offers, newest first
 * @param features further words, such as {@code sandbox} or {@code screendump-png}
 */
public record Capabilities(
        String hypervisor,
        String version,
        String accelerator,
        Set<Firmware> firmwares,
        List<String> boards,
        Set<String> features) {
    /** Copies the collections. */
    public Capabilities {
        firmwares = Set.copyOf(firmwares);
        boards = List.copyOf(boards);
        features = Set.copyOf(features);
    }
}
