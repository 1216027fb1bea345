package dev.hamlet.engine.benchmark;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;

/**
 * What the threads of a process have taken of the processors, by the kernel's names for them.
 *
 * @param nanos by name and number
 */
record ThreadTimes(Map<String, Long> nanos) {
    /** Of this process, now. */
    static ThreadTimes of(long process) throws IOException {
        Map<String, Long> times = new HashMap<>();
        Path tasks = Path.of("/proc", Long.toString(process), "task");
        try (DirectoryStream<Path> all = Files.newDirectoryStream(tasks)) {
            for (Path task : all) {
                try {
                    String name = Files.readString(task.resolve("comm")).strip();
                    // Time on a processor in nanoseconds, then what does not count here (proc(5), schedstat).
                    String first = Files.readString(task.resolve("schedstat")).split(" ", 2)[0];
                    times.put(name + " " + task.getFileName(), Long.parseLong(first));
                } catch (IOException ended) {
                    // It has just gone.
                }
            }
        }
        return new ThreadTimes(times);
    }

    /** What was taken since then by the threads of such names, in nanoseconds. */
    long since(ThreadTimes before, Predicate<String> names) {
        return nanos.entrySet().stream()
                .filter(one -> names.test(one.getKey()))
                .mapToLong(one -> one.getValue() - before.nanos.getOrDefault(one.getKey(), 0L))
                .sum();
    }
}
