package dev.hamlet.engine.usage;

import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.machine.LaunchRecord;
import dev.hamlet.engine.machine.Machine;
import dev.hamlet.engine.machine.MachineEvent;
import dev.hamlet.engine.machine.MachineId;
import dev.hamlet.engine.machine.MachineStore;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The rounds of the meter: one looks at every running guest once. Safe for use by many threads. */
final class UsageRounds {
    private final MachineStore machines;
    private final UsageSource source;
    private final HostSampler host;
    private final TimeSource time;
    private final UsageClock clock;
    private final Consumer<UsageEvent> listener;

    /** What runs, as far as events of the machines tell; the process itself has the last word. */
    private final Map<MachineId, LaunchRecord> running = new ConcurrentHashMap<>();

    private final Map<MachineId, GuestSampler> samplers = new ConcurrentHashMap<>();

    UsageRounds(
            MachineStore machines,
            UsageSource source,
            HostSampler host,
            TimeSource time,
            Consumer<UsageEvent> listener) {
        this.machines = machines;
        this.source = source;
        this.host = host;
        this.time = time;
        this.clock = new UsageClock(time);
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
            case MachineEvent.Removed(MachineId id) -> running.remove(id);
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
                end(entry.getKey());
            }
        }
        Map<MachineId, Machine> known = new HashMap<>();
        for (Map.Entry<MachineId, LaunchRecord> entry : running.entrySet()) {
            GuestSampler sampler = samplers.get(entry.getKey());
            if (sampler == null) {
                sampler = newSampler(entry.getKey(), entry.getValue(), known);
            }
            if (sampler != null) {
                sample(entry.getKey(), sampler);
            }
            if (Thread.currentThread().isInterrupted()) {
                // What was read then says nothing.
                return;
            }
        }
        host.sample().ifPresent(usage -> listener.accept(new UsageEvent.HostSampled(usage, time.now())));
    }

    private @Nullable GuestSampler newSampler(MachineId id, LaunchRecord launch, Map<MachineId, Machine> known) {
        if (known.isEmpty()) {
            machines.known().forEach(machine -> known.put(machine.id(), machine));
        }
        Machine machine = known.get(id);
        return machine == null ? null : new GuestSampler(machine, launch, source, time, clock);
    }

    private void sample(MachineId id, GuestSampler sampler) {
        Optional<Usage> usage = sampler.sample();
        if (usage.isPresent()) {
            samplers.put(id, sampler);
            sampler.saveIfDue();
            listener.accept(new UsageEvent.Sampled(id, usage.get(), time.now()));
        } else if (!Thread.currentThread().isInterrupted()) {
            end(id);
        }
    }

    private void end(MachineId id) {
        GuestSampler sampler = samplers.remove(id);
        if (sampler != null) {
            sampler.end();
            listener.accept(new UsageEvent.Ended(id));
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
            Objects.requireNonNull(samplers.remove(id)).end();
        }
    }
}
