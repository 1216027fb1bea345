package dev.hamlet.nativebridge.linux.files;

import dev.hamlet.nativebridge.NativeException;
import dev.hamlet.nativebridge.OpenFolder;
import dev.hamlet.nativebridge.RootFolder;
import dev.hamlet.nativebridge.linux.CText;
import dev.hamlet.nativebridge.linux.Errno;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A root by openat2(2). */
public final class LinuxRootFolder implements RootFolder {
    /** How often a path is looked up anew whose folders are moved meanwhile; openat2(2) says EAGAIN then. */
    private static final int TRIES = 256;

    private static final long[] FOLDER = {FileCalls.O_PATH | FileCalls.O_DIRECTORY | FileCalls.O_CLOEXEC, 0};

    private static final long[] FILE = {FileCalls.O_PATH | FileCalls.O_CLOEXEC, 0};

    private final Handle handle;

    private LinuxRootFolder(Handle handle) {
        this.handle = handle;
    }

    /** See {@link RootFolder#open}. */
    public static RootFolder open(Path folder) throws NativeException {
        LinuxRootFolder root = new LinuxRootFolder(place(folder));
        try (OpenFolder _ = root.enter(new byte[0])) {
            return root;
        } catch (NativeException e) {
            root.close();
            throw e;
        }
    }

    /** Opens a folder as a mere place. */
    static Handle place(Path folder) throws NativeException {
        return Handle.taken(
                FileCalls.open(CText.of(folder.toAbsolutePath()), (int) FOLDER[0], 0), "open(" + folder + ")");
    }

    @Override
    public OpenFolder enter(byte[] path) throws NativeException {
        return new LinuxOpenFolder(resolve(path, FOLDER));
    }

    @Override
    public InputStream read(byte[] path) throws NativeException {
        return LinuxOpenFolder.regular(resolve(path, FILE), path);
    }

    /** See {@link dev.hamlet.nativebridge.Directories#syncAll}. */
    public static void syncAll(Path folder) throws NativeException {
        int flags = FileCalls.O_RDONLY | FileCalls.O_DIRECTORY | FileCalls.O_CLOEXEC;
        try (Handle open =
                Handle.taken(FileCalls.open(CText.of(folder.toAbsolutePath()), flags, 0), "open(" + folder + ")")) {
            if (FileCalls.syncfs(open.number()) != 0) {
                throw Errno.failure("syncfs(" + folder + ")", Errno.last());
            }
        }
    }

    /** A file or folder in it as a mere place. */
    Handle place(String path, boolean folder) throws NativeException {
        return resolve(path.getBytes(StandardCharsets.UTF_8), folder ? FOLDER : FILE);
    }

    private Handle resolve(byte[] path, long[] how) throws NativeException {
        byte[] name = path.length == 0 ? new byte[] {'.', 0} : Handle.zeroEnded(path);
        long[] open = {how[0], how[1], FileCalls.RESOLVE_IN_ROOT | FileCalls.RESOLVE_NO_MAGICLINKS};
        long size = 8L * open.length;
        long answer = FileCalls.syscall(FileCalls.SYS_OPENAT2, handle.number(), name, open, size);
        for (int i = 1; answer < 0 && Errno.last() == FileCalls.EAGAIN && i < TRIES; i++) {
            answer = FileCalls.syscall(FileCalls.SYS_OPENAT2, handle.number(), name, open, size);
        }
        return Handle.taken(answer, "openat2(" + Handle.shown(path) + ")");
    }

    @Override
    public void close() {
        handle.close();
    }
}
