package dev.hamlet.engine.container.network;

import dev.hamlet.engine.container.Subnet;
import java.util.List;
import java.util.Optional;

/**
 * Chooses addresses for networks: parts of the private networks (RFC 1918), those first that are used least, with 1022
 * addresses each, as many as a bridge has ports (Linux, {@code BR_MAX_PORTS}). Homes begin to look at different places, so
 * that two do not choose the same while neither is used. A pure function.
 */
final class AddressPool {
    private static final int PREFIX = 22;
    private static final List<Subnet> WHOLE = List.of(
            new Subnet(Subnet.number("10.64.0.0"), 10),
            new Subnet(Subnet.number("172.16.0.0"), 12),
            new Subnet(Subnet.number("192.168.0.0"), 16));

    private AddressPool() {}

    /**
     * Addresses that lead nowhere else.
     *
     * @param home the id of the home
     * @param taken what leads somewhere, or is promised
     */
    static Optional<Subnet> choose(String home, List<Subnet> taken) {
        for (Subnet whole : WHOLE) {
            int parts = 1 << (PREFIX - whole.prefix());
            int first = Math.floorMod(home.hashCode(), parts);
            for (int i = 0; i < parts; i++) {
                int part = (first + i) % parts;
                Subnet one = new Subnet(whole.address() + (part << (32 - PREFIX)), PREFIX);
                if (taken.stream().noneMatch(one::overlaps)) {
                    return Optional.of(one);
                }
            }
        }
        return Optional.empty();
    }
}
