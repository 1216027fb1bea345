package dev.hamlet.app.details;

import dev.hamlet.app.machines.SystemNames;
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
import java.net.URI;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The key facts of a machine, in words, in the order in which they are shown. */
final class MachineFacts {
    /**
     * One line of the facts.
     *
     * @param key of its label, and of the row in tests: {@code machines.fact.memory}
     * @param text its value
     * @param copy what a person may want of it elsewhere: an address, a path, a number of a process; empty for nothing
     * @param link where it leads, or null
     * @param good whether it is marked as being as it should
     */
    record Fact(
            String key, String text, String copy, @Nullable Link link, boolean good) {}

    /** Where a fact leads. */
    sealed interface Link {
        /** A browser opens it. */
        record Web(URI place) implements Link {}

        /** A command for a terminal. */
        record Shell(String command) implements Link {}
    }

    private final SystemNames systems;
    private final Messages words;
    private final List<Fact> facts = new ArrayList<>();

    private MachineFacts(SystemNames systems, Messages words) {
        this.systems = systems;
        this.words = words;
    }

    /** The facts of this machine, whose guest's agent says this. */
    static List<Fact> of(
            MachineSnapshot machine,
            MachineFolder folder,
            AddressModel.Answer agent,
            SystemNames systems,
            Messages words) {
        MachineFacts facts = new MachineFacts(systems, words);
        facts.collect(machine, folder, agent);
        return List.copyOf(facts.facts);
    }

    private void collect(MachineSnapshot machine, MachineFolder folder, AddressModel.Answer agent) {
        MachineSpec spec = machine.spec();
        LaunchRecord launch = machine.launch();
        if (launch != null && spec != null) {
            facts.addAll(GuestAddresses.facts(machine, spec, agent, words));
        }
        facts.addAll(forwards(machine, words));
        if (spec != null) {
            MachineWords said = new MachineWords(words);
            add("vcpus", said.vcpus(machine));
            add("memory", said.memory(machine));
        }
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
        if (spec != null) {
            collect(spec, launch);
        }
        copyable("folder", folder.path().toString());
    }

    /** The ports that are forwarded now, or will be at the next start. */
    static List<Fact> forwards(MachineSnapshot machine, Messages words) {
        LaunchRecord launch = machine.launch();
        MachineSpec spec = machine.spec();
        List<PortForward> forwards = launch != null
                ? launch.forwards()
                : spec == null ? List.of() : spec.network().forwards();
        return forwards.stream()
                .map(forward -> forward(forward, launch != null, words))
                .toList();
    }

    /** Nobody listens at a port of a machine that is off, so nothing leads there. */
    private static Fact forward(PortForward forward, boolean live, Messages words) {
        Optional<Link> link = PortLink.web(forward)
                .<Link>map(Link.Web::new)
                .or(() -> PortLink.shell(forward).map(Link.Shell::new));
        String name = PortLink.name(forward);
        return new Fact(
                "machines.fact.forward",
                words.text(
                        "machines.value.forward",
                        forward.address(),
                        forward.hostPort(),
                        forward.guestPort(),
                        name.isEmpty() ? forward.protocol().name() : name),
                PortLink.place(forward),
                live ? link.orElse(null) : null,
                false);
    }

    private void collect(MachineSpec spec, @Nullable LaunchRecord launch) {
        if (!spec.system().isEmpty()) {
            add("system", systems.name(spec.system()));
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

    private void add(String name, String text) {
        facts.add(new Fact("machines.fact." + name, text, "", null, false));
    }

    private void copyable(String name, String text) {
        facts.add(new Fact("machines.fact." + name, text, text, null, false));
    }
}
