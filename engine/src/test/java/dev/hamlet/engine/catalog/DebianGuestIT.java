package dev.hamlet.engine.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hamlet.engine.Engine;
import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.job.Jobs;
import dev.hamlet.engine.job.Progress;
import dev.hamlet.engine.machine.Acceleration;
import dev.hamlet.engine.machine.Effect;
import dev.hamlet.engine.machine.Firmware;
import dev.hamlet.engine.machine.GuestInterface;
import dev.hamlet.engine.machine.Machine;
import dev.hamlet.engine.machine.MachineState;
import dev.hamlet.engine.machine.NewMachine;
import dev.hamlet.engine.machine.PortForward;
import dev.hamlet.engine.machine.RunningGuest;
import dev.hamlet.engine.machine.StartOptions;
import dev.hamlet.engine.media.CloudSeed;
import dev.hamlet.engine.media.LibraryImage;
import dev.hamlet.engine.problem.HostProblem;
import dev.hamlet.engine.problem.MediaProblem;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.engine.process.ProcessResult;
import dev.hamlet.engine.process.ProcessSpec;
import dev.hamlet.engine.process.SystemProcessLauncher;
import dev.hamlet.engine.usage.UsageEvent;
import dev.hamlet.engine.usage.UsageFigure;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Builds Debian 12 from its mirrors and goes the whole way of a user: a machine with a first-boot seed, a login at the
 * serial line and by SSH, and the power button. Takes many minutes and downloads 200 MB; the property
 * {@code hamlet.debian.home} names a folder that keeps the image for the next time.
 */
@Tag("real")
@Tag("slow")
@Timeout(2400)
class DebianGuestIT {
    private static final String PASSWORD = "Katze 'n' Maus: 42%";
    private static final Duration BOOT = Duration.ofMinutes(8);
    private static final Duration SHORT = Duration.ofMinutes(2);

    private final SystemProcessLauncher launcher = new SystemProcessLauncher(System.getenv());

    @TempDir
    private Path folder;

    private Engine engine;
    private Recipe recipe;

    @BeforeEach
    void open() throws Exception {
        // As root, QEMU is an ordinary user, who has to reach the image.
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        String kept = System.getProperty("hamlet.debian.home", "");
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put("HAMLET_HOME", kept.isEmpty() ? folder.resolve("home").toString() : kept);
        engine = Engine.open(environment);
        recipe = engine.recipes().stream()
                .filter(one -> one.id().equals("debian-12"))
                .findFirst()
                .orElseThrow();
        for (String program : List.of("qemu-system-x86_64", "xorriso")) {
            assumeTrue(launcher.find(program).isPresent(), program + " is not installed");
        }
    }

    @AfterEach
    void close() {
        engine.close();
    }

    private LibraryImage image() throws Exception {
        long begun = System.nanoTime();
        try {
            LibraryImage image = recipe.build(Progress.none());
            System.out.printf(
                    "debian-12: had after %.0f s, %d MB%n",
                    (System.nanoTime() - begun) / 1e9, Files.size(image.disk().orElseThrow()) / 1_000_000);
            return image;
        } catch (ProblemException e) {
            assumeTrue(
                    !(e.problem() instanceof MediaProblem.RecipeImpossible
                            || e.problem() instanceof MediaProblem.RecipeToolsMissing
                            || e.problem() instanceof MediaProblem.MountForbidden
                            || e.problem() instanceof MediaProblem.UserIdsMissing
                            || e.problem() instanceof HostProblem.UserNamespacesOff),
                    () -> e.problem().toString());
            throw e;
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Firmware.class,
            names = {"BIOS", "UEFI"})
    void aSeedMakesAUserWhoLogsInAndTheRootGrowsToItsDisk(Firmware firmware) throws Exception {
        LibraryImage image = image();
        assertEquals("debian", image.facts().defaultUser());
        try (Stream<Path> left = Files.list(image.folder())) {
            assertEquals(
                    List.of("disk.qcow2", "image.json"),
                    left.map(file -> file.getFileName().toString()).sorted().toList());
        }
        boolean ssh =
                launcher.find("ssh").isPresent() && launcher.find("ssh-keygen").isPresent();
        Path key = folder.resolve("key");
        List<String> keys = List.of();
        if (ssh) {
            launcher.runOrFail(ProcessSpec.of(
                    "ssh-keygen", List.of("-q", "-t", "ed25519", "-N", "", "-C", "trial", "-f", key.toString())));
            keys = List.of(Files.readString(folder.resolve("key.pub")));
        }
        int port = freePort();
        Machine machine = engine.creation()
                .create(new NewMachine(
                        "Trial " + firmware + " " + ProcessHandle.current().pid(),
                        new NewMachine.Source.Image(image.name()),
                        null,
                        null,
                        ByteSize.ofGibibytes(8),
                        firmware,
                        null,
                        Acceleration.AUTO,
                        List.of(PortForward.tcp(port, 22)),
                        false,
                        CloudSeed.of("anna", PASSWORD, keys, "house-7"),
                        ""))
                .await();
        try {
            long begun = System.nanoTime();
            assertEquals(Effect.DONE, machine.start(new StartOptions(true)).await());
            try (RunningGuest.SerialLine line = machine.guest("try").serial(false)) {
                SerialText text = new SerialText(line.channel());
                int _ = text.await("house-7 login: ", 0, BOOT);
                System.out.printf("debian-12, %s: login after %.0f s%n", firmware, (System.nanoTime() - begun) / 1e9);
                int _ = text.await(" finished at ", 0, BOOT);
                System.out.printf("debian-12, %s: ready after %.0f s%n", firmware, (System.nanoTime() - begun) / 1e9);
                text.type("anna", "Password: ", SHORT);
                text.type(PASSWORD, "anna@house-7:~$ ", SHORT);
                look(text, ssh);
                if (ssh) {
                    loginBySsh(key, port);
                }
                agentTells(machine);
                long pressed = System.nanoTime();
                assertEquals(
                        Effect.DONE, machine.stop(Duration.ofMinutes(5), false).await());
                System.out.printf("debian-12, %s: down after %.0f s%n", firmware, (System.nanoTime() - pressed) / 1e9);
            }
            machine.refresh();
            assertEquals(MachineState.STOPPED, machine.snapshot().state());
        } finally {
            machine.forceOff().await();
            machine.delete().await();
        }
        assertFalse(Files.exists(machine.folder().path()));
    }

    /** What is asked is typed so that its echo is never taken for the answer. */
    private static void look(SerialText text, boolean ssh) throws Exception {
        text.type("echo \"host=[$(hostname)] user=[$(id -un)]\"", "host=[house-7] user=[anna]", SHORT);
        text.type("echo \"cloud=[$(cloud-init status --wait | tail -n 1)]\"", "cloud=[status: done]", SHORT);
        text.type("echo \"may=[$(sudo -n id -un)]\"", "may=[root]", SHORT);
        text.type("echo \"keys=[$(grep -c trial .ssh/authorized_keys)]\"", ssh ? "keys=[1]" : "keys=[0]", SHORT);
        text.type("echo \"root=[$(($(df --output=size -B1 / | tail -n 1) / 1000000000)) GB]\"", "root=[8 GB]", SHORT);
        text.type("echo \"locked=[$(sudo -n passwd -S root | cut -d ' ' -f 2)]\"", "locked=[L]", SHORT);
        text.type("echo \"id=[$(grep -cE '^[0-9a-f]{32}$' /etc/machine-id)]\"", "id=[1]", SHORT);
        text.type("echo \"failed=[$(systemctl --failed --no-legend --plain)]\"", "failed=[]", SHORT);
        text.type(
                "echo \"mirrors=[$(grep -c ' http://deb.debian.org/' /etc/apt/sources.list)]\"", "mirrors=[3]", SHORT);
        text.type("echo \"agent=[$(systemctl is-active qemu-guest-agent)]\"", "agent=[active]", SHORT);
    }

    /** The guest's own agent says where the guest is, and the meter what its card carries. */
    private void agentTells(Machine machine) throws Exception {
        String mac = machine.spec().network().mac();
        GuestInterface card = machine.guest("try").interfaces().orElseThrow().stream()
                .filter(one -> one.mac().equals(mac))
                .findFirst()
                .orElseThrow();
        assertFalse(card.addresses().isEmpty());
        assertTrue(card.received() > 0 && card.sent() > 0, card::toString);
        CountDownLatch measured = new CountDownLatch(1);
        try (Jobs.Listening _ = engine.usage().listen(event -> {
            if (event instanceof UsageEvent.Sampled sampled
                    && sampled.usage().knows(UsageFigure.NETWORK_RECEIVED)
                    && sampled.usage().knows(UsageFigure.NETWORK_SENT)) {
                measured.countDown();
            }
        })) {
            assertTrue(measured.await(SHORT.toSeconds(), TimeUnit.SECONDS), "the network is measured");
        }
    }

    private void loginBySsh(Path key, int port) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("-F", "none", "-i", key.toString(), "-p", port + ""));
        for (String option : List.of(
                "BatchMode=yes",
                "IdentitiesOnly=yes",
                "StrictHostKeyChecking=accept-new",
                "UserKnownHostsFile=" + folder.resolve("known"),
                "ConnectTimeout=60")) {
            arguments.addAll(List.of("-o", option));
        }
        arguments.addAll(List.of("anna@127.0.0.1", "hostname; id -un"));
        ProcessResult result = launcher.run(ProcessSpec.of("ssh", arguments).within(SHORT));
        assertEquals(
                "house-7\nanna\n", result.output(), () -> result.errorLines().toString());
    }

    private static int freePort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
