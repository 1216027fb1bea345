package dev.hamlet.engine.container.network;

import dev.hamlet.engine.agent.AgentDoor;
import dev.hamlet.engine.catalog.BusyboxContainer;
import dev.hamlet.engine.container.ContainerEngine;
import dev.hamlet.engine.container.ContainerLog;
import dev.hamlet.engine.container.ContainerNetwork;
import dev.hamlet.engine.container.ContainerSnapshot;
import dev.hamlet.engine.container.ContainerWish;
import dev.hamlet.engine.container.NetworkWish;
import dev.hamlet.engine.container.PublishedPort;
import dev.hamlet.engine.container.oci.OciContainerEngine;
import dev.hamlet.engine.host.HamletPaths;
import dev.hamlet.engine.image.ImageStore;
import dev.hamlet.engine.job.Jobs;
import dev.hamlet.engine.job.Progress;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.problem.NetworkProblem;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.engine.process.ProcessResult;
import dev.hamlet.engine.process.ProcessSpec;
import dev.hamlet.engine.process.SystemProcessLauncher;
import dev.hamlet.nativebridge.NetworkLinks;
import dev.hamlet.nativebridge.Processes;
import dev.hamlet.nativebridge.Signal;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What networks of containers do and keep apart, in a network of its own: this is run there, in a JVM of its own, and fails
 * by its exit code. Two other networks are neighbours, each known by a process in it.
 */
public final class NetworkScenario {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration STEP = Duration.ofMillis(20);

    /** What is meant for the loopback is sent outside, to this gateway from this address. */
    private static final String STEAL = "ip addr flush dev lo; echo 1 > /proc/sys/net/ipv4/conf/eth0/route_localnet;"
            + " ip route add 127.0.0.1/32 via %s dev eth0 src %s";

    private final SystemProcessLauncher launcher = new SystemProcessLauncher(System.getenv());
    private final TimeSource time = TimeSource.system();
    private final HamletPaths paths;
    private final ContainerEngine engine;
    private final String lan;
    private final String other;

    private NetworkScenario(String home, String lan, String other) throws ProblemException {
        this.paths = HamletPaths.of(Map.of("HAMLET_HOME", home));
        this.engine = new OciContainerEngine(
                paths,
                ImageStore.open(paths, time),
                launcher,
                new Jobs(time),
                time,
                new AgentDoor(paths, Optional.empty(), launcher, time));
        this.lan = lan;
        this.other = other;
    }

    /** The home, and a process in each of the two other networks. */
    public static void main(String... arguments) throws Exception {
        NetworkScenario scenario = new NetworkScenario(arguments[0], arguments[1], arguments[2]);
        try {
            scenario.neighbours();
            scenario.everything();
            scenario.datagramsGoNowhereElse();
        } finally {
            for (ContainerSnapshot one : scenario.engine.list()) {
                var _ = scenario.engine.remove(one.id().value(), true).await();
            }
        }
        scenario.nothingIsLeft();
        System.out.println("passed");
    }

    private static void that(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError(what);
        }
    }

    private String sh(String script) throws Exception {
        ProcessResult result = launcher.run(ProcessSpec.of("bash", List.of("-c", script)));
        that(result.succeeded(), script + ": " + result.errorLines());
        return result.output().strip();
    }

    private String in(String process, String script) throws Exception {
        return launcher.run(
                        ProcessSpec.of("nsenter", List.of("-t", process, "-n", "timeout", "0.6", "bash", "-c", script)))
                .output()
                .strip();
    }

    /** What is heard there; nothing where the connection does not come to be. */
    private String heard(String process, String address, int port) throws Exception {
        return in(process, "cat < /dev/tcp/" + address + "/" + port);
    }

    private static String heardHere(String address, int port) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.ofLiteral(address), port), 1000);
            socket.setSoTimeout(1000);
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
        }
    }

    private static boolean isRefused(String address, int port) {
        try {
            return heardHere(address, port).isEmpty();
        } catch (IOException e) {
            return true;
        }
    }

    private void neighbours() throws Exception {
        // A new namespace has what the computer has.
        sh("ip link set lo up; echo 0 >/proc/sys/net/ipv4/ip_forward");
        int number = 0;
        for (String one : List.of(lan, other)) {
            String name = "lan" + number;
            String net = number == 0 ? "192.0.2." : "198.51.100.";
            sh("ip link add " + name + " type veth peer name eth0 netns " + one + "; ip addr add " + net + "1/24 dev "
                    + name + "; ip link set " + name + " up; nsenter -t " + one + " -n sh -c 'ip link set lo up;"
                    + " ip addr add " + net + "2/24 dev eth0; ip link set eth0 up; ip route add default via " + net
                    + "1'");
            number++;
        }
        sh("nsenter -t " + lan
                + " -n perl -MIO::Socket -e '$s=IO::Socket::INET->new(LocalPort=>7,Listen=>5,ReuseAddr=>1);"
                + "while($c=$s->accept){print $c \"lan hears \".$c->peerhost.\"\\n\";close $c}' >/dev/null 2>&1 &"
                + " for i in $(seq 100); do nsenter -t " + lan
                + " -n bash -c ': < /dev/tcp/127.0.0.1/7' 2>/dev/null && exit 0; sleep 0.02; done; exit 1");
        that(heard(other, "192.0.2.2", 7).isEmpty(), "nothing is forwarded before");
    }

    private ContainerSnapshot start(String name, NetworkWish network, String script) throws Exception {
        ContainerSnapshot made = engine.create(
                        "busybox",
                        name,
                        ContainerWish.of(List.of("sh", "-c", script)).on(network))
                .await();
        return engine.start(made.id().value()).await();
    }

    private static NetworkWish publishing(String... ports) throws ProblemException {
        List<PublishedPort> all = new ArrayList<>();
        for (String port : ports) {
            all.addAll(PublishedPort.parse(port));
        }
        return new NetworkWish("", all, List.of("elsewhere:192.0.2.77"), List.of());
    }

    private String said(String name, String script, NetworkWish network) throws Exception {
        ContainerSnapshot one = start(name, network, script);
        var _ = engine.await(one.id().value());
        StringBuilder text = new StringBuilder();
        for (ContainerLog.Piece piece : engine.log(one.id().value()).readNew()) {
            text.append(new String(piece.bytes(), StandardCharsets.UTF_8));
        }
        var _ = engine.remove(one.id().value(), true).await();
        return text.toString().strip();
    }

    private String address(String name) throws Exception {
        return member(name).address();
    }

    private ContainerNetwork.Member member(String name) throws Exception {
        return engine.networks().list().stream()
                .flatMap(network -> network.members().stream())
                .filter(member -> member.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private boolean eventually(Asked asked) throws Exception {
        return time.await(
                () -> {
                    try {
                        return asked.holds();
                    } catch (Exception e) {
                        return false;
                    }
                },
                PATIENCE,
                STEP);
    }

    /** What is asked again and again. */
    @FunctionalInterface
    private interface Asked {
        boolean holds() throws Exception;
    }

    private static String server(int port, String word) {
        return "while :; do echo " + word + " | nc -l -p " + port + "; done";
    }

    /** Asks until it is answered: between two answers the server is not there. */
    private static String asking(String host, int port) {
        return "for i in $(seq 40); do nc -w 1 " + host + " " + port + " 2>/dev/null && break; sleep 0.05; done";
    }

    private String rules() throws Exception {
        return sh("nft list ruleset");
    }

    private void everything() throws Exception {
        ContainerSnapshot web = start(
                "web",
                publishing("80", "0.0.0.0:18081:81"),
                server(80, "web") + " & " + server(81, "all") + " & " + server(82, "hidden"));
        int port = member("web").ports().getFirst().hostPort();
        String address = address("web");
        that(
                eventually(() -> heardHere("127.0.0.1", port).equals("web")),
                "a port of 127.0.0.1 leads to the container");
        that(eventually(() -> heardHere("127.0.0.1", 18081).equals("all")), "one of all addresses too");
        that(eventually(() -> heardHere(address, 82).equals("hidden")), "this computer reaches all of a container");
        names(web, address);
        neighboursReachWhatIsPublished(port, address);
        containersHaveNoWayRound(web, port);
        portsAreHeld(port);
        othersRules();
        endsAlone(web, port);
    }

    private void names(ContainerSnapshot web, String address) throws Exception {
        that(
                said("client", asking("web", 80) + "; " + asking(web.id().shortened(), 80), NetworkWish.NOTHING)
                        .equals("web\nweb"),
                "a neighbour is found by its names");
        String known = said(
                "known",
                "cat /etc/hosts; cat /etc/hostname; hostname; ls /proc/self/fd | wc -l; ip route",
                publishing());
        that(known.contains(address + " web ") && known.contains("192.0.2.77 elsewhere"), known);
        ContainerSnapshot late = start("late", NetworkWish.NOTHING, "sleep 1000");
        that(
                in(web.pid().orElseThrow() + "", "cat /proc/" + web.pid().orElseThrow() + "/root/etc/hosts")
                        .contains(" late "),
                "who comes later is known to those who run");
        var _ = engine.remove("late", true).await();
        that(
                !Files.readString(Path.of("/proc/" + web.pid().orElseThrow() + "/root/etc/hosts"))
                        .contains(" late "),
                "who has gone is not: " + late.name());
        that(
                said("alone", "ip -o addr | grep -c inet; cat /etc/hosts", NetworkWish.of("none"))
                        .startsWith("2\n127.0.0.1 localhost\n::1 "),
                "without a network there is the loopback alone");
        String shared = said("shared", "ip -o link; cat /etc/hosts", NetworkWish.of("host"));
        that(shared.contains(" lan0"), "the network of this computer: " + shared);
        that(
                said("resolv", "cat /etc/resolv.conf", new NetworkWish("", List.of(), List.of(), List.of("192.0.2.53")))
                        .contains("nameserver 192.0.2.53"),
                "name servers are those that were given");
    }

    private void neighboursReachWhatIsPublished(int port, String address) throws Exception {
        that(heard(lan, "192.0.2.1", 18081).equals("all"), "a neighbour reaches what is published on all addresses");
        that(heard(lan, "192.0.2.1", port).isEmpty(), "and not what is published on 127.0.0.1");
        that(heard(lan, address, 82).isEmpty() && heard(lan, address, 80).isEmpty(), "nor the container itself");
        // A neighbour that sends what is meant for the loopback to this computer.
        in(lan, STEAL.formatted("192.0.2.1", "192.0.2.2"));
        that(heard(lan, "127.0.0.1", port).isEmpty(), "nor 127.0.0.1 from beside");
        String out = said("outwards", "nc 192.0.2.2 7", NetworkWish.NOTHING);
        that(
                out.equals("lan hears 192.0.2.1"),
                "a container reaches the outside, in the name of this computer: " + out);
        that(heard(other, "192.0.2.2", 7).isEmpty(), "nothing else is forwarded");
        ContainerNetwork second = engine.networks().create("second", Optional.empty());
        NetworkWish there = NetworkWish.of(second.name());
        that(
                said("stranger", "nc -w 1 " + address + " 80 2>/dev/null || echo no", there)
                        .equals("no"),
                "another network does not reach a container");
        that(said("guest", asking("host.containers.internal", 18081), there).equals("all"), "but what it publishes");
    }

    /** Who may do anything in the network of a container, as root of this computer in its namespace may. */
    private void containersHaveNoWayRound(ContainerSnapshot web, int port) throws Exception {
        ContainerSnapshot evil = start("evil", NetworkWish.NOTHING, "sleep 1000");
        String inside = Long.toString(evil.pid().orElseThrow());
        String gateway = in(inside, "ip route | grep default | cut -d' ' -f3");
        String own = address("evil");
        try (ServerSocket secret = new ServerSocket()) {
            secret.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            Thread server = Thread.ofVirtual().start(() -> serve(secret));
            in(inside, STEAL.formatted(gateway, own));
            that(
                    heard(inside, "127.0.0.1", secret.getLocalPort()).isEmpty(),
                    "the loopback of this computer is its own");
            that(heard(inside, "127.0.0.1", port).isEmpty(), "and so are ports published there");
            // The trial itself is one: without the rule it succeeds.
            String table = "inet " + sh("nft list tables | grep -o 'hamlet_[0-9a-f]*'");
            sh("nft flush chain " + table + " early");
            that(
                    heard(inside, "127.0.0.1", secret.getLocalPort()).equals("secret"),
                    "without the rule it would be reached");
            that(heard(lan, "127.0.0.1", port).equals("web"), "and so would the port from beside");
            server.interrupt();
        }
        // Rules that are gone come again with the next container.
        sh("nft delete table inet " + sh("nft list tables | grep -o 'hamlet_[0-9a-f]*'"));
        that(said("again", asking("web", 80), NetworkWish.NOTHING).equals("web"), "still there");
        that(rules().contains("iif \"lo\"") || rules().contains("iif != \"lo\""), rules());
        that(heardHere("127.0.0.1", port).equals("web"), "published ports are there again");
        // In the name of a neighbour: what is not its own address goes nowhere.
        in(inside, "ip addr add 192.0.2.99/32 dev eth0");
        that(
                in(inside, "ip route add 192.0.2.2/32 via " + gateway + " src 192.0.2.99; cat < /dev/tcp/192.0.2.2/7")
                        .isEmpty(),
                "an address that is not its own");
        var _ = engine.remove("evil", true).await();
        that(web.pid().isPresent(), "web runs on");
    }

    private static void serve(ServerSocket secret) {
        try {
            while (true) {
                try (Socket client = secret.accept()) {
                    client.getOutputStream().write("secret\n".getBytes(StandardCharsets.US_ASCII));
                }
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private void portsAreHeld(int port) throws Exception {
        NetworkProblem.PublishedPortTaken taken = taken("second-web", publishing(port + ":80"));
        that(taken.holder().equals("the container web") && taken.free() > 0, taken.toString());
        try (ServerSocket own = new ServerSocket()) {
            own.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            NetworkProblem.PublishedPortTaken mine = taken("third", publishing("18085:80", own.getLocalPort() + ":80"));
            that(mine.holder().startsWith("java (process "), mine.toString());
        }
        try (ServerSocket free = new ServerSocket()) {
            free.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 18085));
        }
        try (ServerSocket held = new ServerSocket()) {
            held.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            that(false, "a published port was to be had");
        } catch (IOException e) {
            // As it should be.
        }
    }

    private NetworkProblem.PublishedPortTaken taken(String name, NetworkWish network) throws Exception {
        try {
            var _ = start(name, network, "true");
        } catch (ProblemException e) {
            var _ = engine.remove(name, true).await();
            if (e.problem() instanceof NetworkProblem.PublishedPortTaken taken) {
                return taken;
            }
            throw e;
        }
        throw new AssertionError("a held port was given to " + name);
    }

    /** As beside Docker: its policy is said, and the remedy works and opens nothing. */
    private void othersRules() throws Exception {
        if (launcher.find("iptables").isEmpty() || !sh("iptables --version").contains("nf_tables")) {
            System.out.println("iptables of nftables is not installed: rules of others are not tried");
            return;
        }
        that(engine.networks().notices("bridge").isEmpty(), "nobody drops");
        sh("iptables -P FORWARD DROP");
        String before = sh("iptables-save");
        String bridge = engine.networks().find("bridge").bridge();
        that(
                engine.networks().notices("bridge").equals(List.of(new NetworkProblem.ForwardingDropped(bridge))),
                "it is said");
        that(!said("kept", "nc -w 1 192.0.2.2 7", NetworkWish.NOTHING).contains("hears"), "then nothing passes");
        that(heardHere("127.0.0.1", 18081).equals("all"), "but what this computer itself asks");
        that(
                sh("iptables-save").replaceAll("\\[.*?]|#.*", "").equals(before.replaceAll("\\[.*?]|#.*", "")),
                "rules of others are as they were");
        sh("iptables -I FORWARD -i " + bridge + " -j ACCEPT; iptables -I FORWARD -o " + bridge + " -j ACCEPT");
        that(said("let", "nc -w 1 192.0.2.2 7", NetworkWish.NOTHING).contains("hears"), "the remedy helps");
        that(
                heard(lan, "192.0.2.1", 18081).equals("all")
                        && heard(lan, address("web"), 82).isEmpty(),
                "and opens nothing");
        sh("iptables -F FORWARD; iptables -P FORWARD ACCEPT");
    }

    /** Nobody of Hamlet looks when it ends. */
    private void endsAlone(ContainerSnapshot web, int port) throws Exception {
        that(rules().contains("18081"), "its port is there");
        Processes processes = Processes.of();
        that(processes.signal(processes.identify(web.pid().orElseThrow()).orElseThrow(), Signal.KILL), "killed");
        that(
                eventually(() -> !rules().contains("18081") && !rules().contains(" . " + port + " ")),
                "its rules go with it");
        that(
                eventually(() -> !Files.readString(Path.of("/proc/self/mounts"))
                        .contains(web.id().value())),
                "and its mount");
        Path addresses = paths.data().resolve("containers/networks/bridge/addresses");
        that(eventually(() -> sh("cat " + addresses + "/*").isEmpty()), "and its address");
        that(
                eventually(() ->
                        sh("ls " + paths.data().resolve("containers/runtime")).isEmpty()),
                "and what the runtime keeps");
        that(isRefused("127.0.0.1", port), "nobody answers");
        var _ = engine.start("web").await();
        that(eventually(() -> heardHere("127.0.0.1", 18081).equals("all")), "it starts again with its ports");
    }

    /** Somebody who goes on sending to a port whose container has gone reaches nobody who did not publish it. */
    private void datagramsGoNowhereElse() throws Exception {
        var _ = engine.create(
                        "busybox",
                        "first",
                        ContainerWish.of(List.of("sleep", "1000")).on(publishing("18053:5353/udp")))
                .await();
        var _ = engine.start("first").await();
        try (DatagramSocket socket = new DatagramSocket()) {
            that(eventually(() -> arrived(socket, "first") > 0), "datagrams come to the container");
            String address = engine.networks().find("bridge").members().stream()
                    .filter(one -> one.name().equals("first"))
                    .findFirst()
                    .orElseThrow()
                    .address();
            var _ = engine.stop("first", Duration.ZERO).await();
            var _ = engine.create("busybox", "next", ContainerWish.of(List.of("sleep", "1000")))
                    .await();
            var _ = engine.start("next").await();
            that(
                    engine.networks().find("bridge").members().stream()
                            .anyMatch(one ->
                                    one.name().equals("next") && one.address().equals(address)),
                    "the next one has its address");
            for (int i = 0; i < 5; i++) {
                that(arrived(socket, "next") == 0, "and not what was meant for the first one");
            }
            var _ = engine.remove("next", true).await();
            var _ = engine.start("first").await();
            that(eventually(() -> arrived(socket, "first") > 0), "who comes back hears it again");
            var _ = engine.remove("first", true).await();
        }
    }

    /** How many datagrams for a port that nobody listens at have come to a container, after one more was sent. */
    private int arrived(DatagramSocket socket, String name) throws Exception {
        try {
            socket.send(new DatagramPacket(
                    new byte[] {1}, 1, new InetSocketAddress(InetAddress.getLoopbackAddress(), 18053)));
        } catch (IOException e) {
            // What is dropped on its way out is told to who sends: nothing has come anywhere.
            that(String.valueOf(e.getMessage()).contains("not permitted"), e.toString());
        }
        long pid = engine.find(name).pid().orElseThrow();
        List<String> lines = Files.readAllLines(Path.of("/proc/" + pid + "/net/snmp")).stream()
                .filter(line -> line.startsWith("Udp: "))
                .toList();
        int column = List.of(lines.getFirst().split(" ", -1)).indexOf("NoPorts");
        return Integer.parseInt(List.of(lines.getLast().split(" ", -1)).get(column));
    }

    /** Another home of this computer, with a container on a network. */
    private ContainerEngine anotherHome() throws Exception {
        HamletPaths there = HamletPaths.of(Map.of("HAMLET_HOME", paths.data().getParent() + "-other"));
        ImageStore images = ImageStore.open(there, time);
        var _ = new BusyboxContainer(there, images, launcher, time).build(Progress.none());
        ContainerEngine second = new OciContainerEngine(
                there, images, launcher, new Jobs(time), time, new AgentDoor(there, Optional.empty(), launcher, time));
        var _ = second.create("busybox", "there", ContainerWish.of(List.of("sleep", "1000")))
                .await();
        var _ = second.start("there").await();
        return second;
    }

    private void nothingIsLeft() throws Exception {
        ContainerEngine second = anotherHome();
        that(engine.networks().prune().containsAll(List.of("bridge", "second")), "all networks go");
        that(sh("cat /proc/sys/net/ipv4/conf/lan0/forwarding").equals("1"), "what another home needs is left to it");
        var _ = second.remove("there", true).await();
        that(second.networks().prune().equals(List.of("bridge")), "and then that of the other home");
        that(!rules().contains("hamlet"), rules());
        that(NetworkLinks.links().stream().noneMatch(link -> link.name().startsWith("hm")), "links are left");
        that(
                sh("cat /proc/sys/net/ipv4/conf/lan0/forwarding /proc/sys/net/ipv4/ip_forward")
                        .equals("0\n0"),
                "switches are as before");
        that(
                eventually(() ->
                        sh("pgrep -f '[c]onmon.*" + paths.data() + "' || true").isEmpty()),
                "monitors are left");
    }
}
