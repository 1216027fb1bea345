package dev.hamlet.engine.hypervisor.qemu;

import dev.hamlet.engine.host.WholeFile;
import dev.hamlet.engine.machine.Firmware;
import dev.hamlet.engine.machine.MachineFolder;
import dev.hamlet.engine.machine.MachineSpec;
import dev.hamlet.engine.media.DiskHeader;
import dev.hamlet.engine.problem.HostProblem;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.nativebridge.NativeException;
import dev.hamlet.nativebridge.OpenFile;
import dev.hamlet.nativebridge.PassedDescriptor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Gives an unprivileged QEMU the files of one machine and no others. Its own files are opened to its group; files that
 * everybody may open stay as they are; any other disk or CD image is opened here and given as a descriptor, so that
 * neither its mode nor its folders' need to change. A kernel, which QEMU cannot take that way, is copied into the run
 * folder. Closing it closes what was opened here. Used by one thread.
 */
final class GuestAccess implements AutoCloseable {
    private static final int FIRST_TARGET = 3;

    private final GuestUser user;
    private final MachineFolder folder;
    private final List<OpenFile> open = new ArrayList<>();
    private final Map<Path, String> names = new HashMap<>();

    GuestAccess(GuestUser user, MachineFolder folder) {
        this.user = user;
        this.folder = folder;
    }

    /**
     * Arranges for all that this machine needs.
     *
     * @param chains for each disk, the disk and all that it builds on
     */
    void arrange(MachineSpec spec, Collection<List<DiskHeader>> chains) throws ProblemException {
        user.openFolders(folder);
        if (spec.firmware() == Firmware.UEFI) {
            user.openOwn(folder, folder.firmwareVariables(), true);
        }
        for (GuestFile file : GuestFile.of(spec, folder)) {
            arrange(file);
        }
        for (List<DiskHeader> chain : chains) {
            for (DiskHeader layer : chain.subList(1, chain.size())) {
                arrange(new GuestFile(layer.file(), false, false));
            }
        }
    }

    private void arrange(GuestFile file) throws ProblemException {
        if (names.containsKey(file.path())) {
            return;
        }
        if (isOwn(file.path())) {
            user.openOwn(folder, file.path(), file.writable());
        } else if (!GuestUser.canOpen(file.path(), file.writable())) {
            if (file.kernel()) {
                copy(file.path());
            } else {
                pass(file.path(), file.writable());
            }
        }
    }

    /** A file in the machine's folder, and not by a link that leads elsewhere. */
    private boolean isOwn(Path file) {
        try {
            return file.toRealPath().startsWith(folder.path().toRealPath());
        } catch (IOException e) {
            return false;
        }
    }

    private void copy(Path file) throws ProblemException {
        String name = "boot-" + names.size();
        try {
            Files.copy(file, folder.run().resolve(name));
        } catch (IOException e) {
            throw new ProblemException(new HostProblem.FileUnusable(file, WholeFile.reason(e)), e);
        }
        user.openOwn(folder, folder.run().resolve(name), false);
        // The folder itself was opened to one file of it only; sockets are made there too.
        user.openFolders(folder);
        names.put(file, name);
    }

    private void pass(Path file, boolean writable) throws ProblemException {
        try {
            open.add(OpenFile.open(file, writable));
        } catch (NativeException e) {
            throw new ProblemException(new HostProblem.FileUnusable(file, WholeFile.reason(e)), e);
        }
        names.put(file, "/dev/fdset/" + target(open.size() - 1));
    }

    private static int target(int index) {
        return FIRST_TARGET + index;
    }

    /** What QEMU shall call the files that it cannot open by their names. */
    Map<Path, String> names() {
        return Map.copyOf(names);
    }

    /** The descriptors that QEMU is to be given. */
    List<PassedDescriptor> descriptors() {
        List<PassedDescriptor> all = new ArrayList<>();
        for (OpenFile file : open) {
            all.add(new PassedDescriptor(file.number(), target(all.size())));
        }
        return all;
    }

    @Override
    public void close() {
        open.forEach(OpenFile::close);
    }
}
