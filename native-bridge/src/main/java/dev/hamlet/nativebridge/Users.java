package dev.hamlet.nativebridge;

import dev.hamlet.nativebridge.linux.LinuxUsers;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Users and groups of this computer, as the C library finds them (passwd, LDAP and whatever nsswitch.conf(5) names). */
public final class Users {
    private Users() {}

    /**
     * A user.
     *
     * @param name the login name
     * @param uid the number, 0 for root
     * @param gid the first group
     * @param home the home folder, which need not exist
     */
    public record User(String name, long uid, long gid, Path home) {}

    /**
     * A group.
     *
     * @param name its name
     * @param gid its number
     * @param members names of the users that it lists; those who have it as their first group are not among them
     */
    public record Group(String name, long gid, List<String> members) {
        /** Copies the list. */
        public Group {
            members = List.copyOf(members);
        }
    }

    /** The user that this program acts as. */
    public static long effectiveUid() {
        Host.requireLinux();
        return LinuxUsers.effectiveUid();
    }

    /** The group that this program acts as. */
    public static long effectiveGid() {
        Host.requireLinux();
        return LinuxUsers.effectiveGid();
    }

    /** Whether this program acts as root. */
    public static boolean isRoot() {
        return effectiveUid() == 0;
    }

    /** The user of this number, empty for one without an entry. */
    public static Optional<User> byUid(long uid) throws NativeException {
        Host.requireLinux();
        return LinuxUsers.byUid(uid);
    }

    /** The user of this name, empty if there is none. */
    public static Optional<User> byName(String name) throws NativeException {
        Host.requireLinux();
        return LinuxUsers.byName(name);
    }

    /** The group of this number, empty for one without an entry. */
    public static Optional<Group> groupByGid(long gid) throws NativeException {
        Host.requireLinux();
        return LinuxUsers.groupByGid(gid);
    }

    /** The group of this name, empty if there is none. */
    public static Optional<Group> groupByName(String name) throws NativeException {
        Host.requireLinux();
        return LinuxUsers.groupByName(name);
    }

    /**
     * The groups that this program acts with: the effective one and the supplementary ones. A group that the user
     * joined after logging in is not among them.
     */
    public static List<Long> groups() throws NativeException {
        Host.requireLinux();
        return LinuxUsers.groups();
    }

    /** The groups that a user would get by logging in now (getgrouplist(3)). */
    public static List<Long> groupsOf(User user) {
        Host.requireLinux();
        return LinuxUsers.groupsOf(user);
    }

    /**
     * Gives a file or folder to a user and a group; a symbolic link itself, never what it points to.
     *
     * @throws NativeException EPERM unless this is root
     */
    public static void chown(Path file, long uid, long gid) throws NativeException {
        Host.requireLinux();
        LinuxUsers.chown(file, uid, gid);
    }
}
