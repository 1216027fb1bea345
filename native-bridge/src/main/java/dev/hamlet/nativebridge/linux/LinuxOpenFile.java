package dev.hamlet.nativebridge.linux;

import dev.hamlet.nativebridge.NativeException;
import dev.hamlet.nativebridge.OpenFile;
import java.nio.file.Path;
import java.util.List;

/** An open file that another program is to be given. */
public final class LinuxOpenFile implements OpenFile {
    private final Descriptor descriptor;

    private LinuxOpenFile(Descriptor descriptor) {
        this.descriptor = descriptor;
    }

    /** See {@link OpenFile#open}. */
    public static LinuxOpenFile open(Path file, boolean writable) throws NativeException {
        return new LinuxOpenFile(Descriptor.open(file, writable ? Flags.O_RDWR : Flags.O_RDONLY));
    }

    /** See {@link OpenFile#connectedPair}. */
    public static List<OpenFile> connectedPair() throws NativeException {
        int[] ends = new int[2];
        if (LibC.INSTANCE.socketpair(Flags.AF_UNIX, Flags.SOCK_STREAM | Flags.O_CLOEXEC, 0, ends) == -1) {
            throw Errno.failure("socketpair", Errno.last());
        }
        return List.of(new LinuxOpenFile(new Descriptor(ends[0])), new LinuxOpenFile(new Descriptor(ends[1])));
    }

    /** See {@link OpenFile#pipe}. */
    public static List<OpenFile> pipe() throws NativeException {
        int[] ends = new int[2];
        if (LibC.INSTANCE.pipe2(ends, Flags.O_CLOEXEC) == -1) {
            throw Errno.failure("pipe2", Errno.last());
        }
        return List.of(new LinuxOpenFile(new Descriptor(ends[0])), new LinuxOpenFile(new Descriptor(ends[1])));
    }

    @Override
    public int number() {
        return descriptor.number();
    }

    @Override
    public void close() {
        descriptor.close();
    }
}
