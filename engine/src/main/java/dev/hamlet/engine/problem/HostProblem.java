package dev.hamlet.engine.problem;

import java.nio.file.Path;

/** What this host lacks, forbids or does too slowly. */
public sealed interface HostProblem extends Problem {
    /** The host has no KVM: no such device. */
    record KvmAbsent() implements HostProblem {}

    /** The user may not open the KVM device; members of {@code group} may. */
    record KvmNoPermission(String group) implements HostProblem {}

    /** KVM runs guest code hundreds of times too slowly (a nested host that interprets it). */
    record KvmTooSlow(double milliseconds) implements HostProblem {}

    /** KVM is there and does not work. */
    record KvmBroken(String why) implements HostProblem {}

    /** No QEMU on this host. */
    record QemuMissing(String program, String packageName) implements HostProblem {}

    /** The installed QEMU is older than Hamlet can drive. */
    record QemuTooOld(String version, String needed) implements HostProblem {}

    /** The firmware files for this kind of guest are not installed. */
    record FirmwareMissing(String firmware, String packageName) implements HostProblem {}

    /** A folder that Hamlet must write to cannot be used. */
    record FolderUnusable(Path folder, String why) implements HostProblem {}

    /** A folder that a person chose for machines or images is not there, or cannot be looked into. */
    record FolderAway(Path folder, String why) implements HostProblem {}

    /** A folder cannot be chosen for machines or images. */
    record FolderRefused(Path folder, String why) implements HostProblem {}

    /** A file of Hamlet's own cannot be read or written. */
    record FileUnusable(Path file, String why) implements HostProblem {}

    /** Run as root, and QEMU could not be given to an unprivileged user. */
    record QemuRunsAsRoot(String why) implements HostProblem {}

    /** The guest can reach services of this computer although it should not; {@code why} it could not be kept from it. */
    record GuestReachesHost(String why) implements HostProblem {}

    /** A service in the guest that speaks first does not answer through a forwarded port until its client has spoken. */
    record ForwardsWaitForClient() implements HostProblem {}

    /** The guest may use more of the processors than its machine's limit, which nothing here keeps. */
    record CpuLimitNotKept(int percent) implements HostProblem {}

    /** The processor shows no hardware virtualization: switched off in the firmware, or not given to this guest. */
    record VirtualizationOff(String processor) implements HostProblem {}

    /** QEMU cannot be confined: it, or the kernel, is built without seccomp. */
    record SandboxMissing(String program) implements HostProblem {}

    /** The file system of a folder lacks what Hamlet needs of it (permissions, sockets), or is gone after a restart. */
    record FileSystemUnfit(Path folder, String fileSystem) implements HostProblem {}

    /** Little room is left on the file system of a folder. */
    record SpaceLow(Path folder, long freeBytes) implements HostProblem {}

    /** Nothing in the folder for temporary files may be run, and native code is unpacked there. */
    record TempFolderNoExec(Path folder) implements HostProblem {}

    /** The locale's character set cannot name all files. */
    record CharsetUnfit(String charset) implements HostProblem {}

    /** A name has letters that the locale's character set does not have; they show in it as others. */
    record NameUnfit(String name, String charset) implements HostProblem {}

    /** The user has a number and no entry in the user database. */
    record UserWithoutEntry(long uid) implements HostProblem {}

    /** Users without rights may make no user namespaces; {@code setting} with its value would allow it. */
    record UserNamespacesOff(String setting) implements HostProblem {}

    /** The user has no numbers of other users and groups for containers; {@code file} has none. */
    record SubordinateIdsMissing(String user, Path file) implements HostProblem {}

    /** What an ordinary user asks polkit for is not done for root, who needs nobody's leave. */
    record PrivilegeNotForRoot() implements HostProblem {}

    /** The script that root owns, or what polkit knows of it, is not installed: only the packages bring them. */
    record PrivilegeNotInstalled(Path file) implements HostProblem {}

    /** There is no polkit to ask for rights. */
    record PolkitMissing(String packageName) implements HostProblem {}

    /** The person closed the question for the password; {@code verb} is what was asked for. */
    record PrivilegeDismissed(String verb) implements HostProblem {}

    /** The person may not have it done, or there was nobody to ask. */
    record PrivilegeRefused(String verb, String why) implements HostProblem {}

    /** What was asked for could not be done as root. */
    record RepairFailed(String verb, String why) implements HostProblem {}
}
