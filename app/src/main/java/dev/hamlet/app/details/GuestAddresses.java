package dev.hamlet.app.details;

import dev.hamlet.app.words.Messages;
import dev.hamlet.engine.machine.GuestInterface;
import dev.hamlet.engine.machine.MachineSnapshot;
import dev.hamlet.engine.machine.MachineSpec;
import dev.hamlet.engine.problem.HostProblem;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** By what addresses a running guest is reached, in words. Pure. */
final class GuestAddresses {
    /** What QEMU's own user-mode network gives to a guest that asks (QEMU's {@code -netdev user}, {@code dhcpstart}). */
    private static final String USER_NETWORK = "10.0.2.15";

    private static final String ADDRESS = "machines.fact.address";

    private GuestAddresses() {}

    /** The addresses and whether the guest's agent answers. */
    static List<MachineFacts.Fact> facts(
            MachineSnapshot machine, MachineSpec spec, AddressModel.Answer agent, Messages words) {
        List<MachineFacts.Fact> facts = new ArrayList<>();
        switch (agent) {
            case AddressModel.Answer.Unasked() -> facts.addAll(usual(machine, spec, words));
            case AddressModel.Answer.Silence() -> {
                facts.addAll(usual(machine, spec, words));
                facts.add(new MachineFacts.Fact(
                        "machines.fact.agent", words.text("details.agent.silent"), "", null, false));
            }
            case AddressModel.Answer.Interfaces(List<GuestInterface> all) -> {
                for (InetAddress address : reachable(all, spec.network().mac())) {
                    String text = address.getHostAddress();
                    facts.add(new MachineFacts.Fact(ADDRESS, text, text, null, false));
                }
                facts.add(new MachineFacts.Fact(
                        "machines.fact.agent", words.text("details.agent.answers"), "", null, true));
            }
        }
        return facts;
    }

    /** What is not for the guest alone, the machine's own card first, shorter addresses first. */
    private static List<InetAddress> reachable(List<GuestInterface> all, String mac) {
        return all.stream()
                .sorted(Comparator.comparing(one -> !one.mac().equalsIgnoreCase(mac)))
                .flatMap(one -> one.addresses().stream()
                        .filter(address -> !address.isLoopbackAddress()
                                && !address.isLinkLocalAddress()
                                && !address.isMulticastAddress()
                                && !address.isAnyLocalAddress())
                        .sorted(Comparator.comparingInt(address -> address.getAddress().length)))
                .distinct()
                .toList();
    }

    /**
     * The address that the network gives, where it is known which network that is: passt, which keeps a guest from this
     * computer's own services, gives it this computer's address instead.
     */
    private static List<MachineFacts.Fact> usual(MachineSnapshot machine, MachineSpec spec, Messages words) {
        boolean own = spec.network().connected()
                && (spec.network().reachesHost()
                        || machine.notices().stream().anyMatch(HostProblem.GuestReachesHost.class::isInstance));
        return own
                ? List.of(new MachineFacts.Fact(
                        ADDRESS, words.text("details.address.usual", USER_NETWORK), USER_NETWORK, null, false))
                : List.of();
    }
}
