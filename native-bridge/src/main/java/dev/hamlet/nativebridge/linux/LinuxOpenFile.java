package dev.hamlet.nativebridge.linux;

import dev.hamlet.nativebridge.NativeException;
import dev.hamlet.nativebridge.OpenFile;
import java.nio.file.Path;

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

    @Override
    public int number() {
        return descriptor.number();
    }

    @Override
    public void close() {
        descriptor.close();
    }
}
