package dev.hamlet.nativebridge.linux;

import com.sun.jna.Memory;
import com.sun.jna.NativeLong;
import dev.hamlet.nativebridge.NativeException;
import dev.hamlet.nativebridge.Terminal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A terminal by termios(3) and ioctl_tty(2). */
public final class LinuxTerminal implements Terminal {
    private final Descriptor descriptor;
    private @Nullable Raw raw;

    private LinuxTerminal(Descriptor descriptor) {
        this.descriptor = descriptor;
    }

    /** See {@link Terminal#controlling}. */
    public static Optional<Terminal> controlling() {
        try {
            return Optional.of(open(Path.of("/dev/tty")));
        } catch (NativeException _) {
            return Optional.empty();
        }
    }

    /** See {@link Terminal#isTerminal}. */
    public static boolean isTerminal(int stream) {
        return LibC.INSTANCE.isatty(stream) == 1;
    }

    /** Opens a terminal by its device, without making it the controlling one. */
    static Terminal open(Path device) throws NativeException {
        Descriptor descriptor = Descriptor.open(device, Flags.O_RDWR | Flags.O_NOCTTY);
        if (LibC.INSTANCE.isatty(descriptor.number()) != 1) {
            descriptor.close();
            throw Errno.failure("isatty(" + device + ")", Flags.ENOTTY);
        }
        return new LinuxTerminal(descriptor);
    }

    @Override
    public Size size() throws NativeException {
        WindowSize size = new WindowSize();
        Errno.check(
                LibC.INSTANCE.ioctl(descriptor.number(), new NativeLong(Flags.TIOCGWINSZ), size), "ioctl(TIOCGWINSZ)");
        return new Size(Short.toUnsignedInt(size.ws_col), Short.toUnsignedInt(size.ws_row));
    }

    @Override
    public synchronized RawMode enterRawMode() throws NativeException {
        if (raw != null && !raw.left.get()) {
            throw new IllegalStateException("The terminal is in raw mode already");
        }
        Termios found = attributes();
        Termios wanted = attributes();
        LibC.INSTANCE.cfmakeraw(wanted);
        Raw entered = new Raw(found);
        // Before the change: a program that ends in between gives the terminal back as well.
        Runtime.getRuntime().addShutdownHook(entered.hook);
        raw = entered;
        if (LibC.INSTANCE.tcsetattr(descriptor.number(), Flags.TCSADRAIN, wanted) == -1) {
            int errno = Errno.last();
            entered.close();
            throw Errno.failure("tcsetattr", errno);
        }
        return entered;
    }

    @Override
    public int read(byte[] buffer, Duration atMost) throws NativeException {
        try (Memory polled = new Memory(8)) {
            polled.setInt(0, descriptor.number());
            polled.setInt(4, Flags.POLLIN);
            int milliseconds = (int) Math.clamp(atMost.toMillis(), 0L, Integer.MAX_VALUE);
            int ready = LibC.INSTANCE.poll(polled, new NativeLong(1), milliseconds);
            if (ready == 0) {
                return 0;
            }
            if (ready == -1) {
                int errno = Errno.last();
                if (errno == Flags.EINTR) {
                    return 0;
                }
                throw Errno.failure("poll", errno);
            }
        }
        int count = LibC.INSTANCE
                .read(descriptor.number(), buffer, new NativeLong(buffer.length))
                .intValue();
        if (count == -1) {
            int errno = Errno.last();
            if (errno == Flags.EINTR || errno == Flags.EAGAIN) {
                return 0;
            }
            if (errno != Flags.EIO) {
                throw Errno.failure("read", errno);
            }
        }
        // The end of the file and EIO both mean that the other side of the terminal is gone.
        return count == 0 ? -1 : count;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws NativeException {
        descriptor.write(bytes, offset, length);
    }

    @Override
    public synchronized void close() {
        if (raw != null) {
            raw.close();
        }
        descriptor.close();
    }

    /** Visible for tests. */
    Termios attributes() throws NativeException {
        Termios state = new Termios();
        Errno.check(LibC.INSTANCE.tcgetattr(descriptor.number(), state), "tcgetattr");
        return state;
    }

    private final class Raw implements RawMode {
        private final Termios found;
        private final AtomicBoolean left = new AtomicBoolean();
        private final Thread hook =
                Thread.ofPlatform().name("hamlet-terminal-back").unstarted(this::leave);

        Raw(Termios found) {
            this.found = found;
        }

        private void leave() {
            if (left.compareAndSet(false, true)) {
                int _ = LibC.INSTANCE.tcsetattr(descriptor.number(), Flags.TCSADRAIN, found);
            }
        }

        @Override
        public void close() {
            leave();
            try {
                boolean _ = Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException _) {
                // The program is ending, and the hook finds its work done.
            }
        }
    }
}
