package dev.hamlet.engine.container;

import dev.hamlet.engine.problem.ContainerProblem;
import dev.hamlet.engine.problem.ProblemException;

/**
 * IPv4 addresses that begin alike.
 *
 * @param address the first of them, as a number whose highest part is written first
 * @param prefix how many leading bits are the same, 0 to 32
 */
public record Subnet(int address, int prefix) {
    private static final int LEAST_PREFIX = 8;
    private static final int LAST_PREFIX = 29;

    /** Clears the bits that do not count. */
    public Subnet {
        address &= mask(prefix);
    }

    private static int mask(int prefix) {
        return prefix == 0 ? 0 : -1 << (32 - prefix);
    }

    /**
     * Reads such as {@code 10.1.2.0/24}, for a network of containers.
     *
     * @throws ProblemException {@code ContainerSettingInvalid}
     */
    public static Subnet parse(String written) throws ProblemException {
        int slash = written.indexOf('/');
        String bits = written.substring(slash + 1);
        boolean good = slash > 0
                && PublishedPort.isAddress(written.substring(0, slash))
                && bits.matches("[0-9]{1,2}")
                && Integer.parseInt(bits) >= LEAST_PREFIX
                && Integer.parseInt(bits) <= LAST_PREFIX;
        if (!good) {
            throw new ProblemException(new ContainerProblem.ContainerSettingInvalid(
                    "--subnet", written, "an IPv4 network with 8 to 29 bits, such as 10.1.2.0/24"));
        }
        return new Subnet(number(written.substring(0, slash)), Integer.parseInt(bits));
    }

    /** The number of an address of four numbers. */
    public static int number(String address) {
        int number = 0;
        for (String part : address.split("\\.", -1)) {
            number = number << 8 | Integer.parseInt(part);
        }
        return number;
    }

    /** An address as four numbers. */
    public static String text(int address) {
        return (address >>> 24) + "." + (address >>> 16 & 0xff) + "." + (address >>> 8 & 0xff) + "." + (address & 0xff);
    }

    /** The address of this computer in it: the first after that of the network itself. */
    public int gateway() {
        return address + 1;
    }

    /** The last address that a container may have; the one after it is that of all. */
    public int last() {
        return (address | ~mask(prefix)) - 1;
    }

    /** Whether some address is in both. */
    public boolean overlaps(Subnet other) {
        int common = mask(Math.min(prefix, other.prefix));
        return (address & common) == (other.address & common);
    }

    /** As it is written. */
    @Override
    public String toString() {
        return text(address) + "/" + prefix;
    }
}
