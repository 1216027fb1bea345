package dev.hamlet.engine.problem;

import java.nio.file.Path;
import java.util.List;

/** What can be wrong with the process that runs a guest and with the talk to it. */
public sealed interface HypervisorProblem extends Problem {
    /** QEMU ended before it answered; {@code how} is an exit code or a signal, {@code line} the line that tells most. */
    record EndedAtOnce(String program, String how, String line, List<String> lastLines, Path log)
            implements HypervisorProblem {}

    /**
     * QEMU lived and did not come up: for this time nothing came of what was awaited ({@code monitor}, its {@code greeting}
     * or an {@code answer} of it), so it was ended; {@code line} is the line that tells most.
     */
    record StartSilent(String name, String awaited, long seconds, String line, List<String> lastLines, Path log)
            implements HypervisorProblem {}

    /** QEMU runs and its monitor has not answered within this time. */
    record MonitorSilent(String name, long seconds) implements HypervisorProblem {}

    /** Whether the guest of a machine runs cannot be seen: what tells it could not be read, as when too many files are open. */
    record GuestUnseen(Path folder, String why) implements HypervisorProblem {}

    /** QEMU refused a command of its monitor. */
    record MonitorRefused(String command, String why) implements HypervisorProblem {}

    /** The line to QEMU's monitor ended. */
    record MonitorLost(String why) implements HypervisorProblem {}

    /** The installed hypervisor cannot do this. */
    record NotSupported(String feature, String hypervisor) implements HypervisorProblem {}
}
