package dev.hamlet.engine.container.fake;

import dev.hamlet.engine.container.ContainerLog;
import dev.hamlet.engine.container.ContainerStream;
import dev.hamlet.engine.problem.ContainerProblem;
import dev.hamlet.engine.problem.ProblemException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;

/** A program in a container that is not there: it says what a test tells it, and keeps what is written to it. */
public final class FakeShell implements ContainerStream {
    private final boolean terminal;
    private final LinkedBlockingQueue<Optional<Output>> said = new LinkedBlockingQueue<>();
    private final ByteArrayOutputStream heard = new ByteArrayOutputStream();
    private final CountDownLatch over = new CountDownLatch(1);
    private volatile OptionalInt code = OptionalInt.empty();
    private volatile String size;

    FakeShell(boolean terminal, int columns, int rows) {
        this.terminal = terminal;
        this.size = columns + "x" + rows;
    }

    /** The program writes this. */
    public void say(String text) {
        said.add(Optional.of(new Output(ContainerLog.Stream.STDOUT, text.getBytes(StandardCharsets.UTF_8))));
    }

    /** What was written to it until now. */
    public String heard() {
        return heard.toString(StandardCharsets.UTF_8);
    }

    /** How large its terminal is: columns, an x, rows. */
    public String size() {
        return size;
    }

    /** The program ends with this code. */
    public void end(int with) {
        code = OptionalInt.of(with);
        close();
    }

    /** Whether it has ended or was let go of. */
    public boolean isOver() {
        return over.getCount() == 0;
    }

    @Override
    public boolean hasTerminal() {
        return terminal;
    }

    @Override
    public Optional<Output> read() throws ProblemException {
        try {
            return said.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws ProblemException {
        if (isOver()) {
            throw new ProblemException(new ContainerProblem.ContainerStreamLost("sh", "it has ended"));
        }
        heard.write(bytes, offset, length);
    }

    @Override
    public void endInput() {
        // A program of a test ends when that says so.
    }

    @Override
    public void resize(int columns, int rows) {
        size = columns + "x" + rows;
    }

    @Override
    public OptionalInt await() throws InterruptedException {
        over.await();
        return code;
    }

    @Override
    public void close() {
        over.countDown();
        said.add(Optional.empty());
    }
}
