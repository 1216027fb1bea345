package dev.hamlet.nativebridge.linux.files;

import dev.hamlet.nativebridge.NativeException;
import dev.hamlet.nativebridge.linux.CText;
import dev.hamlet.nativebridge.linux.Errno;
import java.util.Optional;
import java.util.UUID;

/**
 * A file that gets its name when it is whole (open(2), {@code O_TMPFILE}). On a file system that has no files without names
 * it has a hidden one until then.
 */
final class NamelessFile extends LinuxNewFile {

    private final Handle folder;
    private Optional<byte[]> hidden;

    private NamelessFile(Handle handle, Handle folder, Optional<byte[]> hidden) {
        super(handle, new byte[] {'?'});
        this.folder = folder;
        this.hidden = hidden;
    }

    static NamelessFile in(int place) throws NativeException {
        // A handle of its own: the folder may be closed before the file.
        int again = FileCalls.O_PATH | FileCalls.O_DIRECTORY | FileCalls.O_CLOEXEC;
        Handle folder = Handle.taken(FileCalls.openat(place, new byte[] {'.', 0}, again, 0), "openat(.)");
        try {
            int flags = FileCalls.O_WRONLY | FileCalls.O_TMPFILE | FileCalls.O_CLOEXEC;
            int descriptor = FileCalls.openat(folder.number(), new byte[] {'.', 0}, flags, 0600);
            if (descriptor >= 0) {
                return new NamelessFile(new Handle(descriptor), folder, Optional.empty());
            }
            int errno = Errno.last();
            if (errno != FileCalls.EOPNOTSUPP && errno != FileCalls.EISDIR && errno != FileCalls.EINVAL) {
                throw Errno.failure("openat(a file without a name)", errno);
            }
            byte[] name = hiddenName();
            int named = FileCalls.O_WRONLY | FileCalls.O_CREAT | FileCalls.O_EXCL | FileCalls.O_CLOEXEC;
            return new NamelessFile(
                    Handle.taken(FileCalls.openat(folder.number(), name, named, 0600), "openat(a hidden file)"),
                    folder,
                    Optional.of(name));
        } catch (NativeException e) {
            folder.close();
            throw e;
        }
    }

    private static byte[] hiddenName() {
        return CText.of(".hamlet-" + UUID.randomUUID() + ".new");
    }

    @Override
    public void appear(byte[] name) throws NativeException {
        byte[] wanted = Handle.name(name);
        if (hidden.isEmpty()) {
            if (link(wanted) == 0) {
                return;
            }
            if (Errno.last() != FileCalls.EEXIST) {
                throw Errno.failure("linkat(" + Handle.shown(name) + ")", Errno.last());
            }
            // Only a name can take the place of another.
            byte[] between = hiddenName();
            if (link(between) != 0) {
                throw Errno.failure("linkat(" + Handle.shown(name) + ")", Errno.last());
            }
            hidden = Optional.of(between);
        }
        if (FileCalls.renameat(folder.number(), hidden.get(), folder.number(), wanted) != 0) {
            throw Errno.failure("renameat(" + Handle.shown(name) + ")", Errno.last());
        }
        hidden = Optional.empty();
    }

    private int link(byte[] name) {
        return FileCalls.linkat(
                FileCalls.AT_FDCWD, handle().path(), folder.number(), name, FileCalls.AT_SYMLINK_FOLLOW);
    }

    @Override
    public void close() {
        // What still has its hidden name has not appeared.
        hidden.ifPresent(name -> {
            int _ = FileCalls.unlinkat(folder.number(), name, 0);
        });
        hidden = Optional.empty();
        folder.close();
        super.close();
    }
}
