package dev.hamlet.app.cli;

import dev.hamlet.engine.container.ContainerEngine;
import dev.hamlet.engine.container.ContainerLog;
import dev.hamlet.engine.container.ContainerState;
import dev.hamlet.engine.container.LogLines;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.engine.terminal.PlainOutput;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints what a container wrote. */
@Command(
        description = {
            "Print what a container wrote since its last start: its output to the output, its errors to the errors,",
            "without what acts on a terminal."
        },
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  hamlet container logs web",
            "  hamlet container logs -f --tail 20 web     the last lines, and what comes until it ends",
        })
final class ContainerLogs extends Verb {
    private static final Duration LOOK_EVERY = Duration.ofMillis(100);

    /** What a container says must not ask the terminal anything whose answer lands in the user's shell. */
    private final PlainOutput plain = new PlainOutput();

    private final PlainOutput plainErrors = new PlainOutput();
    private final LogLines joined = new LogLines();

    /** So many lines are not among the last ones. */
    private long passed;

    @Parameters(paramLabel = "CONTAINER", description = "Name, id, or beginning of an id.")
    private String name = "";

    @Option(
            names = {"-f", "--follow"},
            description = "Go on with what comes, until the container ends or Ctrl-C.")
    private boolean follow;

    @Option(
            names = {"-n", "--tail"},
            paramLabel = "N",
            description = "Only the last lines.")
    private int tail = -1;

    @Option(
            names = {"-t", "--timestamps"},
            description = "Begin each line with when it was begun.")
    private boolean times;

    ContainerLogs(Session session) {
        super(session);
    }

    @Override
    ExitCode run() throws ProblemException, InterruptedException {
        ContainerEngine engine = session().engine().containers();
        String id = engine.find(name).id().value();
        try (ContainerLog log = engine.log(id)) {
            boolean live = follow && goesOn(engine, id);
            passed = tail < 0 ? 0 : log.passToLast(tail);
            rest(log);
            while (live && !session().output().isClosed()) {
                TimeSource.system().sleep(LOOK_EVERY);
                // Asked before the reading: what it wrote last is there when it has ended.
                live = goesOn(engine, id);
                rest(log);
            }
            for (ContainerLog.Piece line : joined.rest()) {
                print(line);
                passed = Math.max(0, passed - 1);
            }
            return ExitCode.DONE;
        } catch (InterruptedException e) {
            // The usual way to end it, so nothing is said.
            return ExitCode.CANCELLED;
        }
    }

    private static boolean goesOn(ContainerEngine engine, String id) throws ProblemException, InterruptedException {
        ContainerState state = engine.find(id).state();
        return state.isLive() || state == ContainerState.RESTARTING;
    }

    private void rest(ContainerLog log) throws ProblemException {
        for (List<ContainerLog.Piece> pieces = log.readNew(); !pieces.isEmpty(); pieces = log.readNew()) {
            joined.lines(pieces).forEach(this::print);
        }
    }

    private void print(ContainerLog.Piece line) {
        if (passed > 0) {
            // A line that is told in parts ends with the last of them.
            passed -= line.ended() ? 1 : 0;
            return;
        }
        if (json()) {
            line(ContainerJson.line(line));
            return;
        }
        boolean error = line.stream() == ContainerLog.Stream.STDERR;
        byte[] clean = (error ? plainErrors : plain).of(line.bytes());
        byte[] bytes = times
                ? (line.time() + " " + new String(clean, StandardCharsets.ISO_8859_1))
                        .getBytes(StandardCharsets.ISO_8859_1)
                : clean;
        if (error) {
            session().output().rawError(bytes);
        } else {
            session().output().raw(bytes);
        }
    }
}
