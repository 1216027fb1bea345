package dev.hamlet.engine.hypervisor.qemu;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hamlet.engine.host.HamletPaths;
import dev.hamlet.engine.hypervisor.AcceleratorChoice;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.process.SystemProcessLauncher;
import java.time.Duration;

/** What tests against the real QEMU need. */
final class RealQemu {
    private RealQemu() {}

    /** Skips the test, with its reason, where there is no QEMU. */
    static void assumeInstalled() {
        assumeTrue(
                new SystemProcessLauncher(System.getenv())
                        .find("qemu-system-x86_64")
                        .isPresent(),
                "qemu-system-x86_64 is not installed");
    }

    /** The installed QEMU, with software emulation, so that a test runs the same everywhere. */
    static QemuHypervisor open(HamletPaths paths) {
        return open(QemuHypervisor.PROGRAM, paths);
    }

    static QemuHypervisor open(String program, HamletPaths paths) {
        return open(program, paths, QemuStart.PATIENCE);
    }

    /** One whose starts may go this long without a sign of progress. */
    static QemuHypervisor open(String program, HamletPaths paths, Duration patience) {
        return new QemuHypervisor(
                program,
                paths,
                new SystemProcessLauncher(System.getenv()),
                TimeSource.system(),
                AcceleratorChoice.software(),
                patience);
    }
}
