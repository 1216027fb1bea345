package dev.hamlet.app.wizard;

import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.machine.Acceleration;
import dev.hamlet.engine.machine.Firmware;
import dev.hamlet.engine.machine.NewMachine;
import dev.hamlet.engine.machine.PortForward;
import dev.hamlet.engine.media.CloudSeed;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A machine as it was ordered.
 *
 * @param disk size of its own disk, or null where it has none to be sized
 * @param forwards what leads from this computer to the guest
 * @param seed first-boot settings, or null; never a password, only its hash
 * @param start whether it is started then
 */
record Order(
        String name,
        Source source,
        int vcpus,
        ByteSize memory,
        @Nullable ByteSize disk,
        Firmware firmware,
        boolean reachesHost,
        List<PortForward> forwards,
        @Nullable CloudSeed seed,
        boolean start) {
    /** The wish for the engine, from what it can take by now. */
    NewMachine wish(NewMachine.Source from) {
        return new NewMachine(
                name,
                from,
                vcpus,
                memory,
                disk,
                firmware,
                source.needs().profile(),
                Acceleration.AUTO,
                forwards,
                reachesHost,
                seed,
                source.system());
    }
}
