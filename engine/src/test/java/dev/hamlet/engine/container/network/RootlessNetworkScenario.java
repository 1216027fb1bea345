package dev.hamlet.engine.container.network;

import dev.hamlet.engine.agent.AgentDoor;
import dev.hamlet.engine.catalog.BusyboxContainer;
import dev.hamlet.engine.container.ContainerEngine;
import dev.hamlet.engine.container.ContainerLog;
import dev.hamlet.engine.container.ContainerSnapshot;
import dev.hamlet.engine.container.ContainerStream;
import dev.hamlet.engine.container.ContainerWish;
import dev.hamlet.engine.container.ExecSpec;
import dev.hamlet.engine.container.NetworkWish;
import dev.hamlet.engine.container.PublishedPort;
import dev.hamlet.engine.container.oci.OciContainerEngine;
import dev.hamlet.engine.host.HamletPaths;
import dev.hamlet.engine.host.LowPorts;
import dev.hamlet.engine.image.ImageStore;
import dev.hamlet.engine.job.Jobs;
import dev.hamlet.engine.job.Progress;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.namespace.Namespaces;
import dev.hamlet.engine.problem.NetworkProblem;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.engine.process.OwnJava;
import dev.hamlet.engine.process.ProcessResult;
import dev.hamlet.engine.process.SystemProcessLauncher;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is run by the ordinary user, on a computer that has the address 192.0.2.1; it fails by its exit code. */
public final class RootlessNetworkScenario {
    private static final byte[] HOST = {(byte) 192, 0, 2, 1};
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration STEP = Duration.ofMillis(20);

    private final TimeSource time = TimeSource.system();
    private final SystemProcessLauncher launcher = new SystemProcessLauncher(System.getenv());
    private final String home;
    private final ContainerEngine engine;

    private RootlessNetworkScenario(String home, boolean first) throws Exception {
        this.home = home;
        HamletPaths paths = HamletPaths.of(Map.of("HAMLET_HOME", home));
        ImageStore images = ImageStore.open(paths, time, Namespaces.of(paths, launcher, time));
        if (first) {
            var _ = new BusyboxContainer(paths, images, launcher, time).build(Progress.none());
        }
        this.engine = new OciContainerEngine(
                paths, images, launcher, new Jobs(time), time, new AgentDoor(paths, Optional.empty(), launcher, time));
    }

    /** The program: the user's folder, and {@code second} for what another Hamlet does meanwhile. */
    public static void main(String[] words) throws Exception {
        RootlessNetworkScenario scenario = new RootlessNetworkScenario(words[0], words.length == 1);
        if (words.length > 1) {
            scenario.second();
        } else {
            scenario.first();
        }
        System.out.println("passed");
        System.exit(0);
    }

    private void first() throws Exception {
        run("web", served("web", 0));
        int port = engine.networks()
                .find(NetworkWish.USUAL)
                .members()
                .getFirst()
                .ports()
                .getFirst()
                .hostPort();
        check("web".equals(fetched(port)), "the published port leads to the container");
        check(talk("web", "localhost 80", "GET /name HTTP/1.0").contains("web"), "it reaches itself");

        run("neighbour", wish(List.of("sleep", "1000"), -1));
        check(talk("neighbour", "web 80", "GET /name HTTP/1.0").contains("web"), "neighbours are found by name");
        check(
                heard("neighbour", "cat /etc/resolv.conf").startsWith("nameserver " + WayOut.NAME_SERVER),
                "names are asked of this computer's resolver");
        taken(port);
        outside();

        ProcessResult other = launcher.run(OwnJava.of(RootlessNetworkScenario.class, List.of(home, "second")));
        check(other.succeeded(), "another Hamlet is in the same place: " + other.output() + other.errorLines());

        // Its end gives the port back, which the next one has.
        var _ = engine.stop("web", Duration.ZERO).await();
        check(fetched(port).isEmpty(), "the port of a stopped container leads nowhere");
        run("again", served("again", port));
        check("again".equals(fetched(port)), "and to the next one that has it");

        unseen(port);
        deaf();

        check(ways() == 1, "one way out for all: " + ways());
        for (ContainerSnapshot one : engine.list()) {
            var _ = engine.remove(one.id().value(), true).await();
        }
        check(time.await(() -> ways() == 0, PATIENCE, STEP), "the way out goes with the last container");
        check(engine.list().isEmpty(), "nothing is left");
        check(engine.networks().prune().equals(List.of(NetworkWish.USUAL)), "a network goes");
    }

    /** An end that no Hamlet sees: whoever has the address next does not have the port. */
    private void unseen(int port) throws Exception {
        long process = engine.find("again").pid().orElseThrow();
        check(ProcessHandle.of(process).orElseThrow().destroyForcibly(), "it is killed from outside");
        check(time.await(() -> !isOnNetwork("again"), PATIENCE, STEP), "its address is free");
        run("heir", served("heir", -1));
        check(talk("neighbour", "heir 80", "GET /name HTTP/1.0").contains("heir"), "it is served inside");
        check(fetched(port).isEmpty(), "and not at a port that it does not publish");
    }

    private boolean isOnNetwork(String name) {
        try {
            return engine.networks().find(NetworkWish.USUAL).members().stream()
                    .anyMatch(member -> member.name().equals(name));
        } catch (ProblemException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** What a container does to its own file keeps nobody from knowing who comes. */
    private void deaf() throws Exception {
        var _ = heard("neighbour", "chown 7:8 /etc/hosts; chmod 0 /etc/hosts");
        run("late", wish(List.of("sleep", "1000"), -1));
        for (String one : List.of("heir", "neighbour", "late")) {
            check(heard(one, "cat /etc/hosts").contains(" late"), one + " knows who came");
        }
    }

    private void second() throws Exception {
        check(engine.list().size() == 2, "all are seen");
        run("third", wish(List.of("sleep", "1000"), -1));
        check(talk("third", "web 80", "GET /name HTTP/1.0").contains("web"), "the network is the same");
        var _ = engine.remove("third", true).await();
    }

    private void taken(int port) throws Exception {
        try {
            run("late", wish(List.of("sleep", "1000"), port));
            throw new AssertionError("a port was published twice");
        } catch (ProblemException e) {
            check(
                    e.problem() instanceof NetworkProblem.PublishedPortTaken taken
                            && taken.holder().equals("the container web"),
                    "who has the port is told: " + e.problem());
        }
        try (ServerSocket mine = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            run("later", wish(List.of("sleep", "1000"), mine.getLocalPort()));
            throw new AssertionError("a port was taken away");
        } catch (ProblemException e) {
            check(e.problem() instanceof NetworkProblem.PublishedPortTaken, "a port that somebody has is refused");
        }
        int limit = LowPorts.limit();
        if (limit > 80) {
            try {
                run("low", wish(List.of("sleep", "1000"), 80));
                throw new AssertionError("an ordinary user got port 80");
            } catch (ProblemException e) {
                check(
                        e.problem() instanceof NetworkProblem.PublishedPortNeedsPrivilege low
                                && low.limit() == limit
                                && low.free() >= limit,
                        "the limit is told: " + e.problem());
            }
            var _ = engine.remove("low", true).await();
        }
        var _ = engine.remove("late", true).await();
        var _ = engine.remove("later", true).await();
    }

    /** This computer at its address, and not what listens on its loopback alone. */
    private void outside() throws Exception {
        try (ServerSocket everywhere = new ServerSocket(0, 5, InetAddress.getByAddress(HOST));
                ServerSocket inner = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            answer(everywhere);
            answer(inner);
            check(
                    talk("neighbour", "host.containers.internal " + everywhere.getLocalPort(), "hello")
                            .contains("reached"),
                    "this computer is reached at its address");
            for (String gateway : List.of("10.0.2.2", "127.0.0.1")) {
                check(
                        !talk("neighbour", "-w 2 " + gateway + " " + inner.getLocalPort(), "hello")
                                .contains("reached"),
                        "the loopback of this computer is its own");
            }
        }
    }

    private static void answer(ServerSocket socket) {
        Thread.ofPlatform().daemon().start(() -> {
            while (!socket.isClosed()) {
                try (Socket one = socket.accept()) {
                    one.getOutputStream().write("reached\n".getBytes(StandardCharsets.UTF_8));
                } catch (IOException e) {
                    return;
                }
            }
        });
    }

    private static ContainerWish served(String name, int port) {
        String script = "mkdir /www; echo " + name + " > /www/name; exec httpd -f -p 80 -h /www";
        return wish(List.of("sh", "-c", script), port);
    }

    /** Port -1 for none. */
    private static ContainerWish wish(List<String> command, int port) {
        List<PublishedPort> ports = port < 0
                ? List.of()
                : List.of(new PublishedPort(PublishedPort.LOOPBACK, port, 80, PublishedPort.Protocol.TCP));
        return ContainerWish.of(command).on(new NetworkWish("", ports, List.of(), List.of()));
    }

    private void run(String name, ContainerWish wish) throws Exception {
        ContainerSnapshot made = engine.create("busybox", name, wish).await();
        var _ = engine.start(made.id().value()).await();
    }

    /** What nc in a container hears. */
    private String talk(String container, String whom, String word) throws Exception {
        return heard(container, "printf '" + word + "\\r\\n\\r\\n' | timeout 5 nc " + whom);
    }

    private String heard(String container, String script) throws Exception {
        StringBuilder heard = new StringBuilder();
        try (ContainerStream stream = engine.exec(container, ExecSpec.of(List.of("sh", "-c", script)))) {
            for (var next = stream.read(); next.isPresent(); next = stream.read()) {
                if (next.get().stream() == ContainerLog.Stream.STDOUT) {
                    heard.append(new String(next.get().bytes(), StandardCharsets.UTF_8));
                }
            }
        }
        return heard.toString();
    }

    /** The last line of what the server at a port of this computer says; empty where there is none. */
    private String fetched(int port) throws InterruptedException {
        String[] got = {""};
        boolean _ = time.await(
                () -> {
                    try (Socket socket = connected(port)) {
                        socket.getOutputStream().write("GET /name HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.UTF_8));
                        String[] lines = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                                .split("\n", -1);
                        got[0] = lines.length < 3 ? "" : lines[lines.length - 2].strip();
                        return !got[0].isEmpty();
                    } catch (IOException e) {
                        return false;
                    }
                },
                Duration.ofSeconds(3),
                STEP);
        return got[0];
    }

    private static Socket connected(int port) throws IOException {
        Socket socket = new Socket();
        socket.setSoTimeout(2000);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return socket;
    }

    private static long ways() {
        String user = System.getProperty("user.name");
        return ProcessHandle.allProcesses()
                .filter(one -> one.info().user().filter(user::equals).isPresent())
                .filter(one -> one.info()
                        .command()
                        .filter(name -> name.endsWith("slirp4netns"))
                        .isPresent())
                .count();
    }

    private static void check(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError(what);
        }
    }
}
