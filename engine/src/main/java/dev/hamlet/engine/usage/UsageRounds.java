package dev.hamlet.engine.usage;

import dev.hamlet.engine.host.Promise;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.machine.LaunchRecord;
import dev.hamlet.engine.machine.Machine;
import dev.hamlet.engine.machine.MachineEvent;
import dev.hamlet.engine.machine.MachineId;
import dev.hamlet.engine.machine.MachineStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The rounds of the meter: one looks at every running guest once. Safe for use by many threads. */
final class UsageRounds {
    private static final Logger LOG = LoggerFactory.getLogger(UsageRounds.class);

    private final MachineStore machines;
    private final UsageSource source;
    private final HostSampler host;
    private final TimeSource time;
    private final UsageClock clock;
    private final Supplier<List<Promise>> others;
    private final Consumer<UsageEvent> listener;

    /** What runs, as far as events of the machines tell; the process itself has the last word. */
    private final Map<MachineId, LaunchRecord> running = new ConcurrentHashMap<>();

    private final Map<MachineId, GuestSampler> samplers = new ConcurrentHashMap<>();

    /** What went wrong with whom in the last round. */
    private final Map<MachineId, String> faults = new ConcurrentHashMap<>();

    UsageRounds(
            MachineStore machines,
            UsageSource source,
            HostSampler host,
            TimeSource time,
            Supplier<List<Promise>> others,
            Consumer<UsageEvent> listener) {
        this.machines = machines;
        this.source = source;
        this.host = host;
        this.time = time;
        this.clock = new UsageClock(time);
        this.others = others;
        this.listener = listener;
    }

    /** Forgets what ran, before events of the machines are heard again. */
    void forget() {
        running.clear();
    }

    /** Takes what is known of the machines, once their events are heard. */
    void begin() {
        for (Machine machine : machines.known()) {
            LaunchRecord launch = machine.snapshot().launch();
            if (launch != null) {
                running.putIfAbsent(machine.id(), launch);
            }
        }
    }

    void heard(MachineEvent event) {
        switch (event) {
            case MachineEvent.Changed(var snapshot) -> {
                LaunchRecord launch = snapshot.launch();
                if (launch == null) {
                    running.remove(snapshot.id());
                } else {
                    running.put(snapshot.id(), launch);
                }
            }
            case MachineEvent.Removed(MachineId id) -> {
                running.remove(id);
                faults.remove(id);
            }
            case MachineEvent.Restarted _ -> {
                // The process is the same.
            }
        }
    }

    /** Looks at all once. */
    synchronized void round() {
        for (Map.Entry<MachineId, GuestSampler> entry : Map.copyOf(samplers).entrySet()) {
            LaunchRecord launch = running.get(entry.getKey());
            if (!entry.getValue().launch().equals(launch)) {
                apart(entry.getKey(), () -> end(entry.getKey()));
            }
        }
        Look look = new Look();
        for (Map.Entry<MachineId, LaunchRecord> entry : running.entrySet()) {
            apart(entry.getKey(), () -> look(entry.getKey(), entry.getValue(), look));
            if (Thread.currentThread().isInterrupted()) {
                // What was read then says nothing.
                return;
            }
        }
        look.promises.addAll(others.get());
        host.sample(look.promises, look.held)
                .ifPresent(usage -> listener.accept(new UsageEvent.HostSampled(usage, time.now())));
    }

    /** What one round comes to know. */
    private static final class Look {
        private final Map<MachineId, Machine> known = new HashMap<>();
        private final List<Promise> promises = new ArrayList<>();
        private final Map<Long, Long> held = new HashMap<>();
    }

    private void look(MachineId id, LaunchRecord launch, Look look) {
        GuestSampler sampler = samplerOf(id, launch, look);
        if (sampler == null) {
            return;
        }
        Optional<Usage> usage = sampler.sample();
        if (usage.isPresent()) {
            sampler.saveIfDue();
            listener.accept(new UsageEvent.Sampled(id, usage.get(), time.now()));
            sampler.promise().ifPresent(look.promises::add);
            // A figure that is not known counts as 0.
            look.held.put(launch.pid(), (long) usage.get().memory());
        } else if (!Thread.currentThread().isInterrupted()) {
            end(id);
        }
    }

    /** Does this for one machine; a fault of ours in it costs no other machine its figures. Said once while it lasts. */
    private void apart(MachineId id, Runnable work) {
        try {
            work.run();
            faults.remove(id);
        } catch (RuntimeException e) {
            if (!e.toString().equals(faults.put(id, e.toString()))) {
                LOG.error("what {} uses could not be measured", id, e);
            }
        }
    }

    private @Nullable GuestSampler samplerOf(MachineId id, LaunchRecord launch, Look look) {
        GuestSampler now = samplers.get(id);
        if (now != null) {
            return now;
        }
        if (look.known.isEmpty()) {
            machines.known().forEach(machine -> look.known.put(machine.id(), machine));
        }
        Machine machine = look.known.get(id);
        if (machine == null) {
            return null;
        }
        GuestSampler made = new GuestSampler(machine, launch, source, time, clock);
        samplers.put(id, made);
        return made;
    }

    private void end(MachineId id) {
        GuestSampler sampler = samplers.remove(id);
        if (sampler != null) {
            sampler.end();
            if (sampler.hasMeasured()) {
                listener.accept(new UsageEvent.Ended(id));
            }
        }
    }

    /** What this machine has used: as measured, or as it was kept. */
    UsageHistory history(MachineId id, UsageFile file) {
        GuestSampler sampler = samplers.get(id);
        return sampler == null
                ? new UsageRings(file.load(clock.now())).historyUntil(clock.millis())
                : sampler.history();
    }

    /** Lets go of all guests and writes their histories down, until the next round. */
    synchronized void rest() {
        for (MachineId id : Map.copyOf(samplers).keySet()) {
            apart(id, () -> Objects.requireNonNull(samplers.remove(id)).end());
        }
    }
}
