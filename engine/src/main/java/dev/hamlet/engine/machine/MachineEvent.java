package dev.hamlet.engine.machine;

/** What listeners of a {@link MachineStore} are told; on engine threads, so they must not block. */
public sealed interface MachineEvent {
    /** Which machine. */
    MachineId id();

    /** The machine is new, or something about it changed. */
    record Changed(MachineSnapshot snapshot) implements MachineEvent {
        @Override
        public MachineId id() {
            return snapshot.id();
        }
    }

    /** The machine is gone. */
    record Removed(MachineId id) implements MachineEvent {}

    /** The guest restarted itself. */
    record Restarted(MachineId id) implements MachineEvent {}
}
