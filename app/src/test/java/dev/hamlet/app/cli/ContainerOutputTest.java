package dev.hamlet.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hamlet.engine.container.ContainerLog;
import dev.hamlet.engine.container.LogParts;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContainerOutputTest {
    private static final String LOG = """
            2026-01-02T03:04:05.123456789+00:00 stdout F hello
            2026-01-02T03:04:05.123456789+00:00 stderr F alas
            """;

    @TempDir
    private Path folder = Path.of("");

    /** A look that waits while the last one is taken comes after it: all that the container wrote was there twice. */
    @Test
    void aLookThatComesLateWritesNothingTwice() throws Exception {
        Path file = Files.writeString(folder.resolve("log"), LOG);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        ContainerOutput output = new ContainerOutput(
                new Output(InputStream.nullInputStream(), out, errors, () -> false),
                new ContainerLog(new LogParts(file, 3)));
        output.pass();
        output.close();
        output.pass();
        assertEquals("hello\n", out.toString(StandardCharsets.UTF_8));
        assertEquals("alas\n", errors.toString(StandardCharsets.UTF_8));
    }
}
