package dev.hamlet.engine.benchmark;

import dev.hamlet.engine.Engine;
import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.machine.DiskSpec;
import dev.hamlet.engine.machine.MachineSpec;
import dev.hamlet.engine.machine.NetworkSpec;
import dev.hamlet.engine.machine.PortForward;
import dev.hamlet.engine.media.DiskFormat;
import dev.hamlet.engine.process.ProcessLauncher;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code hamlet vm list} as a whole process, from the launcher script's first line to its end. */
final class ListBenchmark {
    private static final int MACHINES = 200;
    private static final int ROUNDS = 20;

    private final Map<String, String> environment;
    private final CommandTimer timer;
    private final Report report;

    ListBenchmark(Map<String, String> environment, ProcessLauncher launcher, String hamlet, Report report) {
        this.environment = environment;
        this.timer = new CommandTimer(launcher, hamlet);
        this.report = report;
    }

    void run() throws Exception {
        String home = environment.getOrDefault("HAMLET_HOME", "");
        Map<String, String> none = Map.of("HAMLET_HOME", home + "-empty");
        Map<String, String> many = Map.of("HAMLET_HOME", home);
        make();
        List<Double> empty = new ArrayList<>();
        List<Double> table = new ArrayList<>();
        List<Double> json = new ArrayList<>();
        for (int round = -1; round < ROUNDS; round++) {
            double first = timer.seconds(none, 1, "vm", "list");
            double second = timer.seconds(many, MACHINES + 1, "vm", "list");
            double third = timer.seconds(many, MACHINES + 1, "vm", "list", "--json");
            if (round >= 0) {
                empty.add(first);
                table.add(second);
                json.add(third);
            }
        }
        report.title("hamlet vm list, the whole process");
        report.figures("no machine", "s", empty);
        report.figures(MACHINES + " machines", "s", table, 0.4);
        report.figures(MACHINES + " machines, --json", "s", json);
    }

    private void make() throws Exception {
        try (Engine engine = Engine.open(environment)) {
            for (int i = 0; i < MACHINES; i++) {
                MachineSpec draft = MachineSpec.named("Machine " + i)
                        .memory(ByteSize.ofMebibytes(512 + 64L * (i % 8)))
                        .build();
                MachineSpec spec = draft.toBuilder()
                        .addDisk(new DiskSpec("disk0", Path.of("disks", "disk0.qcow2"), DiskFormat.QCOW2, false))
                        .network(new NetworkSpec(
                                true,
                                draft.network().mac(),
                                false,
                                List.of(new PortForward(
                                        PortForward.Protocol.TCP, PortForward.LOOPBACK, 20_000 + i, 22))))
                        .build();
                engine.machines().create(spec, (folder, progress) -> {}).await();
            }
        }
    }
}
