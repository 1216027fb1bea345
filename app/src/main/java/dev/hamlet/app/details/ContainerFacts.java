package dev.hamlet.app.details;

import dev.hamlet.app.words.MachineWords;
import dev.hamlet.app.words.Messages;
import dev.hamlet.engine.container.ContainerEnd;
import dev.hamlet.engine.container.ContainerSnapshot;
import dev.hamlet.engine.container.ContainerSpec;
import dev.hamlet.engine.container.PublishedPort;
import dev.hamlet.engine.container.RestartPolicy;
import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.machine.PortForward;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The key facts of a container, in words, in the order in which they are shown. */
final class ContainerFacts {
    /** Of Linux. */
    private static final int LAST_SIGNAL = 64;

    private final Messages words;
    private final List<MachineFacts.Fact> facts = new ArrayList<>();

    private ContainerFacts(Messages words) {
        this.words = words;
    }

    /**
     * The facts of this container.
     *
     * @param ports by which it is reached, with those that were chosen
     */
    static List<MachineFacts.Fact> of(ContainerSnapshot container, List<PublishedPort> ports, Messages words) {
        ContainerFacts facts = new ContainerFacts(words);
        container
                .spec()
                .ifPresent(spec -> facts.collect(spec, ports, container.state().isLive()));
        container
                .health()
                .ifPresent(health ->
                        facts.add("health", words.text("containers.health." + MachineWords.word(health.state())), ""));
        container.end().ifPresent(end -> facts.add("end", end(end, words), ""));
        if (container.restarts() > 0) {
            facts.add("restarts", words.figures().number(container.restarts(), 0), "");
        }
        facts.add("id", container.id().shortened(), container.id().value());
        return List.copyOf(facts.facts);
    }

    private void collect(ContainerSpec spec, List<PublishedPort> ports, boolean live) {
        add("image", spec.image().name(), spec.image().name());
        String command = String.join(" ", spec.arguments());
        add("command", command.isEmpty() ? words.text("containers.fact.command.none") : command, command);
        ports.forEach(port -> facts.add(port(port, live)));
        String unlimited = words.text("containers.unlimited");
        add(
                "memory",
                spec.wish()
                        .memory()
                        .map(ByteSize::bytes)
                        .map(words.figures()::size)
                        .orElse(unlimited),
                "");
        add(
                "cpus",
                spec.wish().cpus() == 0
                        ? unlimited
                        : words.figures().number(spec.wish().cpus(), 2),
                "");
        if (spec.wish().upkeep().restart().kind() != RestartPolicy.Kind.NO) {
            add(
                    "restart",
                    words.text("containers.restart."
                            + MachineWords.word(spec.wish().upkeep().restart().kind())),
                    "");
        }
        add(
                "pids",
                spec.wish().pids() == 0
                        ? unlimited
                        : words.figures().number(spec.wish().pids(), 0),
                "");
    }

    /**
     * Nothing leads to a port that nobody holds, and one that is not chosen yet has no number. What is published on all
     * addresses is reached from this computer by its loopback too, as the rules of networks have it.
     */
    private MachineFacts.Fact port(PublishedPort port, boolean live) {
        PortForward like = new PortForward(
                PortForward.Protocol.valueOf(port.protocol().name()),
                port.address(),
                port.hostPort(),
                port.containerPort());
        boolean known = port.hostPort() != 0;
        Optional<MachineFacts.Link> link = PortLink.web(like)
                .<MachineFacts.Link>map(MachineFacts.Link.Web::new)
                .or(() -> PortLink.shell(like).map(MachineFacts.Link.Shell::new));
        String name = PortLink.name(like);
        return new MachineFacts.Fact(
                "containers.fact.port",
                words.text(
                        known ? "machines.value.forward" : "containers.value.port.any",
                        port.address(),
                        port.hostPort(),
                        port.containerPort(),
                        name.isEmpty() ? port.protocol().name() : name),
                known ? PortLink.place(like) : "",
                live && known ? link.orElse(null) : null,
                false);
    }

    /** How it ended: its exit code, and what programs usually say with that. */
    private static String end(ContainerEnd end, Messages words) {
        if (end.outOfMemory()) {
            return words.text("containers.end.out-of-memory");
        }
        if (end.code().isEmpty()) {
            return words.text("containers.end.unseen");
        }
        int code = end.code().getAsInt();
        return switch (code) {
            case 0 -> words.text("containers.end.done");
            case 126 -> words.text("containers.end.not-executable");
            case 127 -> words.text("containers.end.not-found");
            case 137 -> words.text("containers.end.killed");
            case 143 -> words.text("containers.end.asked");
            default ->
                code > 128 && code <= 128 + LAST_SIGNAL
                        ? words.text("containers.end.signal", code, code - 128)
                        : words.text("containers.end.failed", code);
        };
    }

    private void add(String word, String text, String copy) {
        facts.add(new MachineFacts.Fact("containers.fact." + word, text, copy, null, false));
    }
}
