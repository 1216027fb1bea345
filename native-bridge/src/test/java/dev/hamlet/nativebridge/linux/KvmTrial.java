package dev.hamlet.nativebridge.linux;

import dev.hamlet.nativebridge.KvmProbe;
import java.time.Duration;

/** Runs the probe with guests of several lengths on a real device; see src/test/trial/kvm-under-emulation. */
final class KvmTrial {
    private KvmTrial() {}

    public static void main(String[] arguments) {
        for (int rounds : new int[] {1, 100_000, 1_000_000, 100_000_000, 2_000_000_000, 100_000}) {
            System.out.println(rounds + " rounds: "
                    + LinuxKvm.probe(KvmProbe.DEVICE, rounds, Duration.ofMillis(50))
                            .toLine());
        }
    }
}
