package dev.hamlet.nativebridge.linux;

import com.sun.jna.Memory;
import com.sun.jna.NativeLong;
import com.sun.jna.ptr.IntByReference;
import dev.hamlet.nativebridge.DetachedProcess;
import dev.hamlet.nativebridge.ExitStatus;
import dev.hamlet.nativebridge.ExitWatch;
import dev.hamlet.nativebridge.NativeException;
import dev.hamlet.nativebridge.ProcessIdentity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Waits for the ends of all watched processes and of all children in one poll(2), and collects the children. Costs one
 * daemon thread and one descriptor while anything is watched, and one descriptor for each process; a process without a
 * pidfd is looked at ten times a second instead.
 */
final class ExitLoop {
    private static final int LOOK_AGAIN_MS = 100;
    /** {@code struct pollfd} of poll(2): int fd, short events, short revents. */
    private static final int POLLFD_SIZE = 8;

    private final LinuxProcesses processes;
    private final List<Entry> entries = new ArrayList<>();
    private @Nullable Descriptor wake;

    ExitLoop(LinuxProcesses processes) {
        this.processes = processes;
    }

    /** Watches a process that is not ours to collect. Owns the descriptor from here on, also when it fails. */
    ExitWatch watch(ProcessIdentity process, Optional<Descriptor> pidFd) throws NativeException {
        return add(new Entry(process, false, pidFd.orElse(null)));
    }

    /** Collects a child when it ends. Owns the descriptor from here on, also when it fails. */
    DetachedProcess collect(ProcessIdentity child, Optional<Descriptor> pidFd) throws NativeException {
        return new Child(add(new Entry(child, true, pidFd.orElse(null))));
    }

    private Entry add(Entry entry) throws NativeException {
        if (entry.pidFd == null) {
            // Most of these have ended by now: whoever waits for one must not wait for the next look.
            entry.look();
        }
        if (entry.settled()) {
            return entry;
        }
        try {
            insert(entry);
            return entry;
        } catch (NativeException e) {
            entry.release();
            throw e;
        }
    }

    private synchronized void insert(Entry entry) throws NativeException {
        Descriptor running = wake;
        if (running == null) {
            Descriptor made = new Descriptor(
                    Errno.check(LibC.INSTANCE.eventfd(0, Flags.EFD_CLOEXEC | Flags.EFD_NONBLOCK), "eventfd"));
            wake = made;
            entries.add(entry);
            Thread.ofPlatform().name("hamlet-exits").daemon().start(() -> run(made));
        } else {
            entries.add(entry);
            wake(running);
        }
    }

    private synchronized void wakeUp() {
        if (wake != null) {
            wake(wake);
        }
    }

    private static void wake(Descriptor event) {
        byte[] one = {1, 0, 0, 0, 0, 0, 0, 0};
        // Fails only when the counter is full, and then the loop is awake anyway.
        NativeLong _ = LibC.INSTANCE.write(event.number(), one, new NativeLong(one.length));
    }

    private void run(Descriptor event) {
        while (true) {
            List<Entry> now;
            synchronized (this) {
                // Here, and not after the poll alone: one that was added and closed during the last poll was not part
                // of it, and what it woke the loop with has been read away.
                entries.stream().filter(Entry::cancelled).forEach(Entry::release);
                entries.removeIf(Entry::settled);
                if (entries.isEmpty()) {
                    wake = null;
                    event.close();
                    return;
                }
                now = List.copyOf(entries);
            }
            boolean[] ready = poll(event, now);
            for (int i = 0; i < now.size(); i++) {
                if (ready[i] && !now.get(i).cancelled()) {
                    now.get(i).look();
                }
            }
        }
    }

    /** Which processes are worth a look: those whose pidfd is readable, and all without one. */
    private static boolean[] poll(Descriptor event, List<Entry> now) {
        boolean[] ready = new boolean[now.size()];
        int timeout = -1;
        try (Memory polled = new Memory((now.size() + 1L) * POLLFD_SIZE)) {
            polled.clear();
            polled.setInt(0, event.number());
            polled.setShort(4, Flags.POLLIN);
            for (int i = 0; i < now.size(); i++) {
                Descriptor pidFd = now.get(i).pidFd;
                long at = (i + 1L) * POLLFD_SIZE;
                // poll(2) passes over negative numbers.
                polled.setInt(at, pidFd == null ? -1 : pidFd.number());
                polled.setShort(at + 4, Flags.POLLIN);
                if (pidFd == null) {
                    timeout = LOOK_AGAIN_MS;
                }
            }
            int _ = LibC.INSTANCE.poll(polled, new NativeLong(now.size() + 1L), timeout);
            if (polled.getShort(6) != 0) {
                NativeLong _ = LibC.INSTANCE.read(event.number(), new byte[8], new NativeLong(8));
            }
            for (int i = 0; i < now.size(); i++) {
                ready[i] = now.get(i).pidFd == null || polled.getShort((i + 1L) * POLLFD_SIZE + 6) != 0;
            }
        }
        return ready;
    }

    /** One process in the loop. Its descriptor is closed by the loop's thread alone, which may be polling it. */
    private final class Entry implements ExitWatch {
        private final ProcessIdentity process;
        private final boolean child;
        private final @Nullable Descriptor pidFd;
        private final CountDownLatch done = new CountDownLatch(1);
        private volatile boolean cancelled;
        private volatile boolean settled;
        private volatile @Nullable ExitStatus status;

        Entry(ProcessIdentity process, boolean child, @Nullable Descriptor pidFd) {
            this.process = process;
            this.child = child;
            this.pidFd = pidFd;
        }

        boolean cancelled() {
            return cancelled;
        }

        boolean settled() {
            return settled;
        }

        void release() {
            settled = true;
            if (pidFd != null) {
                pidFd.close();
            }
        }

        void look() {
            if (child) {
                IntByReference word = new IntByReference();
                int pid = LibC.INSTANCE.waitpid((int) process.pid(), word, Flags.WNOHANG);
                if (pid == 0 || (pid == -1 && Errno.last() == Flags.EINTR)) {
                    return;
                }
                status = pid == -1 ? new ExitStatus.Unseen() : decode(word.getValue());
            } else if (processes.alive(process)) {
                return;
            } else {
                status = new ExitStatus.Unseen();
            }
            release();
            done.countDown();
        }

        @Override
        public boolean await(Duration atMost) throws InterruptedException {
            boolean _ = done.await(nanos(atMost), TimeUnit.NANOSECONDS);
            return status != null;
        }

        @Override
        public boolean ended() {
            return status != null;
        }

        @Override
        public void close() {
            cancelled = true;
            done.countDown();
            wakeUp();
        }
    }

    /** The wait status word of wait(2). */
    static ExitStatus decode(int word) {
        int signal = word & 0x7f;
        return signal == 0 ? new ExitStatus.Exited((word >> 8) & 0xff) : new ExitStatus.Signalled(signal);
    }

    private static long nanos(Duration atMost) {
        return atMost.compareTo(Duration.ofDays(10_000)) > 0 ? Long.MAX_VALUE : Math.max(0, atMost.toNanos());
    }

    private record Child(Entry entry) implements DetachedProcess {
        @Override
        public ProcessIdentity identity() {
            return entry.process;
        }

        @Override
        public Optional<ExitStatus> poll() {
            return Optional.ofNullable(entry.status);
        }

        @Override
        public ExitStatus waitFor() throws InterruptedException {
            entry.done.await();
            return poll().orElseThrow();
        }

        @Override
        public Optional<ExitStatus> waitFor(Duration atMost) throws InterruptedException {
            boolean _ = entry.await(atMost);
            return poll();
        }
    }
}
