package dev.hamlet.app.cli;

import dev.hamlet.engine.container.ContainerLog;
import dev.hamlet.engine.problem.ProblemException;
import java.util.List;

/**
 * Passes what a container writes on to where it belongs: its output to the output, its errors to the errors. Safe for use by
 * many threads: whoever comes once it is closed, as a look that was waiting meanwhile, passes nothing on again.
 */
final class ContainerOutput implements AutoCloseable {
    private final Output output;
    private final ContainerLog log;

    /** Of this log, which is closed with it. */
    ContainerOutput(Output output, ContainerLog log) {
        this.output = output;
        this.log = log;
    }

    /** Passes on all that is there now. */
    synchronized void pass() throws ProblemException {
        for (List<ContainerLog.Piece> pieces = log.readNew(); !pieces.isEmpty(); pieces = log.readNew()) {
            for (ContainerLog.Piece piece : pieces) {
                if (piece.stream() == ContainerLog.Stream.STDERR) {
                    output.rawError(piece.bytes());
                } else {
                    output.raw(piece.bytes());
                }
            }
        }
    }

    @Override
    public synchronized void close() {
        log.close();
    }
}
