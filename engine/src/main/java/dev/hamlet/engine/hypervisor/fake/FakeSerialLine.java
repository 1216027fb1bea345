package dev.hamlet.engine.hypervisor.fake;

import dev.hamlet.engine.host.WholeFile;
import dev.hamlet.engine.job.Threads;
import dev.hamlet.engine.machine.MachineFolder;
import dev.hamlet.engine.machine.RunningGuest;
import dev.hamlet.engine.problem.HypervisorProblem;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.nativebridge.UnixSockets;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A serial line with a guest at its other end that greets and then says back whatever it hears. */
final class FakeSerialLine implements RunningGuest.SerialLine {
    private static final Logger LOG = LoggerFactory.getLogger(FakeSerialLine.class);

    private final SocketChannel reader;
    private volatile boolean held = true;

    private FakeSerialLine(SocketChannel reader) {
        this.reader = reader;
    }

    static FakeSerialLine open(MachineFolder folder, String name) throws ProblemException {
        try {
            Files.deleteIfExists(folder.run().resolve(MachineFolder.SERIAL_SOCKET));
            try (ServerSocketChannel listening = UnixSockets.listen(folder.run(), MachineFolder.SERIAL_SOCKET)) {
                SocketChannel reader = UnixSockets.connect(folder.run(), MachineFolder.SERIAL_SOCKET);
                SocketChannel guest = listening.accept();
                Threads.virtual("serial-" + name, () -> echo(guest, name));
                return new FakeSerialLine(reader);
            }
        } catch (IOException e) {
            throw new ProblemException(new HypervisorProblem.MonitorLost(WholeFile.reason(e)), e);
        }
    }

    private static void echo(SocketChannel guest, String name) {
        try (guest) {
            write(guest, ByteBuffer.wrap((name + " login: ").getBytes(StandardCharsets.UTF_8)));
            ByteBuffer buffer = ByteBuffer.allocate(4096);
            while (guest.read(buffer) >= 0) {
                write(guest, buffer.flip());
                buffer.clear();
            }
        } catch (IOException e) {
            LOG.trace("the reader of {} hung up", name, e);
        }
    }

    private static void write(SocketChannel channel, ByteBuffer content) throws IOException {
        while (content.hasRemaining()) {
            channel.write(content);
        }
    }

    boolean isHeld() {
        return held && reader.isOpen();
    }

    /** The reader sees the end of its input. */
    void hangUp() {
        held = false;
        try {
            reader.shutdownInput();
            reader.shutdownOutput();
        } catch (IOException e) {
            LOG.trace("the line was closed already", e);
        }
    }

    @Override
    public SocketChannel channel() {
        return reader;
    }

    @Override
    public void close() {
        held = false;
        try {
            reader.close();
        } catch (IOException e) {
            LOG.debug("a serial line could not be closed", e);
        }
    }
}
