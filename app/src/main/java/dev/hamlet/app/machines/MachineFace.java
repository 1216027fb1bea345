package dev.hamlet.app.machines;

import dev.hamlet.app.words.Messages;
import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.machine.GuestEnd;
import dev.hamlet.engine.machine.LaunchRecord;
import dev.hamlet.engine.machine.MachineSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a row of the list shows of a machine.
 *
 * @param name what people call it
 * @param system its guest's system as a catalogue id, or empty
 * @param look its state
 * @param since when it came to be so; empty where nobody knows
 * @param memory its memory; null where its settings cannot be read
 * @param vcpus its vCPUs; 0 where its settings cannot be read
 */
public record MachineFace(
        String name,
        String system,
        MachineLook look,
        Optional<Instant> since,
        @Nullable ByteSize memory,
        int vcpus) {

    static MachineFace of(MachineSnapshot machine, Optional<CommandFailure> failure) {
        return new MachineFace(
                machine.name(),
                machine.spec() == null ? "" : machine.spec().system(),
                MachineLook.of(machine, failure),
                since(machine),
                machine.memory(),
                machine.vcpus());
    }

    /** Since when, where that is known: what this process did not see begin has no age but by a record. */
    private static Optional<Instant> since(MachineSnapshot machine) {
        LaunchRecord launch = machine.launch();
        GuestEnd end = machine.lastEnd();
        return switch (machine.state()) {
            case RUNNING -> launch == null ? Optional.empty() : Optional.of(launch.started());
            case STOPPED -> end == null ? Optional.empty() : Optional.of(end.at());
            case PAUSED ->
                // A guest found paused bears the time of its start, which says nothing of the pause.
                launch != null && machine.since().equals(launch.started())
                        ? Optional.empty()
                        : Optional.of(machine.since());
            case STARTING, STOPPING -> Optional.of(machine.since());
            case UNREADABLE, DELETED -> Optional.empty();
        };
    }

    /** Such as {@code Running · 2 h 14 min}. */
    public String stateWithAge(Instant now, Messages words) {
        String state = words.text(look.key());
        return since.map(begin -> words.text(
                        "machines.state.age", state, words.figures().glanceAge(Duration.between(begin, now))))
                .orElse(state);
    }
}
