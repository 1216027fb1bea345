package dev.hamlet.engine.host;

import java.nio.file.Path;

/** Whether the kernel lets a user have user namespaces (user_namespaces(7)). */
public final class UserNamespaces {
    private UserNamespaces() {}

    /**
     * The setting, with the value that would allow them, where one forbids them now; else empty.
     *
     * @param root the root of the host's files
     * @param isRoot whether it is asked for root
     */
    public static String bar(Path root, boolean isRoot) {
        return bar(new LinuxHost(root), isRoot);
    }

    static String bar(LinuxHost host, boolean isRoot) {
        if (host.number("proc/sys/user/max_user_namespaces", 1) == 0) {
            return "user.max_user_namespaces=10000";
        }
        // The other two are Debian's and Ubuntu's own; root is not held by them.
        if (!isRoot && host.number("proc/sys/kernel/unprivileged_userns_clone", 1) == 0) {
            return "kernel.unprivileged_userns_clone=1";
        }
        if (!isRoot && host.number("proc/sys/kernel/apparmor_restrict_unprivileged_userns", 0) == 1) {
            return "kernel.apparmor_restrict_unprivileged_userns=0";
        }
        return "";
    }
}
