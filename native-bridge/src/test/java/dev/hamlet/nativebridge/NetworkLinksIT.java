package dev.hamlet.nativebridge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Links and ports of a network of their own: that of this computer is not touched. */
@Tag("real")
@Timeout(60)
class NetworkLinksIT {
    @TempDir
    private Path folder;

    @Test
    void aBridgeAndAPairToAnotherNetworkAreMadeAndGone() throws Exception {
        assumeTrue(Users.isRoot(), "only root makes networks");
        for (String program : List.of("unshare", "nsenter", "ip", "nft")) {
            assumeTrue(
                    Files.isExecutable(Path.of("/usr/bin", program))
                            || Files.isExecutable(Path.of("/usr/sbin", program)),
                    program + " is not installed");
        }
        // The first shell has the network of the trial, the one in the middle the network of the other end.
        List<String> own = List.of(
                "unshare",
                "-n",
                "sh",
                "-c",
                "ip link set lo up; nft add table inet mine; nft add table ip filter;"
                        + " nft add chain ip filter FORWARD '{ type filter hook forward priority 0; policy drop; }';"
                        + " unshare -n sleep 50 & other=$!;"
                        + " until [ \"$(readlink /proc/$other/ns/net)\" != \"$(readlink /proc/$$/ns/net)\" ]; do :; done;"
                        + " \"$@\" $other; code=$?; kill $other; exit $code",
                "own");
        assertEquals(
                List.of(
                        "links [lo]",
                        "bridge before false",
                        "port of the bridge true",
                        "route true",
                        "here still 3",
                        "table false true",
                        "drops true",
                        "port true",
                        "taken true",
                        "datagrams true",
                        "not ours true",
                        "there default via 10.88.0.1 dev eth0",
                        "there 10.88.0.0/24 dev eth0 proto kernel scope link src 10.88.0.2",
                        "bridge after false"),
                new OtherJvm(folder).run(own, NetworkTrial.class));
    }
}
