package dev.hamlet.engine.container.oci;

import dev.hamlet.engine.container.ContainerEngine;
import dev.hamlet.engine.container.ContainerSnapshot;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Runs tests of a contract without JUnit, in programs that tests run as another user, and tells how each went. */
final class ContractRun {
    static final String TOLD = "told: ";

    private static final long PATIENCE = 60;

    private ContractRun() {}

    /**
     * Whether all passed.
     *
     * @param contract has the tests; what they take are empty folders
     * @param words the user's folder, and the name of the only test that is to be run, if that is so
     */
    static boolean passes(Class<?> contract, Supplier<Object> tests, ContainerEngine engine, String... words)
            throws Exception {
        boolean passed = true;
        for (Method test : contract.getDeclaredMethods()) {
            if (test.isAnnotationPresent(Test.class)
                    && (words.length < 2 || test.getName().equals(words[1]))) {
                passed &= passes(test, tests.get(), engine, Path.of(words[0]));
            }
        }
        return passed;
    }

    private static Object[] folders(Method test, Path home) throws IOException {
        List<Path> folders = new ArrayList<>();
        for (Class<?> _ : test.getParameterTypes()) {
            folders.add(Files.createTempDirectory(home, "test"));
        }
        return folders.toArray();
    }

    private static boolean passes(Method test, Object tests, ContainerEngine engine, Path home) throws Exception {
        test.setAccessible(true);
        Object[] folders = folders(test, home);
        FutureTask<Boolean> running = new FutureTask<>(() -> {
            try {
                test.invoke(tests, folders);
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
        var _ = engine.volumes().prune(true);
        System.out.println(TOLD + test.getName() + (passed ? " passed" : " failed"));
        return passed;
    }
}
