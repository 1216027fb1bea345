package dev.hamlet.engine.container.fake;

import dev.hamlet.engine.container.ContainerId;
import dev.hamlet.engine.container.ContainerNetwork;
import dev.hamlet.engine.container.ContainerNetworks;
import dev.hamlet.engine.container.ContainerSpec;
import dev.hamlet.engine.container.NetworkWish;
import dev.hamlet.engine.container.PublishedPort;
import dev.hamlet.engine.container.Subnet;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.problem.NetworkProblem;
import dev.hamlet.engine.problem.Problem;
import dev.hamlet.engine.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Networks that are names, with addresses and ports that nobody holds. Safe for use by many threads. */
final class FakeNetworks implements ContainerNetworks {
    /** The first of those that Linux gives out itself (ip(7), ip_local_port_range). */
    private static final int FIRST_FREE = 32_768;

    private final TimeSource time;
    private final Map<String, ContainerNetwork> all = new TreeMap<>();
    private int next = FIRST_FREE;

    FakeNetworks(TimeSource time) {
        this.time = time;
    }

    /** A container runs from now on. */
    synchronized void join(ContainerSpec spec) throws ProblemException {
        NetworkWish wish = spec.wish().network();
        if (!wish.isBridged()) {
            return;
        }
        if (wish.network().equals(NetworkWish.USUAL) && !all.containsKey(NetworkWish.USUAL)) {
            make(NetworkWish.USUAL, Optional.empty());
        }
        ContainerNetwork network = find(wish.network());
        List<PublishedPort> ports = new ArrayList<>();
        for (PublishedPort port : wish.ports()) {
            int got = port.hostPort() == 0 ? next++ : port.hostPort();
            ports.add(new PublishedPort(port.address(), got, port.containerPort(), port.protocol()));
        }
        List<ContainerNetwork.Member> members = new ArrayList<>(network.members());
        String address = Subnet.text(network.subnet().gateway() + 1 + members.size());
        members.add(new ContainerNetwork.Member(spec.id(), spec.name(), address, ports));
        all.put(network.name(), with(network, members));
    }

    /** A container runs no longer. */
    synchronized void leave(ContainerId id) {
        all.replaceAll((_, network) -> with(
                network,
                network.members().stream().filter(one -> !one.id().equals(id)).toList()));
    }

    private static ContainerNetwork with(ContainerNetwork network, List<ContainerNetwork.Member> members) {
        return new ContainerNetwork(
                network.name(),
                network.subnet(),
                network.bridge(),
                !members.isEmpty(),
                members,
                network.created(),
                List.of());
    }

    private ContainerNetwork make(String name, Optional<Subnet> subnet) {
        int number = all.size();
        ContainerNetwork made = new ContainerNetwork(
                name,
                subnet.orElse(new Subnet(Subnet.number("10.90." + number + ".0"), 24)),
                "hmfake-" + number,
                false,
                List.of(),
                time.now(),
                List.of());
        all.put(name, made);
        return made;
    }

    @Override
    public synchronized List<ContainerNetwork> list() {
        return List.copyOf(all.values());
    }

    @Override
    public synchronized ContainerNetwork find(String name) throws ProblemException {
        ContainerNetwork found = all.get(name);
        if (found == null) {
            throw new ProblemException(new NetworkProblem.ContainerNetworkNotFound(name, ""));
        }
        return found;
    }

    @Override
    public synchronized ContainerNetwork create(String name, Optional<Subnet> subnet) throws ProblemException {
        if (all.containsKey(name)) {
            throw new ProblemException(new NetworkProblem.ContainerNetworkExists(name));
        }
        return make(name, subnet);
    }

    @Override
    public synchronized void remove(String name) throws ProblemException {
        List<ContainerNetwork.Member> members = find(name).members();
        if (!members.isEmpty()) {
            throw new ProblemException(new NetworkProblem.ContainerNetworkInUse(
                    name, members.stream().map(ContainerNetwork.Member::name).toList()));
        }
        all.remove(name);
    }

    @Override
    public List<Problem> notices(String name) {
        return List.of();
    }

    @Override
    public synchronized List<String> prunable() {
        return all.values().stream()
                .filter(network -> network.members().isEmpty())
                .map(ContainerNetwork::name)
                .toList();
    }

    @Override
    public synchronized List<String> prune() {
        List<String> idle = prunable();
        all.keySet().removeAll(idle);
        return idle;
    }
}
