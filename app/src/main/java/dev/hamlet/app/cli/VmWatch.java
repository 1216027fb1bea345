package dev.hamlet.app.cli;

import dev.hamlet.app.words.MachineWords;
import dev.hamlet.engine.job.Jobs;
import dev.hamlet.engine.machine.Machine;
import dev.hamlet.engine.machine.MachineEvent;
import dev.hamlet.engine.machine.MachineId;
import dev.hamlet.engine.machine.MachineSnapshot;
import dev.hamlet.engine.machine.MachineStore;
import dev.hamlet.engine.problem.ProblemException;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;

/** Tells every change of every machine as it comes. */
@Command(
        description = {
            "Tell how each machine stands, and every change as it comes, until Ctrl-C.",
            "With --json a JSON object on a line each."
        },
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  hamlet vm watch",
            "  hamlet vm watch --json | jq -r 'select(.event == \"changed\") | .machine.state'"
        })
final class VmWatch extends Verb {
    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneId.systemDefault());

    private final Map<MachineId, MachineSnapshot> told = new HashMap<>();

    VmWatch(Session session) {
        super(session);
    }

    @Override
    ExitCode run() throws ProblemException {
        MachineStore machines = session().engine().machines();
        // The engine's threads only put events here: printing may block.
        BlockingQueue<MachineEvent> events = new LinkedBlockingQueue<>();
        try (Jobs.Listening _ = machines.listen(events::add)) {
            // Events of the first look tell of machines half seen; how they stand after it is the truth.
            List<Machine> all = machines.list();
            events.clear();
            all.forEach(machine -> tellOnce(new MachineEvent.Changed(machine.snapshot())));
            machines.follow();
            while (!session().output().isClosed()) {
                MachineEvent event = events.poll(1, TimeUnit.SECONDS);
                if (event != null) {
                    tellOnce(event);
                }
            }
            return ExitCode.DONE;
        } catch (InterruptedException e) {
            // There is no other way to end it, so nothing is said.
            return ExitCode.CANCELLED;
        }
    }

    private void tellOnce(MachineEvent event) {
        boolean known =
                event instanceof MachineEvent.Changed(MachineSnapshot now) && now.equals(told.put(now.id(), now));
        if (!known) {
            tell(event);
        }
    }

    private void tell(MachineEvent event) {
        if (json()) {
            line(WatchJson.of(event, session().now(), session().words()));
            return;
        }
        String what = switch (event) {
            case MachineEvent.Changed(MachineSnapshot now) -> {
                MachineWords words = new MachineWords(session().words());
                String notes = String.join("; ", words.notes(now));
                yield now.name() + ": " + words.state(now) + (notes.isEmpty() ? "" : " (" + notes + ")");
            }
            case MachineEvent.Removed removed -> text("cli.watch.removed", removed.id());
            case MachineEvent.Restarted restarted -> text("cli.watch.restarted", restarted.id());
        };
        line(CLOCK.format(session().now()) + "  " + Printable.line(what));
    }
}
