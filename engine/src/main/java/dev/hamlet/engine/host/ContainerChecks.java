package dev.hamlet.engine.host;

import dev.hamlet.engine.host.Check.Area;
import dev.hamlet.engine.problem.HostProblem;
import dev.hamlet.engine.problem.MediaProblem;
import dev.hamlet.engine.problem.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Judges what containers find on a host. Pure. What they lack is never a problem of all of Hamlet: machines run without.
 */
final class ContainerChecks {
    /** Programs that containers of everybody take, and those that an ordinary user's take besides. */
    static final List<String> PROGRAMS =
            List.of("conmon", "nft", "ip", "newuidmap", "newgidmap", "slirp4netns", "fuse-overlayfs");

    private static final Pattern KERNEL = Pattern.compile("([0-9]+)\\.([0-9]+).*");

    private ContainerChecks() {}

    static List<Check> of(HostFindings found, ContainerFacts containers) {
        boolean root = found.uid() == 0;
        List<Check> checks = new ArrayList<>();
        checks.add(judged("container-runtime", "file", containers.runtime(), containers.runtimeProblem()));
        checks.add(tool("conmon", "conmon", "conmon", found));
        checks.add(judged("seccomp-profile", "file", containers.profile(), containers.profileProblem()));
        checks.add(network(found, root));
        if (root) {
            for (String key : List.of("uidmap", "subordinate-ids", "slirp4netns", "overlay")) {
                checks.add(Check.unneeded(key, Area.CONTAINERS));
            }
        } else {
            String mapper = found.tools().containsKey("newuidmap") ? "newgidmap" : "newuidmap";
            checks.add(tool("uidmap", mapper, "uidmap", found));
            checks.add(ids(found, containers));
            checks.add(tool("slirp4netns", "slirp4netns", "slirp4netns", found));
            checks.add(overlay(found));
        }
        checks.add(judged("container-limits", "file", "", containers.limits()));
        return checks;
    }

    private static Check judged(String key, String name, String value, @Nullable Problem problem) {
        return problem == null
                ? Check.ok(key, Area.CONTAINERS, HostChecks.facts(name, value))
                : Check.warning(key, Area.CONTAINERS, Map.of(), problem);
    }

    private static Check tool(String key, String program, String packageName, HostFindings found) {
        Path file = found.tools().get(program);
        return file == null
                ? Check.warning(key, Area.CONTAINERS, Map.of(), new MediaProblem.ToolMissing(program, packageName))
                : Check.ok(key, Area.CONTAINERS, HostChecks.facts("file", file.toString()));
    }

    /** An ordinary user's links are made by ip(8), those of root by Hamlet itself. */
    private static Check network(HostFindings found, boolean root) {
        boolean lacksLinks =
                !root && found.tools().containsKey("nft") && !found.tools().containsKey("ip");
        return lacksLinks
                ? tool("container-network", "ip", "iproute2", found)
                : tool("container-network", "nft", "nftables", found);
    }

    private static Check ids(HostFindings found, ContainerFacts containers) {
        if (containers.userIds() > 0 && containers.groupIds() > 0) {
            return Check.ok(
                    "subordinate-ids",
                    Area.CONTAINERS,
                    HostChecks.facts("ids", Long.toString(Math.min(containers.userIds(), containers.groupIds()))));
        }
        Path file = Path.of(containers.userIds() > 0 ? "/etc/subgid" : "/etc/subuid");
        return Check.warning(
                "subordinate-ids",
                Area.CONTAINERS,
                Map.of(),
                new HostProblem.SubordinateIdsMissing(
                        found.user().isEmpty() ? Long.toString(found.uid()) : found.user(), file));
    }

    /** From 5.11 on the kernel lets an ordinary user lay layers over each other. */
    private static Check overlay(HostFindings found) {
        Path fuse = found.tools().get("fuse-overlayfs");
        if (kernelHas(found.kernel(), 5, 11)) {
            return Check.ok("overlay", Area.CONTAINERS, HostChecks.facts("kernel", found.kernel()));
        }
        return fuse != null
                ? Check.ok("overlay", Area.CONTAINERS, HostChecks.facts("file", fuse.toString()))
                : Check.warning(
                        "overlay",
                        Area.CONTAINERS,
                        HostChecks.facts("kernel", found.kernel()),
                        new MediaProblem.ToolMissing("fuse-overlayfs", "fuse-overlayfs"));
    }

    private static boolean kernelHas(String kernel, int major, int minor) {
        Matcher release = KERNEL.matcher(kernel);
        if (!release.matches()) {
            return false;
        }
        int first = Integer.parseInt(release.group(1));
        return first > major || (first == major && Integer.parseInt(release.group(2)) >= minor);
    }
}
