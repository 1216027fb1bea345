package dev.hamlet.app.terminal;

import com.techsenger.jeditermfx.core.TerminalDataStream;
import com.techsenger.jeditermfx.core.util.CharUtils;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** The characters that come from a guest, UTF-8 in pieces of any length. Used by one thread. */
final class GuestCharacters implements TerminalDataStream {
    /** So much is read at once: as much as others wait for at most, who want to see the screen. */
    static final int PIECE = 1 << 13;

    /** No sequence that means anything is longer; one that has no end shall not fill the memory. */
    private static final int LONGEST_SEQUENCE = 1 << 16;

    /** What looked like a sequence has no end. */
    static final class Endless extends IOException {
        private static final long serialVersionUID = 1;
    }

    /** Where the bytes come from; waits until there are some. */
    @FunctionalInterface
    interface Source {
        /** Fills the buffer with one byte or more; -1 at the end. */
        int read(ByteBuffer into) throws IOException;
    }

    private final Source source;
    private final CharsetDecoder decoder = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE);
    private final ByteBuffer bytes = ByteBuffer.allocate(PIECE);
    private char[] chars = new char[PIECE];
    private int at;
    private int end;
    private int taken;

    /**
     * Those of this channel.
     *
     * @param waiting does what is to be done around a read, which may take for ever
     */
    GuestCharacters(ReadableByteChannel channel, java.util.function.UnaryOperator<Source> waiting) {
        this.source = waiting.apply(channel::read);
    }

    /** A new character or sequence begins. */
    void begin() {
        taken = 0;
    }

    @Override
    public char getChar() throws IOException {
        if (++taken > LONGEST_SEQUENCE) {
            throw new Endless();
        }
        while (at == end) {
            fill();
        }
        return chars[at++];
    }

    private void fill() throws IOException {
        if (source.read(bytes) < 0) {
            throw new EOF();
        }
        bytes.flip();
        CharBuffer into = CharBuffer.wrap(chars);
        decoder.decode(bytes, into, false);
        bytes.compact();
        at = 0;
        end = into.position();
    }

    @Override
    public void pushChar(char back) {
        pushBackBuffer(new char[] {back}, 1);
    }

    @Override
    public void pushBackBuffer(char[] back, int length) {
        if (at < length) {
            char[] more = new char[Math.max(PIECE, length + end - at)];
            System.arraycopy(chars, at, more, length, end - at);
            end = length + end - at;
            at = length;
            chars = more;
        }
        at -= length;
        System.arraycopy(back, 0, chars, at, length);
    }

    /** Text that fits into so many cells, or one character that does not: the core counts characters. */
    @Override
    public String readNonControlCharacters(int most) throws IOException {
        while (at == end) {
            fill();
        }
        int cells = 0;
        int to = at;
        while (to < end && chars[to] >= ' ') {
            cells += isWide(chars[to]) ? 2 : 1;
            if (cells > most && (to > at || most == 0)) {
                break;
            }
            to++;
        }
        String text = new String(chars, at, to - at);
        at = to;
        return text;
    }

    /** Whether this character takes two cells. */
    static boolean isWide(char c) {
        return CharUtils.isDoubleWidthCharacter(c, false);
    }

    @Override
    public boolean isEmpty() {
        return at == end;
    }
}
