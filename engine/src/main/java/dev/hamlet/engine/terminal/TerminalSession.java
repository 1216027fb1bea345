package dev.hamlet.engine.terminal;

import dev.hamlet.engine.host.WholeFile;
import dev.hamlet.engine.job.Threads;
import dev.hamlet.engine.machine.RunningGuest;
import dev.hamlet.engine.problem.CommandProblem;
import dev.hamlet.engine.problem.HypervisorProblem;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.nativebridge.Terminal;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A person at the console of a guest: every key but one goes to the guest's serial line, and every byte of it to the
 * terminal. The one key is {@link #LEAVE}. Not safe for use by many threads.
 */
public final class TerminalSession implements AutoCloseable {
    /** Ctrl-], as telnet has it: hardly any program in a guest wants it. */
    public static final byte LEAVE = 0x1d;

    private static final Logger LOG = LoggerFactory.getLogger(TerminalSession.class);
    private static final Duration LOOK_EVERY = Duration.ofMillis(200);

    private final Terminal terminal;

    /** Visible for tests. */
    TerminalSession(Terminal terminal) {
        this.terminal = terminal;
    }

    /** How a session ended. */
    public enum End {
        /** The person left. */
        LEFT,
        /** The line ended: the guest has stopped, or another console took the line. */
        LINE_ENDED,
        /** The terminal is gone: its window was closed. */
        TERMINAL_GONE
    }

    /**
     * A session on the terminal that this program was started from.
     *
     * @param machine whose console it is, for the problem
     * @throws ProblemException {@code TerminalMissing}
     */
    public static TerminalSession ofThisTerminal(String machine) throws ProblemException {
        return new TerminalSession(Terminal.controlling()
                .orElseThrow(() -> new ProblemException(new CommandProblem.TerminalMissing(machine))));
    }

    /**
     * Joins the line and the terminal until one of them ends, or the person leaves. The line is not closed.
     *
     * @param greeting a line that is shown first
     * @param earlier what the guest wrote before, shown after the greeting without what acts on a terminal
     * @throws ProblemException if the terminal or the line fails
     */
    public End join(RunningGuest.SerialLine line, String greeting, byte[] earlier) throws ProblemException {
        return join(line.channel(), greeting, earlier);
    }

    End join(ByteChannel line, String greeting, byte[] earlier) throws ProblemException {
        AtomicBoolean ended = new AtomicBoolean();
        try (Terminal.RawMode _ = terminal.enterRawMode()) {
            byte[] begin = (greeting + "\r\n").getBytes(StandardCharsets.UTF_8);
            terminal.write(begin, 0, begin.length);
            byte[] shown = new PlainOutput().of(earlier);
            terminal.write(shown, 0, shown.length);
            Thread output = Threads.virtual("console-output", () -> show(line, ended));
            try {
                return type(line, ended);
            } finally {
                output.interrupt();
            }
        } catch (IOException e) {
            throw new ProblemException(new HypervisorProblem.MonitorLost(WholeFile.reason(e)), e);
        }
    }

    /** What the guest writes, until the line ends or this thread is interrupted, which closes it. */
    private void show(ByteChannel line, AtomicBoolean ended) {
        ByteBuffer buffer = ByteBuffer.allocate(1 << 14);
        try {
            while (line.read(buffer.clear()) >= 0) {
                terminal.write(buffer.array(), 0, buffer.position());
            }
        } catch (IOException e) {
            LOG.debug("the line ended", e);
        } finally {
            ended.set(true);
        }
    }

    /** What the person types. */
    private End type(ByteChannel line, AtomicBoolean ended) throws IOException {
        byte[] keys = new byte[4096];
        while (true) {
            int count = terminal.read(keys, LOOK_EVERY);
            if (ended.get()) {
                return End.LINE_ENDED;
            }
            if (Thread.currentThread().isInterrupted()) {
                return End.LEFT;
            }
            if (count < 0) {
                return End.TERMINAL_GONE;
            }
            int leave = 0;
            while (leave < count && keys[leave] != LEAVE) {
                leave++;
            }
            try {
                ByteBuffer typed = ByteBuffer.wrap(keys, 0, leave);
                while (typed.hasRemaining()) {
                    int _ = line.write(typed);
                }
            } catch (IOException e) {
                LOG.debug("the line ended", e);
                return End.LINE_ENDED;
            }
            if (leave < count) {
                return End.LEFT;
            }
        }
    }

    /** Closes the terminal, which is as it was before. */
    @Override
    public void close() {
        terminal.close();
    }
}
