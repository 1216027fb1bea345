package dev.hamlet.engine.benchmark;

import dev.hamlet.engine.Engine;
import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.machine.DiskSpec;
import dev.hamlet.engine.machine.Machine;
import dev.hamlet.engine.machine.MachineSpec;
import dev.hamlet.engine.machine.NetworkSpec;
import dev.hamlet.engine.media.DiskFormat;
import dev.hamlet.engine.problem.HostProblem;
import dev.hamlet.engine.problem.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/** Machines to measure with. */
final class Guests {
    private static final Path DISK = Path.of("disks", "idle.raw");

    /** Boots from a BIOS, writes a line to the first serial port, and halts between the ticks of the clock. */
    private static final byte[] CODE = HexFormat.of()
            .parseHex(
                    "BAF803" // mov dx, 0x3f8
                            + "B078EE" // mov al, 'x'; out dx, al
                            + "B00AEE" // mov al, '\n'; out dx, al
                            + "F4EBFD"); // hlt; jump back to it

    private Guests() {}

    /** A machine of 64 MiB whose guest greets on the serial line and then stands idle. */
    static Machine idle(Engine engine, String name, boolean reachesHost) throws ProblemException, InterruptedException {
        return make(engine, name, reachesHost, disk(CODE));
    }

    /** One whose guest is the boot sector of this resource of the tests. */
    static Machine booting(Engine engine, String name, String resource)
            throws IOException, ProblemException, InterruptedException {
        try (InputStream sector = Objects.requireNonNull(Guests.class.getResourceAsStream(resource), resource)) {
            return make(engine, name, false, disk(sector.readAllBytes()));
        }
    }

    private static Machine make(Engine engine, String name, boolean reachesHost, byte[] disk)
            throws ProblemException, InterruptedException {
        MachineSpec draft =
                MachineSpec.named(name).memory(ByteSize.ofMebibytes(64)).build();
        MachineSpec spec = draft.toBuilder()
                .addDisk(new DiskSpec("disk0", DISK, DiskFormat.RAW, false))
                .network(new NetworkSpec(true, draft.network().mac(), reachesHost, List.of()))
                .build();
        return engine.machines()
                .create(spec, (folder, progress) -> {
                    try {
                        Files.write(folder.resolve(DISK), disk);
                    } catch (IOException e) {
                        throw new ProblemException(
                                new HostProblem.FileUnusable(folder.resolve(DISK), String.valueOf(e.getMessage())), e);
                    }
                })
                .await();
    }

    private static byte[] disk(byte[] code) {
        byte[] disk = Arrays.copyOf(code, 1 << 20);
        disk[510] = 0x55;
        disk[511] = (byte) 0xAA;
        return disk;
    }

    static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalStateException(otherwise);
        }
    }
}
