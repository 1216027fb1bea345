package dev.hamlet.engine.hypervisor.qemu;

import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.machine.LaunchRecord;
import dev.hamlet.engine.machine.MachineFolder;
import dev.hamlet.engine.machine.MachineSpec;
import dev.hamlet.engine.problem.HypervisorProblem;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.engine.usage.MonitorFigures;
import dev.hamlet.engine.usage.UsageCounters;
import dev.hamlet.engine.usage.UsageSource;
import dev.hamlet.nativebridge.Processes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a guest in a QEMU process uses. Processor time, memory and disk bytes are the process's own, as the kernel counts
 * them; where its disk bytes may not be read, QEMU's monitor tells what the guest asked of its disks. Bytes of the network
 * are known where an agent runs in the guest, by its word: neither QEMU's user-mode network nor passt counts them, and the
 * kernel counts none for their sockets.
 */
final class QemuUsage implements UsageSource {
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final Duration AGENT_PATIENCE = Duration.ofSeconds(1);

    /** What the guest's card has carried; unknown without an agent. */
    private record Carried(long received, long sent) {
        static final Carried UNKNOWN = new Carried(UsageCounters.UNKNOWN, UsageCounters.UNKNOWN);
    }

    /** What the monitor says, and whether the guest holds its end of the agent's line open. */
    private record Said(MonitorFigures figures, boolean agent) {}

    private final TimeSource time;

    QemuUsage(TimeSource time) {
        this.time = time;
    }

    @Override
    public Optional<UsageCounters> counters(MachineFolder folder, LaunchRecord guest) {
        return Processes.of()
                .usage(guest.process())
                .map(usage -> new UsageCounters(
                        usage.cpuNanos(),
                        usage.resident(),
                        usage.read(),
                        usage.written(),
                        UsageCounters.UNKNOWN,
                        UsageCounters.UNKNOWN));
    }

    @Override
    public MonitorFigures ask(MachineFolder folder, LaunchRecord guest) throws ProblemException, InterruptedException {
        String id = String.valueOf(folder.path().getFileName());
        Said said = new CommandMonitor(id, folder, time).talk(PATIENCE, QemuUsage::ask);
        Carried carried = said.agent() ? carried(folder, guest) : Carried.UNKNOWN;
        MonitorFigures figures = said.figures();
        return new MonitorFigures(
                figures.memory(), figures.diskRead(), figures.diskWritten(), carried.received(), carried.sent());
    }

    /** Of the card that the machine has: a guest's own bridges and tunnels carry the same bytes again. */
    private Carried carried(MachineFolder folder, LaunchRecord guest) throws InterruptedException {
        MachineSpec settings = guest.settings();
        if (settings == null) {
            return Carried.UNKNOWN;
        }
        String id = String.valueOf(folder.path().getFileName());
        return new GuestAgent(id, folder, time, AGENT_PATIENCE)
                .interfaces().stream()
                        .flatMap(List::stream)
                        .filter(card -> card.mac().equals(settings.network().mac()))
                        .findFirst()
                        .map(card -> new Carried(card.received(), card.sent()))
                        .orElse(Carried.UNKNOWN);
    }

    private static Said ask(Qmp qmp) throws ProblemException, InterruptedException {
        long memory = balloon(qmp);
        long read = 0;
        long written = 0;
        for (QmpValue disk :
                qmp.execute(QmpCommand.of("query-blockstats"), PATIENCE).elements()) {
            read += disk.at("stats").number("rd_bytes");
            written += disk.at("stats").number("wr_bytes");
        }
        boolean agent = qmp.execute(QmpCommand.of("query-chardev"), PATIENCE).elements().stream()
                .anyMatch(line -> line.text("label").equals("agent") && line.flag("frontend-open"));
        return new Said(new MonitorFigures(memory, read, written, UsageCounters.UNKNOWN, UsageCounters.UNKNOWN), agent);
    }

    /** A guest without a balloon is refused the question. */
    private static long balloon(Qmp qmp) throws ProblemException, InterruptedException {
        try {
            return qmp.execute(QmpCommand.of("query-balloon"), PATIENCE).number("actual");
        } catch (ProblemException e) {
            if (e.problem() instanceof HypervisorProblem.MonitorRefused) {
                return UsageCounters.UNKNOWN;
            }
            throw e;
        }
    }
}
