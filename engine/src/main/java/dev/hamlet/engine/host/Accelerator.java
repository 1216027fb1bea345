package dev.hamlet.engine.host;

import dev.hamlet.engine.problem.HostProblem;
import org.jspecify.annotations.Nullable;

/**
 * What runs guest code.
 *
 * @param word QEMU's word for it: {@code kvm} for the hardware, {@code tcg} for software emulation
 * @param reason why it is not the hardware; null where it is
 */
public record Accelerator(String word, @Nullable HostProblem reason) {
    /** The hardware. */
    public static final Accelerator KVM = new Accelerator("kvm", null);

    /** Software emulation, for this reason. */
    public static Accelerator emulation(HostProblem reason) {
        return new Accelerator("tcg", reason);
    }

    /** Whether guests run on the hardware. */
    public boolean isHardware() {
        return reason == null;
    }
}
