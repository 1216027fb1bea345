package dev.hamlet.app.machines;

import dev.hamlet.app.words.MachineWords;
import dev.hamlet.app.words.Messages;
import dev.hamlet.app.words.ProblemWords;
import dev.hamlet.engine.machine.CdSpec;
import dev.hamlet.engine.machine.DiskSpec;
import dev.hamlet.engine.machine.KernelSpec;
import dev.hamlet.engine.machine.LaunchRecord;
import dev.hamlet.engine.machine.MachineFolder;
import dev.hamlet.engine.machine.MachineSnapshot;
import dev.hamlet.engine.machine.MachineSpec;
import dev.hamlet.engine.machine.PortForward;
import dev.hamlet.engine.problem.HostProblem;
import dev.hamlet.engine.problem.Problem;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The key facts of a machine, in words, in the order in which they are shown. */
final class MachineFacts {
    /**
     * One line of the facts.
     *
     * @param key of its label, and of the row in tests: {@code machines.fact.memory}
     * @param text its value
     * @param copyable whether a person may want it elsewhere: an address, a path, a number of a process
     */
    record Fact(String key, String text, boolean copyable) {}

    private final Messages words;
    private final List<Fact> facts = new ArrayList<>();

    private MachineFacts(Messages words) {
        this.words = words;
    }

    /** The facts of this machine. */
    static List<Fact> of(MachineSnapshot machine, MachineFolder folder, Messages words) {
        MachineFacts facts = new MachineFacts(words);
        facts.collect(machine, folder);
        return List.copyOf(facts.facts);
    }

    private void collect(MachineSnapshot machine, MachineFolder folder) {
        MachineSpec spec = machine.spec();
        LaunchRecord launch = machine.launch();
        if (launch != null) {
            add("accelerator", accelerator(machine, launch));
            copyable(
                    "process",
                    words.text(
                            "value.process",
                            launch.hypervisor().toUpperCase(Locale.ROOT),
                            launch.version(),
                            launch.pid(),
                            launch.user()));
        } else if (spec != null) {
            add(
                    "accelerator",
                    words.text(
                            "machines.accelerator." + spec.acceleration().name().toLowerCase(Locale.ROOT)));
        }
        List<PortForward> forwards = launch != null
                ? launch.forwards()
                : spec == null ? List.of() : spec.network().forwards();
        for (PortForward forward : forwards) {
            copyable("forward", forward(forward));
        }
        if (spec != null) {
            MachineWords said = new MachineWords(words);
            add("vcpus", said.vcpus(machine));
            add("memory", said.memory(machine));
            collect(spec, launch);
        }
        copyable("folder", folder.path().toString());
    }

    private void collect(MachineSpec spec, @Nullable LaunchRecord launch) {
        if (!spec.system().isEmpty()) {
            add("system", spec.system());
        }
        String board = launch == null ? spec.board() : launch.board();
        add(
                "board",
                board.isEmpty()
                        ? spec.firmware().name()
                        : words.text("machines.value.board", spec.firmware().name(), board));
        for (DiskSpec disk : spec.disks()) {
            String format = disk.format().name().toLowerCase(Locale.ROOT);
            copyable(
                    "disk",
                    words.text(
                            disk.readOnly() ? "machines.value.disk.readonly" : "machines.value.disk",
                            disk.file(),
                            format));
        }
        for (CdSpec cd : spec.cds()) {
            add(
                    "cd",
                    cd.file() == null ? words.text("value.cd.empty") : cd.file().toString());
        }
        KernelSpec kernel = spec.kernel();
        if (kernel != null) {
            copyable("kernel", kernel.kernel().toString());
        }
        add(
                "created",
                DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM, FormatStyle.SHORT)
                        .withLocale(words.locale())
                        .withZone(ZoneId.systemDefault())
                        .format(spec.created()));
    }

    /** What runs the guest's code, with the reason where it is not the hardware. */
    private String accelerator(MachineSnapshot machine, LaunchRecord launch) {
        String text = words.text("machines.accelerator." + launch.accelerator());
        return machine.notices().stream()
                .filter(MachineFacts::isAboutAcceleration)
                .findFirst()
                .map(why -> words.text(
                        "machines.value.accelerator",
                        text,
                        ProblemWords.of(why, words).title()))
                .orElse(text);
    }

    static boolean isAboutAcceleration(Problem problem) {
        return switch (problem) {
            case HostProblem.KvmAbsent p -> true;
            case HostProblem.KvmNoPermission p -> true;
            case HostProblem.KvmTooSlow p -> true;
            case HostProblem.KvmBroken p -> true;
            default -> false;
        };
    }

    private String forward(PortForward forward) {
        return words.text(
                "machines.value.forward",
                forward.address(),
                forward.hostPort(),
                forward.guestPort(),
                forward.protocol().name());
    }

    private void add(String name, String text) {
        facts.add(new Fact("machines.fact." + name, text, false));
    }

    private void copyable(String name, String text) {
        facts.add(new Fact("machines.fact." + name, text, true));
    }
}
