package dev.hamlet.engine.hypervisor.qemu;

/** The network of a guest that must not reach services of this computer. */
final class Passt {
    /** Name of its socket in the run folder. */
    static final String SOCKET = "network.sock";

    private Passt() {}
}
