package dev.hamlet.engine.terminal;

import dev.hamlet.engine.container.ContainerStream;
import dev.hamlet.engine.host.WholeFile;
import dev.hamlet.engine.job.Threads;
import dev.hamlet.engine.problem.ContainerProblem;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.nativebridge.NativeException;
import dev.hamlet.nativebridge.Terminal;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A person at a program in a container: every key goes to the program but Ctrl-P Ctrl-Q, which leaves it, every byte that it
 * writes to the terminal, and the size of the terminal is the program's too. Not safe for use by many threads.
 */
public final class ContainerSession implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ContainerSession.class);
    private static final Duration LOOK_EVERY = Duration.ofMillis(100);
    private static final Terminal.Size USUAL = new Terminal.Size(80, 24);

    private final String name;
    private final Terminal terminal;

    private ContainerSession(String name, Terminal terminal) {
        this.name = name;
        this.terminal = terminal;
    }

    /** How a session ended. */
    public enum End {
        /** The person left; the program goes on. */
        LEFT,
        /** The program has ended. */
        ENDED,
        /** The terminal is gone: its window was closed. */
        TERMINAL_GONE
    }

    /**
     * A session on the terminal that this program was started from, and reads from and writes to.
     *
     * @param container which, for the problem
     * @throws ProblemException {@code ContainerTerminalMissing}
     */
    public static ContainerSession ofThisTerminal(String container) throws ProblemException {
        if (!Terminal.isTerminal(0) || !Terminal.isTerminal(1)) {
            // What is piped would be passed over, and what is asked for in a file shown on the screen.
            throw new ProblemException(new ContainerProblem.ContainerTerminalMissing(container));
        }
        return new ContainerSession(
                container,
                Terminal.controlling()
                        .orElseThrow(
                                () -> new ProblemException(new ContainerProblem.ContainerTerminalMissing(container))));
    }

    /** How wide the terminal is, in characters. */
    public int columns() {
        return size().columns();
    }

    /** How high the terminal is, in characters. */
    public int rows() {
        return size().rows();
    }

    private Terminal.Size size() {
        try {
            Terminal.Size now = terminal.size();
            return now.columns() > 0 && now.rows() > 0 ? now : USUAL;
        } catch (NativeException e) {
            LOG.debug("the terminal has no size", e);
            return USUAL;
        }
    }

    /**
     * Joins a program and the terminal until one of them ends, or the person leaves. The stream is not closed.
     *
     * @throws ProblemException if the terminal fails
     */
    public End join(ContainerStream program) throws ProblemException {
        AtomicBoolean ended = new AtomicBoolean();
        try (Terminal.RawMode _ = terminal.enterRawMode()) {
            Thread _ = Threads.platform("container-output", () -> show(program, ended));
            return type(program, ended);
        } catch (IOException e) {
            throw new ProblemException(new ContainerProblem.ContainerStreamLost(name, WholeFile.reason(e)), e);
        }
    }

    private void show(ContainerStream program, AtomicBoolean ended) {
        try {
            for (Optional<ContainerStream.Output> next = program.read(); next.isPresent(); next = program.read()) {
                byte[] bytes = next.get().bytes();
                terminal.write(bytes, 0, bytes.length);
            }
        } catch (IOException | ProblemException e) {
            LOG.debug("the program can be heard no more", e);
        } finally {
            ended.set(true);
        }
    }

    private End type(ContainerStream program, AtomicBoolean ended) throws IOException {
        DetachKeys leaving = new DetachKeys();
        Terminal.Size told = size();
        byte[] keys = new byte[4096];
        while (true) {
            int count = terminal.read(keys, LOOK_EVERY);
            if (ended.get()) {
                return End.ENDED;
            }
            if (Thread.currentThread().isInterrupted()) {
                return End.LEFT;
            }
            if (count < 0) {
                return End.TERMINAL_GONE;
            }
            Terminal.Size now = size();
            if (!now.equals(told)) {
                told = now;
                program.resize(now.columns(), now.rows());
            }
            byte[] passed = leaving.pass(keys, count);
            try {
                if (passed.length > 0) {
                    program.write(passed, 0, passed.length);
                }
            } catch (ProblemException e) {
                // It is ending; its last words are still to be shown.
                LOG.debug("the program takes no more keys", e);
            }
            if (leaving.isLeft()) {
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
