package dev.hamlet.engine.image.registry;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hamlet.engine.job.Threads;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.engine.process.ProcessSpec;
import dev.hamlet.engine.process.SystemProcessLauncher;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Debian's docker-registry on a loopback port and in a folder. */
final class RealRegistry implements AutoCloseable {
    private static final String PROGRAM = "docker-registry";

    private final int port;
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Thread running;

    private RealRegistry(int port, Path config, SystemProcessLauncher launcher) {
        this.port = port;
        this.running = Threads.virtual(PROGRAM, () -> {
            try {
                launcher.run(
                        ProcessSpec.of(PROGRAM, List.of("serve", config.toString()))
                                .within(Duration.ofMinutes(5))
                                .endingWithHamlet(),
                        lines::add);
            } catch (ProblemException e) {
                lines.add(e.problem().toString());
            } catch (InterruptedException e) {
                // The test is over.
                Thread.currentThread().interrupt();
            }
        });
    }

    /**
     * Starts one.
     *
     * @param beneathHttp lines of its configuration
     * @param top lines of its configuration
     */
    static RealRegistry start(Path folder, String beneathHttp, String top) throws IOException, InterruptedException {
        SystemProcessLauncher launcher = new SystemProcessLauncher(System.getenv());
        assumeTrue(launcher.find(PROGRAM).isPresent(), PROGRAM + " is not installed");
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Path config = folder.resolve("registry-" + port + ".yml");
        Files.writeString(
                config,
                "version: 0.1\nstorage:\n  filesystem:\n    rootdirectory: " + folder.resolve("storage-" + port)
                        + "\nhttp:\n  addr: 127.0.0.1:" + port + "\n" + beneathHttp + top);
        RealRegistry registry = new RealRegistry(port, config, launcher);
        boolean answers = TimeSource.system().await(registry::answers, Duration.ofSeconds(20), Duration.ofMillis(20));
        assertTrue(answers, registry.lines::toString);
        return registry;
    }

    private boolean answers() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Such as {@code 127.0.0.1:5000}. */
    String name() {
        return "127.0.0.1:" + port;
    }

    /** Requests that it has logged and that have this in them. */
    List<String> logged(String part) {
        return lines.stream()
                .filter(line -> line.contains(part) && line.contains("HTTP/1.1\""))
                .toList();
    }

    @Override
    public void close() {
        running.interrupt();
        try {
            boolean _ = running.join(Duration.ofSeconds(20));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
