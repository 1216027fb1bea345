package dev.hamlet.app.machines;

import dev.hamlet.engine.job.Progress;
import dev.hamlet.engine.machine.Capabilities;
import dev.hamlet.engine.machine.Firmware;
import dev.hamlet.engine.machine.Hypervisor;
import dev.hamlet.engine.machine.MachineFolder;
import dev.hamlet.engine.machine.MachineSpec;
import dev.hamlet.engine.machine.RunningGuest;
import dev.hamlet.engine.problem.Problem;
import dev.hamlet.engine.problem.ProblemException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** Guests in memory, for tests of what stands above the engine. */
final class TestHypervisor implements Hypervisor {
    private final Map<MachineFolder, TestGuest> guests = new ConcurrentHashMap<>();
    private volatile @Nullable Problem refusal;
    private volatile @Nullable CountDownLatch gate;

    /** The next starts fail for this reason. */
    void refuse(@Nullable Problem why) {
        refusal = why;
    }

    /** The next starts wait until the answer is opened. */
    CountDownLatch hold() {
        CountDownLatch closed = new CountDownLatch(1);
        gate = closed;
        return closed;
    }

    /** The guest of this folder; there must be one. */
    TestGuest guest(MachineFolder folder) {
        return Optional.ofNullable(guests.get(folder)).orElseThrow();
    }

    @Override
    public String id() {
        return "test";
    }

    @Override
    public Capabilities capabilities() {
        return new Capabilities("Test", "1", "tcg", Set.of(Firmware.BIOS), List.of("pc-1"), Set.of());
    }

    @Override
    public void check(MachineSpec spec, MachineFolder folder) {}

    @Override
    public RunningGuest launch(MachineSpec spec, MachineFolder folder, Progress progress)
            throws ProblemException, InterruptedException {
        CountDownLatch held = gate;
        if (held != null) {
            held.await();
        }
        Problem why = refusal;
        if (why != null) {
            throw new ProblemException(why);
        }
        TestGuest guest = new TestGuest(spec.network().forwards());
        guests.put(folder, guest);
        return guest;
    }

    @Override
    public Optional<RunningGuest> adopt(MachineFolder folder) {
        return Optional.<RunningGuest>ofNullable(guests.get(folder)).filter(RunningGuest::isAlive);
    }
}
