package dev.hamlet.engine.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hamlet.engine.host.HamletPaths;
import dev.hamlet.engine.host.HostCapacity;
import dev.hamlet.engine.image.ContainerRoot;
import dev.hamlet.engine.image.Image;
import dev.hamlet.engine.image.ImageStore;
import dev.hamlet.engine.job.Progress;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.process.ProcessResult;
import dev.hamlet.engine.process.ProcessSpec;
import dev.hamlet.engine.process.SystemProcessLauncher;
import dev.hamlet.nativebridge.Users;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Debian from its mirrors, as a container's root. */
@Tag("real")
@Tag("slow")
class DebianContainerIT {
    @TempDir
    private Path folder = Path.of("");

    @Test
    void debianIsBuiltAndItsProgramsRunInARootOfIt() throws Exception {
        assumeTrue(Users.isRoot(), "only root may mount");
        HamletPaths paths = HamletPaths.of(Map.of("HAMLET_HOME", folder.toString()));
        SystemProcessLauncher launcher = new SystemProcessLauncher(System.getenv());
        ImageStore store = ImageStore.open(paths, TimeSource.system());
        DebianContainer recipe =
                new DebianContainer(paths, store, launcher, HostCapacity.ofThisHost(), TimeSource.system());
        assumeTrue(recipe.isReady(), "mmdebstrap or the mirrors are missing");
        Image image = recipe.build(Progress.none());
        assertEquals("localhost/debian:12", image.shownName());
        ContainerRoot root = store.prepare(image, "debian", Progress.none());
        try {
            ProcessResult said = launcher.run(ProcessSpec.of(
                    "chroot",
                    List.of(
                            root.path().toString(),
                            "/bin/bash",
                            "-c",
                            "cat /etc/debian_version; stat -c %U:%G:%a /etc/shadow; dpkg -l apt | tail -1")));
            assertTrue(said.succeeded(), said.errorLines().toString());
            List<String> lines = said.output().lines().toList();
            assertTrue(lines.getFirst().startsWith("12"), said.output());
            assertEquals("root:shadow:640", lines.get(1));
            assertTrue(lines.get(2).startsWith("ii "), said.output());
        } finally {
            store.release("debian");
        }
    }
}
