package dev.hamlet.app.details;

import dev.hamlet.engine.machine.CdSpec;
import dev.hamlet.engine.machine.DiskSpec;
import dev.hamlet.engine.machine.MachineFolder;
import dev.hamlet.engine.machine.MachineSpec;
import dev.hamlet.engine.media.CdInfo;
import dev.hamlet.engine.media.DiskHeader;
import dev.hamlet.engine.media.DiskInfo;
import dev.hamlet.engine.problem.Problem;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A disk or a CD drive of a machine, and what is in it.
 *
 * @param id of the drive in its machine
 * @param file the image, absolute, or null for an empty drive
 * @param disk how the machine has it, or null for a CD drive
 * @param content what the image is
 */
record Drive(String id, @Nullable Path file, @Nullable DiskSpec disk, Content content) {
    /** What an image is. */
    sealed interface Content {
        /** It has not been looked at yet. */
        record Unread() implements Content {}

        /** There is none. */
        record Empty() implements Content {}

        /**
         * A disk.
         *
         * @param chain itself, and all that it builds on
         * @param info its sizes; empty where {@code unsized} says why they are not known
         */
        record Disk(List<DiskHeader> chain, Optional<DiskInfo> info, Optional<Problem> unsized) implements Content {
            /** Copies the list. */
            public Disk {
                chain = List.copyOf(chain);
            }
        }

        /** A CD. */
        record Cd(CdInfo info) implements Content {}

        /** It cannot be used. */
        record Broken(Problem problem) implements Content {}
    }

    Drive with(Content seen) {
        return new Drive(id, file, disk, seen);
    }

    /** The drives of this machine, not looked at yet. */
    static List<Drive> of(MachineSpec spec, MachineFolder folder) {
        Stream<Drive> disks = spec.disks().stream()
                .map(disk -> new Drive(disk.id(), folder.resolve(disk.file()), disk, new Content.Unread()));
        return Stream.concat(disks, spec.cds().stream().map(cd -> of(cd, folder)))
                .toList();
    }

    private static Drive of(CdSpec cd, MachineFolder folder) {
        Path file = cd.file();
        return file == null
                ? new Drive(cd.id(), null, null, new Content.Empty())
                : new Drive(cd.id(), folder.resolve(file), null, new Content.Unread());
    }
}
