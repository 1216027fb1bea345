package dev.hamlet.engine.host;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A control group for each guest, in a folder {@code hamlet} below the group that Hamlet is in, so that whatever bounds
 * Hamlet bounds its guests too. For hosts where nobody else keeps the tree in order: where systemd does, it is asked
 * instead. An empty group costs nothing and is removed at the next opportunity. Safe for use by many threads and processes.
 */
public final class CpuGroups {
    private static final String TOP = "hamlet";
    private static final String CONTROLLERS = "cgroup.subtree_control";

    private final Path root;
    private final LinuxHost host;

    /** @param root {@code /}; a folder of copies in tests */
    CpuGroups(Path root) {
        this.root = root;
        this.host = new LinuxHost(root);
    }

    /** Those of this computer. */
    public static CpuGroups ofThisHost() {
        return new CpuGroups(Path.of("/"));
    }

    /**
     * Makes a group and puts a process into it.
     *
     * @param name of the group, such as a machine's id
     * @return empty where this account may make no such group here
     */
    public Optional<CpuGroup> place(String name, long pid) {
        Optional<ControlGroup> found = groupOf("self");
        if (found.isEmpty()) {
            return Optional.empty();
        }
        ControlGroup own = found.get();
        Path top = own.own().resolve(TOP);
        CpuGroup group = new CpuGroup(top.resolve(name), own.unified());
        try {
            make(own, top, group);
            try {
                group.add(pid);
            } catch (NoSuchFileException swept) {
                // Another process's sweep came in between.
                make(own, top, group);
                group.add(pid);
            }
            return Optional.of(group);
        } catch (IOException notAllowed) {
            remove(group.folder());
            remove(top);
            return Optional.empty();
        }
    }

    private static void make(ControlGroup own, Path top, CpuGroup group) throws IOException {
        if (own.unified()) {
            // Only a group without processes of its own, or the topmost, hands controllers down.
            hand(own.own());
        }
        Files.createDirectories(top);
        if (own.unified()) {
            hand(top);
        }
        Files.createDirectories(group.folder());
    }

    private static void hand(Path group) throws IOException {
        Path controllers = group.resolve(CONTROLLERS);
        if (!hasCpu(controllers)) {
            Files.write(controllers, "+cpu".getBytes(StandardCharsets.US_ASCII), StandardOpenOption.WRITE);
        }
    }

    /** The group of this name that this process is in; empty if it is in none, or may not be changed by this account. */
    public Optional<CpuGroup> of(String name, long pid) {
        return groupOf(Long.toString(pid))
                .filter(group -> group.own().endsWith(Path.of(TOP, name)))
                .map(group -> new CpuGroup(group.own(), group.unified()))
                .filter(group -> Files.isWritable(group.folder()));
    }

    /**
     * Whether a process's group is bounded by someone above it who can be asked to: systemd for its units, if it has the
     * {@code cpu} controller there.
     *
     * @param unit the last part of the group's path
     */
    public boolean isBoundedUnit(String unit, long pid) {
        return groupOf(Long.toString(pid))
                .filter(group -> group.own().endsWith(unit) && group.folders().size() > 1)
                .filter(group ->
                        !group.unified() || hasCpu(group.folders().get(1).resolve("cgroup.controllers")))
                .isPresent();
    }

    private static boolean hasCpu(Path controllers) {
        try {
            return List.of(Files.readString(controllers).strip().split(" ")).contains("cpu");
        } catch (IOException notThere) {
            return false;
        }
    }

    /** Removes groups of guests that have ended. */
    public void sweep() {
        Optional<ControlGroup> own = groupOf("self");
        if (own.isEmpty()) {
            return;
        }
        Path top = own.get().own().resolve(TOP);
        try (Stream<Path> groups = Files.list(top)) {
            groups.filter(Files::isDirectory).forEach(CpuGroups::remove);
        } catch (IOException none) {
            return;
        }
        remove(top);
    }

    /** The kernel keeps a group in which a process is, and one that has others below it. */
    private static void remove(Path group) {
        try {
            Files.deleteIfExists(group);
        } catch (IOException inUse) {
            return;
        }
    }

    private Optional<ControlGroup> groupOf(String process) {
        return ControlGroup.of("cpu", host.read("proc/" + process + "/cgroup").orElse(""), host.mounts())
                .map(group -> new ControlGroup(
                        group.unified(),
                        group.folders().stream().map(this::seen).toList()));
    }

    private Path seen(Path folder) {
        return root.resolve(Path.of("/").relativize(folder));
    }
}
