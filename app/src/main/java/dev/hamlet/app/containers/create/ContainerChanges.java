package dev.hamlet.app.containers.create;

import dev.hamlet.app.words.Messages;
import dev.hamlet.engine.container.ContainerLimits;
import dev.hamlet.engine.container.ContainerSpec;
import dev.hamlet.engine.container.ContainerWish;
import dev.hamlet.engine.container.MountWish;
import dev.hamlet.engine.container.PublishedPort;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What an order changes of a container that is there. Pure. */
final class ContainerChanges {
    private final ContainerSpec before;
    private final ContainerOrder order;

    ContainerChanges(ContainerSpec before, ContainerOrder order) {
        this.before = before;
        this.order = order;
    }

    private boolean sameImage() {
        return order.image() instanceof ImageWay.Here(var image)
                && image.id().toString().equals(before.image().digest());
    }

    private boolean sameName() {
        return order.name().isEmpty() || order.name().equals(before.name());
    }

    /** Whether nothing changes. */
    boolean isNothing() {
        return sameImage() && sameName() && order.wish().equals(before.wish());
    }

    /** Whether the container can have it as it is: its name, its limits, and what is done when it ends. */
    boolean isInPlace() {
        ContainerWish rest = order.wish()
                .with(before.wish().limits())
                .with(order.wish().upkeep().with(before.wish().upkeep().restart()));
        return sameImage() && rest.equals(before.wish());
    }

    /** Each change as a line. */
    List<String> lines(Messages words) {
        List<String> lines = new ArrayList<>();
        ContainerWish was = before.wish();
        ContainerWish now = order.wish();
        if (!sameImage()) {
            String from = before.image().name();
            String to = order.image().name();
            lines.add(
                    from.equals(to) || from.equals(to + ":latest")
                            ? words.text("new-container.changes.newer-image", to)
                            : line(words, "image", from, to));
        }
        if (!sameName()) {
            lines.add(line(words, "name", before.name(), order.name()));
        }
        Differences all = new Differences(words, lines, was, now);
        all.add("command", wish -> CommandText.line(wish.command()));
        all.add("terminal", wish -> said(words, wish.terminal()));
        all.add("ports", ContainerChanges::ports);
        all.add("mounts", wish -> mounts(words, wish));
        all.add("network", wish -> wish.network().network());
        variables(words, lines);
        all.add("cpus", wish -> cpus(words, wish.limits()));
        all.add(
                "memory",
                wish -> wish.memory().map(words.figures()::size).orElse(words.text("new-container.unlimited")));
        all.add(
                "pids",
                wish -> wish.pids() == 0
                        ? words.text("new-container.unlimited")
                        : words.figures().number(wish.pids(), 0));
        all.add(
                "end",
                wish -> words.text("new-container.restart."
                        + wish.upkeep()
                                .restart()
                                .kind()
                                .name()
                                .toLowerCase(Locale.ROOT)
                                .replace('_', '-')));
        all.add("removed", wish -> said(words, wish.removedAfter()));
        return lines;
    }

    /** Collects what differs between two wishes. */
    private record Differences(Messages words, List<String> lines, ContainerWish was, ContainerWish now) {
        void add(String word, Function<ContainerWish, String> value) {
            String from = value.apply(was);
            String to = value.apply(now);
            if (!Objects.equals(from, to)) {
                lines.add(line(words, word, from, to));
            }
        }
    }

    private static String line(Messages words, String word, String from, String to) {
        String nothing = words.text("new-container.changes.nothing");
        return words.text(
                "new-container.changes.line",
                words.text("new-container." + word),
                from.isEmpty() ? nothing : from,
                to.isEmpty() ? nothing : to);
    }

    private static String said(Messages words, boolean yes) {
        return words.text(yes ? "new-container.changes.yes" : "new-container.changes.no");
    }

    private static String ports(ContainerWish wish) {
        return wish.network().ports().stream().map(PublishedPort::toString).collect(Collectors.joining(", "));
    }

    private static String mounts(Messages words, ContainerWish wish) {
        return wish.files().mounts().stream()
                .map(mount -> mount.target() + " (" + source(words, mount)
                        + (mount.readOnly() ? ", " + words.text("new-container.mount.read-only") : "") + ")")
                .collect(Collectors.joining(", "));
    }

    private static String source(Messages words, MountWish mount) {
        return switch (mount) {
            case MountWish.Bind bind -> bind.source().toString();
            case MountWish.Volume volume ->
                volume.name().isEmpty() ? words.text("new-container.mount.kind.volume") : volume.name();
            case MountWish.Memory memory ->
                memory.size().map(words.figures()::size).orElse(words.text("new-container.mount.kind.memory"));
        };
    }

    private static String cpus(Messages words, ContainerLimits limits) {
        return limits.cpus() == 0
                ? words.text("new-container.unlimited")
                : words.text("new-container.cpus.about", words.figures().number(limits.cpus(), 2));
    }

    /** Their names alone: values may be secret. */
    private void variables(Messages words, List<String> lines) {
        TreeSet<String> changed = new TreeSet<>();
        for (String one : before.wish().environment()) {
            if (!order.wish().environment().contains(one)) {
                changed.add(one.replaceAll("=.*", ""));
            }
        }
        for (String one : order.wish().environment()) {
            if (!before.wish().environment().contains(one)) {
                changed.add(one.replaceAll("=.*", ""));
            }
        }
        if (!changed.isEmpty()) {
            lines.add(words.text("new-container.changes.variables", String.join(", ", changed)));
        }
    }
}
