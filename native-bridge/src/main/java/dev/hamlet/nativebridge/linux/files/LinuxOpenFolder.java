package dev.hamlet.nativebridge.linux.files;

import dev.hamlet.nativebridge.FileState;
import dev.hamlet.nativebridge.NativeException;
import dev.hamlet.nativebridge.NewFile;
import dev.hamlet.nativebridge.OpenFolder;
import dev.hamlet.nativebridge.linux.Errno;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An open folder by the functions that end in {@code at}. */
final class LinuxOpenFolder implements OpenFolder {
    private static final byte[] SELF = {0};
    private static final int PLACE = FileCalls.O_PATH | FileCalls.O_NOFOLLOW | FileCalls.O_CLOEXEC;

    /** The kernel's limit of a path, and of a value and of all names of attributes. */
    private static final int PATH_MAX = 4096;

    private static final int ATTRIBUTE_MAX = 1 << 16;

    private final Handle handle;

    LinuxOpenFolder(Handle handle) {
        this.handle = handle;
    }

    int number() {
        return handle.number();
    }

    @Override
    public FileState state() throws NativeException {
        byte[] state = new byte[States.SIZE];
        check(FileCalls.statx(number(), SELF, FileCalls.AT_EMPTY_PATH, States.MASK, state), "statx", SELF);
        return States.read(state);
    }

    @Override
    public Optional<FileState> state(byte[] name) throws NativeException {
        byte[] state = new byte[States.SIZE];
        int flags = FileCalls.AT_SYMLINK_NOFOLLOW;
        if (FileCalls.statx(number(), Handle.name(name), flags, States.MASK, state) == 0) {
            return Optional.of(States.read(state));
        }
        int errno = Errno.last();
        if (errno == FileCalls.ENOENT) {
            return Optional.empty();
        }
        throw Errno.failure("statx(" + Handle.shown(name) + ")", errno);
    }

    @Override
    public List<byte[]> list() throws NativeException {
        return Names.in(number());
    }

    @Override
    public OpenFolder folder(byte[] name) throws NativeException {
        int flags = PLACE | FileCalls.O_DIRECTORY;
        return new LinuxOpenFolder(
                Handle.taken(FileCalls.openat(number(), Handle.name(name), flags, 0), call("openat", name)));
    }

    @Override
    public InputStream read(byte[] name) throws NativeException {
        return regular(
                Handle.taken(FileCalls.openat(number(), Handle.name(name), PLACE, 0), call("openat", name)), name);
    }

    /**
     * The content of a regular file that is open as a mere place, which is closed. Anything else is never opened: a device
     * may act when it is, and a pipe wait.
     */
    static InputStream regular(Handle place, byte[] name) throws NativeException {
        try (place) {
            byte[] state = new byte[States.SIZE];
            check(FileCalls.statx(place.number(), SELF, FileCalls.AT_EMPTY_PATH, States.MASK, state), "statx", name);
            FileState.Kind kind = States.read(state).kind();
            if (kind != FileState.Kind.FILE) {
                int errno = kind == FileState.Kind.LINK ? FileCalls.ELOOP : FileCalls.EINVAL;
                throw Errno.failure(call("read", name), errno);
            }
            int flags = FileCalls.O_RDONLY | FileCalls.O_NOCTTY | FileCalls.O_CLOEXEC;
            return new HandleInput(Handle.taken(FileCalls.open(place.path(), flags, 0), call("open", name)));
        }
    }

    @Override
    public byte[] target(byte[] name) throws NativeException {
        byte[] target = new byte[PATH_MAX];
        long length = FileCalls.readlinkat(number(), Handle.name(name), target, target.length);
        check((int) length, "readlinkat", name);
        return Arrays.copyOf(target, (int) length);
    }

    @Override
    public NewFile create(byte[] name) throws NativeException {
        int flags =
                FileCalls.O_WRONLY | FileCalls.O_CREAT | FileCalls.O_EXCL | FileCalls.O_NOFOLLOW | FileCalls.O_CLOEXEC;
        int descriptor = FileCalls.openat(number(), Handle.name(name), flags, 0600);
        return new LinuxNewFile(Handle.taken(descriptor, call("openat", name)), name);
    }

    @Override
    public NewFile begin() throws NativeException {
        return NamelessFile.in(number());
    }

    @Override
    public void makeFolder(byte[] name) throws NativeException {
        check(FileCalls.mkdirat(number(), Handle.name(name), 0700), "mkdirat", name);
    }

    @Override
    public void makeLink(byte[] name, byte[] target) throws NativeException {
        check(FileCalls.symlinkat(Handle.zeroEnded(target), number(), Handle.name(name)), "symlinkat", name);
    }

    @Override
    public void makeHardLink(byte[] name, OpenFolder from, byte[] existing) throws NativeException {
        if (!(from instanceof LinuxOpenFolder folder)) {
            throw new IllegalArgumentException("not a folder of this system: " + from);
        }
        check(FileCalls.linkat(folder.number(), Handle.name(existing), number(), Handle.name(name), 0), "linkat", name);
    }

    @Override
    public void makeSpecial(byte[] name, FileState.Kind kind, int major, int minor) throws NativeException {
        long answer = FileCalls.syscall(
                FileCalls.SYS_MKNODAT,
                number(),
                Handle.name(name),
                States.mode(kind) | 0600,
                States.device(major, minor));
        check((int) answer, "mknodat", name);
    }

    @Override
    public void own(byte[] name, long uid, long gid) throws NativeException {
        check(
                FileCalls.fchownat(number(), Handle.name(name), (int) uid, (int) gid, FileCalls.AT_SYMLINK_NOFOLLOW),
                "fchownat",
                name);
    }

    @Override
    public OpenFolder own(long uid, long gid) throws NativeException {
        check(FileCalls.fchownat(number(), SELF, (int) uid, (int) gid, FileCalls.AT_EMPTY_PATH), "fchownat", SELF);
        return this;
    }

    @Override
    public void permit(byte[] name, int permissions) throws NativeException {
        try (Handle place = place(name)) {
            check(FileCalls.chmod(place.path(), permissions), "chmod", name);
        }
    }

    @Override
    public OpenFolder permit(int permissions) throws NativeException {
        check(FileCalls.chmod(handle.path(), permissions), "chmod", SELF);
        return this;
    }

    @Override
    public void date(byte[] name, long seconds, int nanos) throws NativeException {
        check(
                FileCalls.utimensat(
                        number(), Handle.name(name), LinuxNewFile.times(seconds, nanos), FileCalls.AT_SYMLINK_NOFOLLOW),
                "utimensat",
                name);
    }

    @Override
    public OpenFolder date(long seconds, int nanos) throws NativeException {
        check(
                FileCalls.utimensat(FileCalls.AT_FDCWD, handle.path(), LinuxNewFile.times(seconds, nanos), 0),
                "utimensat",
                SELF);
        return this;
    }

    @Override
    public void attribute(byte[] name, byte[] attribute, byte[] value) throws NativeException {
        try (Handle place = place(name)) {
            set(place, name, attribute, value);
        }
    }

    @Override
    public OpenFolder attribute(byte[] attribute, byte[] value) throws NativeException {
        set(handle, SELF, attribute, value);
        return this;
    }

    private static void set(Handle place, byte[] name, byte[] attribute, byte[] value) throws NativeException {
        check(
                FileCalls.setxattr(place.path(), Handle.zeroEnded(attribute), value, value.length, 0),
                "setxattr " + Handle.shown(attribute),
                name);
    }

    @Override
    public Map<String, byte[]> attributes(byte[] name) throws NativeException {
        try (Handle place = place(name)) {
            byte[] names = new byte[ATTRIBUTE_MAX];
            long length = FileCalls.listxattr(place.path(), names, names.length);
            if (length <= 0) {
                return Map.of();
            }
            Map<String, byte[]> all = new LinkedHashMap<>();
            for (String one : new String(names, 0, (int) length - 1, StandardCharsets.UTF_8).split("\0", -1)) {
                byte[] value = new byte[ATTRIBUTE_MAX];
                byte[] wanted = Handle.zeroEnded(one.getBytes(StandardCharsets.UTF_8));
                long size = FileCalls.getxattr(place.path(), wanted, value, value.length);
                if (size >= 0) {
                    all.put(one, Arrays.copyOf(value, (int) size));
                }
            }
            return all;
        }
    }

    private Handle place(byte[] name) throws NativeException {
        return Handle.taken(FileCalls.openat(number(), Handle.name(name), PLACE, 0), call("openat", name));
    }

    @Override
    public void remove(byte[] name) throws NativeException {
        Removal.of(number(), Handle.name(name));
    }

    @Override
    public void close() {
        handle.close();
    }

    private static void check(int result, String call, byte[] name) throws NativeException {
        if (result < 0) {
            throw Errno.failure(call(call, name), Errno.last());
        }
    }

    private static String call(String function, byte[] name) {
        return function + "(" + Handle.shown(name).replace("\0", "") + ")";
    }
}
