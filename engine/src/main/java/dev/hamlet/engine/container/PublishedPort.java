package dev.hamlet.engine.container;

import dev.hamlet.engine.problem.ContainerProblem;
import dev.hamlet.engine.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A port of this computer that leads to one of a container.
 *
 * @param address of this computer; {@link #LOOPBACK} unless the user says another, {@link #ALL} for each that it has
 * @param hostPort 1 to 65535, or 0 for any that is free
 * @param containerPort 1 to 65535
 * @param protocol which of the two kinds of ports
 */
public record PublishedPort(String address, int hostPort, int containerPort, Protocol protocol) {
    /** Only this computer itself. */
    public static final String LOOPBACK = "127.0.0.1";

    /** Every address that this computer has. */
    public static final String ALL = "0.0.0.0";

    private static final int LAST = 65535;

    /** How {@code docker run} has it, but for its default of all addresses. */
    private static final String FORMS = "[ADDRESS:][PORT:]CONTAINER-PORT[/udp], such as 8080:80 or 0.0.0.0:53:53/udp";

    private static final Pattern WRITTEN = Pattern.compile(
            "(?:(?:(?<address>[0-9.]*):)?(?<host>(?:[0-9]{1,5}(?:-[0-9]{1,5})?)?):)?(?<container>[0-9]{1,5}(?:-[0-9]{1,5})?)"
                    + "(?:/(?<protocol>tcp|udp))?");

    /** What a port is a port of. */
    public enum Protocol {
        /** Connections. */
        TCP,
        /** Datagrams. */
        UDP;

        /** As it is written after a port. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Reads {@code [ADDRESS:][PORT:]CONTAINER-PORT[/PROTOCOL]}, where ports may be ranges of the same length. Without an
     * address it is {@link #LOOPBACK}, without a port any that is free.
     *
     * @throws ProblemException {@code ContainerSettingInvalid}
     */
    public static List<PublishedPort> parse(String written) throws ProblemException {
        Matcher matcher = WRITTEN.matcher(written.toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw invalid(written, FORMS);
        }
        String address = matcher.group("address");
        Range inside = Range.of(matcher.group("container"));
        String host = matcher.group("host");
        boolean any = host == null || host.isEmpty();
        Range outside = any ? new Range(0, inside.length() - 1) : Range.of(host);
        if (inside.length() < 1 || inside.length() != outside.length()) {
            throw invalid(written, "both ranges of ports have the same length");
        }
        Protocol protocol = "udp".equals(matcher.group("protocol")) ? Protocol.UDP : Protocol.TCP;
        List<PublishedPort> ports = new ArrayList<>();
        for (int i = 0; i < inside.length(); i++) {
            ports.add(new PublishedPort(
                            address == null || address.isEmpty() ? LOOPBACK : address,
                            any ? 0 : outside.first() + i,
                            inside.first() + i,
                            protocol)
                    .checked(written, any));
        }
        return ports;
    }

    private PublishedPort checked(String written, boolean any) throws ProblemException {
        if (!isAddress(address)) {
            throw invalid(written, "its address is one of this computer, as four numbers");
        }
        if (containerPort < 1 || containerPort > LAST || hostPort > LAST || (hostPort < 1 && !any)) {
            throw invalid(written, "ports are from 1 to 65535");
        }
        return this;
    }

    /**
     * The same, if it can be.
     *
     * @throws ProblemException {@code ContainerSettingInvalid}
     */
    PublishedPort checked() throws ProblemException {
        return checked(toString(), hostPort == 0);
    }

    /** Whether this is an address of four numbers, without zeros before them: some read those as octal. */
    static boolean isAddress(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 4) {
            return false;
        }
        for (String part : parts) {
            if (!part.matches("0|[1-9][0-9]{0,2}") || Integer.parseInt(part) > 255) {
                return false;
            }
        }
        return true;
    }

    private static ProblemException invalid(String written, String why) {
        return new ProblemException(new ContainerProblem.ContainerSettingInvalid("--publish", written, why));
    }

    /** As it is written on the command line. */
    @Override
    public String toString() {
        return address + ":" + (hostPort == 0 ? "" : hostPort) + ":" + containerPort + "/" + protocol.word();
    }

    private record Range(int first, int last) {
        static Range of(String written) {
            int dash = written.indexOf('-');
            return dash < 0
                    ? new Range(Integer.parseInt(written), Integer.parseInt(written))
                    : new Range(Integer.parseInt(written, 0, dash, 10), Integer.parseInt(written.substring(dash + 1)));
        }

        int length() {
            return last - first + 1;
        }
    }
}
