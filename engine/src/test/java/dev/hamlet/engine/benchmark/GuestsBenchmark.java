package dev.hamlet.engine.benchmark;

import dev.hamlet.engine.Engine;
import dev.hamlet.engine.job.Job;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.machine.Machine;
import dev.hamlet.engine.machine.MachineState;
import dev.hamlet.engine.machine.StartOptions;
import dev.hamlet.engine.process.ProcessLauncher;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Finding many guests that run, and what each costs a Hamlet that watches them all, as an open window does. */
final class GuestsBenchmark {
    private static final int GUESTS = 50;
    private static final int ROUNDS = 20;
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Duration STEP = Duration.ofMillis(100);

    private final Map<String, String> environment;
    private final CommandTimer timer;
    private final Report report;

    GuestsBenchmark(Map<String, String> environment, ProcessLauncher launcher, String hamlet, Report report) {
        this.environment = environment;
        this.timer = new CommandTimer(launcher, hamlet);
        this.report = report;
    }

    void run() throws Exception {
        try (Engine engine = Engine.open(environment)) {
            for (int i = 0; i < GUESTS; i++) {
                Guests.idle(engine, "Guest " + i, true);
            }
        }
        // What the JVM loads at the first time is no guest's.
        cycle(2);
        Usage outside = Usage.settled();
        Usage stopped;
        Usage running;
        try (Engine engine = Engine.open(environment)) {
            stopped = following(engine);
            start(engine, GUESTS);
            running = Usage.settled();
        }
        Usage closed = Usage.settledAt(outside);
        adopt();
        Usage adopted;
        Usage ended;
        try (Engine engine = Engine.open(environment)) {
            adopted = following(engine);
            end(engine);
            ended = Usage.settledAt(stopped);
        }
        Usage after = Usage.settledAt(outside);
        report.title("What " + GUESTS + " watched guests cost the process");
        growth("a guest that it started", stopped, running);
        growth("a guest that it adopted", stopped, adopted);
        report.note("kept for each child until it ends, though the engine is closed:");
        report.figure("  descriptors", "each", (double) (closed.descriptors() - outside.descriptors()) / GUESTS);
        left("left when all have ended", stopped, ended);
        left("left when that engine is closed too", outside, after);
    }

    private void cycle(int guests) throws Exception {
        try (Engine engine = Engine.open(environment)) {
            following(engine);
            start(engine, guests);
        }
        try (Engine engine = Engine.open(environment)) {
            following(engine);
            end(engine);
        }
    }

    private static Usage following(Engine engine) throws Exception {
        engine.machines().follow();
        engine.machines().list();
        return Usage.settled();
    }

    private void start(Engine engine, int guests) throws Exception {
        List<Machine> machines = engine.machines().known().subList(0, guests);
        for (Machine machine : machines) {
            machine.start(StartOptions.CAREFUL).await();
        }
        awaitGreetings(machines);
    }

    private static void end(Engine engine) throws Exception {
        List<Job<?>> ends = new ArrayList<>();
        for (Machine machine : engine.machines().known()) {
            ends.add(machine.kill());
        }
        for (Job<?> end : ends) {
            end.await();
        }
    }

    private void awaitGreetings(List<Machine> machines) throws InterruptedException {
        for (Machine machine : machines) {
            boolean greeted = TimeSource.system().await(() -> hasGreeted(machine), PATIENCE, STEP);
            Guests.require(greeted, machine.name() + " has not booted");
        }
    }

    private static boolean hasGreeted(Machine machine) {
        try {
            return Files.size(machine.folder().serialLog()) > 1;
        } catch (IOException e) {
            return false;
        }
    }

    private void adopt() throws Exception {
        List<Double> adopting = new ArrayList<>();
        List<Double> following = new ArrayList<>();
        List<Double> listing = new ArrayList<>();
        for (int round = -1; round < ROUNDS; round++) {
            long begin = System.nanoTime();
            long found;
            try (Engine engine = Engine.open(environment)) {
                requireRunning(engine.machines().list());
                found = System.nanoTime();
                engine.machines().follow();
                requireRunning(engine.machines().list());
                if (round >= 0) {
                    adopting.add((found - begin) / 1e9);
                    following.add((System.nanoTime() - begin) / 1e9);
                }
            }
            double command = timer.seconds(
                    Map.of("HAMLET_HOME", environment.getOrDefault("HAMLET_HOME", "")), GUESTS + 1, "vm", "list");
            if (round >= 0) {
                listing.add(command);
            }
        }
        report.title("Adopting " + GUESTS + " running guests");
        report.figures("new engine, all found and asked", "s", adopting, 1);
        report.figures("and their events taken", "s", following);
        report.figures("hamlet vm list, the whole process", "s", listing);
    }

    private static void requireRunning(List<Machine> machines) {
        long running = machines.stream()
                .filter(machine -> machine.snapshot().state() == MachineState.RUNNING)
                .count();
        Guests.require(running == GUESTS, running + " guests run");
    }

    private void growth(String what, Usage before, Usage with) {
        report.note(what + ":");
        report.figure("  threads", "each", (double) (with.threads() - before.threads()) / GUESTS, 0.1);
        report.figure("  descriptors", "each", (double) (with.descriptors() - before.descriptors()) / GUESTS, 4);
        report.figure("  heap", "KiB each", (double) (with.heap() - before.heap()) / GUESTS, 100);
    }

    private void left(String what, Usage before, Usage now) {
        report.note(what + ":");
        // The JVM keeps some threads for virtual ones, however many of those there are.
        report.figure("  threads", "in all", (double) (now.threads() - before.threads()), 10);
        report.figure("  descriptors", "in all", (double) (now.descriptors() - before.descriptors()), 2);
        report.figure("  heap", "KiB in all", (double) (now.heap() - before.heap()), 1024);
    }
}
