package dev.hamlet.engine.container.oci;

import dev.hamlet.engine.container.ContainerEngine;
import dev.hamlet.engine.container.ContainerLog;
import dev.hamlet.engine.container.ContainerSnapshot;
import dev.hamlet.engine.container.ContainerStream;
import dev.hamlet.engine.container.ContainerWish;
import dev.hamlet.engine.container.ExecSpec;
import dev.hamlet.engine.container.NetworkWish;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What is run by the ordinary user: a container on the network of this computer. Its words are the user's folder, and a
 * control group of this computer that the user may change.
 */
public final class RootlessHostNetworkScenario {
    private RootlessHostNetworkScenario() {}

    /** The program. */
    public static void main(String[] words) throws Exception {
        ContainerEngine engine = RootlessEngine.open(words[0]);
        ContainerWish wish = ContainerWish.of(List.of("sleep", "1000")).on(NetworkWish.of(NetworkWish.HOST));
        ContainerSnapshot made = engine.create("busybox", "shared", wish).await();
        var _ = engine.start(made.id().value()).await();
        try {
            check(heard(engine, "ls /sys/class/net").contains("lo"), "the links of this computer are seen");
            if (words.length > 1) {
                Path group = Path.of(words[1]);
                check(Files.isWritable(group), "outside, the user may change the group: " + group);
                String said = heard(engine, "mkdir " + group + "/made && echo made");
                check(!said.contains("made") && Files.notExists(group.resolve("made")), "a group was made: " + said);
            }
            for (String line :
                    heard(engine, "grep ' /sys' /proc/self/mounts").lines().toList()) {
                String[] mount = line.split(" ", -1);
                check(List.of(mount[3].split(",", -1)).contains("ro"), "writable: " + line);
            }
            check(heard(engine, "ls /sys/fs/cgroup").isBlank(), "the control groups of this computer are covered");
            check(
                    heard(engine, "echo x > /sys/fs/cgroup/x || echo no").contains("no"),
                    "what covers them is not written either");
        } finally {
            var _ = engine.remove("shared", true).await();
        }
        System.out.println("passed");
        System.exit(0);
    }

    private static String heard(ContainerEngine engine, String script) throws Exception {
        StringBuilder heard = new StringBuilder();
        try (ContainerStream stream = engine.exec("shared", ExecSpec.of(List.of("sh", "-c", script)))) {
            for (var next = stream.read(); next.isPresent(); next = stream.read()) {
                if (next.get().stream() == ContainerLog.Stream.STDOUT) {
                    heard.append(new String(next.get().bytes(), StandardCharsets.UTF_8));
                }
            }
        }
        return heard.toString();
    }

    private static void check(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError(what);
        }
    }
}
