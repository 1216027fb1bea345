package dev.hamlet.engine.host;

import dev.hamlet.engine.problem.Problem;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What this computer is, has, and lacks.
 *
 * @param system the name that the system gives itself, such as {@code Debian GNU/Linux 12 (bookworm)}
 * @param kernel its kernel's release, such as {@code 6.1.0-47-amd64}
 * @param architecture as the JVM names it, such as {@code amd64}
 * @param processor the model of its processor, empty if it does not tell
 * @param facts processors, memory and load
 * @param room how its memory stands between the guests; null where it cannot be seen which run
 * @param data where the user's machines lie
 * @param accelerator what runs guest code, and why not the hardware if it is not
 * @param hypervisor what runs guests
 * @param containers why no container can run; null where they can
 * @param checks everything that was looked at, the weightiest first
 */
public record HostReport(
        String system,
        String kernel,
        String architecture,
        String processor,
        HostFacts facts,
        @Nullable Room room,
        Disk data,
        Accelerator accelerator,
        HypervisorFacts hypervisor,
        @Nullable Problem containers,
        List<Check> checks) {
    /** Copies the list. */
    public HostReport {
        checks = List.copyOf(checks);
    }

    /**
     * A folder and the file system it lies on.
     *
     * @param fileSystem its type, such as {@code ext4}; empty if the system does not tell
     * @param free what the user may still write
     */
    public record Disk(Path folder, String fileSystem, ByteSize free) {}

    /** The worst state among the checks. */
    public Check.State state() {
        return checks.stream().map(Check::state).max(Enum::compareTo).orElse(Check.State.OK);
    }

    /** Whether machines can run, perhaps slowly. */
    public boolean machinesRun() {
        return state() != Check.State.PROBLEM;
    }

    /** Whether containers can run. */
    public boolean containersRun() {
        return containers == null
                && checks.stream()
                        .noneMatch(
                                check -> check.area() == Check.Area.COMPUTER && check.state() == Check.State.PROBLEM);
    }

    /** What is not as it should be, the worst first. */
    public List<Check> lacks() {
        return checks.stream()
                .filter(check -> check.problem() != null)
                .sorted(Comparator.comparing(Check::state).reversed())
                .toList();
    }

    /** What to type to install all that is missing; empty where nothing is, or nothing that installs is known here. */
    public String installation() {
        List<Check.Remedy> missing = checks.stream()
                .map(Check::remedy)
                .filter(remedy ->
                        !remedy.packageName().isEmpty() && !remedy.command().isEmpty())
                .toList();
        if (missing.isEmpty()) {
            return "";
        }
        Check.Remedy first = missing.getFirst();
        String begin = first.command()
                .substring(0, first.command().length() - first.packageName().length());
        return begin
                + missing.stream().map(Check.Remedy::packageName).distinct().collect(Collectors.joining(" "));
    }
}
