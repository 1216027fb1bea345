package dev.hamlet.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PictureTest {
    private static final int WIDTH = 64;
    private static final int HEIGHT = 48;

    @TempDir
    private Path folder;

    /** A picture of so many colours, whose lines take the five filters in turn. */
    private Path png(int samples, int colours) throws IOException {
        int line = WIDTH * samples;
        byte[] before = new byte[line];
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (DeflaterOutputStream pixels = new DeflaterOutputStream(packed)) {
            for (int y = 0; y < HEIGHT; y++) {
                byte[] now = new byte[line];
                for (int x = 0; x < WIDTH; x++) {
                    int colour = (y * WIDTH + x) % colours;
                    for (int s = 0; s < samples; s++) {
                        now[x * samples + s] = (byte) (s == 3 ? 255 : colour * (3 + s));
                    }
                }
                pixels.write(y % 5);
                for (int i = 0; i < line; i++) {
                    int left = i < samples ? 0 : now[i - samples] & 0xff;
                    int above = before[i] & 0xff;
                    int corner = i < samples ? 0 : before[i - samples] & 0xff;
                    pixels.write(now[i] - guess(y % 5, left, above, corner));
                }
                before = now;
            }
        }
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        DataOutputStream header = new DataOutputStream(head);
        header.writeInt(WIDTH);
        header.writeInt(HEIGHT);
        header.write(new byte[] {8, (byte) (samples == 4 ? 6 : samples == 3 ? 2 : 0), 0, 0, 0});
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(file);
        out.writeLong(0x89504E470D0A1A0AL);
        chunk(out, "IHDR", head.toByteArray());
        byte[] data = packed.toByteArray();
        chunk(out, "IDAT", Arrays.copyOf(data, data.length / 2));
        chunk(out, "IDAT", Arrays.copyOfRange(data, data.length / 2, data.length));
        chunk(out, "IEND", new byte[0]);
        Path png = folder.resolve("picture.png");
        Files.write(png, file.toByteArray());
        return png;
    }

    private static int guess(int filter, int left, int above, int corner) {
        int paeth = left + above - corner;
        int a = Math.abs(paeth - left);
        int b = Math.abs(paeth - above);
        int c = Math.abs(paeth - corner);
        return switch (filter) {
            case 0 -> 0;
            case 1 -> left;
            case 2 -> above;
            case 3 -> (left + above) >> 1;
            default -> a <= b && a <= c ? left : b <= c ? above : corner;
        };
    }

    private static void chunk(DataOutputStream out, String kind, byte[] data) throws IOException {
        CRC32 sum = new CRC32();
        byte[] name = kind.getBytes(StandardCharsets.US_ASCII);
        sum.update(name);
        sum.update(data);
        out.writeInt(data.length);
        out.write(name);
        out.write(data);
        out.writeInt((int) sum.getValue());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 4})
    void coloursAreCountedThroughEveryFilter(int samples) throws IOException {
        assertEquals(new Picture(WIDTH, HEIGHT, 7), Picture.of(png(samples, 7)));
        assertEquals(new Picture(WIDTH, HEIGHT, 64), Picture.of(png(samples, 64)));
        assertFalse(Picture.of(png(samples, 2)).isBlank());
    }

    @Test
    void aPictureOfOneColourIsBlank() throws IOException {
        assertTrue(Picture.of(png(3, 1)).isBlank());
    }

    @Test
    void whatIsNoWholePngIsRefused() throws IOException {
        byte[] whole = Files.readAllBytes(png(3, 64));
        Path file = folder.resolve("broken.png");
        for (int length = 0; length < whole.length - 40; length += 7) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThrows(IOException.class, () -> Picture.of(file));
        }
    }
}
