package dev.hamlet.app.settings;

import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.machine.CdSpec;
import dev.hamlet.engine.machine.DiskSpec;
import dev.hamlet.engine.machine.Machine;
import dev.hamlet.engine.machine.PortForward;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What of a machine is changed in lists: drives, disks, forwards. Each change finds the list as it is by then. */
final class SpecChanges {
    private SpecChanges() {}

    /** Puts this CD into a drive, if it is one; null leaves it empty. */
    static Machine.Change cd(SettingsHost host, String drive, @Nullable Path file) {
        return spec -> {
            if (file != null) {
                host.checkCd(file);
            }
            spec.cds(with(spec.build().cds(), one -> one.id().equals(drive) ? new CdSpec(drive, file) : one));
        };
    }

    static Machine.Change addDrive() {
        return spec -> {
            List<CdSpec> drives = spec.build().cds();
            int number = 0;
            while (isUsed(drives, "cd" + number)) {
                number++;
            }
            spec.addCd(new CdSpec("cd" + number, null));
        };
    }

    private static boolean isUsed(List<CdSpec> drives, String id) {
        return drives.stream().anyMatch(drive -> drive.id().equals(id));
    }

    static Machine.Change removeDrive(String drive) {
        return spec -> spec.cds(spec.build().cds().stream()
                .filter(one -> !one.id().equals(drive))
                .toList());
    }

    static Machine.Change detach(String disk) {
        return spec -> spec.disks(
                spec.disks().stream().filter(one -> !one.id().equals(disk)).toList());
    }

    /** Starts from this disk before the one that stood above it. */
    static Machine.Change moveUp(String disk) {
        return spec -> {
            List<DiskSpec> disks = new ArrayList<>(spec.disks());
            for (int i = 1; i < disks.size(); i++) {
                if (disks.get(i).id().equals(disk)) {
                    disks.add(i - 1, disks.remove(i));
                    break;
                }
            }
            spec.disks(disks);
        };
    }

    static Machine.Change limit(String disk, ByteSize perSecond) {
        return spec -> spec.disks(with(spec.disks(), one -> one.id().equals(disk) ? one.withLimit(perSecond) : one));
    }

    static Machine.Change addForward(PortForward forward) {
        return spec -> {
            List<PortForward> all = new ArrayList<>(spec.network().forwards());
            all.add(forward);
            spec.forwards(all);
        };
    }

    static Machine.Change removeForward(PortForward forward) {
        return spec -> spec.forwards(spec.network().forwards().stream()
                .filter(one -> !one.equals(forward))
                .toList());
    }

    private static <T> List<T> with(List<T> all, UnaryOperator<T> change) {
        return all.stream().map(change).toList();
    }
}
