package dev.hamlet.nativebridge.linux;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import dev.hamlet.nativebridge.NativeException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A terminal whose other side is the test (pty(7)). */
final class PseudoTerminal implements AutoCloseable {
    private static final int TIOCSWINSZ = 0x5414;

    interface Pty extends Library {
        Pty INSTANCE = Native.load((String) null, Pty.class);

        int posix_openpt(int flags);

        int grantpt(int descriptor);

        int unlockpt(int descriptor);

        int ptsname_r(int descriptor, byte[] name, NativeLong size);
    }

    private final Descriptor owner;

    private PseudoTerminal(Descriptor owner) {
        this.owner = owner;
    }

    static PseudoTerminal open() throws NativeException {
        int number =
                Errno.check(Pty.INSTANCE.posix_openpt(Flags.O_RDWR | Flags.O_NOCTTY | Flags.O_CLOEXEC), "posix_openpt");
        Errno.check(Pty.INSTANCE.grantpt(number), "grantpt");
        Errno.check(Pty.INSTANCE.unlockpt(number), "unlockpt");
        return new PseudoTerminal(new Descriptor(number));
    }

    int number() {
        return owner.number();
    }

    Path device() throws NativeException {
        byte[] name = new byte[64];
        Errno.checkZero(Pty.INSTANCE.ptsname_r(number(), name, new NativeLong(name.length)), "ptsname_r");
        return Path.of(Native.toString(name, StandardCharsets.US_ASCII.name()));
    }

    void resize(int columns, int rows) throws NativeException {
        WindowSize size = new WindowSize();
        size.ws_col = (short) columns;
        size.ws_row = (short) rows;
        Errno.check(LibC.INSTANCE.ioctl(number(), new NativeLong(TIOCSWINSZ), size), "ioctl(TIOCSWINSZ)");
    }

    void type(String keys) throws NativeException {
        byte[] bytes = keys.getBytes(StandardCharsets.UTF_8);
        owner.write(bytes, 0, bytes.length);
    }

    String shown(int atLeast) {
        StringBuilder text = new StringBuilder();
        byte[] buffer = new byte[256];
        while (text.length() < atLeast) {
            int count = LibC.INSTANCE
                    .read(number(), buffer, new NativeLong(buffer.length))
                    .intValue();
            if (count <= 0) {
                break;
            }
            text.append(new String(buffer, 0, count, StandardCharsets.UTF_8));
        }
        return text.toString();
    }

    @Override
    public void close() {
        owner.close();
    }
}
