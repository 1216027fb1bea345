package dev.hamlet.engine.host;

import dev.hamlet.engine.host.Check.Area;
import dev.hamlet.engine.problem.HostProblem;
import dev.hamlet.engine.problem.MediaProblem;
import dev.hamlet.engine.problem.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Judges what was found on a host. Pure. */
final class HostChecks {
    /** Programs beside the hypervisor, in the order they are reported. */
    static final List<Tool> TOOLS = List.of(
            new Tool("qemu-img", "qemu-utils", true),
            new Tool("xorriso", "xorriso", false),
            new Tool("mmdebstrap", "mmdebstrap", false));

    /** Below this a small guest's disk hardly fits any more. */
    private static final ByteSize LITTLE_SPACE = ByteSize.ofGibibytes(2);

    /** Where nothing else is set, ordinary users may listen on ports from here on. */
    static final long FIRST_FREE_PORT = 1024;

    /** File systems that know no owners, permissions or sockets, or forget everything at a restart. */
    private static final Set<String> UNFIT =
            Set.of("vfat", "msdos", "exfat", "ntfs", "ntfs3", "fuseblk", "tmpfs", "ramfs", "iso9660", "squashfs");

    private HostChecks() {}

    /**
     * A program that Hamlet drives.
     *
     * @param packageName Debian's name for what brings it
     * @param needed whether nothing works without it
     */
    record Tool(String program, String packageName, boolean needed) {}

    static List<Check> of(
            HostFindings found, Accelerator accelerator, HypervisorFacts hypervisor, ContainerFacts containers) {
        List<Check> checks = new ArrayList<>();
        checks.add(hypervisor(hypervisor));
        TOOLS.forEach(tool -> checks.add(tool(tool, found)));
        checks.add(accelerator(found, accelerator));
        virtualization(found, accelerator).ifPresent(checks::add);
        if (hypervisor.problem() == null) {
            checks.add(firmware(hypervisor));
            checks.add(sandbox(found, hypervisor));
        }
        checks.add(dataFolder(found));
        checks.add(space(found));
        checks.add(temp(found));
        checks.add(charset(found));
        checks.add(user(found));
        checks.add(namespaces(found));
        checks.add(ports(found));
        checks.addAll(ContainerChecks.of(found, containers));
        return checks.stream()
                .map(check -> check.with(Remedies.of(check, found, containers)))
                .toList();
    }

    private static Check hypervisor(HypervisorFacts hypervisor) {
        Problem problem = hypervisor.problem();
        Map<String, String> facts = facts("name", hypervisor.name(), "version", hypervisor.version());
        return problem == null
                ? Check.ok("hypervisor", Area.MACHINES, facts)
                : Check.problem("hypervisor", Area.MACHINES, facts, problem);
    }

    private static Check tool(Tool tool, HostFindings found) {
        Path file = found.tools().get(tool.program());
        if (file != null) {
            return Check.ok(tool.program(), Area.MACHINES, facts("file", file.toString()));
        }
        Problem missing = new MediaProblem.ToolMissing(tool.program(), tool.packageName());
        return tool.needed()
                ? Check.problem(tool.program(), Area.MACHINES, Map.of(), missing)
                : Check.warning(tool.program(), Area.MACHINES, Map.of(), missing);
    }

    private static Check accelerator(HostFindings found, Accelerator accelerator) {
        Map<String, String> facts = facts(
                "accelerator", accelerator.word(),
                "device", found.device(),
                "groups", String.join(" ", new TreeSet<>(found.groups())));
        Problem reason = accelerator.reason();
        return reason == null
                ? Check.ok("accelerator", Area.MACHINES, facts)
                : Check.warning("accelerator", Area.MACHINES, facts, reason);
    }

    /** Where the hardware works there is nothing to ask; where it does not, this may be why. */
    private static Optional<Check> virtualization(HostFindings found, Accelerator accelerator) {
        for (String flag : List.of("vmx", "svm")) {
            if (found.flags().contains(flag)) {
                return Optional.of(
                        Check.ok("virtualization", Area.MACHINES, facts("processor", found.processor(), "flag", flag)));
            }
        }
        // Other architectures have no such flag, and name their features otherwise.
        boolean x86 = found.flags().contains("fpu") && found.flags().contains("lm");
        return x86 && !accelerator.isHardware()
                ? Optional.of(Check.warning(
                        "virtualization",
                        Area.MACHINES,
                        facts("processor", found.processor()),
                        new HostProblem.VirtualizationOff(found.processor())))
                : Optional.empty();
    }

    private static Check firmware(HypervisorFacts hypervisor) {
        Map<String, String> facts = facts("firmwares", String.join(" ", new TreeSet<>(hypervisor.firmwares())));
        for (Map.Entry<String, String> wanted : List.of(Map.entry("bios", "seabios"), Map.entry("uefi", "ovmf"))) {
            if (!hypervisor.firmwares().contains(wanted.getKey())) {
                return Check.warning(
                        "firmware",
                        Area.MACHINES,
                        facts,
                        new HostProblem.FirmwareMissing(wanted.getKey().toUpperCase(Locale.ROOT), wanted.getValue()));
            }
        }
        return Check.ok("firmware", Area.MACHINES, facts);
    }

    private static Check sandbox(HostFindings found, HypervisorFacts hypervisor) {
        if (hypervisor.sandbox() && found.seccomp()) {
            return Check.ok("sandbox", Area.MACHINES, Map.of());
        }
        String lacks = hypervisor.sandbox() ? "Linux" : hypervisor.name();
        return Check.warning("sandbox", Area.MACHINES, Map.of(), new HostProblem.SandboxMissing(lacks));
    }

    private static Check dataFolder(HostFindings found) {
        HostReport.Disk data = found.data();
        Map<String, String> facts = facts("folder", data.folder().toString(), "fileSystem", data.fileSystem());
        if (!found.dataFault().isEmpty()) {
            return Check.problem(
                    "data-folder",
                    Area.COMPUTER,
                    facts,
                    new HostProblem.FolderUnusable(data.folder(), found.dataFault()));
        }
        return UNFIT.contains(data.fileSystem())
                ? Check.warning(
                        "data-folder",
                        Area.COMPUTER,
                        facts,
                        new HostProblem.FileSystemUnfit(data.folder(), data.fileSystem()))
                : Check.ok("data-folder", Area.COMPUTER, facts);
    }

    private static Check space(HostFindings found) {
        HostReport.Disk data = found.data();
        Map<String, String> facts = facts("freeBytes", Long.toString(data.free().bytes()));
        return data.free().compareTo(LITTLE_SPACE) < 0
                ? Check.warning(
                        "space",
                        Area.COMPUTER,
                        facts,
                        new HostProblem.SpaceLow(data.folder(), data.free().bytes()))
                : Check.ok("space", Area.COMPUTER, facts);
    }

    private static Check temp(HostFindings found) {
        Map<String, String> facts = facts("folder", found.temp().toString());
        return found.tempNoExec()
                ? Check.problem("temp-folder", Area.COMPUTER, facts, new HostProblem.TempFolderNoExec(found.temp()))
                : Check.ok("temp-folder", Area.COMPUTER, facts);
    }

    private static Check charset(HostFindings found) {
        Map<String, String> facts = facts("charset", found.charset());
        return found.charset().equals("UTF-8")
                ? Check.ok("charset", Area.COMPUTER, facts)
                : Check.problem("charset", Area.COMPUTER, facts, new HostProblem.CharsetUnfit(found.charset()));
    }

    private static Check user(HostFindings found) {
        Map<String, String> facts = facts("name", found.user(), "uid", Long.toString(found.uid()));
        return found.user().isEmpty()
                ? Check.problem("user", Area.COMPUTER, facts, new HostProblem.UserWithoutEntry(found.uid()))
                : Check.ok("user", Area.COMPUTER, facts);
    }

    private static Check namespaces(HostFindings found) {
        return found.namespaceBar().isEmpty()
                ? Check.ok("user-namespaces", Area.COMPUTER, Map.of())
                : Check.warning(
                        "user-namespaces",
                        Area.COMPUTER,
                        Map.of(),
                        new HostProblem.UserNamespacesOff(found.namespaceBar()));
    }

    /** That low ports are root's is how it should be, until somebody wants it otherwise. */
    private static Check ports(HostFindings found) {
        return Check.ok("low-ports", Area.COMPUTER, facts("firstPort", Long.toString(found.firstPort())));
    }

    /** Names and values in turn; what has no value is left out. */
    static Map<String, String> facts(String... pairs) {
        Map<String, String> facts = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            if (!pairs[i + 1].isEmpty()) {
                facts.put(pairs[i], pairs[i + 1]);
            }
        }
        return facts;
    }
}
