package dev.hamlet.engine.hypervisor.qemu;

import dev.hamlet.engine.host.WholeFile;
import dev.hamlet.engine.machine.MachineFolder;
import dev.hamlet.engine.machine.MachineSpec;
import dev.hamlet.engine.problem.HostProblem;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.nativebridge.NativeException;
import dev.hamlet.nativebridge.Users;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32;

/**
 * The user that QEMU runs as when Hamlet runs as root: a number of its own for each machine, so that a guest which broke
 * out of its QEMU finds neither the host's files nor other guests'. Everything in the machine's folder stays root's; QEMU
 * gets at what it needs through the group of that number.
 *
 * @param id the number of both user and group
 */
record GuestUser(int id) {
    /** The first of the numbers that systemd's {@code UIDS-GIDS} lists as used by nobody. */
    private static final long FIRST = 1_900_000_000L;

    private static final long COUNT = 200_000_000L;

    /** The overflow user, the one unprivileged user that every user namespace may be expected to have. */
    private static final int NOBODY = 65534;

    private static final Path ID_MAP = Path.of("/proc/self/uid_map");

    /** The user for this machine: the same at every start. */
    static GuestUser of(MachineSpec spec) {
        CRC32 crc = new CRC32();
        crc.update(spec.uuid().toString().getBytes(StandardCharsets.US_ASCII));
        int own = (int) (FIRST + crc.getValue() % COUNT);
        return new GuestUser(isMapped(own) ? own : NOBODY);
    }

    /** Whether the user namespace we are in has this number: lines of first, first outside, count. */
    private static boolean isMapped(long id) {
        try {
            for (String line : Files.readAllLines(ID_MAP)) {
                String[] fields = line.strip().split("\\s+", -1);
                long first = Long.parseLong(fields[0]);
                if (id >= first && id < first + Long.parseLong(fields[2])) {
                    return true;
                }
            }
            return false;
        } catch (IOException | NumberFormatException | ArrayIndexOutOfBoundsException e) {
            return false;
        }
    }

    /** What stands before a program and its arguments to run it as this user; the process keeps its number. */
    List<String> prefix(boolean mayOpenKvm) throws IOException {
        String groups =
                mayOpenKvm ? "--groups=" + Files.getAttribute(Path.of("/dev/kvm"), "unix:gid") : "--clear-groups";
        return List.of("--reuid=" + id, "--regid=" + id, groups, "--no-new-privs", "--inh-caps=-all", "--");
    }

    /** Lets the user make sockets in the run folder and append to the serial log, and nothing more. */
    void openFolders(MachineFolder folder) throws ProblemException {
        give(folder.path(), "rwx--x---");
        give(folder.logs(), "rwx--x---");
        give(folder.run(), "rwxrwx---");
        // Sticky: what root made there, such as the launch record, only root can remove or rename.
        setMode(folder.run(), 01770);
        try {
            if (!Files.exists(folder.serialLog())) {
                Files.createFile(
                        folder.serialLog(),
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            }
        } catch (IOException e) {
            throw unusable(folder.serialLog(), e);
        }
        give(folder.serialLog(), "rw-rw----");
    }

    /** Lets the user read, or read and write, a file of the machine's folder. */
    void openOwn(MachineFolder folder, Path file, boolean writable) throws ProblemException {
        for (Path above = file.getParent();
                above != null && above.startsWith(folder.path()) && !above.equals(folder.path());
                above = above.getParent()) {
            give(above, "rwx--x---");
        }
        give(file, writable ? "rw-rw----" : "rw-r-----");
    }

    /** Whether the user could open a file by its name, with nothing but what everybody may. */
    static boolean canOpen(Path file, boolean writable) {
        try {
            Path real = file.toRealPath();
            for (Path above = real.getParent(); above != null; above = above.getParent()) {
                if (!permissions(above).contains(PosixFilePermission.OTHERS_EXECUTE)) {
                    return false;
                }
            }
            Set<PosixFilePermission> needed = EnumSet.of(PosixFilePermission.OTHERS_READ);
            if (writable) {
                needed.add(PosixFilePermission.OTHERS_WRITE);
            }
            return permissions(real).containsAll(needed);
        } catch (IOException e) {
            return false;
        }
    }

    private static Set<PosixFilePermission> permissions(Path file) throws IOException {
        return Files.getPosixFilePermissions(file);
    }

    private void give(Path file, String mode) throws ProblemException {
        try {
            if (Files.isSymbolicLink(file)) {
                throw new IOException("a symbolic link");
            }
            Users.chown(file, 0, id);
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
        } catch (IOException e) {
            throw unusable(file, e);
        }
    }

    private static void setMode(Path file, int mode) throws ProblemException {
        try {
            Files.setAttribute(file, "unix:mode", mode, LinkOption.NOFOLLOW_LINKS);
        } catch (IOException e) {
            throw unusable(file, e);
        }
    }

    private static ProblemException unusable(Path file, IOException e) {
        String why = e instanceof NativeException ? String.valueOf(e.getMessage()) : WholeFile.reason(e);
        return new ProblemException(new HostProblem.FileUnusable(file, why), e);
    }
}
