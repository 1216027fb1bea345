package dev.hamlet.engine.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Other windows for machines, over a home with as many machines, which libvirt keeps for them. */
final class OtherPrograms {
    static final String BOXES = "GNOME Boxes";
    private static final String MANAGER = "virt-manager";

    /** libvirt keeps machines of a user for all but root. */
    private static final List<String> AS_USER =
            List.of("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups", "--");

    private static final Map<String, Path> PROGRAMS =
            Map.of(BOXES, Path.of("/usr/bin/gnome-boxes"), MANAGER, Path.of("/usr/bin/virt-manager"));

    private OtherPrograms() {}

    /** Their names and commands. */
    static Map<String, List<String>> installed() {
        Map<String, List<String>> all = new LinkedHashMap<>();
        if (isThere(BOXES)) {
            all.put(BOXES, command("gnome-boxes"));
        }
        if (isThere(MANAGER)) {
            all.put(MANAGER, command("virt-manager", "--no-fork", "--connect", "qemu:///session"));
        }
        return all;
    }

    static List<String> missing() {
        return List.of(BOXES, MANAGER).stream().filter(name -> !isThere(name)).toList();
    }

    private static boolean isThere(String name) {
        return Files.isExecutable(PROGRAMS.getOrDefault(name, Path.of("/")))
                && Files.isExecutable(Path.of("/usr/bin/dbus-run-session"))
                && Files.isExecutable(Path.of("/usr/sbin/libvirtd"));
    }

    private static List<String> command(String... program) {
        List<String> session = List.of("dbus-run-session", "--");
        return java.util.stream.Stream.of(isRoot() ? AS_USER : List.<String>of(), session, List.of(program))
                .flatMap(List::stream)
                .toList();
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    /** A home with so many machines that are off, and no greeting at the first start. */
    static Path home(Path home, int machines) throws IOException, InterruptedException {
        Path definitions = Files.createDirectories(home.resolve(".config/libvirt/qemu"));
        for (int i = 0; i < machines; i++) {
            Files.writeString(definitions.resolve("machine-" + i + ".xml"), """
                    <domain type='qemu'><name>machine-%1$d</name><title>Machine %1$d</title><uuid>%2$s</uuid>
                    <memory unit='MiB'>512</memory><vcpu>1</vcpu>
                    <os><type arch='x86_64' machine='q35'>hvm</type></os>
                    <devices><emulator>/usr/bin/qemu-system-x86_64</emulator><graphics type='spice'/>
                    <video><model type='qxl'/></video></devices></domain>
                    """.formatted(i, UUID.randomUUID()));
        }
        Path settings = Files.createDirectories(home.resolve(".config/glib-2.0/settings"));
        Files.writeString(settings.resolve("keyfile"), "[org/gnome/boxes]\nfirst-run=false\n");
        Files.createDirectories(home.resolve("run"));
        if (isRoot()) {
            // The folders above are private to root.
            for (Path above = home.getParent(); above != null; above = above.getParent()) {
                Guests.require(
                        new ProcessBuilder("chmod", "o+x", above.toString())
                                        .start()
                                        .waitFor()
                                == 0,
                        above + " cannot be opened to others");
                if (above.getFileName() != null
                        && above.getFileName().toString().startsWith("hamlet-benchmark.")) {
                    break;
                }
            }
            new ProcessBuilder("chown", "-R", "nobody:nogroup", home.toString())
                    .start()
                    .waitFor();
        }
        new ProcessBuilder("chmod", "700", home.resolve("run").toString())
                .start()
                .waitFor();
        return home;
    }

    /** Lets a program find that home. */
    static void moveTo(Path home, Map<String, String> environment) {
        environment.put("HOME", home.toString());
        environment.put("XDG_RUNTIME_DIR", home.resolve("run").toString());
        environment.put("GSETTINGS_BACKEND", "keyfile");
        environment.put("NO_AT_BRIDGE", "1");
        environment.keySet().removeAll(List.of("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "HAMLET_HOME"));
    }
}
