package dev.hamlet.nativebridge.linux.files;

import dev.hamlet.nativebridge.Mounts.Overlay;
import dev.hamlet.nativebridge.NativeException;
import dev.hamlet.nativebridge.linux.CText;
import dev.hamlet.nativebridge.linux.Errno;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Mounts by mount(2). */
public final class LinuxMounts {
    private LinuxMounts() {}

    /**
     * See {@link dev.hamlet.nativebridge.Mounts#overlay}. The options are one page long at most, and have their own commas
     * and colons: the folders are opened and named by their descriptors, each 17 characters.
     */
    public static void overlay(Overlay overlay, Path target) throws NativeException {
        Deque<Handle> open = new ArrayDeque<>();
        try {
            List<String> lower = new ArrayList<>();
            for (Path one : overlay.lower()) {
                lower.add(place(one, open));
            }
            // Changes are to be read as plain files by whoever looks into the upper folder; and an upper folder is used
            // again with other mounts, which an index would refuse.
            String options =
                    (overlay.userAttributes() ? "index=off,userxattr," : "index=off,redirect_dir=off,metacopy=off,")
                            + "lowerdir=" + String.join(":", lower)
                            + ",upperdir=" + place(overlay.upper(), open)
                            + ",workdir=" + place(overlay.work(), open);
            // A device that a layer brings acts on this computer when it is merely opened.
            byte[] type = CText.of("overlay");
            check(
                    FileCalls.mount(
                            type, CText.of(target.toAbsolutePath()), type, FileCalls.MS_NODEV, CText.of(options)),
                    "mount(overlay, " + target + ")");
        } finally {
            open.forEach(Handle::close);
        }
    }

    private static String place(Path folder, Deque<Handle> open) throws NativeException {
        Handle handle = LinuxRootFolder.place(folder);
        open.push(handle);
        return "/proc/self/fd/" + handle.number();
    }

    /** See {@link dev.hamlet.nativebridge.Mounts#unmount}. */
    public static void unmount(Path target, boolean lazily) throws NativeException {
        int flags = FileCalls.UMOUNT_NOFOLLOW | (lazily ? FileCalls.UMOUNT_DETACH : 0);
        check(FileCalls.umount2(CText.of(target.toAbsolutePath()), flags), "umount2(" + target + ")");
    }

    /** See {@link dev.hamlet.nativebridge.Mounts#isMountPoint}. */
    public static boolean isMountPoint(Path folder) throws NativeException {
        byte[] state = new byte[States.SIZE];
        byte[] path = CText.of(folder.toAbsolutePath());
        if (FileCalls.statx(FileCalls.AT_FDCWD, path, FileCalls.AT_SYMLINK_NOFOLLOW, States.MASK, state) != 0) {
            int errno = Errno.last();
            if (errno == FileCalls.ENOENT) {
                return false;
            }
            throw Errno.failure("statx(" + folder + ")", errno);
        }
        return States.read(state).mountPoint();
    }

    private static void check(int result, String call) throws NativeException {
        if (result != 0) {
            throw Errno.failure(call, Errno.last());
        }
    }
}
