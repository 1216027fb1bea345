package dev.hamlet.engine.container.network;

import dev.hamlet.engine.host.WholeFile;
import dev.hamlet.engine.namespace.Namespaces;
import dev.hamlet.engine.problem.HostProblem;
import dev.hamlet.engine.problem.MediaProblem;
import dev.hamlet.engine.problem.NetworkProblem;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.engine.process.ProcessLauncher;
import dev.hamlet.engine.process.ProcessResult;
import dev.hamlet.engine.process.ProcessSpec;
import dev.hamlet.nativebridge.NativeException;
import dev.hamlet.nativebridge.NetworkLinks;
import dev.hamlet.nativebridge.NetworkLinks.Link;
import dev.hamlet.nativebridge.Processes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What this computer has for our networks: bridges, the table of rules, and the kernel's switches. Called by whoever has
 * the turn. A link or a table of anybody else is never changed.
 */
final class HostNetwork {
    private static final int EXISTS = 17;

    private final ProcessLauncher launcher;
    private final Namespaces namespaces;
    private final Links there;
    private final NetworkFiles files;
    private final String home;
    private final SharedSwitches shared;

    /**
     * Touches nothing yet.
     *
     * @param home the beginning of the home's id, 8 hexadecimal digits
     */
    HostNetwork(
            ProcessLauncher launcher, Namespaces namespaces, NetworkFiles files, String home, SharedSwitches shared) {
        this.shared = shared;
        this.launcher = launcher;
        this.namespaces = namespaces;
        this.files = files;
        this.home = home;
        this.there = namespaces.isDirect() ? new Links.OfThisComputer() : new LinksInside(namespaces, links());
    }

    /** Where its links are. */
    Links there() {
        return there;
    }

    /** The table of this home. */
    String table() {
        return "hamlet_" + home;
    }

    /** What the names of all links of this home begin with. */
    String links() {
        return "hm" + home.substring(0, 6);
    }

    /**
     * Makes sure that a network is there, with its rules; asks the kernel each time, since others may have removed both.
     *
     * @throws ProblemException {@code ContainerNetworkImpossible}, {@code ToolMissing}
     */
    void raise(Definition network) throws ProblemException, InterruptedException {
        if (launcher.find("nft").isEmpty()) {
            throw new ProblemException(new MediaProblem.ToolMissing("nft", "nftables"));
        } else if (!namespaces.isDirect() && launcher.find("ip").isEmpty()) {
            throw new ProblemException(new MediaProblem.ToolMissing("ip", "iproute2"));
        }
        try {
            Set<String> opened = toOpen();
            if (namespaces.isDirect()) {
                shared.add(opened);
            }
            Set<String> before = opened();
            boolean up = there.has(network.bridge());
            if (!up || !opened.equals(before) || !there.hasTable(table())) {
                // Rules before what they are for: at no time is there a bridge that they do not guard.
                note(opened);
                load();
            }
            if (!up) {
                there.addBridge(network.bridge(), network.subnet().gateway());
            }
            // Also of one that is there: whoever made it may have been killed then, or others have changed it.
            there.turnOn("ipv6/conf/" + network.bridge() + "/disable_ipv6");
            there.turnOn("ipv4/conf/" + network.bridge() + "/route_localnet");
            there.turnOn("ipv4/conf/" + network.bridge() + "/forwarding");
            if (!up || namespaces.isDirect()) {
                there.raise(
                        network.bridge(),
                        network.subnet().gateway(),
                        network.subnet().prefix());
            }
            for (String link : opened) {
                there.turnOn("ipv4/conf/" + link + "/forwarding");
            }
        } catch (IOException e) {
            throw impossible(network, e);
        }
    }

    /**
     * Links on which packets have to be let pass for our sake. Where somebody lets packets pass on all, there is nothing to
     * do, and what we did before is theirs now.
     */
    private Set<String> toOpen() throws NativeException {
        if (there.isOn("ipv4/ip_forward")) {
            return Set.of();
        }
        Set<String> before = shared.all();
        before.addAll(opened());
        return NetworkLinks.links().stream()
                .filter(link -> link.master() == 0 && !link.name().equals("lo"))
                .map(Link::name)
                .filter(name -> !name.startsWith(links()) && name.matches("[A-Za-z0-9_.:@-]{1,15}"))
                .filter(name -> before.contains(name) || !there.isOn("ipv4/conf/" + name + "/forwarding"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private Set<String> opened() {
        try {
            List<String> lines = Files.readAllLines(files.opened());
            return lines.isEmpty() || !lines.getFirst().equals(boot())
                    ? Set.of()
                    : new TreeSet<>(lines.subList(1, lines.size()));
        } catch (IOException e) {
            return Set.of();
        }
    }

    private void note(Set<String> opened) throws ProblemException {
        String text = boot() + "\n" + opened.stream().map(name -> name + "\n").collect(Collectors.joining());
        NetworkFiles.passing(files.opened(), text.getBytes(StandardCharsets.UTF_8));
    }

    private static String boot() {
        return Processes.of().self().bootId();
    }

    /** Writes the whole table anew, from what is kept. */
    void load() throws ProblemException, InterruptedException {
        tell(
                namespaces.isDirect()
                        ? Ruleset.whole(table(), files.networks(), files.leases(), opened(), Optional.empty())
                        : Ruleset.whole(table(), files.networks(), List.of(), Set.of(), Optional.of(WayOut.LINK)),
                files.rules());
    }

    /** Publishes what a container has. */
    void publish(Lease lease, Path commands) throws ProblemException, InterruptedException {
        if (lease.ports().isEmpty() || !namespaces.isDirect()) {
            return;
        }
        try {
            tell(Ruleset.publish(table(), lease), commands);
        } catch (ProblemException e) {
            if (!(e.problem() instanceof NetworkProblem.ContainerNetworkImpossible)) {
                throw e;
            }
            // Something is in the way that should not be there: the whole anew has only what is true.
            load();
        }
    }

    /** Takes back what a container had. */
    void withdraw(Lease lease, Path commands) throws ProblemException, InterruptedException {
        if (!lease.ports().isEmpty() && namespaces.isDirect() && hasTable()) {
            try {
                tell(Ruleset.withdraw(table(), lease), commands);
            } catch (ProblemException e) {
                if (!(e.problem() instanceof NetworkProblem.ContainerNetworkImpossible)) {
                    throw e;
                }
                load();
            }
        }
    }

    boolean hasTable() {
        try {
            return there.hasTable(table());
        } catch (NativeException | ProblemException e) {
            return false;
        }
    }

    private void tell(String commands, Path file) throws ProblemException, InterruptedException {
        NetworkFiles.passing(file, commands.getBytes(StandardCharsets.UTF_8));
        ProcessResult result = launcher.run(namespaces.inside(ProcessSpec.of("nft", List.of("-f", file.toString()))));
        if (!result.succeeded()) {
            throw new ProblemException(new NetworkProblem.ContainerNetworkImpossible(
                    table(), "nft: " + String.join(" ", result.errorLines())));
        }
    }

    /** Takes a network away. */
    void lower(Definition network) throws ProblemException, InterruptedException {
        try {
            there.remove(network.bridge());
        } catch (NativeException e) {
            throw impossible(network, e);
        }
    }

    /**
     * Takes all rules away, and lets pass on links no more what was let pass for our sake; where another home still needs
     * that, it does so when it goes.
     */
    void clear() throws ProblemException, InterruptedException {
        close();
        note(Set.of());
        if (hasTable()) {
            tell("delete table inet " + table() + "\n", files.rules());
        }
    }

    private void close() throws ProblemException {
        Set<String> all = shared.all();
        all.addAll(opened());
        if (all.isEmpty() || othersAreThere()) {
            return;
        }
        for (String link : all) {
            Path file = Path.of("/proc/sys/net").resolve("ipv4/conf/" + link + "/forwarding");
            try {
                if (!there.isOn("ipv4/ip_forward") && Files.exists(file)) {
                    Files.writeString(file, "0");
                }
            } catch (IOException e) {
                throw new ProblemException(new HostProblem.FileUnusable(file, WholeFile.reason(e)), e);
            }
        }
        try {
            shared.forget();
        } catch (IOException e) {
            throw new ProblemException(new NetworkProblem.ContainerNetworkImpossible(table(), WholeFile.reason(e)), e);
        }
    }

    /** Whether another home has a network here now. */
    private boolean othersAreThere() throws ProblemException {
        try {
            return NetworkLinks.links().stream()
                    .anyMatch(link -> link.name().matches("hm[0-9a-f]{6}-[0-9]+")
                            && !link.name().startsWith(links()));
        } catch (NativeException e) {
            throw new ProblemException(new NetworkProblem.ContainerNetworkImpossible(table(), WholeFile.reason(e)), e);
        }
    }

    /** Whether a network is there, and what does not work on it. */
    Collection<NetworkProblem> notices(Definition network) throws ProblemException {
        try {
            return there.dropsForwarded() ? List.of(new NetworkProblem.ForwardingDropped(network.bridge())) : List.of();
        } catch (NativeException e) {
            throw impossible(network, e);
        }
    }

    boolean isUp(Definition network) throws ProblemException {
        try {
            return there.has(network.bridge());
        } catch (NativeException e) {
            throw impossible(network, e);
        }
    }

    /** Connects a container. */
    void connect(Definition network, NetworkLinks.Pair pair) throws ProblemException, InterruptedException {
        try {
            try {
                there.connect(pair);
            } catch (NativeException e) {
                if (e.errno() != EXISTS) {
                    throw e;
                }
                // Of nobody who has the address now.
                there.remove(pair.name());
                there.connect(pair);
            }
        } catch (NativeException e) {
            throw impossible(network, e);
        }
    }

    static ProblemException impossible(Definition network, IOException why) {
        return new ProblemException(
                new NetworkProblem.ContainerNetworkImpossible(network.name(), WholeFile.reason(why)), why);
    }
}
