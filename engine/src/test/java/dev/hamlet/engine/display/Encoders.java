package dev.hamlet.engine.display;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.Deflater;

/** Encoders of pixels, written from the protocol and not from the decoders, which try all that the protocol has. */
final class Encoders {
    private final Random random;
    private final Deflater deflater = new Deflater();

    Encoders(Random random) {
        this.random = random;
    }

    /** A picture with areas of one colour, of few and of many. */
    static int[] picture(Random random, int width, int height) {
        int[] pixels = new int[width * height];
        int[] colours = random.ints(200, 0, 1 << 24).toArray();
        for (int y = 0; y < height; y += 64) {
            for (int x = 0; x < width; x += 64) {
                int some = List.of(1, 2, 3, 4, 9, 16, 40, 127, 200).get(random.nextInt(9));
                int run = 1 + random.nextInt(300);
                int colour = colours[0];
                for (int at = 0; at < 64 * 64; at++) {
                    if (at % run == 0) {
                        colour = colours[random.nextInt(some)];
                    }
                    int column = x + at % 64;
                    int row = y + at / 64;
                    if (column < width && row < height) {
                        pixels[row * width + column] = colour;
                    }
                }
            }
        }
        return pixels;
    }

    static int[] part(int[] picture, int stride, int x, int y, int width, int height) {
        int[] part = new int[width * height];
        for (int row = 0; row < height; row++) {
            System.arraycopy(picture, (y + row) * stride + x, part, row * width, width);
        }
        return part;
    }

    private static List<Integer> colours(int[] tile) {
        return new ArrayList<>(Arrays.stream(tile).boxed().distinct().toList());
    }

    void hextile(Wire wire, int[] pixels, int width, int height) {
        int background = -1;
        int foreground = -1;
        for (int y = 0; y < height; y += 16) {
            for (int x = 0; x < width; x += 16) {
                int wide = Math.min(16, width - x);
                int[] tile = part(pixels, width, x, y, wide, Math.min(16, height - y));
                List<Integer> colours = colours(tile);
                int ground = colours.getFirst();
                List<int[]> runs = runs(tile, wide, ground);
                if (runs.size() > 255 || random.nextInt(5) == 0) {
                    wire.u8(1).pixels(tile);
                    // What follows a raw tile must name its colours again.
                    background = -1;
                    foreground = -1;
                    continue;
                }
                int kind = ground == background ? 0 : 2;
                kind |= runs.isEmpty() ? 0 : 8;
                boolean coloured = colours.size() > 2;
                kind |= coloured ? 16 : 0;
                int fore = colours.size() == 2 ? colours.get(1) : foreground;
                kind |= !coloured && fore != foreground ? 4 : 0;
                wire.u8(kind);
                if ((kind & 2) != 0) {
                    wire.pixels(ground);
                }
                if ((kind & 4) != 0) {
                    wire.pixels(fore);
                }
                background = ground;
                // After coloured rectangles the foreground is not known any more.
                foreground = coloured ? -1 : fore;
                if (!runs.isEmpty()) {
                    wire.u8(runs.size());
                }
                for (int[] run : runs) {
                    if (coloured) {
                        wire.pixels(run[3]);
                    }
                    wire.u8(run[0] << 4 | run[1], (run[2] - 1) << 4);
                }
            }
        }
    }

    /** Rectangles one pixel high, of other colours than the ground: x, y, width, colour. */
    private static List<int[]> runs(int[] tile, int wide, int ground) {
        List<int[]> runs = new ArrayList<>();
        for (int at = 0; at < tile.length; ) {
            int begin = at;
            while (at < tile.length && at / wide == begin / wide && tile[at] == tile[begin]) {
                at++;
            }
            if (tile[begin] != ground) {
                runs.add(new int[] {begin % wide, begin / wide, at - begin, tile[begin]});
            }
        }
        return runs;
    }

    void zrle(Wire wire, int[] pixels, int width, int height) {
        Wire plain = new Wire();
        for (int y = 0; y < height; y += 64) {
            for (int x = 0; x < width; x += 64) {
                int wide = Math.min(64, width - x);
                zrleTile(plain, part(pixels, width, x, y, wide, Math.min(64, height - y)), wide);
            }
        }
        deflater.setInput(plain.bytes());
        Wire packed = new Wire();
        byte[] piece = new byte[4096];
        int count;
        do {
            count = deflater.deflate(piece, 0, piece.length, Deflater.SYNC_FLUSH);
            packed.all(Arrays.copyOf(piece, count));
        } while (count == piece.length);
        wire.s32(packed.bytes().length).all(packed.bytes());
    }

    private void zrleTile(Wire wire, int[] tile, int wide) {
        List<Integer> colours = colours(tile);
        int way = random.nextInt(3);
        if (colours.size() == 1) {
            cpixels(wire.u8(1), colours);
        } else if (colours.size() <= 16 && way == 0) {
            cpixels(wire.u8(colours.size()), colours);
            packed(wire, tile, wide, colours);
        } else if (colours.size() <= 127 && way <= 1) {
            cpixels(wire.u8(128 + colours.size()), colours);
            for (int at = 0; at < tile.length; ) {
                int length = run(tile, at);
                int index = colours.indexOf(tile[at]);
                if (length == 1) {
                    wire.u8(index);
                } else {
                    length(wire.u8(128 | index), length);
                }
                at += length;
            }
        } else if (way == 2) {
            wire.u8(128);
            for (int at = 0; at < tile.length; ) {
                int length = run(tile, at);
                cpixels(wire, List.of(tile[at]));
                length(wire, length);
                at += length;
            }
        } else {
            cpixels(wire.u8(0), Arrays.stream(tile).boxed().toList());
        }
    }

    private static void cpixels(Wire wire, List<Integer> colours) {
        for (int colour : colours) {
            wire.u8(colour, colour >> 8, colour >> 16);
        }
    }

    private static void packed(Wire wire, int[] tile, int wide, List<Integer> colours) {
        int bits = colours.size() == 2 ? 1 : colours.size() <= 4 ? 2 : 4;
        for (int row = 0; row < tile.length / wide; row++) {
            int value = 0;
            int filled = 0;
            for (int column = 0; column < wide; column++) {
                value = value << bits | colours.indexOf(tile[row * wide + column]);
                filled += bits;
                if (filled == 8 || column == wide - 1) {
                    wire.u8(value << (8 - filled));
                    value = 0;
                    filled = 0;
                }
            }
        }
    }

    private static int run(int[] tile, int at) {
        int end = at;
        while (end < tile.length && tile[end] == tile[at]) {
            end++;
        }
        return end - at;
    }

    private static void length(Wire wire, int length) {
        int left = length - 1;
        while (left >= 255) {
            wire.u8(255);
            left -= 255;
        }
        wire.u8(left);
    }
}
