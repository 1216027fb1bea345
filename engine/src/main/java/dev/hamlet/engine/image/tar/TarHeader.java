package dev.hamlet.engine.image.tar;

import java.util.Arrays;

/** The fields of one header block: ustar (POSIX.1-2017, pax, "ustar Interchange Format"), GNU (tar.h) and older. */
final class TarHeader {
    private final byte[] block;
    private final long position;

    private TarHeader(byte[] block, long position) {
        this.block = block;
        this.position = position;
    }

    /**
     * Reads a block that is not blank.
     *
     * @param position of the byte after it, for words
     */
    static TarHeader of(byte[] block, long position) throws TarViolation {
        TarHeader header = new TarHeader(block, position - TarInput.BLOCK);
        header.checkSum();
        return header;
    }

    static boolean isBlank(byte[] block) {
        for (byte one : block) {
            if (one != 0) {
                return false;
            }
        }
        return true;
    }

    /** Some old writers took bytes for signed when they summed them up. */
    private void checkSum() throws TarViolation {
        long unsigned = 0;
        long signed = 0;
        for (int i = 0; i < block.length; i++) {
            byte one = i >= 148 && i < 156 ? (byte) ' ' : block[i];
            unsigned += one & 0xff;
            signed += one;
        }
        long stated;
        try {
            stated = number(148, 8, "checksum");
        } catch (TarViolation e) {
            stated = -1;
        }
        if (stated != unsigned && stated != signed) {
            throw wrong("no header of a tar archive, or a damaged one");
        }
    }

    char type() {
        return (char) (block[156] & 0xff);
    }

    boolean isGnu() {
        return hasText(257, "ustar  \0");
    }

    private boolean isUstar() {
        return hasText(257, "ustar\0");
    }

    private boolean isStar() {
        return isUstar() && hasText(508, "tar\0");
    }

    ByteText name() {
        ByteText name = text(0, 100);
        ByteText prefix = isUstar() ? text(345, isStar() ? 131 : 155) : text(0, 0);
        if (prefix.length() == 0) {
            return name;
        }
        byte[] whole = Arrays.copyOf(prefix.bytes(), prefix.length() + 1 + name.length());
        whole[prefix.length()] = '/';
        System.arraycopy(name.bytes(), 0, whole, prefix.length() + 1, name.length());
        return ByteText.of(whole);
    }

    ByteText target() {
        return text(157, 100);
    }

    int permissions() throws TarViolation {
        return (int) (number(100, 8, "mode") & 07777);
    }

    long uid() throws TarViolation {
        return number(108, 8, "uid");
    }

    long gid() throws TarViolation {
        return number(116, 8, "gid");
    }

    long size() throws TarViolation {
        return number(124, 12, "size");
    }

    long modified() throws TarViolation {
        return number(136, 12, "mtime");
    }

    int major() throws TarViolation {
        return deviceNumber(329);
    }

    int minor() throws TarViolation {
        return deviceNumber(337);
    }

    private int deviceNumber(int at) throws TarViolation {
        if (!isUstar() && !isGnu()) {
            return 0;
        }
        long number = number(at, 8, "device number");
        if (number < 0 || number > 0xfffff) {
            throw wrong("device number " + number);
        }
        return (int) number;
    }

    /** A piece of the map of an old GNU sparse file; null where there are no more in this header. */
    TarEntry.@org.jspecify.annotations.Nullable Piece sparsePiece(int index) throws TarViolation {
        return index < 4 ? piece(block, 386 + 24 * index) : null;
    }

    boolean sparseGoesOn() {
        return block[482] != 0;
    }

    long sparseSize() throws TarViolation {
        return number(483, 12, "size of a sparse file");
    }

    /** The same of a block that goes on with the map, 21 pieces of it. */
    static TarEntry.@org.jspecify.annotations.Nullable Piece sparsePiece(byte[] block, int index, long position)
            throws TarViolation {
        return new TarHeader(block, position).piece(block, 24 * index);
    }

    private TarEntry.@org.jspecify.annotations.Nullable Piece piece(byte[] from, int at) throws TarViolation {
        if (from[at] == 0 || from[at + 12] == 0) {
            return null;
        }
        return new TarEntry.Piece(
                number(at, 12, "offset in a sparse file"), number(at + 12, 12, "length in a sparse file"));
    }

    private boolean hasText(int at, String text) {
        for (int i = 0; i < text.length(); i++) {
            if (block[at + i] != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private ByteText text(int at, int length) {
        int end = at;
        while (end < at + length && block[end] != 0) {
            end++;
        }
        return ByteText.of(Arrays.copyOfRange(block, at, end));
    }

    /** Octal digits, or, where the first bit is set, a number of base 256 in two's complement (GNU). */
    private long number(int at, int length, String what) throws TarViolation {
        if ((block[at] & 0x80) != 0) {
            return binary(at, length, what);
        }
        int from = at;
        int to = at + length;
        while (from < to && (block[from] == ' ' || block[from] == 0)) {
            from++;
        }
        while (to > from && (block[to - 1] == ' ' || block[to - 1] == 0)) {
            to--;
        }
        long number = 0;
        for (int i = from; i < to; i++) {
            if (block[i] < '0' || block[i] > '7' || number >>> 60 != 0) {
                throw wrong("the field " + what + " is no number");
            }
            number = number << 3 | (block[i] - '0');
        }
        return number;
    }

    private long binary(int at, int length, String what) throws TarViolation {
        boolean negative = (block[at] & 0x40) != 0;
        long number = negative ? -1 : 0;
        for (int i = at; i < at + length; i++) {
            int one = block[i] & 0xff;
            if (i == at) {
                one = negative ? one | 0x80 : one & 0x7f;
            }
            // What is shifted out must be all sign.
            if (number >> 55 != (negative ? -1 : 0)) {
                throw wrong("the field " + what + " is out of range");
            }
            number = number << 8 | one;
        }
        return number;
    }

    TarViolation wrong(String what) {
        return new TarViolation("at byte " + position + ": " + what);
    }
}
