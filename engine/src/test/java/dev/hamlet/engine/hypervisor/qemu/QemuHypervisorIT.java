package dev.hamlet.engine.hypervisor.qemu;

import dev.hamlet.engine.host.HamletPaths;
import dev.hamlet.engine.hypervisor.HypervisorContractTest;
import dev.hamlet.engine.machine.Hypervisor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

/** The contract, kept by the installed QEMU. */
@Tag("real")
class QemuHypervisorIT extends HypervisorContractTest {
    @BeforeAll
    static void requireQemu() {
        RealQemu.assumeInstalled();
    }

    @Override
    protected Hypervisor open(HamletPaths at) {
        return RealQemu.open(at);
    }
}
