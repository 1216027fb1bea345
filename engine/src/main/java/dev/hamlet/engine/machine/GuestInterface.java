package dev.hamlet.engine.machine;

import java.net.InetAddress;
import java.util.List;

/**
 * A network interface of a guest, by the guest's own word.
 *
 * @param name such as {@code enp1s0}
 * @param mac six hexadecimal pairs with colons, lower case; empty where it has none
 * @param addresses what it is reached by, in the guest's order
 * @param received bytes since the guest has the interface, or -1 where it does not tell
 * @param sent the same of what it has sent
 */
public record GuestInterface(String name, String mac, List<InetAddress> addresses, long received, long sent) {
    /** Copies the list. */
    public GuestInterface {
        addresses = List.copyOf(addresses);
    }

    /** One that tells of no bytes. */
    public GuestInterface(String name, String mac, List<InetAddress> addresses) {
        this(name, mac, addresses, -1, -1);
    }
}
