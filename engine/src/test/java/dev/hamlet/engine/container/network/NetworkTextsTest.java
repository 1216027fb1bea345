package dev.hamlet.engine.container.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hamlet.engine.container.ContainerId;
import dev.hamlet.engine.container.PublishedPort;
import dev.hamlet.engine.container.Subnet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pure functions of networks: addresses, rules, and the files by which containers find others. */
class NetworkTextsTest {
    private static final Definition NETWORK =
            new Definition("bridge", new Subnet(Subnet.number("10.64.0.0"), 22), "hm012345-0", Instant.EPOCH);

    private static Lease lease(String name, String address, String... ports) throws Exception {
        List<PublishedPort> all = new ArrayList<>();
        for (String port : ports) {
            all.addAll(PublishedPort.parse(port));
        }
        return new Lease(
                new ContainerId("0123456789abcdef".repeat(4)),
                List.of(name, name + "-host"),
                "bridge",
                Subnet.number(address),
                all,
                Path.of("/hosts"),
                List.of("db:10.0.0.9"));
    }

    @Test
    void addressesLeadNowhereElse() {
        Subnet first = AddressPool.choose("a", List.of()).orElseThrow();
        assertNotEquals(first, AddressPool.choose("b", List.of()).orElseThrow(), "homes begin at different places");
        assertNotEquals(first, AddressPool.choose("a", List.of(first)).orElseThrow());
        Subnet ten = new Subnet(Subnet.number("10.0.0.0"), 8);
        Subnet other = AddressPool.choose("a", List.of(ten)).orElseThrow();
        assertFalse(other.overlaps(ten), "a private network behind a tunnel");
        assertEquals(Optional.empty(), AddressPool.choose("a", List.of(new Subnet(0, 0))));
    }

    @Test
    void aLeaseIsReadAsItWasWritten() throws Exception {
        Lease lease = lease("web", "10.64.0.2", "8080:80", "0.0.0.0:53:53/udp");
        assertEquals(Optional.of(lease), NetworkJson.readLease("bridge", lease.address(), NetworkJson.write(lease)));
        assertEquals(Optional.empty(), NetworkJson.readLease("bridge", 1, new byte[0]), "an empty file is nobody's");
        assertEquals(Optional.of(NETWORK), NetworkJson.readDefinition("bridge", NetworkJson.write(NETWORK)));
        assertTrue(lease.link(NETWORK.bridge()).length() <= 15);
    }

    @Test
    void theLinkOfEveryAddressHasANameOfItsOwn() throws Exception {
        Lease ten = lease("web", "10.16.0.2");
        Lease other = lease("web", "172.16.0.2");
        assertNotEquals(ten.link(NETWORK.bridge()), other.link(NETWORK.bridge()));
        assertTrue(lease("web", "255.255.255.255").link(NETWORK.bridge()).length() <= 15);
    }

    @Test
    void whatAContainerWroteInItsHostsIsWrittenOverWhateverItIs(@TempDir Path folder) throws Exception {
        Path hosts = folder.resolve("hosts");
        Files.write(hosts, new byte[] {(byte) 0xff, 'x', 0, 1, 2, 3, 4, 5, 6});
        Guide.rewrite(hosts, "own\n");
        assertEquals("own\n", Files.readString(hosts));
    }

    @Test
    void portsAreTurnedByWhereTheyArePublished() throws Exception {
        Lease lease = lease("web", "10.64.0.2", "8080:80", "0.0.0.0:53:53/udp");
        assertEquals("""
                add element inet t one { 127.0.0.1 . tcp . 8080 : 10.64.0.2 . 80 }
                add element inet t any { udp . 53 : 10.64.0.2 . 53 }
                add element inet t published { 10.64.0.2 . tcp . 80, 10.64.0.2 . udp . 53 }
                """, Ruleset.publish("t", lease));
        String whole = Ruleset.whole("t", List.of(NETWORK), List.of(lease), Set.of("eth0"), Optional.empty());
        assertTrue(whole.startsWith("table inet t {}\ndelete table inet t\ntable inet t {\n"), whole);
        assertTrue(whole.contains("elements = { 127.0.0.1 . tcp . 8080 : 10.64.0.2 . 80 }"), whole);
        assertTrue(whole.contains("iifname \"hm012345-0\" ip saddr != 10.64.0.0/22 drop"), whole);
    }

    @Test
    void hostsHaveNeighboursAndWhatTheUserSays() throws Exception {
        Lease own = lease("web", "10.64.0.2");
        assertEquals("""
                127.0.0.1 localhost
                ::1 localhost ip6-localhost ip6-loopback
                10.0.0.9 db
                10.64.0.1 host.containers.internal host.docker.internal
                10.64.0.2 web web-host
                10.64.0.3 app app-host
                """, HostsFile.of(own, NETWORK.subnet().gateway(), List.of(own, lease("app", "10.64.0.3"))));
    }

    @Test
    void nameServersThatAContainerDoesNotReachAreLeftOut() {
        String own = """
                # a comment
                nameserver 127.0.0.53
                nameserver fe80::1%eth0
                nameserver 192.168.1.1
                search home.example
                options edns0
                """;
        assertEquals(
                "nameserver 192.168.1.1\nsearch home.example\noptions edns0\n", NameServers.reachable(own, List.of()));
        assertEquals(
                "nameserver 9.9.9.9\nsearch home.example\noptions edns0\n",
                NameServers.reachable(own, List.of("9.9.9.9")));
        assertEquals("", NameServers.reachable("", List.of()));
    }
}
