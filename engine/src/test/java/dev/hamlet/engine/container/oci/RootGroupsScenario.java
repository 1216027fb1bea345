package dev.hamlet.engine.container.oci;

import dev.hamlet.engine.container.ContainerId;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.namespace.Namespaces;
import dev.hamlet.engine.process.SystemProcessLauncher;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What is run by root where systemd has the control groups. Its words are the group that stands for systemd's own units, and
 * whether systemd makes a {@code scope}.
 */
public final class RootGroupsScenario {
    private RootGroupsScenario() {}

    /** The program. */
    public static void main(String[] words) throws Exception {
        UserGroups groups = UserGroups.ofThisHost(
                new SystemProcessLauncher(System.getenv()), Namespaces.none(), TimeSource.system());
        check(groups.areHanded(), "systemd is asked");
        Process monitor = new ProcessBuilder("sleep", "100").start();
        Process container = new ProcessBuilder("sleep", "100").start();
        Process further = new ProcessBuilder("sleep", "100").start();
        String before = group(monitor.pid());
        Optional<String> given = groups.place("one", ContainerId.random(), monitor.pid());
        if (words[1].equals("scope")) {
            String group = given.orElseThrow();
            Path folder = Path.of("/sys/fs/cgroup").resolve(group.substring(1));
            check(folder.startsWith(words[0]) && group.endsWith(".scope/container"), "it is in a scope: " + group);
            check(group(monitor.pid()).equals(group.replace("/container", "/monitors")), "its monitor is beside it");
            check(Files.readString(folder.resolveSibling("cgroup.procs")).isBlank(), "nobody is above both");
            Files.createDirectory(folder);
            Files.writeString(folder.resolve("cgroup.procs"), Long.toString(container.pid()));
            check(groups.holds(container.pid()), "it is known by its group");
            groups.join("one", container.pid(), further.pid());
            check(group(further.pid()).equals(group(monitor.pid())), "so is the monitor of a further program");
        } else {
            check(given.isEmpty() && group(monitor.pid()).equals(before), "the monitor stays where it was");
            groups.join("one", container.pid(), further.pid());
            check(group(further.pid()).equals(before), "so does that of a further program");
        }
        for (Process one : List.of(monitor, container, further)) {
            one.destroyForcibly();
        }
        System.exit(0);
    }

    private static String group(long pid) {
        return GroupFigures.text(pid, "cgroup")
                .lines()
                .filter(line -> line.startsWith("0::"))
                .map(line -> line.substring(3))
                .findFirst()
                .orElseThrow();
    }

    private static void check(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError(what);
        }
    }
}
