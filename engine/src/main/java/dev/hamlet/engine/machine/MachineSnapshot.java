package dev.hamlet.engine.machine;

import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.problem.Problem;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How a machine stands at one moment, for showing.
 *
 * @param id its name on disk
 * @param name what people call it; the id where its file cannot be read
 * @param state where it stands
 * @param since when it came to that state, as far as this process knows
 * @param spec what the user wants, or null where its file cannot be read
 * @param launch what runs it, or null where nothing does
 * @param lastEnd how it last ended, or null where that is not known
 * @param notices what a person should know about it, most important first: why it is paused, cannot be read, is
 *     software-emulated, runs as root, ended unexpectedly
 */
public record MachineSnapshot(
        MachineId id,
        String name,
        MachineState state,
        Instant since,
        @Nullable MachineSpec spec,
        @Nullable LaunchRecord launch,
        @Nullable GuestEnd lastEnd,
        List<Problem> notices) {
    /** Copies the list. */
    public MachineSnapshot {
        notices = List.copyOf(notices);
    }

    /** The settings that the guest has otherwise than its machine's file says: they wait for its next start. */
    public List<Setting> waiting() {
        MachineSpec has = launch == null ? null : launch.settings();
        MachineSpec wanted = spec;
        if (has == null || wanted == null) {
            return List.of();
        }
        return Stream.of(Setting.values())
                .filter(setting -> setting.differs(has, wanted))
                .toList();
    }

    /** The memory that the guest has, or else will have; null where neither is known. */
    public @Nullable ByteSize memory() {
        if (launch != null && launch.memory().bytes() > 0) {
            return launch.memory();
        }
        return spec == null ? null : spec.memory();
    }

    /** The vCPUs that the guest has, or else will have; 0 where neither is known. */
    public int vcpus() {
        if (launch != null && launch.vcpus() > 0) {
            return launch.vcpus();
        }
        return spec == null ? 0 : spec.vcpus();
    }
}
