package dev.hamlet.engine.image.tar;

import dev.hamlet.engine.image.tar.TarEntry.Piece;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the content of a sparse file lies, in all four forms of GNU tar (its manual, "Storing Sparse Files"): that of its
 * old headers, and 0.0, 0.1 and 1.0 of extended headers. Checked: ascending, apart, within the file, and together as long
 * as the data.
 */
final class SparseMap {
    /** A gigabyte in pieces of 16 kilobytes; more is no file of a layer but an attack on the memory. */
    private static final int MOST = 1 << 16;

    private SparseMap() {}

    /** Of an old GNU header and the blocks after it. */
    static List<Piece> old(TarHeader header, TarInput in) throws IOException {
        List<Piece> pieces = new ArrayList<>();
        boolean more = true;
        for (int i = 0; i < 4 && more; i++) {
            more = add(pieces, header.sparsePiece(i), in);
        }
        boolean goesOn = header.sparseGoesOn();
        while (goesOn) {
            byte[] block = in.block();
            if (block == null) {
                throw new TarViolation(
                        "cut off: it ends after " + in.position() + " bytes, in the map of a sparse file");
            }
            for (int i = 0; i < 21 && more; i++) {
                more = add(pieces, TarHeader.sparsePiece(block, i, in.position()), in);
            }
            goesOn = block[504] != 0;
            // Each block must bring a piece, or a few zeros would be read for ever.
            if (goesOn && !more) {
                throw PaxRecords.wrong("the map of a sparse file goes on after its end", in.position());
            }
        }
        return pieces;
    }

    private static boolean add(List<Piece> pieces, @Nullable Piece piece, TarInput in) throws TarViolation {
        if (piece == null) {
            return false;
        }
        if (pieces.size() == MOST) {
            throw PaxRecords.wrong("a sparse file of more than " + MOST + " pieces", in.position());
        }
        pieces.add(piece);
        return true;
    }

    /** Of extended headers of the forms 0.0 and 0.1. */
    static List<Piece> listed(PaxRecords records, TarInput in) throws TarViolation {
        List<String> numbers = records.sparseNumbers();
        if (numbers.size() % 2 != 0) {
            throw PaxRecords.wrong("the map of a sparse file ends within a piece", in.position());
        }
        List<Piece> pieces = new ArrayList<>();
        for (int i = 0; i < numbers.size(); i += 2) {
            long offset = PaxRecords.number(numbers.get(i), "GNU.sparse.offset", in.position());
            long length = PaxRecords.number(numbers.get(i + 1), "GNU.sparse.numbytes", in.position());
            boolean _ = add(pieces, new Piece(offset, length), in);
        }
        return pieces;
    }

    /** Of the form 1.0: decimal numbers, a line each, at the beginning of the data, up to the end of a block. */
    static List<Piece> leading(TarInput in) throws IOException {
        Lines lines = new Lines(in);
        long count = lines.number();
        if (count > MOST) {
            throw PaxRecords.wrong("a sparse file of more than " + MOST + " pieces", in.position());
        }
        List<Piece> pieces = new ArrayList<>();
        for (long i = 0; i < count; i++) {
            pieces.add(new Piece(lines.number(), lines.number()));
        }
        return pieces;
    }

    /** Lines at the beginning of the data, read by whole blocks. */
    private static final class Lines {
        private final TarInput in;
        private final byte[] block = new byte[TarInput.BLOCK];
        private int at = TarInput.BLOCK;

        Lines(TarInput in) {
            this.in = in;
        }

        long number() throws IOException {
            StringBuilder digits = new StringBuilder();
            for (char c = next(); c != '\n'; c = next()) {
                if (digits.length() > 18) {
                    break;
                }
                digits.append(c);
            }
            return PaxRecords.number(digits.toString(), "of a sparse file", in.position());
        }

        private char next() throws IOException {
            if (at == block.length) {
                int got = 0;
                while (got < block.length) {
                    byte[] rest = new byte[block.length - got];
                    int one = in.data(rest, rest.length);
                    if (one == 0) {
                        throw PaxRecords.wrong("the map of a sparse file is longer than its data", in.position());
                    }
                    System.arraycopy(rest, 0, block, got, one);
                    got += one;
                }
                at = 0;
            }
            return (char) (block[at++] & 0xff);
        }
    }

    /** Refuses a map that no file can have; answers it without empty pieces. */
    static List<Piece> checked(List<Piece> pieces, long size, TarInput in) throws TarViolation {
        List<Piece> kept = new ArrayList<>();
        long end = 0;
        long sum = 0;
        for (Piece piece : pieces) {
            if (piece.offset() < end || piece.length() < 0 || piece.length() > size - piece.offset()) {
                throw PaxRecords.wrong("the map of a sparse file is in disorder", in.position());
            }
            end = piece.offset() + piece.length();
            sum += piece.length();
            if (piece.length() > 0) {
                kept.add(piece);
            }
        }
        if (sum != in.dataLeft()) {
            throw PaxRecords.wrong(
                    "the map of a sparse file has " + sum + " bytes and the archive " + in.dataLeft(), in.position());
        }
        return kept;
    }
}
