package dev.hamlet.engine.container.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hamlet.engine.container.ContainerId;
import dev.hamlet.engine.container.PublishedPort;
import dev.hamlet.engine.container.Subnet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Answers as slirp4netns 1.2.0 gave them. */
class SlirpJsonTest {
    private static final PublishedPort WEB = new PublishedPort("127.0.0.1", 18080, 80, PublishedPort.Protocol.TCP);
    private static final int ADDRESS = Subnet.number("10.70.0.2");

    @Test
    void aPortIsAskedForByAllThatItIs() {
        assertEquals(
                "{\"execute\":\"add_hostfwd\",\"arguments\":{\"proto\":\"tcp\",\"host_addr\":\"127.0.0.1\","
                        + "\"host_port\":18080,\"guest_addr\":\"10.70.0.2\",\"guest_port\":80}}",
                SlirpJson.add(WEB, ADDRESS));
    }

    @Test
    void portsAreKnownAgainByWhoseTheyAre() throws Exception {
        List<SlirpJson.Forward> forwards = SlirpJson.forwards("{\"entries\":[{\"id\":1,\"proto\":\"tcp\","
                + "\"host_addr\":\"127.0.0.1\",\"host_port\":18080,\"guest_addr\":\"10.70.0.2\",\"guest_port\":80}]}");
        assertEquals(List.of(new SlirpJson.Forward(1, "tcp", 18080, ADDRESS, 80)), forwards);
        assertTrue(forwards.getFirst().isOf(lease(ADDRESS, WEB)));
        assertFalse(forwards.getFirst().isOf(lease(ADDRESS + 1, WEB)));
        assertFalse(forwards.getFirst().isOf(lease(ADDRESS)));
        PublishedPort datagrams = new PublishedPort("127.0.0.1", 18080, 80, PublishedPort.Protocol.UDP);
        assertFalse(forwards.getFirst().isOf(lease(ADDRESS, datagrams)));
        assertEquals(
                "{\"execute\":\"remove_hostfwd\",\"arguments\":{\"id\":1}}", SlirpJson.remove(forwards.getFirst()));
    }

    private static Lease lease(int address, PublishedPort... ports) {
        return new Lease(
                ContainerId.random(), List.of("web"), "bridge", address, List.of(ports), Path.of("hosts"), List.of());
    }

    @Test
    void whatIsRefusedIsSaid() throws Exception {
        assertEquals("", SlirpJson.refused("{\"return\":{\"id\":1}}"));
        assertEquals(
                "bad request: add_hostfwd: slirp_add_hostfwd failed",
                SlirpJson.refused("{\"error\":{\"desc\":\"bad request: add_hostfwd: slirp_add_hostfwd failed\"}}"));
        assertEquals("no answer", SlirpJson.refused(""));
        assertThrows(IOException.class, () -> SlirpJson.forwards("{\"error\":{\"desc\":\"no\"}}"));
        assertThrows(IOException.class, () -> SlirpJson.forwards("{"));
    }
}
