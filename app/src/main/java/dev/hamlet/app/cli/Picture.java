package dev.hamlet.app.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * What a PNG file (W3C, Portable Network Graphics, third edition) shows, as far as one must look to know that a screen is not
 * blank. Eight bits a sample and no interlacing, as hypervisors write it.
 *
 * @param width in pixels
 * @param height in pixels
 * @param colours how many different ones there are, counted up to 256
 */
record Picture(int width, int height, int colours) {
    private static final long SIGNATURE = 0x89504E470D0A1A0AL;
    private static final int MOST_COLOURS = 256;
    private static final int MOST_BYTES = 256 << 20;

    /** Whether there is more than one colour. */
    boolean isBlank() {
        return colours < 2;
    }

    /**
     * Looks at a picture.
     *
     * @throws IOException if it cannot be read, or is of another kind
     */
    static Picture of(Path file) throws IOException {
        ByteBuffer png = ByteBuffer.wrap(Files.readAllBytes(file));
        if (png.remaining() < 33 || png.getLong() != SIGNATURE) {
            throw new IOException("no PNG");
        }
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        int width = 0;
        int height = 0;
        int samples = 0;
        while (png.remaining() >= 12) {
            int length = png.getInt();
            byte[] kind = new byte[4];
            png.get(kind);
            if (length < 0 || length > png.remaining() - 4) {
                throw new IOException("the PNG is cut off");
            }
            ByteBuffer data = png.slice(png.position(), length);
            switch (new String(kind, StandardCharsets.US_ASCII)) {
                case "IHDR" -> {
                    width = data.getInt();
                    height = data.getInt();
                    samples = samples(data.get(), data.get(), data.get(12));
                }
                case "IDAT" -> packed.write(png.array(), png.position(), length);
                default -> {
                    // Nothing else changes what is seen.
                }
            }
            png.position(png.position() + length + 4);
        }
        long bytes = (1L + (long) width * samples) * height;
        if (width <= 0 || height <= 0 || bytes > MOST_BYTES) {
            throw new IOException("a PNG of " + width + " x " + height);
        }
        return new Picture(width, height, colours(unpack(packed.toByteArray(), (int) bytes), width, height, samples));
    }

    private static int samples(int depth, int colourType, int interlace) throws IOException {
        int samples = switch (colourType) {
            case 0 -> 1;
            case 2 -> 3;
            case 6 -> 4;
            default -> 0;
        };
        if (depth != 8 || samples == 0 || interlace != 0) {
            throw new IOException("a PNG of depth " + depth + ", colour type " + colourType);
        }
        return samples;
    }

    private static byte[] unpack(byte[] packed, int length) throws IOException {
        byte[] raw = new byte[length];
        try (Inflater inflater = new Inflater()) {
            inflater.setInput(packed);
            int done = 0;
            while (done < length && !inflater.finished()) {
                int count = inflater.inflate(raw, done, length - done);
                if (count == 0 && inflater.needsInput()) {
                    throw new IOException("the PNG is cut off");
                }
                done += count;
            }
            return raw;
        } catch (DataFormatException e) {
            throw new IOException("the PNG is damaged", e);
        }
    }

    private static int colours(byte[] raw, int width, int height, int samples) throws IOException {
        Set<Integer> colours = new HashSet<>();
        int line = width * samples;
        byte[] before = new byte[line];
        for (int y = 0; y < height && colours.size() < MOST_COLOURS; y++) {
            int begin = y * (line + 1);
            byte[] now = java.util.Arrays.copyOfRange(raw, begin + 1, begin + 1 + line);
            unfilter(raw[begin], now, before, samples);
            for (int x = 0; x < line; x += samples) {
                int colour = 0;
                for (int s = 0; s < Math.min(3, samples); s++) {
                    colour = colour << 8 | (now[x + s] & 0xff);
                }
                colours.add(colour);
            }
            before = now;
        }
        return Math.min(MOST_COLOURS, colours.size());
    }

    /** Section 9 of the specification: each byte is told as what it differs from its neighbours. */
    private static void unfilter(int filter, byte[] now, byte[] before, int samples) throws IOException {
        for (int i = 0; i < now.length; i++) {
            int left = i < samples ? 0 : now[i - samples] & 0xff;
            int above = before[i] & 0xff;
            int corner = i < samples ? 0 : before[i - samples] & 0xff;
            int guess = switch (filter) {
                case 0 -> 0;
                case 1 -> left;
                case 2 -> above;
                case 3 -> (left + above) / 2;
                case 4 -> paeth(left, above, corner);
                default -> throw new IOException("the PNG is damaged");
            };
            now[i] += (byte) guess;
        }
    }

    private static int paeth(int left, int above, int corner) {
        int guess = left + above - corner;
        int toLeft = Math.abs(guess - left);
        int toAbove = Math.abs(guess - above);
        int toCorner = Math.abs(guess - corner);
        return toLeft <= toAbove && toLeft <= toCorner ? left : toAbove <= toCorner ? above : corner;
    }
}
