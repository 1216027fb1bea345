package dev.hamlet.app.cli;

import dev.hamlet.engine.container.ContainerLog;
import dev.hamlet.engine.container.ContainerStream;
import dev.hamlet.engine.job.Threads;
import dev.hamlet.engine.problem.ProblemException;
import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Passes the streams of this command to a program in a container, and back, where there is no terminal between them. */
final class ContainerSeat {
    private static final Logger LOG = LoggerFactory.getLogger(ContainerSeat.class);

    private final Output output;
    private final ContainerStream program;

    ContainerSeat(Output output, ContainerStream program) {
        this.output = output;
        this.program = program;
    }

    /**
     * Waits until the program has written its last word, or this thread is interrupted.
     *
     * @param input whether what comes in here goes to it
     * @return whether it has; else nobody reads here any more, as {@code head} that has seen enough
     */
    boolean pass(boolean input) throws InterruptedException {
        if (input) {
            // Nothing ends a read of the standard input but its end: the thread is left to it.
            Thread _ = Threads.platform("container-input", this::feed);
        }
        Threads.platform("container-output", this::show).join();
        return !output.isClosed();
    }

    private void feed() {
        byte[] buffer = new byte[1 << 14];
        try {
            for (int n = output.in().read(buffer); n >= 0; n = output.in().read(buffer)) {
                program.write(buffer, 0, n);
            }
        } catch (IOException | ProblemException e) {
            LOG.debug("the program takes no more input", e);
        }
        program.endInput();
    }

    private void show() {
        try {
            for (Optional<ContainerStream.Output> next = program.read();
                    next.isPresent() && !output.isClosed();
                    next = program.read()) {
                byte[] bytes = next.get().bytes();
                if (next.get().stream() == ContainerLog.Stream.STDERR) {
                    output.rawError(bytes);
                } else {
                    output.raw(bytes);
                }
            }
        } catch (ProblemException e) {
            LOG.warn("what the program writes cannot be read", e);
        }
    }
}
