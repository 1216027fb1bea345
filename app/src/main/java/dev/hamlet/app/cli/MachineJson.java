package dev.hamlet.app.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hamlet.app.words.MachineWords;
import dev.hamlet.app.words.Messages;
import dev.hamlet.app.words.ProblemWords;
import dev.hamlet.engine.machine.DisplaySpec;
import dev.hamlet.engine.machine.GuestEnd;
import dev.hamlet.engine.machine.KernelSpec;
import dev.hamlet.engine.machine.LaunchRecord;
import dev.hamlet.engine.machine.Machine;
import dev.hamlet.engine.machine.MachineFolder;
import dev.hamlet.engine.machine.MachineSnapshot;
import dev.hamlet.engine.machine.MachineSpec;
import dev.hamlet.engine.machine.NetworkSpec;
import dev.hamlet.engine.machine.PortForward;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A machine as JSON, in the shape of {@code docs/command-line.md}: keys may be added, and none changes or goes. */
final class MachineJson {
    private MachineJson() {}

    /** All machines: {@code {"machines": [...]}}. */
    static String list(List<Machine> machines, Messages words) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        ArrayNode all = root.putArray("machines");
        machines.forEach(machine -> all.add(of(machine, words)));
        return root.toPrettyString();
    }

    /** One machine. */
    static String one(Machine machine, Messages words) {
        return of(machine, words).toPrettyString();
    }

    private static ObjectNode of(Machine machine, Messages words) {
        ObjectNode node = of(machine.snapshot(), machine.folder(), words);
        return node.put("folder", machine.folder().path().toString());
    }

    private static ObjectNode of(MachineSnapshot machine, MachineFolder folder, Messages words) {
        ObjectNode node = state(machine, words);
        MachineSpec spec = machine.spec();
        if (spec == null) {
            node.putNull("settings");
        } else {
            node.set("settings", settings(spec, folder));
        }
        LaunchRecord launch = machine.launch();
        if (launch == null) {
            node.putNull("process");
        } else {
            node.set("process", process(launch));
        }
        GuestEnd end = machine.lastEnd();
        if (end == null) {
            node.putNull("lastEnd");
        } else {
            ObjectNode last = node.putObject("lastEnd");
            last.put("how", MachineWords.word(end.how())).put("detail", end.detail());
            end.lastLines().forEach(last.putArray("lastLines")::add);
            last.put("at", end.at().toString());
        }
        return node;
    }

    /** Who it is and how it stands: what {@code vm watch} tells too. */
    static ObjectNode state(MachineSnapshot machine, Messages words) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("id", machine.id().value());
        node.put("name", machine.name());
        node.put("state", MachineWords.word(machine.state()));
        node.put("since", since(machine));
        ArrayNode notices = node.putArray("notices");
        machine.notices().forEach(problem -> notices.add(ProblemJson.of(ProblemWords.of(problem, words))));
        return node;
    }

    /** Since when it stands so; null where nobody saw it come to that. */
    private static @Nullable String since(MachineSnapshot machine) {
        if (machine.state().isLive()) {
            return machine.since().toString();
        }
        GuestEnd end = machine.lastEnd();
        return end == null ? null : end.at().toString();
    }

    private static ObjectNode settings(MachineSpec spec, MachineFolder folder) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("uuid", spec.uuid().toString());
        node.put("system", spec.system());
        node.put("profile", MachineWords.word(spec.profile()));
        node.put("cpus", spec.vcpus());
        node.put("cpuLimitPercent", spec.cpuLimit());
        node.put("memoryBytes", spec.memory().bytes());
        DisplaySpec display = spec.display();
        node.putObject("display")
                .put("card", MachineWords.word(display.card()))
                .put("width", display.width())
                .put("height", display.height());
        node.put("serialLog", spec.serialLog());
        node.put("firmware", MachineWords.word(spec.firmware()));
        node.put("acceleration", MachineWords.word(spec.acceleration()));
        node.put("board", spec.board());
        ArrayNode disks = node.putArray("disks");
        spec.disks()
                .forEach(disk -> disks.addObject()
                        .put("id", disk.id())
                        .put("file", folder.resolve(disk.file()).toString())
                        .put("format", disk.format().word())
                        .put("readOnly", disk.readOnly()));
        ArrayNode cds = node.putArray("cds");
        spec.cds()
                .forEach(cd -> cds.addObject()
                        .put("id", cd.id())
                        .put(
                                "file",
                                cd.file() == null
                                        ? null
                                        : folder.resolve(cd.file()).toString()));
        node.put("bootFromCd", spec.bootFromCd());
        KernelSpec kernel = spec.kernel();
        if (kernel == null) {
            node.putNull("kernel");
        } else {
            node.putObject("kernel")
                    .put("file", folder.resolve(kernel.kernel()).toString())
                    .put(
                            "initrd",
                            kernel.initrd() == null
                                    ? null
                                    : folder.resolve(kernel.initrd()).toString())
                    .put("commandLine", kernel.commandLine());
        }
        node.set("network", network(spec.network()));
        node.put("created", Objects.toString(spec.created()));
        return node;
    }

    private static ObjectNode network(NetworkSpec network) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("connected", network.connected());
        node.put("mac", network.mac());
        node.put("reachesHost", network.reachesHost());
        forwards(network.forwards(), node.putArray("forwards"));
        return node;
    }

    private static void forwards(List<PortForward> forwards, ArrayNode to) {
        forwards.forEach(forward -> to.addObject()
                .put("protocol", forward.protocol().word())
                .put("address", forward.address())
                .put("hostPort", forward.hostPort())
                .put("guestPort", forward.guestPort()));
    }

    private static ObjectNode process(LaunchRecord launch) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("pid", launch.pid());
        node.put("user", launch.user());
        node.put("hypervisor", launch.hypervisor());
        node.put("version", launch.version());
        node.put("accelerator", launch.accelerator());
        node.put("board", launch.board());
        node.put("cpus", launch.vcpus());
        node.put("memoryBytes", launch.memory().bytes());
        node.put("started", launch.started().toString());
        forwards(launch.forwards(), node.putArray("forwards"));
        return node;
    }
}
