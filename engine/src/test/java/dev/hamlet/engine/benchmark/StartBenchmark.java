package dev.hamlet.engine.benchmark;

import dev.hamlet.engine.Engine;
import dev.hamlet.engine.machine.LaunchRecord;
import dev.hamlet.engine.machine.Machine;
import dev.hamlet.engine.machine.MachineState;
import dev.hamlet.engine.machine.StartOptions;
import dev.hamlet.engine.process.ProcessLauncher;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * From the command in a running engine to "QMP running", by turns with a bare QEMU: the engine's part has the locks, the
 * look at the evidence, admission, checks, the user's change, the sandbox and the durable records in it.
 */
final class StartBenchmark {
    private static final int ROUNDS = 20;
    private static final int WARMING = 5;

    private final Map<String, String> environment;
    private final ProcessLauncher launcher;
    private final Report report;

    StartBenchmark(Map<String, String> environment, ProcessLauncher launcher, Report report) {
        this.environment = environment;
        this.launcher = launcher;
        this.report = report;
    }

    void run() throws Exception {
        List<Double> engineTimes = new ArrayList<>();
        List<Double> bareTimes = new ArrayList<>();
        List<Double> above = new ArrayList<>();
        List<Double> apartTimes = new ArrayList<>();
        List<Double> apartAbove = new ArrayList<>();
        try (Engine engine = Engine.open(environment)) {
            // Their own network card of QEMU's, so that a bare QEMU can be given the same; and the network that is
            // usual.
            Machine plain = Guests.idle(engine, "plain", true);
            Machine apart = Guests.idle(engine, "apart", false);
            for (int round = -WARMING; round < ROUNDS; round++) {
                double through = start(plain);
                LaunchRecord record = Objects.requireNonNull(plain.snapshot().launch());
                plain.kill().await();
                double bare = new BareQemu(launcher, plain.folder(), record).milliseconds();
                double usual = start(apart);
                apart.kill().await();
                if (round >= 0) {
                    engineTimes.add(through);
                    bareTimes.add(bare);
                    above.add(through - bare);
                    apartTimes.add(usual);
                    apartAbove.add(usual - bare);
                }
            }
        }
        report.title("Start of a machine, command to running");
        report.figures("bare QEMU, same arguments", "ms", bareTimes);
        report.figures("through the engine", "ms", engineTimes);
        report.figures("above bare QEMU", "ms", above, 30);
        report.figures("with the network kept apart (passt)", "ms", apartTimes);
        report.figures("above bare QEMU without passt", "ms", apartAbove);
    }

    private static double start(Machine machine) throws Exception {
        long begin = System.nanoTime();
        machine.start(StartOptions.CAREFUL).await();
        double time = (System.nanoTime() - begin) / 1e6;
        Guests.require(machine.snapshot().state() == MachineState.RUNNING, "the machine does not run");
        return time;
    }
}
