package dev.hamlet.engine.container.fake;

import dev.hamlet.engine.container.ContainerEngine;
import dev.hamlet.engine.container.ContainerEngineContract;
import dev.hamlet.engine.job.Jobs;
import dev.hamlet.engine.job.TimeSource;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** The contract, kept by containers in memory, but for what real programs do. */
class FakeContainersContractTest extends ContainerEngineContract {
    @TempDir
    private Path folder = Path.of("");

    @Override
    protected ContainerEngine engine() {
        TimeSource time = TimeSource.system();
        return new FakeContainers(folder, new Jobs(time), time);
    }

    @Override
    protected boolean runsPrograms() {
        return false;
    }
}
