package dev.hamlet.engine.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hamlet.engine.problem.ContainerProblem;
import dev.hamlet.engine.problem.ProblemException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Ports and addresses as people write them. */
class PublishedPortTest {
    private static List<String> read(String written) throws Exception {
        return PublishedPort.parse(written).stream()
                .map(PublishedPort::toString)
                .toList();
    }

    @Test
    void noMorePortsArePublishedThanConmonCanHold() throws Exception {
        NetworkWish few = new NetworkWish("", PublishedPort.parse("1000-1499:1000-1499"), List.of(), List.of());
        assertEquals(500, few.checked().ports().size());
        NetworkWish many = new NetworkWish("", PublishedPort.parse("1000-1500:1000-1500"), List.of(), List.of());
        ProblemException thrown = assertThrows(ProblemException.class, many::checked);
        assertTrue(
                thrown.problem().toString().contains("at most 500"),
                thrown.problem().toString());
    }

    @Test
    void portsAreWrittenAsForDockerButPublishedOnTheLoopback() throws Exception {
        assertEquals(List.of("127.0.0.1:8080:80/tcp"), read("8080:80"));
        assertEquals(List.of("0.0.0.0:53:53/udp"), read("0.0.0.0:53:53/UDP"));
        assertEquals(List.of("127.0.0.1::80/tcp"), read("80"));
        assertEquals(List.of("192.168.1.5::80/tcp"), read("192.168.1.5::80"));
        assertEquals(List.of("127.0.0.1:8000:80/tcp", "127.0.0.1:8001:81/tcp"), read("8000-8001:80-81"));
        assertEquals(read("80-81/udp"), List.of("127.0.0.1::80/udp", "127.0.0.1::81/udp"));
        for (String port : List.of("127.0.0.1::80/tcp", "0.0.0.0:53:53/udp")) {
            assertEquals(List.of(port), read(port), "what is kept is read again");
        }
    }

    @Test
    void whatIsNoPortIsRefused() {
        for (String wrong : List.of(
                "",
                ":",
                "80:",
                "0:80",
                "80:0",
                "65536:80",
                "80:65536",
                "a:80",
                "256.0.0.1:80:80",
                "0.0.0.00:80:80",
                "010.0.0.1:80:80",
                "1.2.3:80:80",
                "[::1]:80:80",
                "80-81:80",
                "81-80:81-80",
                "80/sctp",
                "-80:80",
                "80:80:80:80")) {
            ProblemException refused = assertThrows(ProblemException.class, () -> PublishedPort.parse(wrong), wrong);
            assertInstanceOf(ContainerProblem.ContainerSettingInvalid.class, refused.problem(), wrong);
        }
    }

    @Test
    void subnetsAreReadAndCompared() throws Exception {
        Subnet subnet = Subnet.parse("10.1.2.3/24");
        assertEquals("10.1.2.0/24", subnet.toString());
        assertEquals("10.1.2.1", Subnet.text(subnet.gateway()));
        assertEquals("10.1.2.254", Subnet.text(subnet.last()));
        assertTrue(subnet.overlaps(Subnet.parse("10.1.0.0/16"))
                && Subnet.parse("10.1.0.0/16").overlaps(subnet));
        assertFalse(subnet.overlaps(Subnet.parse("10.1.3.0/24")));
        assertTrue(new Subnet(0, 0).overlaps(subnet));
        assertEquals("192.168.255.254", Subnet.text(Subnet.number("192.168.255.254")));
        for (String wrong : List.of("", "10.1.2.0", "10.1.2.0/33", "10.1.2.0/30", "10.0.0.0/7", "x/24", "::/64")) {
            assertThrows(ProblemException.class, () -> Subnet.parse(wrong), wrong);
        }
    }
}
