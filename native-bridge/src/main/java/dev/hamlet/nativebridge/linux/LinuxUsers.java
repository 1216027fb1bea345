package dev.hamlet.nativebridge.linux;

import com.sun.jna.Memory;
import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.PointerByReference;
import dev.hamlet.nativebridge.NativeException;
import dev.hamlet.nativebridge.Users.Group;
import dev.hamlet.nativebridge.Users.User;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Users and groups by getpwnam(3), getgrnam(3) and their kin. */
public final class LinuxUsers {
    private static final int FIRST_ROOM = 4096;
    private static final int MOST_ROOM = 16 << 20;

    private LinuxUsers() {}

    /** See {@link dev.hamlet.nativebridge.Users#effectiveUid}. */
    public static long effectiveUid() {
        return Integer.toUnsignedLong(LibC.INSTANCE.geteuid());
    }

    /** See {@link dev.hamlet.nativebridge.Users#effectiveGid}. */
    public static long effectiveGid() {
        return Integer.toUnsignedLong(LibC.INSTANCE.getegid());
    }

    /** See {@link dev.hamlet.nativebridge.Users#byUid}. */
    public static Optional<User> byUid(long uid) throws NativeException {
        Passwd entry = new Passwd();
        return find(
                "getpwuid_r(" + uid + ")",
                (room, size, found) -> LibC.INSTANCE.getpwuid_r((int) uid, entry, room, size, found),
                () -> user(entry));
    }

    /** See {@link dev.hamlet.nativebridge.Users#byName}. */
    public static Optional<User> byName(String name) throws NativeException {
        Passwd entry = new Passwd();
        return find(
                "getpwnam_r(" + name + ")",
                (room, size, found) -> LibC.INSTANCE.getpwnam_r(CText.of(name), entry, room, size, found),
                () -> user(entry));
    }

    /** See {@link dev.hamlet.nativebridge.Users#groupByGid}. */
    public static Optional<Group> groupByGid(long gid) throws NativeException {
        GroupEntry entry = new GroupEntry();
        return find(
                "getgrgid_r(" + gid + ")",
                (room, size, found) -> LibC.INSTANCE.getgrgid_r((int) gid, entry, room, size, found),
                () -> group(entry));
    }

    /** See {@link dev.hamlet.nativebridge.Users#groupByName}. */
    public static Optional<Group> groupByName(String name) throws NativeException {
        GroupEntry entry = new GroupEntry();
        return find(
                "getgrnam_r(" + name + ")",
                (room, size, found) -> LibC.INSTANCE.getgrnam_r(CText.of(name), entry, room, size, found),
                () -> group(entry));
    }

    /** See {@link dev.hamlet.nativebridge.Users#groups}. */
    public static List<Long> groups() throws NativeException {
        int[] found = new int[Errno.check(LibC.INSTANCE.getgroups(0, null), "getgroups")];
        int count = Errno.check(LibC.INSTANCE.getgroups(found.length, found), "getgroups");
        return Stream.concat(Stream.of(effectiveGid()), unsigned(Arrays.copyOf(found, count)))
                .distinct()
                .toList();
    }

    /** See {@link dev.hamlet.nativebridge.Users#groupsOf}. */
    public static List<Long> groupsOf(User user) {
        int[] found = new int[32];
        IntByReference count = new IntByReference(found.length);
        while (LibC.INSTANCE.getgrouplist(CText.of(user.name()), (int) user.gid(), found, count) == -1) {
            // The C library says how many there are.
            found = new int[Math.max(found.length + 1, count.getValue())];
            count.setValue(found.length);
        }
        return unsigned(Arrays.copyOf(found, count.getValue())).toList();
    }

    /** See {@link dev.hamlet.nativebridge.Users#chown}. */
    public static void chown(Path file, long uid, long gid) throws NativeException {
        Errno.check(LibC.INSTANCE.lchown(CText.of(file), (int) uid, (int) gid), "lchown(" + file + ")");
    }

    private static Stream<Long> unsigned(int[] numbers) {
        return Arrays.stream(numbers).mapToObj(Integer::toUnsignedLong);
    }

    private interface Lookup {
        int into(Pointer room, NativeLong size, PointerByReference found);
    }

    /** The texts of an entry lie in a buffer of unknown size: it grows until it is large enough (getpwnam(3)). */
    private static <T> Optional<T> find(String call, Lookup lookup, Supplier<T> read) throws NativeException {
        for (int size = FIRST_ROOM; ; size *= 2) {
            try (Memory room = new Memory(size)) {
                PointerByReference found = new PointerByReference();
                int errno = lookup.into(room, new NativeLong(size), found);
                if (errno == 0 || errno == Flags.ENOENT || errno == Flags.ESRCH) {
                    return found.getValue() == null ? Optional.empty() : Optional.of(read.get());
                }
                if (errno != Flags.EINTR && (errno != Flags.ERANGE || size > MOST_ROOM)) {
                    throw Errno.failure(call, errno);
                }
            }
        }
    }

    private static User user(Passwd entry) {
        return new User(
                text(entry.pw_name),
                Integer.toUnsignedLong(entry.pw_uid),
                Integer.toUnsignedLong(entry.pw_gid),
                Path.of(text(entry.pw_dir)));
    }

    private static Group group(GroupEntry entry) {
        List<String> members = new ArrayList<>();
        if (entry.gr_mem != null) {
            for (Pointer member : entry.gr_mem.getPointerArray(0)) {
                members.add(text(member));
            }
        }
        return new Group(text(entry.gr_name), Integer.toUnsignedLong(entry.gr_gid), members);
    }

    private static String text(@Nullable Pointer text) {
        return text == null ? "" : text.getString(0, "UTF-8");
    }
}
