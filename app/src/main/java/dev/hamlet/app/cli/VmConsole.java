package dev.hamlet.app.cli;

import dev.hamlet.engine.machine.Machine;
import dev.hamlet.engine.machine.RunningGuest;
import dev.hamlet.engine.machine.RunningGuest.SerialLine;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.engine.terminal.TerminalSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Sits at the serial console of a machine. */
@Command(
        description = {
            "Sit at the serial console of a running machine. All keys go to the guest but Ctrl-], which leaves.",
            "One console at a time reads the line."
        },
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {"  hamlet vm console web", "  hamlet vm console --take web    from another console that reads it"})
final class VmConsole extends Verb {
    private static final int EARLIER_LINES = 25;

    @Parameters(paramLabel = "NAME", description = Verb.MACHINE)
    private String name = "";

    @Option(names = "--take", description = "Take the line from another console that reads it.")
    private boolean take;

    VmConsole(Session session) {
        super(session);
    }

    @Override
    ExitCode run() throws ProblemException, InterruptedException {
        Machine machine = session().engine().machines().find(name);
        RunningGuest guest = machine.guest("console");
        try (TerminalSession terminal = TerminalSession.ofThisTerminal(machine.name());
                SerialLine serial = guest.serial(take)) {
            LogFile log = new LogFile(machine.folder().serialLog());
            log.skipToLastLines(EARLIER_LINES);
            byte[] earlier = log.readNew();
            TerminalSession.End end =
                    terminal.join(serial, Printable.line(text("cli.console.greeting", machine.name())), earlier);
            session().output().note("");
            session().output().note(Printable.line(text(sentence(end, guest), machine.name())));
        }
        return ExitCode.DONE;
    }

    private static String sentence(TerminalSession.End end, RunningGuest guest) {
        return switch (end) {
            case LEFT, TERMINAL_GONE -> "cli.console.detached";
            case LINE_ENDED -> guest.isAlive() ? "cli.console.moved" : "cli.console.ended";
        };
    }
}
