package dev.hamlet.app.cli;

import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.machine.Machine;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.engine.terminal.PlainOutput;
import java.time.Duration;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints what a guest or its hypervisor wrote. */
@Command(
        description = "Print what a guest wrote to its serial line, or its hypervisor to its log.",
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  hamlet vm log web",
            "  hamlet vm log -f web                     and what comes, until the machine stops",
            "  hamlet vm log --hypervisor -n 20 web     the last lines that QEMU wrote",
        })
final class VmLog extends Verb {
    private static final Duration LOOK_EVERY = Duration.ofMillis(200);
    private static final Duration ASK_EVERY = Duration.ofSeconds(1);

    /** A guest's output must not ask the terminal anything whose answer lands in the user's shell. */
    private final PlainOutput plain = new PlainOutput();

    private final LogJson jsonLines = new LogJson();

    @Parameters(paramLabel = "NAME", description = Verb.MACHINE)
    private String name = "";

    @ArgGroup
    private Which which = new Which();

    @Option(
            names = {"-f", "--follow"},
            description = "Go on with what comes, until the machine stops or Ctrl-C.")
    private boolean follow;

    @Option(
            names = {"-n", "--lines"},
            paramLabel = "N",
            description = "Only the last lines.")
    private int lines = Integer.MAX_VALUE;

    /** One of the two. */
    static final class Which {
        @Option(names = "--serial", description = "What the guest wrote to its serial line (this is usual).")
        private boolean serial;

        @Option(names = "--hypervisor", description = "What QEMU wrote.")
        private boolean hypervisor;
    }

    VmLog(Session session) {
        super(session);
    }

    @Override
    ExitCode run() throws ProblemException, InterruptedException {
        Machine machine = session().engine().machines().find(name);
        LogFile log = new LogFile(
                which.serial || !which.hypervisor
                        ? machine.folder().serialLog()
                        : machine.folder().hypervisorLog());
        log.skipToLastLines(Math.max(0, lines));
        byte[] first = log.readNew();
        if (first.length == 0 && !follow && !json()) {
            session().output().note(text("cli.log.empty"));
        }
        print(first);
        try {
            if (follow) {
                follow(machine, log);
            }
            return ExitCode.DONE;
        } catch (InterruptedException e) {
            // The usual way to end it, so nothing is said.
            return ExitCode.CANCELLED;
        } finally {
            jsonLines.rest().forEach(this::line);
        }
    }

    private void follow(Machine machine, LogFile log) throws ProblemException, InterruptedException {
        TimeSource time = TimeSource.system();
        long asked = time.nanos();
        boolean live = true;
        while (live && !session().output().isClosed()) {
            time.sleep(LOOK_EVERY);
            if (time.nanos() - asked > ASK_EVERY.toNanos()) {
                machine.refresh();
                live = machine.snapshot().state().isLive();
                asked = time.nanos();
            }
            print(log.readNew());
        }
    }

    private void print(byte[] bytes) {
        if (json()) {
            jsonLines.lines(bytes).forEach(this::line);
        } else {
            session().output().raw(plain.of(bytes));
        }
    }
}
