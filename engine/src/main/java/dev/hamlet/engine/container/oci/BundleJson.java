package dev.hamlet.engine.container.oci;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hamlet.engine.container.ContainerSpec;
import dev.hamlet.engine.container.ContainerWish;
import dev.hamlet.engine.container.NetworkWish;
import dev.hamlet.engine.container.Ulimit;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
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
     * @throws IllegalArgumentException if the host's profile of system calls is none
     */
    static byte[] write(ContainerSpec spec, ContainerUser user, BundlePlaces places, BundleHost host) {
        ObjectNode config = JsonNodeFactory.instance.objectNode();
        config.put("ociVersion", "1.0.2");
        config.put("hostname", spec.hostname());
        process(config.putObject("process"), spec, user, places.init().isPresent(), host);
        config.putObject("root")
                .put("path", places.root().toString())
                .put("readonly", spec.wish().files().readOnly());
        BundleMountsJson.write(config.putArray("mounts"), spec, places, host);
        linux(config.putObject("linux"), spec, places, host);
        return (config.toPrettyString() + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private static void process(
            ObjectNode process, ContainerSpec spec, ContainerUser user, boolean init, BundleHost host) {
        process.put("terminal", spec.wish().terminal());
        ObjectNode who = process.putObject("user");
        who.put("uid", user.uid()).put("gid", user.gid());
        if (host.severalUsers()) {
            user.groups().forEach(who.putArray("additionalGids")::add);
        }
        ArrayNode arguments = process.putArray("args");
        if (init) {
            arguments.add(BundleMountsJson.INIT).add("--");
        }
        texts(arguments, spec.arguments());
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
        limits(process.putArray("rlimits"), spec, host);
        process.put("noNewPrivileges", true);
    }

    /** Without a wish never above the own limit, which only a process with CAP_SYS_RESOURCE may pass. */
    private static void limits(ArrayNode limits, ContainerSpec spec, BundleHost host) {
        List<Ulimit> all = new ArrayList<>(spec.wish().ulimits());
        if (all.stream().noneMatch(limit -> limit.name().equals("nofile"))) {
            long most = host.processes().openFiles();
            all.addFirst(new Ulimit("nofile", Math.min(OPEN_FILES, most), most));
        }
        for (Ulimit limit : all) {
            ObjectNode node = limits.addObject();
            node.put("type", "RLIMIT_" + limit.name().toUpperCase(Locale.ROOT));
            number(node, "soft", limit.soft());
            number(node, "hard", limit.hard());
        }
    }

    /** No limit is the largest number of 64 bits. */
    private static void number(ObjectNode node, String key, long limit) {
        if (limit == Ulimit.UNLIMITED) {
            node.put(key, new BigInteger("18446744073709551615"));
        } else {
            node.put(key, limit);
        }
    }

    private static void devices(ArrayNode nodes, List<HostDevice> devices) {
        for (HostDevice device : devices) {
            nodes.addObject()
                    .put("path", device.target())
                    .put("type", device.type())
                    .put("major", device.state().major())
                    .put("minor", device.state().minor())
                    .put("fileMode", device.state().permissions())
                    .put("uid", device.state().uid())
                    .put("gid", device.state().gid());
        }
    }

    private static void linux(ObjectNode linux, ContainerSpec spec, BundlePlaces places, BundleHost host) {
        if (host.limits()) {
            linux.put("cgroupsPath", places.group());
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
        if (host.devices() && !places.devices().isEmpty()) {
            devices(linux.putArray("devices"), places.devices());
        }
        if (host.limits()) {
            resources(linux.putObject("resources"), wish, places, host);
        }
        if (wish.confined()) {
            host.seccomp()
                    .ifPresent(profile -> linux.set(
                            "seccomp", SeccompJson.convert(profile, host.architecture(), host.kernel(), CAPABILITIES)));
        }
    }

    private static void resources(ObjectNode resources, ContainerWish wish, BundlePlaces places, BundleHost host) {
        if (host.devices()) {
            rights(resources.putArray("devices"), places.devices());
        }
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

    /** What may be done with devices; nobody but root can bound that. */
    private static void rights(ArrayNode rights, List<HostDevice> devices) {
        rights.addObject().put("allow", false).put("access", "rwm");
        for (HostDevice device : devices) {
            rights.addObject()
                    .put("allow", true)
                    .put("type", device.type())
                    .put("major", device.state().major())
                    .put("minor", device.state().minor())
                    .put("access", device.access());
        }
    }

    /** Whether its network is that of this computer. */
    static boolean isShared(ContainerSpec spec) {
        return spec.wish().network().network().equals(NetworkWish.HOST);
    }

    private static void texts(ArrayNode array, Iterable<String> values) {
        values.forEach(array::add);
    }
}
