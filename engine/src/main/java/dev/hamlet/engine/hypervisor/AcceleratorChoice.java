package dev.hamlet.engine.hypervisor;

import dev.hamlet.engine.host.Accelerator;
import dev.hamlet.engine.problem.HostProblem;

/** Decides what runs guest code on this host. Safe for use by many threads. */
@FunctionalInterface
public interface AcceleratorChoice {
    /** The hardware, through Linux's KVM. */
    String KVM = "kvm";

    /** QEMU's software emulation. */
    String TCG = "tcg";

    /** What to use now. Answers from memory or a cache: a start waits for it. */
    Accelerator choose() throws InterruptedException;

    /** Software emulation, as if the host had nothing else. */
    static AcceleratorChoice software() {
        return () -> Accelerator.emulation(new HostProblem.KvmAbsent());
    }
}
