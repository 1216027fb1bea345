package dev.hamlet.nativebridge.linux;

import com.sun.jna.Memory;
import dev.hamlet.nativebridge.NativeException;
import java.nio.file.Path;

/** What a file takes on its disk. */
public final class LinuxFileSpace {
    /** {@code struct statx} of linux/stat.h, the same on every machine. */
    private static final int STATX_SIZE = 256;

    private static final int STX_BLOCKS = 48;

    /** The unit of stx_blocks, whatever the file system's own is. */
    private static final int BLOCK = 512;

    private LinuxFileSpace() {}

    /** See {@link dev.hamlet.nativebridge.FileSpace#allocated}. */
    public static long allocated(Path file) throws NativeException {
        try (Memory state = new Memory(STATX_SIZE)) {
            int result =
                    LibC.INSTANCE.statx(Flags.AT_FDCWD, CText.of(file.toAbsolutePath()), 0, Flags.STATX_BLOCKS, state);
            Errno.check(result, "statx(" + file + ")");
            return state.getLong(STX_BLOCKS) * BLOCK;
        }
    }
}
