package dev.hamlet.engine.hypervisor;

import dev.hamlet.engine.problem.HostProblem;
import java.util.Optional;

/** Decides what runs guest code on this host. Safe for use by many threads. */
@FunctionalInterface
public interface AcceleratorChoice {
    /** The hardware, through Linux's KVM. */
    String KVM = "kvm";

    /** QEMU's software emulation. */
    String TCG = "tcg";

    /** What to use now. Answers from memory or a cache: a start waits for it. */
    Choice choose() throws InterruptedException;

    /** Software emulation, for no reason but that it always works. */
    static AcceleratorChoice software() {
        return () -> new Choice(TCG, Optional.empty());
    }

    /**
     * A decision.
     *
     * @param accelerator {@link #KVM} or {@link #TCG}
     * @param reason why it is not the hardware, where somebody should know
     */
    record Choice(String accelerator, Optional<HostProblem> reason) {}
}
