package dev.hamlet.nativebridge.linux;

import com.sun.jna.Library;
import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.PointerByReference;
import org.jspecify.annotations.Nullable;

/**
 * The functions of the C library that Hamlet uses, in their C signatures. Text goes in as bytes with a closing zero
 * ({@link CText}), never as a String: JNA would encode that by the locale. Whether a call failed is told by its result,
 * then {@link Errno} says why.
 */
interface LibC extends Library {
    LibC INSTANCE = ProgramLibrary.load(LibC.class);

    int open(byte[] path, int flags, Object... mode);

    int close(int descriptor);

    NativeLong read(int descriptor, byte[] buffer, NativeLong length);

    NativeLong write(int descriptor, byte[] buffer, NativeLong length);

    int pipe2(int[] ends, int flags);

    int socketpair(int domain, int type, int protocol, int[] ends);

    int socket(int domain, int type, int protocol);

    int connect(int descriptor, byte[] address, int length);

    int shutdown(int descriptor, int how);

    NativeLong send(int descriptor, byte[] bytes, NativeLong length, int flags);

    int ftruncate(int descriptor, NativeLong length);

    int fcntl(int descriptor, int command, Object... argument);

    int ioctl(int descriptor, NativeLong request, Object... argument);

    int poll(Pointer entries, NativeLong count, int milliseconds);

    int eventfd(int initial, int flags);

    Pointer mmap(
            @Nullable Pointer wanted, NativeLong length, int protection, int flags, int descriptor, NativeLong offset);

    int munmap(Pointer address, NativeLong length);

    Pointer signal(int number, Pointer handler);

    NativeLong pthread_self();

    int pthread_kill(NativeLong thread, int signal);

    /** Since glibc 2.28. */
    int statx(int folder, byte[] path, int flags, int mask, Pointer state);

    int lchown(byte[] path, int uid, int gid);

    NativeLong syscall(NativeLong number, Object... arguments);

    int kill(int pid, int signal);

    int waitpid(int pid, IntByReference status, int options);

    int posix_spawn(
            IntByReference pid,
            byte[] path,
            Pointer actions,
            Pointer attributes,
            Pointer arguments,
            Pointer environment);

    int posix_spawnattr_init(Pointer attributes);

    int posix_spawnattr_destroy(Pointer attributes);

    int posix_spawnattr_setflags(Pointer attributes, short flags);

    int posix_spawnattr_setsigmask(Pointer attributes, Pointer signals);

    int posix_spawnattr_setsigdefault(Pointer attributes, Pointer signals);

    int posix_spawn_file_actions_init(Pointer actions);

    int posix_spawn_file_actions_destroy(Pointer actions);

    int posix_spawn_file_actions_adddup2(Pointer actions, int from, int to);

    int posix_spawn_file_actions_addclose(Pointer actions, int descriptor);

    int posix_spawn_file_actions_addfchdir_np(Pointer actions, int descriptor);

    /** Since glibc 2.34; elsewhere an UnsatisfiedLinkError. */
    int posix_spawn_file_actions_addclosefrom_np(Pointer actions, int from);

    int sigemptyset(Pointer signals);

    int sigfillset(Pointer signals);

    int isatty(int descriptor);

    int tcgetattr(int descriptor, Termios state);

    int tcsetattr(int descriptor, int when, Termios state);

    void cfmakeraw(Termios state);

    int geteuid();

    int getegid();

    int getgroups(int size, int @Nullable [] groups);

    int getgrouplist(byte[] user, int group, int[] groups, IntByReference count);

    int getpwuid_r(int uid, Passwd entry, Pointer buffer, NativeLong size, PointerByReference found);

    int getpwnam_r(byte[] name, Passwd entry, Pointer buffer, NativeLong size, PointerByReference found);

    int getgrgid_r(int gid, GroupEntry entry, Pointer buffer, NativeLong size, PointerByReference found);

    int getgrnam_r(byte[] name, GroupEntry entry, Pointer buffer, NativeLong size, PointerByReference found);

    /** Since glibc 2.32; elsewhere an UnsatisfiedLinkError. */
    Pointer strerrordesc_np(int errno);

    Pointer strerror(int errno);
}
