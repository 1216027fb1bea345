package dev.hamlet.app.details;

import dev.hamlet.app.words.Messages;
import dev.hamlet.engine.container.ContainerEnd;
import dev.hamlet.engine.container.ContainerSnapshot;
import dev.hamlet.engine.container.ContainerSpec;
import dev.hamlet.engine.container.PublishedPort;
import dev.hamlet.engine.host.ByteSize;
import java.util.ArrayList;
import java.util.List;

/** The key facts of a container, in words, in the order in which they are shown. */
final class ContainerFacts {
    private final Messages words;
    private final List<MachineFacts.Fact> facts = new ArrayList<>();

    private ContainerFacts(Messages words) {
        this.words = words;
    }

    /** The facts of this container. */
    static List<MachineFacts.Fact> of(ContainerSnapshot container, Messages words) {
        ContainerFacts facts = new ContainerFacts(words);
        container.spec().ifPresent(facts::collect);
        container.end().ifPresent(end -> facts.add("end", end(end, words), ""));
        facts.add("id", container.id().shortened(), container.id().value());
        return List.copyOf(facts.facts);
    }

    private void collect(ContainerSpec spec) {
        add("image", spec.image().name(), spec.image().name());
        String command = String.join(" ", spec.arguments());
        add("command", command.isEmpty() ? words.text("containers.fact.command.none") : command, command);
        for (PublishedPort port : spec.wish().network().ports()) {
            String place = (port.address().equals(PublishedPort.ALL) ? PublishedPort.LOOPBACK : port.address()) + ":"
                    + port.hostPort();
            boolean any = port.hostPort() == 0;
            add("port", port.toString(), any ? "" : place);
        }
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
        add(
                "pids",
                spec.wish().pids() == 0
                        ? unlimited
                        : words.figures().number(spec.wish().pids(), 0),
                "");
    }

    /** How it ended: what its exit code says, as far as such codes have a meaning. */
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
                code > 128
                        ? words.text("containers.end.signal", code, code - 128)
                        : words.text("containers.end.failed", code);
        };
    }

    private void add(String word, String text, String copy) {
        facts.add(new MachineFacts.Fact("containers.fact." + word, text, copy, null, false));
    }
}
