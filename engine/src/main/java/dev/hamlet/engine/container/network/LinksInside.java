package dev.hamlet.engine.container.network;

import dev.hamlet.engine.container.Subnet;
import dev.hamlet.engine.namespace.Namespaces;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.engine.process.ProcessInput;
import dev.hamlet.engine.process.ProcessResult;
import dev.hamlet.engine.process.ProcessSpec;
import dev.hamlet.nativebridge.NativeException;
import dev.hamlet.nativebridge.NetworkLinks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * By ip(8) in the user namespace, whose network is ours alone: nobody else has links, rules or switches there, and all of
 * them go together.
 */
record LinksInside(Namespaces namespaces, String ours) implements Links {
    private static final int EEXIST = 17;
    private static final Path SWITCHES = Path.of("/proc/sys/net");

    /** Names of all links there; none where nobody is there. */
    private List<String> names() throws ProblemException {
        OptionalLong somebody = namespaces.processIfThere();
        if (somebody.isEmpty()) {
            return List.of();
        }
        try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(somebody.getAsLong()), "net", "dev"))) {
            return lines.filter(line -> line.indexOf(':') > 0)
                    .map(line -> line.substring(0, line.indexOf(':')).strip())
                    .toList();
        } catch (IOException gone) {
            return List.of();
        }
    }

    @Override
    public boolean has(String link) throws ProblemException {
        return names().contains(link);
    }

    /** Rules come before the first bridge, and nobody but us could take them away. */
    @Override
    public boolean hasTable(String name) throws ProblemException {
        return names().stream().anyMatch(link -> link.startsWith(ours));
    }

    @Override
    public void addBridge(String name, int address) throws NativeException, ProblemException, InterruptedException {
        ip(List.of("link add " + name + " address " + hardware(address) + " type bridge"), List.of());
        turnOn(List.of(
                "ipv4/ip_forward",
                "ipv4/conf/" + name + "/forwarding",
                "ipv4/conf/" + name + "/route_localnet",
                "ipv6/conf/" + name + "/disable_ipv6"));
    }

    /** Turns these switches on there. */
    void turnOn(List<String> names) throws ProblemException, InterruptedException {
        // A switch that the kernel does not have needs no turning.
        ProcessResult _ = namespaces.run(ProcessSpec.of(
                        "tee",
                        names.stream()
                                .map(SWITCHES::resolve)
                                .map(Path::toString)
                                .toList())
                .feeding(ProcessInput.of("1\n")));
    }

    @Override
    public void raise(String name, int address, int prefix)
            throws NativeException, ProblemException, InterruptedException {
        ip(
                List.of(
                        "addr replace " + Subnet.text(address) + "/" + prefix + " broadcast + dev " + name,
                        "link set " + name + " up"),
                List.of());
    }

    @Override
    public void remove(String name) throws NativeException, ProblemException, InterruptedException {
        if (has(name)) {
            ip(List.of("link delete " + name), List.of());
        }
    }

    @Override
    public void connect(NetworkLinks.Pair pair) throws NativeException, ProblemException, InterruptedException {
        // The process is the name of its network.
        String process = pair.namespace().getName(1).toString();
        ip(
                List.of(
                        "link add " + pair.name() + " type veth peer name " + pair.inside() + " address "
                                + hardware(pair.address()) + " netns " + process,
                        "link set " + pair.name() + " master " + pair.bridge() + " up"),
                List.of());
        ip(
                List.of(
                        "link set lo up",
                        "addr add " + Subnet.text(pair.address()) + "/" + pair.prefix() + " broadcast + dev "
                                + pair.inside(),
                        "link set " + pair.inside() + " up",
                        "route add default via " + Subnet.text(pair.gateway())),
                List.of("nsenter", "--net=" + pair.namespace(), "--"));
    }

    @Override
    public boolean dropsForwarded() {
        return false;
    }

    /** They were turned on with the bridge, and on all links. */
    @Override
    public boolean isOn(String name) {
        return true;
    }

    @Override
    public void turnOn(String name) {
        // With the bridge.
    }

    private void ip(List<String> lines, List<String> before)
            throws NativeException, ProblemException, InterruptedException {
        List<String> words = new ArrayList<>(before);
        words.addAll(List.of("ip", "-batch", "-"));
        ProcessResult result = namespaces.run(ProcessSpec.of(words.getFirst(), words.subList(1, words.size()))
                .feeding(ProcessInput.of(String.join("\n", lines) + "\n")));
        if (!result.succeeded()) {
            String why = result.errorLines().isEmpty()
                    ? "ended with " + result.code()
                    : result.errorLines().getFirst();
            throw new NativeException("ip", why.contains("File exists") ? EEXIST : 0, why);
        }
    }

    /** As netlink's: the same address is always at the same place. */
    private static String hardware(int address) {
        return "02:68:%02x:%02x:%02x:%02x"
                .formatted(address >>> 24, address >>> 16 & 0xff, address >>> 8 & 0xff, address & 0xff);
    }
}
