package dev.hamlet.engine.hypervisor.qemu;

import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.host.HamletPaths;
import dev.hamlet.engine.job.Progress;
import dev.hamlet.engine.job.Threads;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.machine.DiskSpec;
import dev.hamlet.engine.machine.MachineFolder;
import dev.hamlet.engine.machine.MachineId;
import dev.hamlet.engine.machine.MachineSpec;
import dev.hamlet.engine.machine.PortForward;
import dev.hamlet.engine.machine.RunningGuest;
import dev.hamlet.engine.media.DiskFormat;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.nativebridge.NativeException;
import dev.hamlet.nativebridge.Processes;
import dev.hamlet.nativebridge.Signal;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What tests let other processes do: one that is killed while it holds guests, and one without root's rights. */
final class OtherProcess {
    /** The machine that it starts. */
    static final MachineId MACHINE = new MachineId("others-1");

    private OtherProcess() {}

    /**
     * Does one of those things.
     *
     * @param arguments what to do; the folder of Hamlet's files; for {@code die} after how many milliseconds
     */
    public static void main(String[] arguments) throws Exception {
        HamletPaths paths = HamletPaths.of(Map.of("HAMLET_HOME", arguments[1]));
        PrintStream out = System.out;
        switch (arguments[0]) {
            case "launch-and-die" -> {
                launch(paths, machine());
                die();
            }
            case "die" -> {
                int delay = Integer.parseInt(arguments[2]);
                // What takes long at a first start is done before the clock runs.
                RealQemu.open(paths).capabilities();
                Threads.platform("end", () -> {
                    try {
                        TimeSource.system().sleep(Duration.ofMillis(delay));
                        die();
                    } catch (InterruptedException | NativeException e) {
                        out.println(e);
                    }
                });
                launch(paths, machine());
                TimeSource.system().sleep(Duration.ofMinutes(1));
            }
            default -> beOrdinary(paths, out);
        }
    }

    static MachineSpec machine() throws ProblemException {
        return MachineSpec.named("others")
                .id(MACHINE)
                .memory(ByteSize.ofMebibytes(64))
                .build();
    }

    static MachineFolder folder(HamletPaths paths) {
        return new MachineFolder(paths.machines().resolve(MACHINE.value()));
    }

    private static RunningGuest launch(HamletPaths paths, MachineSpec spec) throws Exception {
        MachineFolder folder = folder(paths);
        HamletPaths.makePrivate(folder.path());
        HamletPaths.makePrivate(folder.logs());
        HamletPaths.makePrivate(folder.disks());
        Files.write(folder.startMarker(), new byte[0]);
        RunningGuest guest = RealQemu.open(paths).launch(spec, folder, Progress.none());
        Files.delete(folder.startMarker());
        return guest;
    }

    private static void die() throws NativeException {
        Processes.of().signal(Processes.of().self(), Signal.KILL);
    }

    /** Prints one line for each thing that was tried. */
    private static void beOrdinary(HamletPaths paths, PrintStream out) throws Exception {
        MachineSpec spec = machine();
        Path disk = folder(paths).disks().resolve("tiny, \"50%\" ü.raw");
        HamletPaths.makePrivate(folder(paths).disks());
        TinyGuest.disk(disk);
        MachineSpec tiny = spec.toBuilder()
                .addDisk(new DiskSpec("disk0", disk, DiskFormat.RAW, false))
                .build();
        RunningGuest guest = launch(paths, tiny);
        out.println("> user " + guest.record().user());
        out.println("> status " + guest.status());
        try (RunningGuest.SerialLine line = guest.serial(false)) {
            TinyGuest.hear(line.channel(), TinyGuest.GREETING);
            out.println("> serial " + TinyGuest.GREETING);
        }
        Path picture = paths.data().resolve("picture.png");
        guest.screenshot(picture);
        out.println("> picture " + (Files.size(picture) > 100));
        guest.forceOff();
        out.println(
                "> end " + guest.awaitEnd(Duration.ofSeconds(10)).orElseThrow().how());
        Files.setPosixFilePermissions(disk, PosixFilePermissions.fromString("r--r--r--"));
        out.println("> unwritable " + failure(paths, tiny));
        Files.setPosixFilePermissions(disk, PosixFilePermissions.fromString("---------"));
        out.println("> unreadable " + failure(paths, tiny));
        out.println("> port "
                + failure(
                        paths,
                        spec.toBuilder()
                                .forwards(List.of(PortForward.tcp(80, 80)))
                                .build()));
    }

    private static String failure(HamletPaths paths, MachineSpec spec) throws Exception {
        try {
            launch(paths, spec).kill();
            return "started";
        } catch (ProblemException e) {
            return e.problem().toString();
        }
    }
}
