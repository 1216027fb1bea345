package dev.hamlet.engine.container.oci;

import dev.hamlet.engine.container.ContainerLog;
import dev.hamlet.engine.container.ContainerStream;
import dev.hamlet.engine.host.WholeFile;
import dev.hamlet.engine.problem.ContainerProblem;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.nativebridge.NativeException;
import dev.hamlet.nativebridge.PacketSocket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Attached to a program through the socket of its conmon (conmon's {@code src/conn_sock.c}): packets from there begin with
 * where they were written to, packets to there are what the program reads. The size of a terminal goes into a fifo beside it
 * ({@code src/ctrl.c}).
 */
final class ConmonStream implements ContainerStream {
    private static final Logger LOG = LoggerFactory.getLogger(ConmonStream.class);
    private static final int PACKET = 1 << 14;
    private static final int ERRORS = 3;
    /** The longest that conmon takes at once is 32 KiB; less is passed on sooner. */
    private static final int MOST = 1 << 13;

    /** The most that conmon believes. */
    private static final int LARGEST = 1000;

    private final String name;
    private final PacketSocket socket;
    private final Path control;
    private final boolean terminal;
    private final End end;

    /** The end of the program. */
    interface End {
        OptionalInt await() throws ProblemException, InterruptedException;

        /** Nobody is attached any more. */
        default void left() {}
    }

    private ConmonStream(String name, PacketSocket socket, Path control, boolean terminal, End end) {
        this.name = name;
        this.socket = socket;
        this.control = control;
        this.terminal = terminal;
        this.end = end;
    }

    /**
     * Attaches.
     *
     * @param folder the bundle, where conmon has its socket and its fifo
     * @throws ProblemException {@code ContainerStreamLost}
     */
    static ConmonStream attach(String name, Path folder, boolean terminal, End end) throws ProblemException {
        try {
            return new ConmonStream(name, PacketSocket.connect(folder, "attach"), folder.resolve("ctl"), terminal, end);
        } catch (NativeException e) {
            throw lost(name, e);
        }
    }

    private static ProblemException lost(String name, IOException e) {
        return new ProblemException(new ContainerProblem.ContainerStreamLost(name, WholeFile.reason(e)), e);
    }

    @Override
    public boolean hasTerminal() {
        return terminal;
    }

    @Override
    public Optional<Output> read() throws ProblemException {
        byte[] packet = new byte[PACKET];
        try {
            int length = socket.receive(packet);
            while (length == 1) {
                length = socket.receive(packet);
            }
            return length < 0
                    ? Optional.empty()
                    : Optional.of(new Output(
                            packet[0] == ERRORS ? ContainerLog.Stream.STDERR : ContainerLog.Stream.STDOUT,
                            Arrays.copyOfRange(packet, 1, length)));
        } catch (NativeException e) {
            throw lost(name, e);
        }
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws ProblemException {
        try {
            for (int at = 0; at < length; at += MOST) {
                socket.send(bytes, offset + at, Math.min(MOST, length - at));
            }
        } catch (NativeException e) {
            throw lost(name, e);
        }
    }

    @Override
    public void endInput() {
        if (!terminal) {
            socket.endOutput();
        }
    }

    @Override
    public void resize(int columns, int rows) {
        if (!terminal) {
            return;
        }
        byte[] line = ("1 " + Math.clamp(rows, 1, LARGEST) + " " + Math.clamp(columns, 1, LARGEST) + "\n")
                .getBytes(StandardCharsets.US_ASCII);
        // Opened for both: of a fifo that nobody reads any more that does not wait (fifo(7)).
        try (FileChannel fifo = FileChannel.open(control, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            int _ = fifo.write(ByteBuffer.wrap(line));
        } catch (IOException e) {
            LOG.debug("{} does not hear of a size any more", name, e);
        }
    }

    @Override
    public OptionalInt await() throws ProblemException, InterruptedException {
        return end.await();
    }

    @Override
    public void close() {
        socket.close();
        end.left();
    }
}
