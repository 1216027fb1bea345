package dev.hamlet.app.doctor;

import dev.hamlet.app.words.MachineWords;
import dev.hamlet.engine.host.Check;
import dev.hamlet.engine.host.HostReport;
import dev.hamlet.engine.privilege.PrivilegedVerb;
import dev.hamlet.engine.problem.HostProblem;
import dev.hamlet.engine.problem.Problem;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One thing to mend, of one or several checks: packages that are missing for the same are one thing.
 *
 * @param id names it among the others, such as {@code install-containers} or {@code accelerator}
 * @param area what it matters for
 * @param state how much it weighs
 * @param problem what is wrong, where it is one check's
 * @param packages what is missing, as the distribution calls it
 * @param command what to type; empty where no command does it
 * @param repair what does it with root's rights
 */
record Lack(
        String id,
        Check.Area area,
        Check.State state,
        Optional<Problem> problem,
        List<String> packages,
        String command,
        Optional<PrivilegedVerb> repair) {
    Lack {
        packages = List.copyOf(packages);
    }

    /** Whether a person can do something about it here and now, or has to. */
    boolean isPressing() {
        return state == Check.State.PROBLEM || repair.isPresent() || !command.isEmpty() || isSpeed();
    }

    /** Machines run many times slower: that is worth a word even where nothing but the firmware can change it. */
    private boolean isSpeed() {
        return id.equals("accelerator") || id.equals("virtualization");
    }

    /** What a report lacks, the weightiest first. */
    static List<Lack> of(HostReport report) {
        List<Lack> lacks = new ArrayList<>();
        Map<Check.Area, List<Check>> missing = new LinkedHashMap<>();
        // Why the processor shows nothing is the reason why there is no such device.
        boolean firmware = report.lacks().stream().anyMatch(check -> check.key().equals("virtualization"));
        for (Check check : report.lacks()) {
            if (!check.remedy().packageName().isEmpty()) {
                missing.computeIfAbsent(check.area(), area -> new ArrayList<>()).add(check);
            } else if (!(firmware && check.problem() instanceof HostProblem.KvmAbsent)) {
                lacks.add(new Lack(
                        check.key(),
                        check.area(),
                        check.state(),
                        Optional.ofNullable(check.problem()),
                        List.of(),
                        check.remedy().command(),
                        Optional.ofNullable(check.remedy().repair())));
            }
        }
        missing.forEach((area, checks) -> lacks.addAll(missing(area, checks)));
        lacks.sort((one, other) -> {
            int weight = other.state().compareTo(one.state());
            return weight != 0
                    ? weight
                    : Boolean.compare(other.repair().isPresent(), one.repair().isPresent());
        });
        return lacks;
    }

    /** Those that the script installs are one thing, those that it does not another. */
    private static Collection<Lack> missing(Check.Area area, List<Check> checks) {
        Map<Optional<PrivilegedVerb>, List<Check>> byVerb = new LinkedHashMap<>();
        checks.forEach(check -> byVerb.computeIfAbsent(
                        Optional.ofNullable(check.remedy().repair()), verb -> new ArrayList<>())
                .add(check));
        List<Lack> lacks = new ArrayList<>();
        byVerb.forEach((verb, of) -> {
            Set<String> packages = new LinkedHashSet<>();
            of.forEach(check -> packages.add(check.remedy().packageName()));
            Check first = of.getFirst();
            String command = first.remedy().command();
            String begin = command.isEmpty()
                    ? ""
                    : command.substring(
                            0, command.length() - first.remedy().packageName().length());
            lacks.add(new Lack(
                    "missing-" + MachineWords.word(area) + verb.map(one -> "").orElse("-others"),
                    area,
                    of.stream().map(Check::state).max(Enum::compareTo).orElse(Check.State.WARNING),
                    Optional.empty(),
                    List.copyOf(packages),
                    command.isEmpty() ? "" : begin + String.join(" ", packages),
                    verb));
        });
        return lacks;
    }
}
