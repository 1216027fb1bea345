package dev.hamlet.app.details;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hamlet.engine.container.ContainerSnapshot;
import dev.hamlet.engine.container.ContainerWish;
import dev.hamlet.engine.container.fake.FakeContainers;
import dev.hamlet.engine.job.Jobs;
import dev.hamlet.engine.job.Threads;
import dev.hamlet.engine.job.TimeSource;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ContainerTailTest {
    private static final String HEAD = "2026-01-02T03:04:05.123456789+00:00 stdout ";

    @TempDir
    private Path logs = Path.of("");

    private FakeContainers containers = new FakeContainers(logs, Jobs.inline(TimeSource.system()), TimeSource.system());

    @BeforeEach
    void open() {
        containers = new FakeContainers(logs, Jobs.inline(TimeSource.system()), TimeSource.system());
    }

    private ContainerSnapshot container() throws Exception {
        var _ = containers
                .create("busybox", "worker", ContainerWish.of(List.of("sleep", "1000")))
                .await();
        return containers.start("worker").await();
    }

    private Path file(ContainerSnapshot container) {
        return logs.resolve(container.id().value() + ".log");
    }

    private void write(ContainerSnapshot container, String text) throws IOException {
        Files.writeString(file(container), text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private static List<String> texts(LogText text) {
        return text.lines().stream().map(ColouredText::text).toList();
    }

    @Test
    void aLineThatWasBegunIsShownAndCompletedInPlace() throws Exception {
        ContainerSnapshot container = container();
        try (ContainerTail tail = new ContainerTail(containers, container)) {
            write(container, HEAD + "F one\n" + HEAD + "P How a\n");
            assertEquals(List.of("one", "How a"), texts(tail.read()));
            write(container, HEAD + "P re y\n");
            LogText begun = tail.read();
            assertEquals(List.of("one", "How are y"), texts(begun));
            assertSame(begun, tail.read());
            write(container, HEAD.replace("stdout", "stderr") + "P oh\n" + HEAD + "F ou?\n");
            assertEquals(List.of("one", "How are you?", "oh"), texts(tail.read()));
        }
    }

    @Test
    void ofALongLogTheEndAloneIsRead() throws Exception {
        ContainerSnapshot container = container();
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 400_000; i++) {
            text.append(HEAD).append("F line ").append(i).append('\n');
        }
        write(container, text.toString());
        try (ContainerTail tail = new ContainerTail(containers, container)) {
            LogText read = tail.read();
            assertEquals(LogTail.MOST_LINES, texts(read).size());
            assertEquals("line 399999", texts(read).getLast());
            write(container, HEAD + "F last\n");
            LogText next = tail.read();
            assertEquals(read.generation(), next.generation());
            assertEquals(read.first() + 1, next.first());
            assertEquals("last", texts(next).getLast());
        }
    }

    /** Reading to the end would never end. */
    @Test
    void aProgramThatWritesFasterThanItIsReadHoldsUpNobody() throws Exception {
        ContainerSnapshot container = container();
        AtomicLong written = new AtomicLong();
        AtomicBoolean over = new AtomicBoolean();
        Thread flood = Threads.platform("flood", () -> flood(container, written, over));
        try (ContainerTail tail = new ContainerTail(containers, container)) {
            for (int i = 0; i < 20; i++) {
                long before = written.get();
                LogText read = tail.read();
                assertTrue(flood.isAlive());
                assertTrue(texts(read).size() <= LogTail.MOST_LINES);
                if (before > 100_000) {
                    long last = Long.parseLong(texts(read).getLast());
                    assertTrue(last > before - 100_000, "as new as what it had before: " + last + " of " + before);
                }
            }
        } finally {
            over.set(true);
            flood.join();
        }
    }

    private void flood(ContainerSnapshot container, AtomicLong written, AtomicBoolean over) {
        try (OutputStream out =
                Files.newOutputStream(file(container), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            // A gigabyte at most, whatever becomes of the test.
            while (!over.get() && written.get() < 20_000_000) {
                StringBuilder text = new StringBuilder();
                for (int i = 0; i < 20_000; i++) {
                    text.append(HEAD).append("F ").append(written.get() + i).append('\n');
                }
                out.write(text.toString().getBytes(StandardCharsets.UTF_8));
                written.addAndGet(20_000);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void ofALineWhoseBeginningIsPassedOverTheRestIsShownAndMarked() throws Exception {
        ContainerSnapshot container = container();
        try (ContainerTail tail = new ContainerTail(containers, container)) {
            String some = HEAD + "P " + "x".repeat(1000) + "\n";
            write(container, HEAD + "F first\n" + HEAD + "P beginning\n" + some.repeat(3000));
            List<String> lines = texts(tail.read());
            assertEquals(1, lines.size());
            assertTrue(lines.getFirst().startsWith("…x"), lines.getFirst().substring(0, 10));
            write(container, HEAD + "F end\n" + HEAD + "F next\n");
            lines = texts(tail.read());
            assertEquals(2, lines.size());
            assertTrue(lines.getFirst().startsWith("…x"));
            assertEquals("next", lines.getLast());
        }
    }
}
