package dev.hamlet.app.words;

import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.machine.MachineSnapshot;
import dev.hamlet.engine.machine.MachineSpec;
import dev.hamlet.engine.machine.MachineState;
import dev.hamlet.engine.machine.PortForward;
import dev.hamlet.engine.problem.MachineProblem;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is said of a machine. Immutable. */
public final class MachineWords {
    private final Messages messages;

    /** Says it in this language. */
    public MachineWords(Messages messages) {
        this.messages = messages;
    }

    /** The state in a word or three, such as {@code Paused, disk full}. */
    public String state(MachineSnapshot machine) {
        boolean full = machine.state() == MachineState.PAUSED
                && machine.notices().stream().anyMatch(MachineProblem.PausedDiskFull.class::isInstance);
        return messages.text("state." + (full ? "paused-disk-full" : word(machine.state())));
    }

    /** The memory of the guest, and what it has from its next start on if that is different; empty if not known. */
    public String memory(MachineSnapshot machine) {
        ByteSize now = machine.memory();
        MachineSpec spec = machine.spec();
        return now == null
                ? ""
                : later(
                        messages.figures().size(now),
                        spec == null ? null : messages.figures().size(spec.memory()));
    }

    /** The vCPUs of the guest, as {@link #memory}. */
    public String vcpus(MachineSnapshot machine) {
        MachineSpec spec = machine.spec();
        return machine.vcpus() == 0
                ? ""
                : later(
                        messages.figures().number(machine.vcpus(), 0),
                        spec == null ? null : messages.figures().number(spec.vcpus(), 0));
    }

    private String later(String now, @Nullable String next) {
        return next == null || next.equals(now) ? now : messages.text("value.next-start", now, next);
    }

    /** The name of an enum's value in files, arguments and keys: {@code PAUSED_DISK_FULL} is {@code paused-disk-full}. */
    public static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What somebody should know about it, in a few words each, most important first. */
    public List<String> notes(MachineSnapshot machine) {
        return machine.notices().stream()
                .map(problem -> ProblemWords.of(problem, messages).title())
                .distinct()
                .toList();
    }

    /** Its forwards as the command line takes them, such as {@code 8080:80}, or empty. */
    public String forwards(MachineSpec spec) {
        return spec.network().forwards().stream().map(MachineWords::forward).collect(Collectors.joining(", "));
    }

    /** A forward as the command line takes it; what is usual is left out. */
    public static String forward(PortForward forward) {
        String protocol = forward.protocol() == PortForward.Protocol.TCP
                ? ""
                : forward.protocol().word() + ":";
        String address = forward.address().equals(PortForward.LOOPBACK) ? "" : forward.address() + ":";
        return protocol + address + forward.hostPort() + ":" + forward.guestPort();
    }
}
