package dev.hamlet.engine.benchmark;

import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.machine.LaunchRecord;
import dev.hamlet.engine.machine.MachineFolder;
import dev.hamlet.engine.process.ProcessLauncher;
import dev.hamlet.nativebridge.DetachedProcess;
import dev.hamlet.nativebridge.DetachedStart;
import dev.hamlet.nativebridge.Processes;
import dev.hamlet.nativebridge.Signal;
import dev.hamlet.nativebridge.UnixSockets;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** Starts QEMU with the arguments that Hamlet has started it with, and nothing else of what Hamlet does. */
final class BareQemu {
    private final ProcessLauncher launcher;
    private final MachineFolder folder;
    private final LaunchRecord record;

    /**
     * Of a machine that Hamlet has started and ended.
     *
     * @param record of that start
     */
    BareQemu(ProcessLauncher launcher, MachineFolder folder, LaunchRecord record) {
        this.launcher = launcher;
        this.folder = folder;
        this.record = record;
    }

    /** The time from the start of the process to the answer that the guest runs, in milliseconds; ends the process. */
    double milliseconds() throws Exception {
        long begin = System.nanoTime();
        DetachedProcess process = launcher.detach(new DetachedStart(
                Path.of(record.arguments().getFirst()),
                record.arguments().subList(1, record.arguments().size()),
                Map.of("PATH", "/usr/bin:/bin"),
                folder.run(),
                folder.hypervisorLog(),
                folder.hypervisorLog()));
        try (SocketChannel monitor = connect()) {
            hear(monitor, "\"QMP\"");
            say(monitor, "{\"execute\": \"qmp_capabilities\"}");
            hear(monitor, "\"return\"");
            say(monitor, "{\"execute\": \"cont\"}");
            hear(monitor, "\"return\"");
            return (System.nanoTime() - begin) / 1e6;
        } finally {
            Processes.of().signal(process.identity(), Signal.KILL);
            process.waitFor();
        }
    }

    private SocketChannel connect() throws InterruptedException, IOException {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (true) {
            try {
                return UnixSockets.connect(folder.run(), MachineFolder.COMMAND_SOCKET);
            } catch (IOException notYet) {
                if (System.nanoTime() > end) {
                    throw notYet;
                }
                TimeSource.system().sleep(Duration.ofMillis(1));
            }
        }
    }

    private static void say(SocketChannel monitor, String line) throws IOException {
        monitor.write(ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.US_ASCII)));
    }

    private static void hear(SocketChannel monitor, String wanted) throws IOException {
        StringBuilder heard = new StringBuilder();
        ByteBuffer buffer = ByteBuffer.allocate(4096);
        while (heard.indexOf(wanted) < 0) {
            if (monitor.read(buffer.clear()) < 0) {
                throw new IOException("QEMU has ended after: " + heard);
            }
            heard.append(StandardCharsets.US_ASCII.decode(buffer.flip()));
        }
    }
}
