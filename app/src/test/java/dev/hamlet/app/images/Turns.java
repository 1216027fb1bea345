package dev.hamlet.app.images;

import static org.junit.jupiter.api.Assertions.fail;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** The thread of a model, which in a test is the test's own. */
final class Turns {
    private final LinkedBlockingQueue<Runnable> queue = new LinkedBlockingQueue<>();

    void add(Runnable work) {
        queue.add(work);
    }

    /** Does what waits for the model's thread until the condition holds. */
    void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        try {
            while (!condition.getAsBoolean()) {
                Runnable next = queue.poll(50, TimeUnit.MILLISECONDS);
                if (next != null) {
                    next.run();
                }
                if (System.nanoTime() > end) {
                    fail("not within 30 s: " + what);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            fail("interrupted");
        }
    }
}
