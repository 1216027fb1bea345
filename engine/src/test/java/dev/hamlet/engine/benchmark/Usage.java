package dev.hamlet.engine.benchmark;

import dev.hamlet.engine.job.TimeSource;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What this process takes of the computer.
 *
 * @param threads of the kernel; virtual ones take heap alone
 * @param descriptors open
 * @param heap in KiB, what is not garbage
 */
record Usage(long threads, long descriptors, long heap) {
    /** Longer than the JVM keeps threads that have nothing to do. */
    private static final Duration PATIENCE = Duration.ofSeconds(45);

    private static final Duration STEP = Duration.ofMillis(250);
    private static final int STEADY = 8;

    /** What it takes once that has not fallen for two seconds. */
    static Usage settled() throws IOException, InterruptedException {
        Usage least = now();
        for (int same = 0; same < STEADY; ) {
            TimeSource.system().sleep(STEP);
            Usage next = least.least(now());
            same = next.equals(least) ? same + 1 : 0;
            least = next;
        }
        return least;
    }

    /** What it takes once it is back at this, or will not come back: what was closed goes in its own time. */
    static Usage settledAt(Usage before) throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        Usage least = settled();
        while ((least.threads > before.threads || least.descriptors > before.descriptors) && System.nanoTime() < end) {
            least = least.least(settled());
        }
        return least;
    }

    private Usage least(Usage other) {
        return new Usage(
                Math.min(threads, other.threads), Math.min(descriptors, other.descriptors), Math.min(heap, other.heap));
    }

    private static Usage now() throws IOException {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return new Usage(
                count("/proc/self/task"), count("/proc/self/fd"), (runtime.totalMemory() - runtime.freeMemory()) >> 10);
    }

    private static long count(String folder) throws IOException {
        long count = 0;
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(Path.of(folder))) {
            for (Path _ : entries) {
                count++;
            }
        }
        return count;
    }
}
