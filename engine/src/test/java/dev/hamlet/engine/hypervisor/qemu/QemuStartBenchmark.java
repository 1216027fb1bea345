package dev.hamlet.engine.hypervisor.qemu;

import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.host.HamletPaths;
import dev.hamlet.engine.job.Progress;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.machine.DiskSpec;
import dev.hamlet.engine.machine.LaunchRecord;
import dev.hamlet.engine.machine.MachineFolder;
import dev.hamlet.engine.machine.MachineSpec;
import dev.hamlet.engine.machine.NetworkSpec;
import dev.hamlet.engine.machine.RunningGuest;
import dev.hamlet.engine.media.DiskFormat;
import dev.hamlet.engine.process.SystemProcessLauncher;
import dev.hamlet.nativebridge.DetachedProcess;
import dev.hamlet.nativebridge.DetachedStart;
import dev.hamlet.nativebridge.Processes;
import dev.hamlet.nativebridge.Signal;
import dev.hamlet.nativebridge.UnixSockets;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How much a start through Hamlet takes above a bare QEMU with the same arguments: from the call to "QMP running", by
 * turns, medians. Checks, the user's change, the durable record and the lock are part of Hamlet's. Run as a main class
 * with an empty folder as its argument.
 */
final class QemuStartBenchmark {
    private static final int ROUNDS = 20;

    private QemuStartBenchmark() {}

    /** Measures and prints. */
    public static void main(String[] arguments) throws Exception {
        HamletPaths paths = HamletPaths.of(Map.of("HAMLET_HOME", arguments[0]));
        QemuHypervisor hypervisor = RealQemu.open(paths);
        MachineSpec draft =
                MachineSpec.named("bench").memory(ByteSize.ofMebibytes(256)).build();
        MachineFolder folder =
                new MachineFolder(paths.machines().resolve(draft.id().value()));
        HamletPaths.makePrivate(folder.path());
        HamletPaths.makePrivate(folder.disks());
        HamletPaths.makePrivate(folder.logs());
        TinyGuest.disk(folder.disks().resolve("tiny.raw"));
        MachineSpec plain = draft.toBuilder()
                .addDisk(new DiskSpec("disk0", Path.of("disks/tiny.raw"), DiskFormat.RAW, false))
                .network(new NetworkSpec(true, draft.network().mac(), true, List.of()))
                .build();
        MachineSpec apart = plain.toBuilder()
                .network(new NetworkSpec(true, draft.network().mac(), false, List.of()))
                .build();
        List<Long> hamlet = new ArrayList<>();
        List<Long> bare = new ArrayList<>();
        List<Long> kept = new ArrayList<>();
        for (int round = -5; round < ROUNDS; round++) {
            long first = System.nanoTime();
            RunningGuest guest = hypervisor.launch(plain, folder, Progress.none());
            long second = System.nanoTime();
            LaunchRecord record = guest.record();
            guest.kill();
            long alone = bare(record, folder);
            long third = System.nanoTime();
            RunningGuest other = hypervisor.launch(apart, folder, Progress.none());
            long fourth = System.nanoTime();
            other.kill();
            // The first rounds warm this JVM and the files.
            if (round >= 0) {
                hamlet.add(second - first);
                bare.add(alone);
                kept.add(fourth - third);
            }
        }
        print("bare QEMU", bare);
        print("Hamlet", hamlet);
        print("Hamlet, network kept apart", kept);
    }

    private static long bare(LaunchRecord record, MachineFolder folder) throws Exception {
        RunFolder run = new RunFolder(folder);
        run.makeFresh();
        if (!record.arguments().getFirst().endsWith(QemuHypervisor.PROGRAM)) {
            new GuestUser(Integer.parseInt(record.user())).openFolders(folder);
        }
        long begin = System.nanoTime();
        DetachedProcess process = new SystemProcessLauncher(System.getenv())
                .detach(new DetachedStart(
                        Path.of(record.arguments().getFirst()),
                        record.arguments().subList(1, record.arguments().size()),
                        Map.of("PATH", "/usr/bin:/bin"),
                        folder.run(),
                        folder.hypervisorLog(),
                        folder.hypervisorLog()));
        try (Qmp qmp = Qmp.connect("bare", connect(folder), event -> {}, Duration.ofSeconds(30))) {
            qmp.execute(QmpCommand.of("cont"), Duration.ofSeconds(30));
            return System.nanoTime() - begin;
        } finally {
            Processes.of().signal(process.identity(), Signal.KILL);
            process.waitFor();
        }
    }

    private static SocketChannel connect(MachineFolder folder) throws InterruptedException {
        while (true) {
            try {
                return UnixSockets.connect(folder.run(), MachineFolder.COMMAND_SOCKET);
            } catch (IOException notYet) {
                TimeSource.system().sleep(Duration.ofMillis(1));
            }
        }
    }

    private static void print(String what, List<Long> times) {
        List<Long> sorted = times.stream().sorted().toList();
        System.out.printf(
                "%-28s median %6.1f ms, fastest %6.1f, slowest %6.1f (%d starts)%n",
                what,
                sorted.get(sorted.size() / 2) / 1e6,
                sorted.getFirst() / 1e6,
                sorted.getLast() / 1e6,
                sorted.size());
    }
}
