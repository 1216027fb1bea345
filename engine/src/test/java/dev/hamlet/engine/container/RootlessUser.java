package dev.hamlet.engine.container;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hamlet.engine.host.OrdinaryUser;
import dev.hamlet.engine.process.ProcessResult;
import dev.hamlet.engine.process.SystemProcessLauncher;
import dev.hamlet.nativebridge.Users;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs a main class of the tests as a user who may have containers without root: who is in the list of users and has numbers
 * besides. Where the tests are run by root, that is one whom nobody knows but those who see the test's own files of users.
 */
public final class RootlessUser {
    private static final long ID = 54_321;
    private static final String NAME = "hamlet-trial";
    private static final long FIRST = 1_000_000_000;
    private static final List<String> FILES = List.of("passwd", "group", "subuid", "subgid");
    /** Only in mounts and a network of its own; there is a device for networks that everybody may open. */
    private static final String BECOME = """
            mount --make-rprivate / || exit
            for file in passwd group subuid subgid; do mount --bind "$1/$file" "/etc/$file" || exit; done
            mount -t tmpfs -o mode=755,dev tun /dev/net && mknod -m 666 /dev/net/tun c 10 200
            ip link set lo up; ip addr add 192.0.2.1/32 dev lo
            folder=$1; shift; id=$1; shift; given=$1; shift
            if [ -n "$given" ]; then
              umount -R /sys/fs/cgroup; mount -t cgroup2 none /sys/fs/cgroup || exit
              mkdir -p "$given/app.slice/login.scope" && chown -R "$id:$id" "$given" || exit
              echo $$ > "$given/app.slice/login.scope/cgroup.procs" || exit
              mkdir -p /run/user && mount -t tmpfs -o mode=755 run /run/user && mkdir "/run/user/$id" || exit
              touch "/run/user/$id/bus"
              export PATH="$folder/programs:$PATH"
            fi
            exec setpriv --reuid="$id" --regid="$id" --clear-groups -- "$@"
            """;

    /** Does to a group what systemd does when a scope is asked for, and says nothing either. */
    private static final String SYSTEMD = """
            #!/bin/sh
            [ "$6" = StartTransientUnit ] && mkdir "GIVEN/app.slice/$8" && echo "${14}" > "GIVEN/app.slice/$8/cgroup.procs"
            """;

    /** What systemd has of this user, below the top of the groups. */
    public static final String SLICE = "user.slice/user-" + ID + ".slice";

    private final OrdinaryUser user;
    private final Path folder;
    private String given = "";

    /**
     * Such a user; skips the test where there can be none.
     *
     * @param folder an empty folder
     */
    public RootlessUser(Path folder) throws IOException {
        SystemProcessLauncher launcher = new SystemProcessLauncher(System.getenv());
        for (String program :
                List.of("runc", "conmon", "unshare", "nsenter", "newuidmap", "newgidmap", "setpriv", "ip")) {
            assumeTrue(launcher.find(program).isPresent(), program + " is not installed");
        }
        this.folder = folder;
        this.user = new OrdinaryUser(Files.createDirectories(folder.resolve("user")));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.createDirectory(home());
        if (Users.isRoot()) {
            Users.chown(home(), ID, ID);
            for (String file : FILES) {
                Path etc = Path.of("/etc").resolve(file);
                Files.writeString(folder.resolve(file), (Files.exists(etc) ? Files.readString(etc) : "") + line(file));
            }
        }
    }

    private String line(String file) {
        return switch (file) {
            case "passwd" -> NAME + ":x:" + ID + ":" + ID + "::" + home() + ":/bin/sh\n";
            case "group" -> NAME + ":x:" + ID + ":\n";
            default -> NAME + ":" + FIRST + ":65536\n";
        };
    }

    /** The number that a user of such a user's containers has outside, where the tests are run by root. */
    public static long outside(long inside) {
        return inside == 0 ? ID : FIRST + inside - 1;
    }

    /** A folder that is the user's own. */
    public Path home() {
        return folder.resolve("home");
    }

    /**
     * Has the user run with control groups of version 2 alone, of which those that systemd hands to users are their own. The
     * groups stay until they are removed.
     */
    public RootlessUser withGroups() throws IOException {
        given = groups().toString();
        Path programs = Files.createDirectory(folder.resolve("programs"));
        Path busctl = Files.writeString(programs.resolve("busctl"), SYSTEMD.replace("GIVEN", given));
        for (Path one : List.of(programs, busctl)) {
            Files.setPosixFilePermissions(one, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        return this;
    }

    /** The group of the user's service manager. */
    public Path groups() {
        return Path.of("/sys/fs/cgroup/user.slice/user-" + ID + ".slice/user@" + ID + ".service");
    }

    /** Gives the user a file, where the tests are run by root. */
    public void own(Path file) throws IOException {
        if (Users.isRoot()) {
            Users.chown(file, ID, ID);
        }
    }

    /** What the class prints. */
    public ProcessResult run(Class<?> main, String... arguments) throws Exception {
        List<String> command = new ArrayList<>();
        if (Users.isRoot()) {
            command.addAll(List.of("unshare", "-m", "-n", "bash", "-c", BECOME, "become", folder.toString()));
            command.addAll(List.of(Long.toString(ID), given));
        }
        return user.run(command, Duration.ofMinutes(6), main, arguments);
    }
}
