package dev.hamlet.engine.hypervisor.qemu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hamlet.engine.host.HamletPaths;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.machine.GuestInterface;
import dev.hamlet.engine.machine.MachineFolder;
import dev.hamlet.engine.process.SystemProcessLauncher;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The agent itself, qemu-ga, which here runs on this computer instead of in a guest and tells of this computer. */
@Tag("real")
class GuestAgentIT {
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    Path home;

    @Test
    void theAgentIsUnderstoodAgainAndAgain() throws Exception {
        Optional<Path> program = new SystemProcessLauncher(System.getenv()).find("qemu-ga");
        assumeTrue(program.isPresent(), "qemu-ga (package qemu-guest-agent) is not installed");
        MachineFolder folder = new MachineFolder(home.resolve("web-1"));
        HamletPaths.makePrivate(folder.run());
        Path socket = folder.run().resolve(MachineFolder.AGENT_SOCKET);
        Process process = new ProcessBuilder(
                        program.orElseThrow().toString(),
                        "--method=unix-listen",
                        "--path=" + socket,
                        "--statedir=" + home,
                        "--pidfile=" + home.resolve("agent.pid"))
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("agent.log").toFile())
                .start();
        try {
            assertTrue(TimeSource.system().await(() -> Files.exists(socket), SOON, Duration.ofMillis(10)));
            GuestAgent agent = new GuestAgent("web", folder, TimeSource.system(), SOON);
            List<GuestInterface> first = agent.interfaces().orElseThrow();
            GuestInterface loopback = first.stream()
                    .filter(one -> one.name().equals("lo"))
                    .findFirst()
                    .orElseThrow();
            assertTrue(loopback.received() >= 0, loopback::toString);
            assertEquals(
                    first.stream().map(GuestInterface::name).toList(),
                    agent.interfaces().orElseThrow().stream()
                            .map(GuestInterface::name)
                            .toList());
        } finally {
            process.destroyForcibly().waitFor();
        }
    }
}
