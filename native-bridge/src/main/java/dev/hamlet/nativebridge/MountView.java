package dev.hamlet.nativebridge;

import dev.hamlet.nativebridge.linux.files.LinuxMountView;
import java.nio.file.Path;
import java.util.List;

/**
 * A root with all that is mounted in it, in a mount namespace of its own (mount_namespaces(7)): nobody else sees the mounts,
 * and they are gone when it is closed or this program ends, however that ends. Needs root, or root of a user namespace. May
 * be used and closed by any thread.
 */
public interface MountView extends AutoCloseable {
    /**
     * A file or folder that is mounted in the root.
     *
     * @param source of this computer
     * @param target a path in the root; one that does not lead to what is there is left out
     * @param readOnly whether nothing can be changed through it
     */
    record Bind(Path source, String target, boolean readOnly) {}

    /**
     * Mounts an overlay, and in it other files in their order.
     *
     * @param place a folder to mount it on, which stays as it is for all others
     * @throws NativeException such as EPERM without the right to mount
     */
    static MountView of(Mounts.Overlay overlay, Path place, List<Bind> binds) throws NativeException {
        Host.requireLinux();
        return LinuxMountView.of(overlay, place, binds);
    }

    /** The root, open as long as this is. */
    RootFolder root();

    @Override
    void close();
}
