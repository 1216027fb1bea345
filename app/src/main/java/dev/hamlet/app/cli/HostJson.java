package dev.hamlet.app.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hamlet.app.words.MachineWords;
import dev.hamlet.app.words.Messages;
import dev.hamlet.app.words.ProblemWords;
import dev.hamlet.engine.host.Check;
import dev.hamlet.engine.host.HostReport;
import dev.hamlet.engine.host.Room;
import dev.hamlet.engine.privilege.PrivilegedVerb;
import dev.hamlet.engine.problem.Problem;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A host report as JSON, in the shape of {@code docs/command-line.md}. */
final class HostJson {
    private HostJson() {}

    static String of(HostReport report, Messages words) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("system", report.system());
        root.put("kernel", report.kernel());
        root.put("architecture", report.architecture());
        root.put("processor", report.processor());
        root.putObject("processors")
                .put("usable", report.facts().processors())
                .put("present", report.facts().processorsPresent())
                .put("load", report.facts().load());
        Room room = report.room();
        root.put("guests", room == null ? null : room.guests());
        root.putObject("memory")
                .put("availableBytes", report.facts().memoryAvailable().bytes())
                .put("usableBytes", report.facts().memory().bytes())
                .put("presentBytes", report.facts().memoryPresent().bytes())
                .put("promisedBytes", room == null ? null : room.promised().bytes())
                .put("unpromisedBytes", room == null ? null : room.free().bytes());
        root.putObject("data")
                .put("folder", report.data().folder().toString())
                .put("fileSystem", report.data().fileSystem())
                .put("freeBytes", report.data().free().bytes());
        root.putObject("accelerator")
                .put("name", report.accelerator().word())
                .set("reason", problem(report.accelerator().reason(), words));
        ObjectNode hypervisor = root.putObject("hypervisor")
                .put("name", report.hypervisor().name())
                .put("version", report.hypervisor().version());
        ArrayNode firmwares = hypervisor.putArray("firmwares");
        new TreeSet<>(report.hypervisor().firmwares()).forEach(firmwares::add);
        ArrayNode features = hypervisor.putArray("features");
        new TreeSet<>(report.hypervisor().features()).forEach(features::add);
        hypervisor.put("sandbox", report.hypervisor().sandbox());
        hypervisor.set("problem", problem(report.hypervisor().problem(), words));
        root.putObject("machines").put("run", report.machinesRun());
        root.putObject("containers")
                .put("run", report.containersRun())
                .set("problem", problem(report.containers(), words));
        root.put("state", MachineWords.word(report.state()));
        ArrayNode checks = root.putArray("checks");
        report.checks().forEach(check -> checks.add(check(check, words)));
        return root.toPrettyString();
    }

    private static ObjectNode check(Check check, Messages words) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("check", check.key());
        node.put("area", MachineWords.word(check.area()));
        node.put("state", MachineWords.word(check.state()));
        ObjectNode facts = node.putObject("facts");
        check.facts().forEach(facts::put);
        Problem problem = check.problem();
        node.set("problem", problem == null ? null : ProblemJson.of(words(check, problem, words)));
        PrivilegedVerb repair = check.remedy().repair();
        node.put(
                "command",
                check.remedy().command().isEmpty() ? null : check.remedy().command());
        node.put(
                "package",
                check.remedy().packageName().isEmpty() ? null : check.remedy().packageName());
        node.put("repair", repair == null ? null : repair.word());
        return node;
    }

    /** What a check found, with the command for this very computer instead of Debian's. */
    static ProblemWords words(Check check, Problem problem, Messages words) {
        ProblemWords said = ProblemWords.of(problem, words);
        String command = check.remedy().command();
        return command.isEmpty() || said.commands().stream().anyMatch(line -> line.contains(command))
                ? said
                : said.withCommand(words.text("cli.doctor.command", command));
    }

    private static @Nullable ObjectNode problem(@Nullable Problem problem, Messages words) {
        return problem == null ? null : ProblemJson.of(ProblemWords.of(problem, words));
    }
}
