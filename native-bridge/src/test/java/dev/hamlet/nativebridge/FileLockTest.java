package dev.hamlet.nativebridge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileLockTest {
    @TempDir
    Path folder;

    @Test
    void oneHolderAtATimeInOneProgramToo() throws Exception {
        Path file = folder.resolve("lock");
        assertFalse(FileLock.isHeld(file));
        FileLock first = FileLock.tryAcquire(file).orElseThrow();
        assertTrue(FileLock.tryAcquire(file).isEmpty());
        assertTrue(FileLock.isHeld(file));
        assertEquals(Optional.of(Processes.of().self()), FileLock.holder(file));
        first.close();
        first.close();
        assertFalse(FileLock.isHeld(file));
        assertTrue(FileLock.holder(file).isEmpty());
        FileLock.tryAcquire(file).orElseThrow().close();
    }

    @Test
    void locksOfOthersAreSeenByteByByteAndNotDisturbed() throws Exception {
        Path file = Files.createFile(folder.resolve("file"));
        assertFalse(FileLock.isHeld(file, 0, 1000));
        assertTrue(isHeldWhileAByteIsLocked(file, 101, 1));
        assertTrue(isHeldWhileAByteIsLocked(file, 0, 1000));
        assertFalse(isHeldWhileAByteIsLocked(file, 100, 1));
        assertFalse(isHeldWhileAByteIsLocked(file, 102, 98));
        try (FileLock _ = FileLock.tryAcquire(file).orElseThrow()) {
            assertTrue(FileLock.isHeld(file, 7, 1));
        }
        assertFalse(FileLock.isHeld(file, 0, 1000));
        assertThrows(IOException.class, () -> FileLock.isHeld(folder.resolve("gone"), 0, 1));
    }

    /** A record lock of the JDK is gone once the file is closed anywhere in this program: so one lock a question. */
    private static boolean isHeldWhileAByteIsLocked(Path file, long first, long count) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
                java.nio.channels.FileLock shared = channel.lock(101, 1, true)) {
            assertTrue(shared.isShared());
            return FileLock.isHeld(file, first, count);
        }
    }

    @Test
    void theFileIsPrivateAndALongerOldNoteIsReplaced() throws Exception {
        Path file = Files.writeString(folder.resolve("lock"), "x".repeat(500));
        Path made = folder.resolve("made");
        try (FileLock _ = FileLock.tryAcquire(file).orElseThrow();
                FileLock _ = FileLock.tryAcquire(made).orElseThrow()) {
            assertEquals(Optional.of(Processes.of().self()), FileLock.holder(file));
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(made)));
        }
    }

    @Test
    void aLockOnADeletedFileDoesNotCountAsTheLock() throws Exception {
        Path file = folder.resolve("lock");
        try (FileLock _ = FileLock.tryAcquire(file).orElseThrow()) {
            Files.delete(file);
            assertFalse(FileLock.isHeld(file));
            try (FileLock _ = FileLock.tryAcquire(file).orElseThrow()) {
                assertTrue(FileLock.isHeld(file));
            }
        }
    }

    @Test
    void manyThreadsNeverHoldItTogether() throws Exception {
        Path file = folder.resolve("lock");
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger taken = new AtomicInteger();
        Thread[] threads = new Thread[8];
        Throwable[] failed = new Throwable[1];
        for (int i = 0; i < threads.length; i++) {
            threads[i] = Thread.ofPlatform()
                    .uncaughtExceptionHandler((_, e) -> failed[0] = e)
                    .start(() -> {
                        for (int j = 0; j < 200; j++) {
                            try {
                                Optional<FileLock> lock = FileLock.tryAcquire(file);
                                if (lock.isPresent()) {
                                    assertEquals(1, inside.incrementAndGet());
                                    taken.incrementAndGet();
                                    inside.decrementAndGet();
                                    lock.get().close();
                                }
                            } catch (IOException e) {
                                throw new IllegalStateException(e);
                            }
                        }
                    });
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(null, failed[0]);
        assertTrue(taken.get() > 0);
    }

    @Test
    void aFolderThatIsNotThereIsAnError() {
        NativeException e =
                assertThrows(NativeException.class, () -> FileLock.tryAcquire(folder.resolve("missing/lock")));
        assertEquals(2, e.errno());
    }
}
