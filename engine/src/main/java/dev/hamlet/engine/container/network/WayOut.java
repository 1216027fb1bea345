package dev.hamlet.engine.container.network;

import dev.hamlet.engine.container.PublishedPort;
import dev.hamlet.engine.container.Subnet;
import dev.hamlet.engine.host.WholeFile;
import dev.hamlet.engine.job.Threads;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.namespace.Namespaces;
import dev.hamlet.engine.problem.HostProblem;
import dev.hamlet.engine.problem.MediaProblem;
import dev.hamlet.engine.problem.NetworkProblem;
import dev.hamlet.engine.problem.Problem;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.engine.process.ProcessLauncher;
import dev.hamlet.engine.process.ProcessSpec;
import dev.hamlet.nativebridge.DetachedProcess;
import dev.hamlet.nativebridge.DetachedStart;
import dev.hamlet.nativebridge.NativeException;
import dev.hamlet.nativebridge.OpenFile;
import dev.hamlet.nativebridge.PassedDescriptor;
import dev.hamlet.nativebridge.UnixSockets;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.NetworkInterface;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way out of the network of the user namespace, and for published ports the way in: one slirp4netns(1) for all containers
 * of this home, on this computer's side. It is there as long as somebody holds its fifo: conmon of each container that is on
 * a network. Ports come and go by its socket ({@code slirp4netns.1}, "API SOCKET"). Called by whoever has the turn.
 */
final class WayOut {
    /** What the link there is called. */
    static final String LINK = "tap0";
    /** The server that answers for those that this computer asks. */
    static final String NAME_SERVER = "10.0.2.3";
    /** What it takes for itself there. */
    static final Subnet OWN = new Subnet(Subnet.number("10.0.2.0"), 24);

    private static final Logger LOG = LoggerFactory.getLogger(WayOut.class);
    private static final String PROGRAM = "slirp4netns";
    private static final Path DEVICE = Path.of("/dev/net/tun");
    private static final String SOCKET = ".way-out.sock";
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration STEP = Duration.ofMillis(2);
    private static final int EXIT = 3;
    private static final Duration ANSWER_PATIENCE = Duration.ofSeconds(5);
    /** A port that it forwards takes some hundred. */
    private static final int LONGEST_ANSWER = 16 << 20;

    private final Path folder;
    private final ProcessLauncher launcher;
    private final Namespaces namespaces;
    private final TimeSource time;

    /** Touches nothing yet. */
    WayOut(Path folder, ProcessLauncher launcher, Namespaces namespaces, TimeSource time) {
        this.folder = folder;
        this.launcher = launcher;
        this.namespaces = namespaces;
        this.time = time;
    }

    private Path fifo() {
        return folder.resolve(".way-out");
    }

    /** Why there is none; empty where nothing is known to be in the way. */
    Optional<Problem> obstacle() {
        if (launcher.find(PROGRAM).isEmpty()) {
            return Optional.of(new MediaProblem.ToolMissing(PROGRAM, PROGRAM));
        } else if (!Files.isWritable(DEVICE)) {
            return Optional.of(new NetworkProblem.TunnelsClosed(DEVICE));
        }
        return Optional.empty();
    }

    /**
     * Makes sure that it is there.
     *
     * @return what it stays for as long as somebody holds it
     */
    OpenFile open(Links links) throws ProblemException, InterruptedException {
        Optional<Problem> obstacle = obstacle();
        if (obstacle.isPresent()) {
            throw new ProblemException(obstacle.get());
        }
        if (!Files.exists(fifo())) {
            var _ = launcher.runOrFail(ProcessSpec.of("mkfifo", List.of("-m", "600", fifo().toString())));
        }
        OpenFile held = opened(true);
        boolean done = false;
        try {
            if (!links.has(LINK) || !answers()) {
                start(links);
            }
            done = true;
            return held;
        } catch (NativeException e) {
            throw failed(WholeFile.reason(e));
        } finally {
            if (!done) {
                held.close();
            }
        }
    }

    private OpenFile opened(boolean writable) throws ProblemException {
        try {
            return OpenFile.open(fifo(), writable);
        } catch (NativeException e) {
            throw new ProblemException(new HostProblem.FileUnusable(fifo(), WholeFile.reason(e)), e);
        }
    }

    private boolean answers() {
        try {
            var _ = SlirpJson.forwards(ask(SlirpJson.list()));
            return true;
        } catch (IOException e) {
            LOG.debug("{} has gone: {}", PROGRAM, e.getMessage());
            return false;
        }
    }

    private void start(Links links) throws ProblemException, InterruptedException {
        Path log = folder.resolve(".way-out.log");
        delete(log);
        delete(folder.resolve(SOCKET));
        try (OpenFile end = opened(false)) {
            DetachedProcess started = launcher.detach(new DetachedStart(
                    launcher.find(PROGRAM).orElseThrow(() -> failed("it is not installed")),
                    List.of(
                            "--configure",
                            "--mtu=65520",
                            "--disable-host-loopback",
                            "--enable-sandbox",
                            "--enable-seccomp",
                            "--api-socket",
                            SOCKET,
                            "--exit-fd=" + EXIT,
                            Long.toString(namespaces.process()),
                            LINK),
                    Map.of("PATH", "/usr/sbin:/usr/bin:/sbin:/bin"),
                    folder,
                    log,
                    log,
                    List.of(new PassedDescriptor(end.number(), EXIT))));
            boolean there = time.await(() -> answers() || started.poll().isPresent(), PATIENCE, STEP);
            if (!there || started.poll().isPresent()) {
                throw failed(lastLine(log));
            }
        }
        if (links instanceof LinksInside inside) {
            // It looks for the addresses of containers on its own link, where the kernel answers for them.
            inside.turnOn(List.of("ipv4/ip_forward", "ipv4/conf/" + LINK + "/proxy_arp"));
        }
    }

    private static ProblemException failed(String why) {
        return new ProblemException(new NetworkProblem.ContainerNetworkImpossible(LINK, PROGRAM + ": " + why));
    }

    private static String lastLine(Path file) {
        try {
            return Files.readAllLines(file).stream()
                    .filter(line -> !line.isBlank() && !line.startsWith("WARNING"))
                    .reduce("no reason given", (before, last) -> last);
        } catch (IOException e) {
            return "no reason given";
        }
    }

    private static void delete(Path file) throws ProblemException {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new ProblemException(new HostProblem.FileUnusable(file, WholeFile.reason(e)), e);
        }
    }

    /** One question, and its answer; one that stands still keeps nobody waiting for long. */
    private String ask(String question) throws IOException {
        CompletableFuture<String> answer = new CompletableFuture<>();
        Thread asking = Threads.virtual("way-out-ask", () -> {
            try {
                answer.complete(asked(question));
            } catch (IOException e) {
                answer.completeExceptionally(e);
            }
        });
        try {
            return answer.orTimeout(ANSWER_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                    .join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof IOException said ? said : new IOException(PROGRAM + " does not answer", e);
        } finally {
            asking.interrupt();
        }
    }

    private String asked(String question) throws IOException {
        try (SocketChannel channel = UnixSockets.connect(folder, SOCKET)) {
            ByteBuffer bytes = ByteBuffer.wrap(question.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                int _ = channel.write(bytes);
            }
            var _ = channel.shutdownOutput();
            byte[] said = Channels.newInputStream(channel).readNBytes(LONGEST_ANSWER + 1);
            if (said.length > LONGEST_ANSWER) {
                throw new IOException(PROGRAM + " answers more than " + LONGEST_ANSWER + " bytes");
            }
            return new String(said, StandardCharsets.UTF_8);
        }
    }

    /**
     * Publishes a port, which nobody else has.
     *
     * @param name whose, for words
     * @param address of the container
     */
    void publish(String name, PublishedPort port, int address) throws ProblemException {
        try {
            String refused = SlirpJson.refused(ask(SlirpJson.add(port, address)));
            if (!refused.isEmpty()) {
                throw new ProblemException(new NetworkProblem.PublishedAddressRefused(
                        name, port.address(), port.hostPort(), PROGRAM + ": " + refused));
            }
        } catch (IOException e) {
            throw failed(WholeFile.reason(e));
        }
    }

    /** Takes back all ports but those of these, as far as it answers; whoever gives an address looks again. */
    void keep(List<Lease> leases) {
        try {
            Set<Integer> _ = take(leases);
        } catch (IOException e) {
            LOG.debug("{} is not there: {}", PROGRAM, e.getMessage());
        }
    }

    /**
     * Takes back all ports but those of these, before an address is given to somebody.
     *
     * @return addresses that a port leads to all the same
     * @throws ProblemException {@code ContainerNetworkImpossible} where it is there and does not say which it has
     */
    Set<Integer> keepAlone(List<Lease> leases, Links links) throws ProblemException {
        try {
            // Its link and all that it leads to go with it.
            return links.has(LINK) ? take(leases) : Set.of();
        } catch (IOException e) {
            throw failed(WholeFile.reason(e));
        }
    }

    private Set<Integer> take(List<Lease> leases) throws IOException {
        Set<Integer> staying = new HashSet<>();
        for (SlirpJson.Forward forward : SlirpJson.forwards(ask(SlirpJson.list()))) {
            if (leases.stream().noneMatch(forward::isOf)) {
                String refused = SlirpJson.refused(ask(SlirpJson.remove(forward)));
                if (!refused.isEmpty()) {
                    LOG.warn("port {} stays with {}: {}", forward.hostPort(), PROGRAM, refused);
                    staying.add(forward.address());
                }
            }
        }
        return staying;
    }

    /** An address by which containers reach this computer; 0 for none. */
    static int thisComputer() {
        try {
            return NetworkInterface.networkInterfaces()
                    .filter(WayOut::isUp)
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(Inet4Address.class::isInstance)
                    .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
                    .map(address -> Subnet.number(address.getHostAddress()))
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            return 0;
        }
    }

    private static boolean isUp(NetworkInterface link) {
        try {
            return link.isUp();
        } catch (IOException e) {
            return false;
        }
    }
}
