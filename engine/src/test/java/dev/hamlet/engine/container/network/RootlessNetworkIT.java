package dev.hamlet.engine.container.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hamlet.engine.container.RootlessUser;
import dev.hamlet.engine.process.ProcessResult;
import dev.hamlet.engine.process.SystemProcessLauncher;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Networks of an ordinary user's containers, under the real runtime. */
@Tag("real")
class RootlessNetworkIT {
    @TempDir
    private Path folder = Path.of("");

    @Test
    void containersOfAnOrdinaryUserReachWhatTheyShallAndNothingStays() throws Exception {
        SystemProcessLauncher launcher = new SystemProcessLauncher(System.getenv());
        for (String program : List.of("nft", "slirp4netns", "mkfifo", "tee")) {
            assumeTrue(launcher.find(program).isPresent(), program + " is not installed");
        }
        RootlessUser user = new RootlessUser(folder);
        ProcessResult result =
                user.run(RootlessNetworkScenario.class, user.home().toString());
        assertEquals(0, result.code(), () -> result.output() + "\n" + String.join("\n", result.errorLines()));
        assertTrue(result.output().endsWith("passed\n"), result.output());
    }
}
