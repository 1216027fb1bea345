package dev.hamlet.nativebridge;

import dev.hamlet.nativebridge.linux.network.LinuxNetworkLinks;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Links, addresses and routes of this computer's network (rtnetlink(7)), as seen by the calling thread. Changes need
 * root. Each call takes parts of a millisecond; may be called from any thread. IPv4 addresses are numbers, the first of
 * their four parts highest.
 */
public final class NetworkLinks {
    private NetworkLinks() {}

    /**
     * A link.
     *
     * @param index its number
     * @param name such as {@code eth0}
     * @param master the index of the bridge or the like that it is a part of; 0 for none
     */
    public record Link(int index, String name, int master) {}

    /**
     * Where a route leads.
     *
     * @param address the first address
     * @param prefix how many leading bits count; 0 for the way to everywhere
     * @param link the index of the link that it uses; 0 for none
     */
    public record Route(int address, int prefix, int link) {}

    /**
     * A link between a bridge and another network.
     *
     * @param name at the bridge
     * @param bridge its name
     * @param namespace the other network, such as {@code /proc/PID/ns/net}
     * @param inside what the link is called there
     * @param address its address there
     * @param prefix how many bits of it are the network's
     * @param gateway where everything else is sent
     */
    public record Pair(
            String name, String bridge, Path namespace, String inside, int address, int prefix, int gateway) {}

    /** All links. */
    public static List<Link> links() throws NativeException {
        Host.requireLinux();
        return LinuxNetworkLinks.links();
    }

    /** The link of this name. */
    public static Optional<Link> find(String name) throws NativeException {
        Host.requireLinux();
        return LinuxNetworkLinks.find(name);
    }

    /** All IPv4 routes, of all tables. */
    public static List<Route> routes() throws NativeException {
        Host.requireLinux();
        return LinuxNetworkLinks.routes();
    }

    /**
     * Makes a bridge, which is not up yet; one that is there is left.
     *
     * @param address what its hardware address derives from
     */
    public static void addBridge(String name, int address) throws NativeException {
        Host.requireLinux();
        LinuxNetworkLinks.addBridge(name, address);
    }

    /** Gives a link an address, if it does not have it, and brings it up. */
    public static void raise(String name, int address, int prefix) throws NativeException {
        Host.requireLinux();
        LinuxNetworkLinks.raise(name, address, prefix);
    }

    /** Takes a link away; one that is not there is no failure. */
    public static void remove(String name) throws NativeException {
        Host.requireLinux();
        LinuxNetworkLinks.remove(name);
    }

    /**
     * Makes a link whose one end is a port of the bridge and whose other one, up and with its address and the way to
     * everywhere else, is in another network. It goes with that network.
     */
    public static void connect(Pair pair) throws NativeException {
        Host.requireLinux();
        LinuxNetworkLinks.connect(pair);
    }

    /** Whether nftables has a table of this name, of the family {@code inet}. */
    public static boolean hasTable(String name) throws NativeException {
        Host.requireLinux();
        return LinuxNetworkLinks.hasTable(name);
    }

    /**
     * Whether what iptables keeps in nftables drops what is forwarded unless a rule lets it pass: the policy of its chain
     * FORWARD, as Docker sets it. No where there is none, or where only the older kind of iptables is used.
     */
    public static boolean dropsForwarded() throws NativeException {
        Host.requireLinux();
        return LinuxNetworkLinks.dropsForwarded();
    }
}
