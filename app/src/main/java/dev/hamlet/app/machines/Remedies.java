package dev.hamlet.app.machines;

import dev.hamlet.engine.problem.HypervisorProblem;
import dev.hamlet.engine.problem.MachineProblem;
import dev.hamlet.engine.problem.Problem;
import java.util.Optional;

/** Which command of a machine cures a problem. */
public final class Remedies {
    private Remedies() {}

    /** The command that a card of this problem offers; empty where a command alone cures nothing. */
    public static Optional<MachineCommand> of(Problem problem) {
        return switch (problem) {
            case MachineProblem.NotEnoughMemory p -> Optional.of(MachineCommand.START_ANYWAY);
            case MachineProblem.TooManyVcpus p -> Optional.of(MachineCommand.START_ANYWAY);
            case MachineProblem.GuestIgnoresShutdown p -> Optional.of(MachineCommand.FORCE_OFF);
            case MachineProblem.PausedDiskFull p -> Optional.of(MachineCommand.RESUME);
            case MachineProblem.PausedDiskError p -> Optional.of(MachineCommand.RESUME);
            case HypervisorProblem.MonitorSilent p -> Optional.of(MachineCommand.KILL);
            case HypervisorProblem.StartSilent p -> Optional.of(MachineCommand.START);
            case MachineProblem.EndedUnexpectedly p -> Optional.of(MachineCommand.START);
            case MachineProblem.EndedUnseen p -> Optional.of(MachineCommand.START);
            default -> Optional.empty();
        };
    }
}
