package dev.hamlet.engine.container.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.hamlet.engine.container.ContainerId;
import dev.hamlet.engine.container.Subnet;
import dev.hamlet.engine.problem.ProblemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NetworkFilesTest {
    @TempDir
    private Path folder = Path.of("");

    @Test
    void anAddressWhoseFileCannotBeUnderstoodIsNobodyElses() throws Exception {
        NetworkFiles files = new NetworkFiles(folder);
        int base = Subnet.number("10.64.0.0");
        Definition network = new Definition("inner", new Subnet(base, 24), "hm123456-0", Instant.EPOCH);
        files.write(network);
        Lease lease = new Lease(
                ContainerId.random(), List.of("one"), "inner", base + 2, List.of(), folder.resolve("hosts"), List.of());
        files.write(lease, folder.resolve("note"));
        Files.writeString(files.address("inner", base + 3), "{\"container\":");
        // As the script at the end of a container leaves it.
        Files.writeString(files.address("inner", base + 4), "");
        assertEquals(List.of(lease), files.leases(network));
        assertEquals(Set.of(base + 2, base + 3), files.taken(network));
    }

    @Test
    void whatCannotBeReadIsNotTakenForNothing() throws Exception {
        NetworkFiles files = new NetworkFiles(folder);
        int base = Subnet.number("10.64.0.0");
        Definition network = new Definition("inner", new Subnet(base, 24), "hm123456-0", Instant.EPOCH);
        files.write(network);
        assertEquals(List.of(network), files.networks());
        Files.createDirectory(files.address("inner", base + 2));
        assertThrows(ProblemException.class, () -> files.leases(network));
        assertThrows(ProblemException.class, () -> files.taken(network));
        Path definition = folder.resolve("inner/network.json");
        Files.delete(definition);
        assertEquals(List.of(), files.networks(), "half made, or half removed");
        Files.createDirectory(definition);
        assertThrows(ProblemException.class, files::networks);
    }
}
