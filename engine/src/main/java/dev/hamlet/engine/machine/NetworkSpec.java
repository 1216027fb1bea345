package dev.hamlet.engine.machine;

import java.util.List;

/**
 * A machine's network card, in user mode: the guest reaches out through the host, nothing reaches in but the forwards.
 *
 * @param connected whether there is a card at all
 * @param mac the card's address, six hexadecimal pairs with colons, stable for the machine's life
 * @param reachesHost whether the guest may reach services of this computer (10.0.2.2); off unless asked for
 * @param forwards ports of the host that lead into the guest
 */
public record NetworkSpec(boolean connected, String mac, boolean reachesHost, List<PortForward> forwards) {
    /** Copies the list. */
    public NetworkSpec {
        forwards = List.copyOf(forwards);
    }

    /** The same with the cable plugged in or out. */
    public NetworkSpec withConnected(boolean value) {
        return new NetworkSpec(value, mac, reachesHost, forwards);
    }

    /** The same, which may reach this computer or not. */
    public NetworkSpec withReachesHost(boolean value) {
        return new NetworkSpec(connected, mac, value, forwards);
    }
}
