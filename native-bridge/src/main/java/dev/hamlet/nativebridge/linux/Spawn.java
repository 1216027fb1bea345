package dev.hamlet.nativebridge.linux;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import dev.hamlet.nativebridge.DetachedStart;
import dev.hamlet.nativebridge.NativeException;
import dev.hamlet.nativebridge.PassedDescriptor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A detached start by posix_spawn(3). Files are opened here, not in the child, so that a failure names the file.
 */
final class Spawn {
    /** Above the sizes of posix_spawnattr_t (336), posix_spawn_file_actions_t (80) and sigset_t (128) in glibc. */
    private static final int ROOM = 512;

    private Spawn() {}

    /** The number of the new child. */
    static int start(DetachedStart start) throws NativeException {
        return start(start, true);
    }

    /**
     * Visible for tests.
     *
     * @param closeFrom false to do without the closing of descriptors in the child, as before glibc 2.34
     */
    static int start(DetachedStart start, boolean closeFrom) throws NativeException {
        List<Descriptor> opened = new ArrayList<>();
        try {
            int last = start.descriptors().stream()
                    .mapToInt(PassedDescriptor::target)
                    .max()
                    .orElse(2);
            List<PassedDescriptor> moves = new ArrayList<>();
            int input = lift(open(opened, Path.of("/dev/null"), Flags.O_RDONLY), last, opened);
            int output = lift(open(opened, start.stdout(), APPEND), last, opened);
            int errors = lift(open(opened, start.stderr(), APPEND), last, opened);
            int folder = lift(open(opened, start.workingDirectory(), Flags.O_RDONLY | Flags.O_DIRECTORY), last, opened);
            for (PassedDescriptor passed : start.descriptors()) {
                moves.add(new PassedDescriptor(lift(passed.source(), last, opened), passed.target()));
            }
            try (Memory actions = new Memory(ROOM);
                    Memory attributes = new Memory(ROOM)) {
                LibC c = LibC.INSTANCE;
                Errno.checkZero(c.posix_spawn_file_actions_init(actions), "posix_spawn_file_actions_init");
                try {
                    dup(actions, input, 0);
                    dup(actions, output, 1);
                    dup(actions, errors, 2);
                    for (PassedDescriptor move : moves) {
                        dup(actions, move.source(), move.target());
                    }
                    Errno.checkZero(c.posix_spawn_file_actions_addfchdir_np(actions, folder), "addfchdir");
                    closeRest(actions, start, last, closeFrom);
                    Errno.checkZero(c.posix_spawnattr_init(attributes), "posix_spawnattr_init");
                    try {
                        setAttributes(attributes);
                        return spawn(start, actions, attributes);
                    } finally {
                        int _ = c.posix_spawnattr_destroy(attributes);
                    }
                } finally {
                    int _ = c.posix_spawn_file_actions_destroy(actions);
                }
            }
        } finally {
            opened.forEach(Descriptor::close);
        }
    }

    private static final int APPEND = Flags.O_WRONLY | Flags.O_APPEND | Flags.O_CREAT | Flags.O_NOCTTY;

    private static int open(List<Descriptor> opened, Path file, int flags) throws NativeException {
        Descriptor descriptor = Descriptor.open(file, flags);
        opened.add(descriptor);
        return descriptor.number();
    }

    /** A copy above all targets, so that no move overwrites the source of a later one. */
    private static int lift(int descriptor, int last, List<Descriptor> opened) throws NativeException {
        int copy = Errno.check(
                LibC.INSTANCE.fcntl(descriptor, Flags.F_DUPFD_CLOEXEC, last + 1),
                "fcntl(F_DUPFD_CLOEXEC, " + descriptor + ")");
        opened.add(new Descriptor(copy));
        return copy;
    }

    private static void dup(Pointer actions, int from, int to) throws NativeException {
        Errno.checkZero(LibC.INSTANCE.posix_spawn_file_actions_adddup2(actions, from, to), "adddup2");
    }

    private static void closeRest(Pointer actions, DetachedStart start, int last, boolean closeFrom)
            throws NativeException {
        List<Integer> targets =
                start.descriptors().stream().map(PassedDescriptor::target).toList();
        for (int number = 3; number < last; number++) {
            if (!targets.contains(number)) {
                Errno.checkZero(LibC.INSTANCE.posix_spawn_file_actions_addclose(actions, number), "addclose");
            }
        }
        if (closeFrom) {
            try {
                Errno.checkZero(
                        LibC.INSTANCE.posix_spawn_file_actions_addclosefrom_np(actions, last + 1), "addclosefrom");
                return;
            } catch (UnsatisfiedLinkError _) {
                // An older glibc: the other way, which leaves a gap for files that other threads open meanwhile.
            }
        }
        markAllToBeClosed();
    }

    /** The JDK opens its files without FD_CLOEXEC, since its own starts close everything in the child. */
    private static void markAllToBeClosed() throws NativeException {
        try (DirectoryStream<Path> numbers = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
            for (Path entry : numbers) {
                int number = Integer.parseInt(entry.getFileName().toString());
                if (number > 2) {
                    int _ = LibC.INSTANCE.fcntl(number, Flags.F_SETFD, Flags.FD_CLOEXEC);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot list the open files of this process", e);
        }
    }

    private static void setAttributes(Pointer attributes) throws NativeException {
        LibC c = LibC.INSTANCE;
        short flags = Flags.POSIX_SPAWN_SETSID | Flags.POSIX_SPAWN_SETSIGMASK | Flags.POSIX_SPAWN_SETSIGDEF;
        Errno.checkZero(c.posix_spawnattr_setflags(attributes, flags), "posix_spawnattr_setflags");
        try (Memory signals = new Memory(ROOM)) {
            Errno.check(c.sigemptyset(signals), "sigemptyset");
            Errno.checkZero(c.posix_spawnattr_setsigmask(attributes, signals), "posix_spawnattr_setsigmask");
            Errno.check(c.sigfillset(signals), "sigfillset");
            Errno.checkZero(c.posix_spawnattr_setsigdefault(attributes, signals), "posix_spawnattr_setsigdefault");
        }
    }

    private static int spawn(DetachedStart start, Pointer actions, Pointer attributes) throws NativeException {
        Path program = start.program().toAbsolutePath();
        List<String> arguments = new ArrayList<>();
        arguments.add(program.toString());
        arguments.addAll(start.arguments());
        List<String> environment = start.environment().entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .toList();
        IntByReference pid = new IntByReference();
        try (Memory argv = CText.array(arguments);
                Memory envp = CText.array(environment)) {
            int errno = LibC.INSTANCE.posix_spawn(pid, CText.of(program), actions, attributes, argv, envp);
            Errno.checkZero(errno, "posix_spawn(" + program + ")");
        }
        return pid.getValue();
    }
}
