package dev.hamlet.engine.container.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hamlet.engine.container.ContainerId;
import dev.hamlet.engine.container.Subnet;
import dev.hamlet.engine.namespace.Namespaces;
import dev.hamlet.engine.problem.NetworkProblem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NeighboursTest {
    /** A file that is there, and that not even root can write. */
    private static final Path UNWRITABLE = Path.of("/proc/version");

    @TempDir
    private Path folder = Path.of("");

    private NetworkFiles files = new NetworkFiles(Path.of(""));
    private final int base = Subnet.number("10.64.0.0");
    private final Definition network = new Definition("inner", new Subnet(base, 24), "hm123456-0", Instant.EPOCH);

    private Lease lease(String name, int number, Path hosts) throws Exception {
        Lease lease =
                new Lease(ContainerId.random(), List.of(name), "inner", base + number, List.of(), hosts, List.of());
        files.write(lease, folder.resolve("note-" + name));
        return lease;
    }

    private Path hosts(String name) throws Exception {
        return Files.writeString(folder.resolve("hosts-" + name), "127.0.0.1 localhost\n");
    }

    @Test
    void aContainerThatCannotBeToldIsSaidAndAllOthersAreTold() throws Exception {
        files = new NetworkFiles(folder);
        files.write(network);
        Path first = hosts("first");
        Path last = hosts("last");
        var _ = lease("first", 2, first);
        Lease deaf = lease("deaf", 3, UNWRITABLE);
        var _ = lease("last", 4, last);
        Neighbours neighbours = new Neighbours(files, Namespaces.none());
        neighbours.tell(network);
        for (Path told : List.of(first, last)) {
            for (String line : List.of("10.64.0.2 first\n", "10.64.0.3 deaf\n", "10.64.0.4 last\n")) {
                assertTrue(Files.readString(told).contains(line), () -> told + " does not have " + line);
            }
        }
        NetworkProblem.NeighboursUntold said = assertInstanceOf(
                NetworkProblem.NeighboursUntold.class,
                neighbours.untold(network).getFirst());
        assertEquals("deaf", said.container());
        assertEquals(UNWRITABLE, said.file());
        files.delete(deaf);
        assertEquals(List.of(), neighbours.untold(network), "it has gone, and nobody misses it");
    }
}
