package dev.hamlet.app.details;

import dev.hamlet.engine.container.ContainerLimits;
import dev.hamlet.engine.container.ContainerSnapshot;
import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.host.HostFacts;
import dev.hamlet.engine.machine.MachineSnapshot;
import java.util.Optional;

/**
 * Whose use is shown, and how much it may use.
 *
 * @param id of the machine or container
 * @param live whether its history grows
 * @param processors how many it has, or may keep busy
 * @param memory how many bytes it may hold; 0 where nobody knows
 * @param guest whether there is a guest system within, which alone knows some of it
 */
record UsageSubject(String id, boolean live, double processors, long memory, boolean guest) {
    static UsageSubject of(MachineSnapshot machine) {
        return new UsageSubject(
                machine.id().value(),
                DetailsContext.hasGuest(machine),
                Math.max(1, machine.vcpus()),
                machine.memory() == null ? 0 : machine.memory().bytes(),
                true);
    }

    /** A container; without a limit it may use all that there is. */
    static UsageSubject of(ContainerSnapshot container, HostFacts host) {
        ContainerLimits limits =
                container.spec().map(spec -> spec.wish().limits()).orElse(new ContainerLimits(Optional.empty(), 0, 0));
        return new UsageSubject(
                container.id().value(),
                container.state().isLive(),
                limits.cpus() > 0 ? limits.cpus() : host.processors(),
                limits.memory().map(ByteSize::bytes).orElse(host.memory().bytes()),
                false);
    }
}
