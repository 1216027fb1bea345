package dev.hamlet.engine.hypervisor.qemu;

import dev.hamlet.engine.host.WholeFile;
import dev.hamlet.engine.machine.MachineFolder;
import dev.hamlet.engine.problem.HostProblem;
import dev.hamlet.engine.problem.ProblemException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/** Pictures of a guest's screen, drawn by QEMU into the run folder and brought from there. */
final class Screenshot {
    private static final String NAME = "screen.png";

    /** More than any screen takes; what QEMU left there is as little to be trusted as QEMU's guest. */
    private static final long LONGEST = 64 << 20;

    private Screenshot() {}

    static byte[] take(CommandMonitor monitor, MachineFolder folder) throws ProblemException, InterruptedException {
        Path drawn = folder.run().resolve(NAME);
        return monitor.talk(CommandMonitor.PATIENCE, qmp -> {
            try {
                qmp.execute(
                        QmpCommand.of("screendump").with("filename", NAME).with("format", "png"),
                        CommandMonitor.PATIENCE);
                return read(drawn);
            } catch (IOException e) {
                throw new ProblemException(new HostProblem.FileUnusable(drawn, WholeFile.reason(e)), e);
            } finally {
                delete(drawn);
            }
        });
    }

    private static byte[] read(Path drawn) throws IOException {
        try (SeekableByteChannel channel =
                Files.newByteChannel(drawn, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
            if (channel.size() > LONGEST) {
                throw new IOException("the picture has " + channel.size() + " bytes");
            }
            ByteBuffer content = ByteBuffer.allocate((int) channel.size());
            while (content.hasRemaining() && channel.read(content) >= 0) {
                // Until all is read.
            }
            return content.array();
        }
    }

    private static void delete(Path drawn) throws ProblemException {
        try {
            Files.deleteIfExists(drawn);
        } catch (IOException e) {
            throw new ProblemException(new HostProblem.FileUnusable(drawn, WholeFile.reason(e)), e);
        }
    }
}
