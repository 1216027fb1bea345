package dev.hamlet.engine.host;

import dev.hamlet.engine.host.Check.Area;
import dev.hamlet.engine.host.Check.Remedy;
import dev.hamlet.engine.privilege.PrivilegedVerb;
import dev.hamlet.engine.problem.ContainerProblem;
import dev.hamlet.engine.problem.HostProblem;
import dev.hamlet.engine.problem.MediaProblem;
import dev.hamlet.engine.problem.Problem;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How what was found is mended on this very computer. Pure. */
final class Remedies {
    private static final long IDS = 65536;
    private static final String KVM = "kvm";

    private Remedies() {}

    static Remedy of(Check check, HostFindings found, ContainerFacts containers) {
        return switch (check.problem()) {
            case null -> Remedy.NONE;
            case HostProblem.KvmNoPermission p ->
                new Remedy(
                        "sudo usermod -aG " + p.group() + " \"$USER\"",
                        "",
                        p.group().equals(KVM) ? PrivilegedVerb.KVM_ACCESS : null);
            case HostProblem.SubordinateIdsMissing p -> {
                String range = containers.freeId() + "-" + (containers.freeId() + IDS - 1);
                yield new Remedy(
                        "sudo usermod" + (containers.userIds() > 0 ? "" : " --add-subuids " + range)
                                + (containers.groupIds() > 0 ? "" : " --add-subgids " + range) + " " + p.user(),
                        "",
                        PrivilegedVerb.SUBORDINATE_IDS);
            }
            case HostProblem.UserNamespacesOff p -> new Remedy("sudo sysctl -w " + p.setting(), "", null);
            case Problem p -> missing(packageName(p), check.area(), found.installer());
        };
    }

    private static Remedy missing(String debian, Area area, @Nullable Installer installer) {
        if (debian.isEmpty()) {
            return Remedy.NONE;
        } else if (installer == null) {
            return new Remedy("", debian, null);
        }
        String name = installer.name(debian);
        return new Remedy(
                installer.command(List.of(name)),
                name,
                installer.isPrivileged() && isInstalledAsRoot(debian, installer) ? verb(area) : null);
    }

    /** The rest of what Hamlet may ask for is in the lists of the script. */
    private static boolean isInstalledAsRoot(String debian, Installer installer) {
        return !debian.equals("fuse-overlayfs") && (installer == Installer.APT || !debian.equals("mmdebstrap"));
    }

    private static PrivilegedVerb verb(Area area) {
        return area == Area.CONTAINERS ? PrivilegedVerb.INSTALL_CONTAINERS : PrivilegedVerb.INSTALL_MACHINES;
    }

    /** What brings what is missing, as Debian calls it; empty where nothing is. */
    private static String packageName(Problem problem) {
        return switch (problem) {
            case HostProblem.QemuMissing p -> p.packageName();
            case HostProblem.FirmwareMissing p -> p.packageName();
            case MediaProblem.ToolMissing p -> p.packageName();
            case ContainerProblem.ContainerRuntimeMissing p -> p.packageName();
            case ContainerProblem.ContainerRuntimeUnfit p -> p.packageName();
            case ContainerProblem.SeccompProfileMissing p -> p.packageName();
            default -> "";
        };
    }
}
