package dev.hamlet.engine.media;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.hamlet.engine.problem.Problem;
import dev.hamlet.engine.problem.ProblemException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.function.Executable;

/** Disk images as small as they can be, and what tests ask again and again. */
public final class Samples {
    /** Names that have broken other programs. */
    static final List<String> HOSTILE_NAMES = List.of(
            "Foo Disc (Acme, Inc.)(2007).img",
            "100%.img",
            "it's \"quoted\".img",
            "-rf",
            "--help",
            "line\nend.img",
            "nbd:localhost:10809",
            "json:{\"driver\":\"nbd\"}",
            "file:x.img",
            "fat:rw:x",
            "driver=nbd,host=x",
            "back\\slash.img",
            "$(touch x)`id`;&|.img",
            "  blanks  ",
            "Öl für Ärger.img",
            "🐧.img",
            "x".repeat(200) + ".img");

    private Samples() {}

    /** A qcow2 header of version 3 that names this backing file and format. */
    public static byte[] qcow2(@Nullable String backing, @Nullable String format) {
        return qcow2(backing == null ? new byte[0] : backing.getBytes(StandardCharsets.UTF_8), format, 0, null);
    }

    static byte[] qcow2(byte[] backing, @Nullable String format, long incompatible, @Nullable String dataFile) {
        ByteBuffer image = ByteBuffer.allocate(65536);
        image.put("QFI\u00fb".getBytes(StandardCharsets.ISO_8859_1)).putInt(3);
        image.putInt(20, 16)
                .putLong(24, 10 << 20)
                .putLong(72, incompatible)
                .putInt(96, 4)
                .putInt(100, 104);
        image.position(104);
        extension(image, 0xE2792ACA, format);
        extension(image, 0x44415441, dataFile);
        image.putLong(0);
        if (backing.length > 0) {
            image.putLong(8, image.position()).putInt(16, backing.length).put(backing);
        }
        return image.array();
    }

    private static void extension(ByteBuffer image, int type, @Nullable String text) {
        if (text != null) {
            byte[] data = text.getBytes(StandardCharsets.UTF_8);
            image.putInt(type).putInt(data.length).put(data);
            image.position((image.position() + 7) & ~7);
        }
    }

    public static Path write(Path file, byte[] content) throws IOException {
        return Files.write(file, content);
    }

    public static Path write(Path file, String content) throws IOException {
        return Files.writeString(file, content, StandardCharsets.ISO_8859_1);
    }

    /** Runs what must fail with a problem of this kind, and answers that. */
    public static <P extends Problem> P problem(Class<P> kind, Executable work) {
        return assertInstanceOf(kind, assertThrows(ProblemException.class, work).problem());
    }
}
