package dev.hamlet.engine.container.oci;

import dev.hamlet.engine.agent.AgentDoor;
import dev.hamlet.engine.catalog.BusyboxContainer;
import dev.hamlet.engine.container.ContainerEngine;
import dev.hamlet.engine.container.ContainerEngineContract;
import dev.hamlet.engine.container.ContainerSnapshot;
import dev.hamlet.engine.host.HamletPaths;
import dev.hamlet.engine.image.ImageStore;
import dev.hamlet.engine.job.Jobs;
import dev.hamlet.engine.job.Progress;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.namespace.Namespaces;
import dev.hamlet.engine.process.SystemProcessLauncher;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** Runs each test of the contract, as whoever runs this, and tells how it went. */
public final class RootlessContract extends ContainerEngineContract {
    static final String TOLD = "told: ";

    private static final long PATIENCE = 40;

    private final ContainerEngine engine;

    private RootlessContract(ContainerEngine engine) {
        this.engine = engine;
    }

    @Override
    protected ContainerEngine engine() {
        return engine;
    }

    @Override
    protected boolean limits() {
        return false;
    }

    /** The program; its one word is the folder of the user. */
    public static void main(String[] words) throws Exception {
        TimeSource time = TimeSource.system();
        SystemProcessLauncher launcher = new SystemProcessLauncher(System.getenv());
        HamletPaths paths = HamletPaths.of(Map.of("HAMLET_HOME", words[0]));
        ImageStore images = ImageStore.open(paths, time, Namespaces.of(paths, launcher, time));
        var _ = new BusyboxContainer(paths, images, launcher, time).build(Progress.none());
        ContainerEngine engine = new OciContainerEngine(
                paths, images, launcher, new Jobs(time), time, new AgentDoor(paths, Optional.empty(), launcher, time));
        boolean passed = true;
        for (Method test : ContainerEngineContract.class.getDeclaredMethods()) {
            if (test.isAnnotationPresent(Test.class)
                    && (words.length < 2 || test.getName().equals(words[1]))) {
                passed &= passes(test, engine);
            }
        }
        System.exit(passed ? 0 : 1);
    }

    private static boolean passes(Method test, ContainerEngine engine) throws Exception {
        test.setAccessible(true);
        FutureTask<Boolean> running = new FutureTask<>(() -> {
            try {
                test.invoke(new RootlessContract(engine));
                return true;
            } catch (InvocationTargetException e) {
                e.printStackTrace();
                return false;
            }
        });
        Thread thread = Thread.ofPlatform().daemon().start(running);
        boolean passed = false;
        try {
            passed = running.get(PATIENCE, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            // Where it stands, and the next ones all the same.
            e.setStackTrace(thread.getStackTrace());
            e.printStackTrace();
        }
        for (ContainerSnapshot one : engine.list()) {
            var _ = engine.remove(one.id().value(), true).await();
        }
        System.out.println(TOLD + test.getName() + (passed ? " passed" : " failed"));
        return passed;
    }
}
