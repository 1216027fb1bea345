package dev.hamlet.engine.container.oci;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hamlet.engine.container.ContainerSpec;
import dev.hamlet.engine.container.ContainerWish;
import dev.hamlet.engine.container.NetworkWish;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What an OCI runtime is told of a container: its {@code config.json} (OCI runtime specification 1.0.2, "Configuration").
 * The capabilities are the eleven of Podman; what is masked and read-only is what Podman or Docker hides, and no program gains
 * privileges. A pure function.
 */
final class BundleJson {
    /** What root in a container may do beyond its files. */
    static final Set<String> CAPABILITIES = Set.of(
            "CAP_CHOWN",
            "CAP_DAC_OVERRIDE",
            "CAP_FOWNER",
            "CAP_FSETID",
            "CAP_KILL",
            "CAP_NET_BIND_SERVICE",
            "CAP_SETFCAP",
            "CAP_SETGID",
            "CAP_SETPCAP",
            "CAP_SETUID",
            "CAP_SYS_CHROOT");

    private static final List<String> MASKED = List.of(
            "/proc/acpi",
            "/proc/asound",
            "/proc/interrupts",
            "/proc/kcore",
            "/proc/keys",
            "/proc/latency_stats",
            "/proc/sched_debug",
            "/proc/scsi",
            "/proc/timer_list",
            "/proc/timer_stats",
            "/sys/dev/block",
            "/sys/devices/virtual/powercap",
            "/sys/firmware",
            "/sys/fs/selinux");
    private static final List<String> READ_ONLY =
            List.of("/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger");

    private static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
    private static final long OPEN_FILES = 1024;
    private static final int PERIOD = 100_000;

    private BundleJson() {}

    /**
     * The file.
     *
     * @param root where the container's files are mounted
     * @param guide the folder that has the files by which it finds others
     * @param group the name of its control group
     * @throws IllegalArgumentException if the host's profile of system calls is none
     */
    static byte[] write(ContainerSpec spec, ContainerUser user, Path root, Path guide, String group, BundleHost host) {
        ObjectNode config = JsonNodeFactory.instance.objectNode();
        config.put("ociVersion", "1.0.2");
        config.put("hostname", spec.hostname());
        process(config.putObject("process"), spec, user, host);
        config.putObject("root").put("path", root.toString()).put("readonly", false);
        mounts(config.putArray("mounts"), spec, guide, host);
        linux(config.putObject("linux"), spec, group, host);
        return (config.toPrettyString() + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private static void process(ObjectNode process, ContainerSpec spec, ContainerUser user, BundleHost host) {
        process.put("terminal", spec.wish().terminal());
        ObjectNode who = process.putObject("user");
        who.put("uid", user.uid()).put("gid", user.gid());
        if (host.severalUsers()) {
            user.groups().forEach(who.putArray("additionalGids")::add);
        }
        texts(process.putArray("args"), spec.arguments());
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("PATH", PATH);
        variables.put("HOSTNAME", spec.hostname());
        variables.put("HOME", user.home());
        if (spec.wish().terminal()) {
            variables.put("TERM", "xterm");
        }
        variables.putAll(spec.environment());
        ArrayNode environment = process.putArray("env");
        variables.forEach((name, value) -> environment.add(name + "=" + value));
        process.put("cwd", spec.workingDirectory());
        ObjectNode capabilities = process.putObject("capabilities");
        // The kernel gives an ordinary user none of them; what they bound, a program of file capabilities may gain.
        List<String> sets = user.uid() == 0 ? List.of("bounding", "effective", "permitted") : List.of("bounding");
        for (String set : sets) {
            texts(capabilities.putArray(set), new TreeSet<>(CAPABILITIES));
        }
        // Never above the own limit, which only a process with CAP_SYS_RESOURCE may pass.
        process.putArray("rlimits")
                .addObject()
                .put("type", "RLIMIT_NOFILE")
                .put("soft", Math.min(OPEN_FILES, host.openFiles()))
                .put("hard", host.openFiles());
        process.put("noNewPrivileges", true);
    }

    private static void mounts(ArrayNode mounts, ContainerSpec spec, Path guide, BundleHost host) {
        mount(mounts, "/proc", "proc", "proc", "nosuid", "noexec", "nodev");
        mount(mounts, "/dev", "tmpfs", "tmpfs", "nosuid", "strictatime", "mode=755", "size=65536k");
        List<String> terminals =
                new ArrayList<>(List.of("nosuid", "noexec", "newinstance", "ptmxmode=0666", "mode=0620"));
        if (host.severalUsers()) {
            terminals.add("gid=5");
        }
        mount(mounts, "/dev/pts", "devpts", "devpts", terminals.toArray(String[]::new));
        mount(mounts, "/dev/shm", "tmpfs", "shm", "nosuid", "noexec", "nodev", "mode=1777", "size=65536k");
        mount(mounts, "/dev/mqueue", "mqueue", "mqueue", "nosuid", "noexec", "nodev");
        if (host.limits() || !isShared(spec)) {
            mount(mounts, "/sys", "sysfs", "sysfs", "nosuid", "noexec", "nodev", "ro");
        } else {
            // Whose network it is may mount it anew, and nobody else.
            mount(mounts, "/sys", "bind", "/sys", "rbind", "rslave", "nosuid", "noexec", "nodev", "ro");
        }
        if (host.limits()) {
            mount(mounts, "/sys/fs/cgroup", "cgroup", "cgroup", "nosuid", "noexec", "nodev", "relatime", "ro");
        }
        for (String file : List.of("hosts", "hostname", "resolv.conf")) {
            mount(
                    mounts,
                    "/etc/" + file,
                    "bind",
                    guide.resolve(file).toString(),
                    "bind",
                    "rprivate",
                    "nosuid",
                    "nodev");
        }
    }

    private static void mount(ArrayNode mounts, String target, String type, String source, String... options) {
        ObjectNode mount = mounts.addObject();
        mount.put("destination", target).put("type", type).put("source", source);
        texts(mount.putArray("options"), List.of(options));
    }

    private static void linux(ObjectNode linux, ContainerSpec spec, String group, BundleHost host) {
        if (host.limits()) {
            linux.put("cgroupsPath", group);
        }
        ArrayNode namespaces = linux.putArray("namespaces");
        // A network of its own has a path to nothing, until it is connected: the runtime brings its loopback up.
        for (String type : List.of("pid", "ipc", "uts", "mount", "network", "cgroup")) {
            if (!isShared(spec) || !type.equals("network")) {
                namespaces.addObject().put("type", type);
            }
        }
        texts(linux.putArray("maskedPaths"), MASKED);
        texts(linux.putArray("readonlyPaths"), READ_ONLY);
        ContainerWish wish = spec.wish();
        if (host.limits()) {
            resources(linux.putObject("resources"), wish, host);
        }
        if (wish.confined()) {
            host.seccomp()
                    .ifPresent(profile -> linux.set(
                            "seccomp", SeccompJson.convert(profile, host.architecture(), host.kernel(), CAPABILITIES)));
        }
    }

    private static void resources(ObjectNode resources, ContainerWish wish, BundleHost host) {
        resources.putArray("devices").addObject().put("allow", false).put("access", "rwm");
        wish.memory().ifPresent(memory -> {
            ObjectNode limit = resources.putObject("memory").put("limit", memory.bytes());
            if (host.limitsSwap()) {
                // Of memory and swap together: what is to be limited is not to go on in swap.
                limit.put("swap", memory.bytes());
            }
        });
        if (wish.cpus() > 0) {
            resources
                    .putObject("cpu")
                    .put("quota", Math.round(wish.cpus() * PERIOD))
                    .put("period", PERIOD);
        }
        if (wish.pids() > 0) {
            resources.putObject("pids").put("limit", wish.pids());
        }
    }

    /** Whether its network is that of this computer. */
    private static boolean isShared(ContainerSpec spec) {
        return spec.wish().network().network().equals(NetworkWish.HOST);
    }

    private static void texts(ArrayNode array, Iterable<String> values) {
        values.forEach(array::add);
    }
}
