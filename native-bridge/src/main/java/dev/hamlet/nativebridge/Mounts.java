package dev.hamlet.nativebridge;

import dev.hamlet.nativebridge.linux.files.LinuxMounts;
import java.nio.file.Path;
import java.util.List;

/**
 * Mounts in this process's mount namespace, which outlive the process. Needs root, or root of a user namespace. May be
 * called from any thread; blocks for about a millisecond.
 */
public final class Mounts {
    private Mounts() {}

    /**
     * An overlay of folders (Documentation/filesystems/overlayfs.rst of Linux).
     *
     * @param lower folders that are seen and never written, the topmost first; about 200 at most
     * @param upper where changes go
     * @param work an empty folder on the file system of {@code upper}
     * @param userAttributes whether marks of the overlay are {@code user.overlay.*} attributes, as a user namespace needs,
     *     instead of {@code trusted.overlay.*}
     */
    public record Overlay(List<Path> lower, Path upper, Path work, boolean userAttributes) {
        /** Copies the list. */
        public Overlay {
            lower = List.copyOf(lower);
        }
    }

    /**
     * Mounts an overlay. No path is read as an option, whatever characters it has.
     *
     * @throws NativeException such as EPERM without the right to mount, EINVAL for folders that cannot be laid so
     */
    public static void overlay(Overlay overlay, Path target) throws NativeException {
        Host.requireLinux();
        LinuxMounts.overlay(overlay, target);
    }

    /**
     * Takes away what is mounted there last.
     *
     * @param lazily whether it goes from sight at once even if it is in use, and for good with its last user; else EBUSY
     * @throws NativeException such as EBUSY, EPERM; EINVAL where nothing is mounted
     */
    public static void unmount(Path target, boolean lazily) throws NativeException {
        Host.requireLinux();
        LinuxMounts.unmount(target, lazily);
    }

    /**
     * Whether something is mounted on this folder itself; no for one that is not there. A link is not followed.
     *
     * @throws NativeException such as EACCES
     */
    public static boolean isMountPoint(Path folder) throws NativeException {
        Host.requireLinux();
        return LinuxMounts.isMountPoint(folder);
    }
}
