package dev.hamlet.engine.container.oci;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hamlet.engine.container.ContainerSpec;
import dev.hamlet.engine.container.MountWish;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What is mounted in a container (OCI runtime specification 1.0.2, "Mounts"): what every container has, and then what is
 * wished, which takes the place of that. Pure.
 */
final class BundleMountsJson {
    /** Where the program is that begins a container's own, if one does. */
    static final String INIT = "/dev/init";

    /** Where something is mounted in every container. */
    static final List<String> USUAL_PLACES =
            List.of("/proc", "/dev", "/sys", "/etc/hosts", "/etc/hostname", "/etc/resolv.conf");

    /**
     * A mount.
     *
     * @param target where in the container
     * @param type of file system, or {@code bind}
     * @param source what is mounted
     * @param options as mount(8) and the runtime have them
     */
    private record Mount(String target, String type, String source, List<String> options) {}

    private BundleMountsJson() {}

    static void write(ArrayNode mounts, ContainerSpec spec, BundlePlaces places, BundleHost host) {
        Set<String> own = spec.mounts().stream().map(MountWish::target).collect(Collectors.toSet());
        List<Mount> all = new ArrayList<>();
        for (Mount usual : usual(spec, places.guide(), host)) {
            if (!own.contains(usual.target())) {
                all.add(usual);
            }
        }
        spec.mounts().forEach(wish -> all.add(mount(wish, places)));
        if (!host.devices()) {
            // What nobody makes in a user namespace is mounted; the user may do with it what they may outside.
            places.devices().forEach(device -> all.add(device(device)));
        }
        places.init().ifPresent(init -> all.add(bind(INIT, init, "bind", "ro")));
        for (Mount one : all) {
            ObjectNode mount = mounts.addObject();
            mount.put("destination", one.target()).put("type", one.type()).put("source", one.source());
            one.options().forEach(mount.putArray("options")::add);
        }
    }

    private static List<Mount> usual(ContainerSpec spec, Path guide, BundleHost host) {
        List<Mount> usual = new ArrayList<>();
        usual.add(of("/proc", "proc", "proc", "nosuid", "noexec", "nodev"));
        usual.add(of("/dev", "tmpfs", "tmpfs", "nosuid", "strictatime", "mode=755", "size=65536k"));
        List<String> terminals =
                new ArrayList<>(List.of("nosuid", "noexec", "newinstance", "ptmxmode=0666", "mode=0620"));
        if (host.severalUsers()) {
            terminals.add("gid=5");
        }
        usual.add(new Mount("/dev/pts", "devpts", "devpts", terminals));
        usual.add(of("/dev/shm", "tmpfs", "shm", "nosuid", "noexec", "nodev", "mode=1777", "size=65536k"));
        usual.add(of("/dev/mqueue", "mqueue", "mqueue", "nosuid", "noexec", "nodev"));
        boolean seen = !host.devices() && BundleJson.isShared(spec);
        if (!seen) {
            usual.add(of("/sys", "sysfs", "sysfs", "nosuid", "noexec", "nodev", "ro"));
        } else {
            // Whose network it is may mount it anew, and nobody else. Read-only with all that is mounted below it,
            // which
            // without the second r stays as it was; what comes there later does not come here.
            usual.add(of("/sys", "bind", "/sys", "rbind", "rprivate", "nosuid", "noexec", "nodev", "rro"));
        }
        if (seen && !host.limits()) {
            // The user's own control groups are none of the container's.
            usual.add(of("/sys/fs/cgroup", "tmpfs", "tmpfs", "nosuid", "noexec", "nodev", "ro", "mode=755", "size=4k"));
        }
        if (host.limits()) {
            usual.add(of("/sys/fs/cgroup", "cgroup", "cgroup", "nosuid", "noexec", "nodev", "relatime", "ro"));
        }
        for (String file : List.of("hosts", "hostname", "resolv.conf")) {
            usual.add(bind("/etc/" + file, guide.resolve(file), "bind"));
        }
        return usual;
    }

    private static Mount mount(MountWish wish, BundlePlaces places) {
        return switch (wish) {
            // Read-only with all that is mounted below it, which without the second r stays as it was.
            case MountWish.Bind bind ->
                bind.readOnly()
                        ? bind(bind.target(), bind.source(), "rbind", "rro")
                        : bind(bind.target(), bind.source(), "rbind");
            case MountWish.Volume volume -> {
                Path files = Objects.requireNonNull(places.volumes().get(volume.name()), "every volume has a place");
                yield volume.readOnly()
                        ? bind(volume.target(), files, "bind", "ro")
                        : bind(volume.target(), files, "bind");
            }
            case MountWish.Memory memory -> {
                List<String> options = new ArrayList<>(
                        List.of("nosuid", "noexec", "nodev", "mode=" + Integer.toOctalString(memory.permissions())));
                memory.size().ifPresent(size -> options.add("size=" + size.bytes()));
                yield new Mount(memory.target(), "tmpfs", "tmpfs", options);
            }
        };
    }

    private static Mount device(HostDevice device) {
        return of(device.target(), "bind", device.source().toString(), "bind", "rprivate", "nosuid", "noexec");
    }

    private static Mount bind(String target, Path source, String how, String... more) {
        List<String> options = new ArrayList<>(List.of(how, "rprivate", "nosuid", "nodev"));
        options.addAll(List.of(more));
        return new Mount(target, "bind", source.toString(), options);
    }

    private static Mount of(String target, String type, String source, String... options) {
        return new Mount(target, type, source, List.of(options));
    }
}
