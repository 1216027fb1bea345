package dev.hamlet.engine.container.network;

import dev.hamlet.engine.container.ContainerId;
import dev.hamlet.engine.container.ContainerNetwork;
import dev.hamlet.engine.container.ContainerNetworks;
import dev.hamlet.engine.container.ContainerSpec;
import dev.hamlet.engine.container.NetworkWish;
import dev.hamlet.engine.container.PublishedPort;
import dev.hamlet.engine.container.Subnet;
import dev.hamlet.engine.host.HamletPaths;
import dev.hamlet.engine.host.Turn;
import dev.hamlet.engine.host.WholeFile;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.namespace.Namespaces;
import dev.hamlet.engine.problem.ContainerProblem;
import dev.hamlet.engine.problem.HostProblem;
import dev.hamlet.engine.problem.Nearest;
import dev.hamlet.engine.problem.NetworkProblem;
import dev.hamlet.engine.problem.Problem;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.engine.process.ProcessLauncher;
import dev.hamlet.nativebridge.FileLock;
import dev.hamlet.nativebridge.HeldPort;
import dev.hamlet.nativebridge.NativeException;
import dev.hamlet.nativebridge.NetworkLinks;
import dev.hamlet.nativebridge.OpenFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The networks of this home, each a bridge of this computer. A network comes with its first container; addresses, links and
 * published ports come and go with the runs of containers. Safe for use by many threads and processes: each change is one
 * turn.
 */
public final class BridgeNetworks implements ContainerNetworks {
    private static final Logger LOG = LoggerFactory.getLogger(BridgeNetworks.class);
    private static final int HOME = 8;

    private final Namespaces namespaces;
    private final HamletPaths paths;
    private final ProcessLauncher launcher;
    private final TimeSource time;
    private final NetworkFiles files;
    private final WayOut wayOut;
    private final Neighbours neighbours;

    /** Those of this home; touches nothing yet. */
    public BridgeNetworks(HamletPaths paths, ProcessLauncher launcher, Namespaces namespaces, TimeSource time) {
        this.namespaces = namespaces;
        this.paths = paths;
        this.launcher = launcher;
        this.time = time;
        this.files = new NetworkFiles(paths.data().resolve("containers").resolve("networks"));
        this.wayOut = new WayOut(files.all(), launcher, namespaces, time);
        this.neighbours = new Neighbours(files, namespaces);
    }

    private HostNetwork host() throws ProblemException {
        return new HostNetwork(
                launcher, namespaces, files, paths.homeId().substring(0, HOME), new SharedSwitches(time));
    }

    private FileLock turn() throws ProblemException, InterruptedException {
        HamletPaths.makePrivate(files.all());
        return new Turn(files.turn(), time)
                .take()
                .orElseThrow(() -> new ProblemException(new HostProblem.FileUnusable(
                        files.turn(), "another process is changing networks all the time")));
    }

    @Override
    public List<ContainerNetwork> list() throws ProblemException {
        List<ContainerNetwork> networks = new ArrayList<>();
        for (Definition network : files.networks()) {
            networks.add(look(network));
        }
        return networks;
    }

    @Override
    public ContainerNetwork find(String name) throws ProblemException {
        return look(defined(name));
    }

    private Definition defined(String name) throws ProblemException {
        Optional<Definition> found = NetworkWish.isName(name) ? files.network(name) : Optional.empty();
        if (found.isEmpty()) {
            List<String> names = files.networks().stream().map(Definition::name).toList();
            throw new ProblemException(new NetworkProblem.ContainerNetworkNotFound(name, Nearest.of(name, names)));
        }
        return found.get();
    }

    private ContainerNetwork look(Definition network) throws ProblemException {
        List<ContainerNetwork.Member> members = new ArrayList<>();
        for (Lease lease : files.leases(network)) {
            members.add(new ContainerNetwork.Member(
                    lease.container(), lease.names().getFirst(), Subnet.text(lease.address()), lease.ports()));
        }
        boolean up = host().isUp(network);
        return new ContainerNetwork(
                network.name(),
                network.subnet(),
                network.bridge(),
                up,
                members,
                network.created(),
                up ? notices(network) : List.of());
    }

    @Override
    public List<Problem> notices(String name) throws ProblemException {
        return notices(defined(name));
    }

    private List<Problem> notices(Definition network) throws ProblemException {
        List<Problem> notices = new ArrayList<>(host().notices(network));
        if (!namespaces.isDirect()) {
            wayOut.obstacle().ifPresent(notices::add);
        }
        notices.addAll(neighbours.untold(network));
        return List.copyOf(notices);
    }

    @Override
    public ContainerNetwork create(String name, Optional<Subnet> subnet) throws ProblemException, InterruptedException {
        if (!NetworkWish.isName(name) || !NetworkWish.of(name).isBridged()) {
            throw new ProblemException(new ContainerProblem.ContainerSettingInvalid(
                    "network", name, "letters, digits, _ . and -, at most 64, but neither none nor host"));
        }
        try (FileLock _ = turn()) {
            if (files.network(name).isPresent()) {
                throw new ProblemException(new NetworkProblem.ContainerNetworkExists(name));
            }
            return look(make(name, subnet));
        }
    }

    private Definition make(String name, Optional<Subnet> wanted) throws ProblemException {
        List<Subnet> taken = taken(name);
        Subnet subnet;
        if (wanted.isPresent()) {
            subnet = wanted.get();
            requireFree(name, subnet, taken);
        } else {
            subnet = AddressPool.choose(paths.homeId(), taken)
                    .orElseThrow(() -> new ProblemException(new NetworkProblem.ContainerNetworkOverlaps(
                            name, "10.64.0.0/10, 172.16.0.0/12, 192.168.0.0/16", "everywhere")));
        }
        Set<String> bridges = files.networks().stream().map(Definition::bridge).collect(Collectors.toSet());
        int number = 0;
        while (bridges.contains(host().links() + "-" + number)) {
            number++;
        }
        Definition made = new Definition(name, subnet, host().links() + "-" + number, time.now());
        files.write(made);
        return made;
    }

    private static void requireFree(String name, Subnet subnet, List<Subnet> taken) throws ProblemException {
        for (Subnet other : taken) {
            if (subnet.overlaps(other)) {
                throw new ProblemException(
                        new NetworkProblem.ContainerNetworkOverlaps(name, subnet.toString(), other.toString()));
            }
        }
    }

    /** Where addresses lead: to networks of ours but this one, and by the routes of this computer. */
    private List<Subnet> taken(String but) throws ProblemException {
        List<Subnet> taken = new ArrayList<>(List.of(WayOut.OWN));
        Set<Integer> ours = new HashSet<>();
        try {
            for (NetworkLinks.Link link : NetworkLinks.links()) {
                if (link.name().startsWith(host().links())) {
                    ours.add(link.index());
                }
            }
            for (Definition network : files.networks()) {
                if (!network.name().equals(but)) {
                    taken.add(network.subnet());
                }
            }
            for (NetworkLinks.Route route : NetworkLinks.routes()) {
                if (route.prefix() > 0 && !ours.contains(route.link())) {
                    taken.add(new Subnet(route.address(), route.prefix()));
                }
            }
        } catch (NativeException e) {
            throw new ProblemException(new NetworkProblem.ContainerNetworkImpossible(but, WholeFile.reason(e)), e);
        }
        return taken;
    }

    @Override
    public void remove(String name) throws ProblemException, InterruptedException {
        try (FileLock _ = turn()) {
            Definition network = defined(name);
            List<Lease> leases = files.leases(network);
            if (!leases.isEmpty()) {
                throw new ProblemException(new NetworkProblem.ContainerNetworkInUse(
                        name,
                        leases.stream().map(lease -> lease.names().getFirst()).toList()));
            }
            // Of an address whose file cannot be read nobody knows whose it is: somebody's.
            Set<Integer> taken = files.taken(network);
            if (!taken.isEmpty()) {
                throw new ProblemException(new NetworkProblem.ContainerNetworkInUse(
                        name, taken.stream().map(Subnet::text).sorted().toList()));
            }
            remove(network);
        }
    }

    private void remove(Definition network) throws ProblemException, InterruptedException {
        HostNetwork host = host();
        host.lower(network);
        files.delete(network);
        if (files.networks().isEmpty()) {
            host.clear();
        } else if (host.hasTable()) {
            host.load();
        }
    }

    @Override
    public List<String> prunable() throws ProblemException {
        List<String> unused = new ArrayList<>();
        for (Definition network : files.networks()) {
            if (files.taken(network).isEmpty()) {
                unused.add(network.name());
            }
        }
        return unused;
    }

    @Override
    public List<String> prune() throws ProblemException, InterruptedException {
        List<String> removed = new ArrayList<>();
        try (FileLock _ = turn()) {
            for (Definition network : files.networks()) {
                if (files.taken(network).isEmpty()) {
                    remove(network);
                    removed.add(network.name());
                }
            }
        }
        return removed;
    }

    /**
     * Gives a container that is about to run its address and its ports, and writes the files by which it finds others.
     *
     * @param bundle where these lie
     * @param run the folder of this run, which is empty but for the note that it begins
     * @throws ProblemException {@code PublishedPortTaken}, {@code ContainerNetworkNotFound} and others; nothing is taken then
     */
    public Attachment attach(ContainerSpec spec, Path bundle, Path run) throws ProblemException, InterruptedException {
        NetworkWish wish = spec.wish().network();
        List<String> names = Stream.of(spec.name(), spec.hostname()).distinct().toList();
        if (!wish.isBridged()) {
            Guide.write(bundle, names, wish, Guide.alone(names, wish));
            return new Attachment(this, Optional.empty());
        }
        try (FileLock _ = turn()) {
            Definition network = usable(wish.network());
            HostNetwork host = host();
            host.raise(network);
            // Before it is asked who has ended: an address that becomes free from here on is not given yet.
            Set<Integer> taken = new HashSet<>(files.taken(network));
            List<Lease> others = files.leases(network);
            Optional<OpenFile> out = openWayOut(host, !wish.ports().isEmpty());
            List<HeldPort> held = new ArrayList<>();
            boolean done = false;
            try {
                if (!namespaces.isDirect()) {
                    // Ports of containers that have ended unseen lead to addresses that others are about to have.
                    taken.addAll(wayOut.keepAlone(files.leases(), host.there()));
                }
                held.addAll(PortHolding.take(
                        spec.name(), wish.ports(), wish.ports().isEmpty() ? List.of() : files.leases()));
                Lease lease = new Lease(
                        spec.id(),
                        names,
                        network.name(),
                        free(network, taken),
                        PortHolding.got(wish.ports(), held),
                        Guide.hosts(bundle),
                        wish.hosts());
                Guide.write(
                        bundle,
                        names,
                        nameServers(wish),
                        HostsFile.of(lease, neighbours.thisComputer(network), others));
                files.write(lease, note(run));
                done = true;
                return new Attachment(this, Optional.of(new Attachment.Bridged(lease, network, held, run, out)));
            } finally {
                if (!done) {
                    held.forEach(HeldPort::close);
                    out.ifPresent(OpenFile::close);
                }
            }
        }
    }

    /**
     * In the user namespace: the way out, which stays for as long as what comes back is open somewhere. Without one,
     * containers still reach each other.
     *
     * @param wanted whether it has to be there
     */
    private Optional<OpenFile> openWayOut(HostNetwork host, boolean wanted)
            throws ProblemException, InterruptedException {
        if (namespaces.isDirect() || (!wanted && wayOut.obstacle().isPresent())) {
            return Optional.empty();
        }
        return Optional.of(wayOut.open(host.there()));
    }

    private NetworkWish nameServers(NetworkWish wish) {
        return namespaces.isDirect() || !wish.nameServers().isEmpty()
                ? wish
                : new NetworkWish(wish.network(), wish.ports(), wish.hosts(), List.of(WayOut.NAME_SERVER));
    }

    /** The network of this name; the usual one is made where it is missing, and moves where its addresses are used. */
    private Definition usable(String name) throws ProblemException {
        Optional<Definition> found = files.network(name);
        if (found.isEmpty()) {
            return name.equals(NetworkWish.USUAL) ? make(name, Optional.empty()) : defined(name);
        }
        Definition network = found.get();
        if (host().isUp(network)) {
            return network;
        }
        List<Subnet> taken = taken(name);
        if (name.equals(NetworkWish.USUAL) && taken.stream().anyMatch(network.subnet()::overlaps)) {
            files.delete(network);
            return make(name, Optional.empty());
        }
        requireFree(name, network.subnet(), taken);
        return network;
    }

    private static int free(Definition network, Set<Integer> used) throws ProblemException {
        for (int one = network.subnet().gateway() + 1; one <= network.subnet().last(); one++) {
            if (!used.contains(one)) {
                return one;
            }
        }
        throw new ProblemException(new NetworkProblem.ContainerNetworkFull(
                network.name(), network.subnet().toString()));
    }

    private static Path note(Path run) {
        return run.resolve("address");
    }

    /** What the script at the end tells nftables; only where there is something to tell. */
    private static Path withdrawal(Path run) {
        return run.resolve("withdraw");
    }

    Path addressFile(Lease lease) {
        return files.address(lease.network(), lease.address());
    }

    void connect(Attachment.Bridged bridged, long process) throws ProblemException, InterruptedException {
        Lease lease = bridged.lease();
        Definition network = bridged.network();
        NetworkLinks.Pair pair = new NetworkLinks.Pair(
                lease.link(network.bridge()),
                network.bridge(),
                Path.of("/proc", Long.toString(process), "ns", "net"),
                "eth0",
                lease.address(),
                network.subnet().prefix(),
                network.subnet().gateway());
        HostNetwork host = host();
        host.connect(network, pair);
        try (FileLock _ = turn()) {
            if (!namespaces.isDirect()) {
                letIn(bridged);
            } else if (!lease.ports().isEmpty()) {
                NetworkFiles.passing(
                        withdrawal(bridged.run()),
                        Ruleset.withdraw(host.table(), lease).getBytes(StandardCharsets.US_ASCII));
                host.publish(lease, bridged.run().resolve("publish"));
            }
            neighbours.tell(network);
        }
    }

    /** Up to here nobody else could take the ports. */
    private void letIn(Attachment.Bridged bridged) throws ProblemException {
        Lease lease = bridged.lease();
        bridged.ports().forEach(HeldPort::close);
        for (PublishedPort port : lease.ports()) {
            wayOut.publish(lease.names().getFirst(), port, lease.address());
        }
    }

    /**
     * Takes back what a run had of its network, as far as the script at its end has not. The run's process has ended.
     *
     * @param container whose run it was
     */
    public void release(ContainerId container, Path run) throws ProblemException, InterruptedException {
        Path note = note(run);
        if (!Files.exists(note)) {
            return;
        }
        try (FileLock _ = turn()) {
            Optional<Lease> lease =
                    files.leaseOf(note).filter(one -> one.container().equals(container));
            if (lease.isPresent()) {
                host().withdraw(lease.get(), withdrawal(run));
                files.delete(lease.get());
            }
            if (!namespaces.isDirect()) {
                // Where the script was quicker, nobody knows any more what it had.
                wayOut.keep(files.leases());
            }
            for (Definition network : files.networks()) {
                if (Files.readString(note).startsWith(network.name() + "/")) {
                    neighbours.tell(network);
                }
            }
            Files.delete(note);
        } catch (IOException e) {
            // Said by whoever reads it next; what it names is free.
            LOG.warn("the note of an address cannot be removed", e);
        }
    }
}
