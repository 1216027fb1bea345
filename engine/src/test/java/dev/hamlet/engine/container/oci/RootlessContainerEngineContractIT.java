package dev.hamlet.engine.container.oci;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hamlet.engine.container.RootlessUser;
import dev.hamlet.engine.process.ProcessResult;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract, kept for an ordinary user by a real runtime and conmon in a user namespace. */
@Tag("real")
class RootlessContainerEngineContractIT {
    @TempDir
    private Path folder = Path.of("");

    @Test
    void anOrdinaryUserHasWhatRootHas() throws Exception {
        passes(RootlessContract.class, 9);
    }

    @Test
    void anOrdinaryUserHasFilesAndVolumesAsRootHas() throws Exception {
        passes(RootlessFilesContract.class, 7);
    }

    private void passes(Class<?> contract, int tests) throws Exception {
        RootlessUser user = new RootlessUser(folder);
        ProcessResult result = user.run(contract, user.home().toString());
        List<String> told = result.output()
                .lines()
                .filter(line -> line.startsWith(ContractRun.TOLD))
                .toList();
        assertEquals(0, result.code(), () -> result.output() + "\n" + String.join("\n", result.errorLines()));
        assertTrue(told.size() > tests, result.output());
        assertTrue(told.stream().allMatch(line -> line.endsWith(" passed")), () -> String.join("\n", told));
    }
}
