package dev.hamlet.app.cli;

import dev.hamlet.engine.problem.CommandProblem;
import dev.hamlet.engine.problem.ContainerProblem;
import dev.hamlet.engine.problem.DownloadProblem;
import dev.hamlet.engine.problem.HostProblem;
import dev.hamlet.engine.problem.ImageProblem;
import dev.hamlet.engine.problem.MachineProblem;
import dev.hamlet.engine.problem.MediaProblem;
import dev.hamlet.engine.problem.NetworkProblem;
import dev.hamlet.engine.problem.Problem;
import dev.hamlet.engine.problem.VolumeProblem;

/** What a command's process answers to whoever started it; part of the documented interface. */
enum ExitCode {
    /** Done, or it was so already. */
    DONE(0),
    /** It failed, for a reason that was printed. */
    FAILED(1),
    /** The command was not understood, or a value given cannot be. */
    USAGE(2),
    /** No machine, image or catalogue entry of that name, or several. */
    NOT_FOUND(3),
    /** The machine's state, somebody else who uses it, or what this computer has does not allow it now. */
    REFUSED(4),
    /** Cancelled; what it had begun was taken back. The code of a program ended by Ctrl-C: 128 + SIGINT. */
    CANCELLED(130);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }

    /** The code for this problem. */
    static ExitCode of(Problem problem) {
        return switch (problem) {
            case CommandProblem.Cancelled cancelled -> CANCELLED;
            case CommandProblem.TerminalMissing terminal -> FAILED;
            case CommandProblem.Unexpected fault -> FAILED;
            case CommandProblem misunderstood -> USAGE;
            case MachineProblem.SettingInvalid invalid -> USAGE;
            case MachineProblem.PortClash clash -> USAGE;
            case MediaProblem.SizeUnreadable size -> USAGE;
            case MediaProblem.SeedInvalid seed -> USAGE;
            case ImageProblem.ReferenceInvalid reference -> USAGE;
            case MachineProblem.MachineNotFound machine -> NOT_FOUND;
            case MachineProblem.MachineAmbiguous machines -> NOT_FOUND;
            case MediaProblem.ImageNotFound image -> NOT_FOUND;
            case ImageProblem.ContainerImageNotFound image -> NOT_FOUND;
            case ImageProblem.ContainerImageAmbiguous images -> NOT_FOUND;
            case ImageProblem.RemoteImageMissing image -> NOT_FOUND;
            case DownloadProblem.CatalogEntryUnknown entry -> NOT_FOUND;
            case ContainerProblem.ContainerSettingInvalid invalid -> USAGE;
            case HostProblem.NameUnfit name -> USAGE;
            case ContainerProblem.ContainerNotFound container -> NOT_FOUND;
            case ContainerProblem.ContainerAmbiguous containers -> NOT_FOUND;
            case ContainerProblem.ContainerNameTaken name -> REFUSED;
            case ContainerProblem.ContainerBusy container -> REFUSED;
            case ContainerProblem.ContainerWrongState state -> REFUSED;
            case ContainerProblem.ContainerLimitUnavailable limit -> REFUSED;
            case ContainerProblem.ContainerLimitRefused limit -> REFUSED;
            case ContainerProblem.NamespaceForbidden kernel -> REFUSED;
            case NetworkProblem.ContainerNetworkNotFound network -> NOT_FOUND;
            case NetworkProblem.ContainerNetworkExists network -> REFUSED;
            case NetworkProblem.ContainerNetworkInUse network -> REFUSED;
            case NetworkProblem.ContainerNetworkOverlaps network -> REFUSED;
            case NetworkProblem.PublishedPortTaken port -> REFUSED;
            case NetworkProblem.PublishedPortNeedsPrivilege port -> REFUSED;
            case VolumeProblem.VolumeNotFound volume -> NOT_FOUND;
            case VolumeProblem.VolumeExists volume -> REFUSED;
            case VolumeProblem.VolumeInUse volume -> REFUSED;
            case VolumeProblem.VolumeMayBeInUse volume -> REFUSED;
            case VolumeProblem.VolumesBusy volumes -> REFUSED;
            case VolumeProblem.MountSourceMissing mount -> REFUSED;
            case VolumeProblem.DeviceMissing device -> REFUSED;
            case ContainerProblem.ContainerFileMissing file -> NOT_FOUND;
            case ContainerProblem.UlimitBeyond limit -> REFUSED;
            case MachineProblem.WrongState state -> REFUSED;
            case MachineProblem.MachineBusy busy -> REFUSED;
            case MachineProblem.NameTaken name -> REFUSED;
            case MachineProblem.SerialHeld held -> REFUSED;
            case MachineProblem.PortTaken port -> REFUSED;
            case MachineProblem.NotEnoughMemory memory -> REFUSED;
            case MachineProblem.TooManyVcpus vcpus -> REFUSED;
            case MediaProblem.ImageInUse image -> REFUSED;
            case ImageProblem.ContainerImageInUse image -> REFUSED;
            case ImageProblem.ContainerRootBusy root -> REFUSED;
            case ImageProblem.RegistryDenied registry -> REFUSED;
            case ImageProblem.RegistryUntrusted registry -> REFUSED;
            case ImageProblem.RegistrySpeaksHttp registry -> REFUSED;
            case MediaProblem.DiskInUse disk -> REFUSED;
            case MediaProblem.DiskTaken disk -> REFUSED;
            case MediaProblem.ImageSealed image -> REFUSED;
            case MediaProblem.CompactingRefused disk -> REFUSED;
            case MediaProblem.FileExists file -> REFUSED;
            case HostProblem.FolderRefused folder -> REFUSED;
            case HostProblem.FolderAway folder -> REFUSED;
            default -> FAILED;
        };
    }
}
