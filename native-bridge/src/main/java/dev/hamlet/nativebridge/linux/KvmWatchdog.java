package dev.hamlet.nativebridge.linux;

import com.sun.jna.NativeLibrary;
import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ends a run of guest code on the thread that made this object. Once the time is over it sets {@code immediate_exit}, for
 * a run that is about to begin, and sends a signal, for one that is under way (KVM_RUN in kvm/api.rst).
 */
final class KvmWatchdog implements AutoCloseable {
    /** A real-time signal that neither the C library nor the JVM uses. */
    private static final int SIGNAL = 40;

    private static final int IMMEDIATE_EXIT = 1;

    private final CountDownLatch over = new CountDownLatch(1);
    private final Thread thread;
    private volatile boolean fired;

    KvmWatchdog(Pointer run, Duration limit) {
        // The signal only has to break off the call. Its handler is a harmless function of the C library that takes a
        // number: Java code may not run inside a signal handler.
        Pointer harmless = NativeLibrary.getProcess().getFunction("abs");
        Pointer _ = LibC.INSTANCE.signal(SIGNAL, harmless);
        NativeLong guarded = LibC.INSTANCE.pthread_self();
        thread = Thread.ofPlatform().name("hamlet-kvm-watchdog").daemon().start(() -> guard(run, guarded, limit));
    }

    /** Whether the time was over before the end. */
    boolean fired() {
        return fired;
    }

    private void guard(Pointer run, NativeLong guarded, Duration limit) {
        try {
            if (over.await(limit.toNanos(), TimeUnit.NANOSECONDS)) {
                return;
            }
            fired = true;
            do {
                run.setByte(IMMEDIATE_EXIT, (byte) 1);
                int _ = LibC.INSTANCE.pthread_kill(guarded, SIGNAL);
            } while (!over.await(10, TimeUnit.MILLISECONDS));
        } catch (InterruptedException _) {
            // Nobody has this thread to interrupt it.
        }
    }

    /** Returns when the guard is gone, so that the memory it writes to may be given back. */
    @Override
    public void close() {
        over.countDown();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
