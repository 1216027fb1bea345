package dev.hamlet.engine.display;

import dev.hamlet.engine.problem.DisplayProblem;
import dev.hamlet.engine.problem.ProblemException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The beginning of the talk (RFC 6143, 7.1 to 7.3) in the versions 3.3, 3.7 and 3.8. Used by the reading thread. */
final class Handshake {
    private static final Pattern GREETING = Pattern.compile("RFB 003\\.(\\d{3})\n");
    private static final int GREETING_BYTES = 12;
    private static final int NO_AUTHENTICATION = 1;
    private static final int PIXEL_FORMAT_BYTES = 16;

    /** A longer reason or name is cut; one that is longer by far is no name. */
    private static final int LONGEST_TEXT = 500;

    private static final int LONGEST_CLAIM = 1 << 20;

    private final String machine;
    private final RfbInput in;
    private final RfbOutput output;

    Handshake(String machine, RfbInput in, RfbOutput output) {
        this.machine = machine;
        this.in = in;
        this.output = output;
    }

    /** Comes to terms with the server; it is to share its display with others. */
    void run(Framebuffer framebuffer, ServerSays server) throws IOException, ProblemException {
        int version = version();
        if (version == 3) {
            decided(in.s32());
        } else {
            chosen();
        }
        if (version == 8) {
            // Before 3.8 it is not told that nobody had to be authenticated.
            if (in.s32() != 0) {
                throw refused();
            }
        }
        output.bytes((byte) 1);
        int width = in.u16();
        int height = in.u16();
        in.skip(PIXEL_FORMAT_BYTES);
        server.name(text());
        framebuffer.resize(width, height);
    }

    /** Agrees on one; answers 3, 7 or 8. */
    private int version() throws IOException, ProblemException {
        byte[] greeting = new byte[GREETING_BYTES];
        in.bytes(greeting, 0, greeting.length);
        Matcher matcher = GREETING.matcher(new String(greeting, StandardCharsets.ISO_8859_1));
        if (!matcher.matches()) {
            throw new ProblemException(new DisplayProblem.DisplayForeign(machine, RfbInput.plain(greeting)));
        }
        int minor = Integer.parseInt(matcher.group(1));
        int version = minor >= 8 ? 8 : minor == 7 ? 7 : 3;
        output.bytes(("RFB 003.00" + version + "\n").getBytes(StandardCharsets.US_ASCII));
        return version;
    }

    /** The server says what kind of authentication it is to be (3.3). */
    private void decided(int type) throws IOException, ProblemException {
        if (type == 0) {
            throw refused();
        }
        if (type != NO_AUTHENTICATION) {
            throw new ProblemException(new DisplayProblem.DisplayAsksPassword(machine));
        }
    }

    /** The server offers some and the client chooses (3.7 and 3.8). */
    private void chosen() throws IOException, ProblemException {
        int count = in.u8();
        if (count == 0) {
            throw refused();
        }
        boolean none = false;
        for (int i = 0; i < count; i++) {
            none |= in.u8() == NO_AUTHENTICATION;
        }
        if (!none) {
            throw new ProblemException(new DisplayProblem.DisplayAsksPassword(machine));
        }
        output.bytes((byte) NO_AUTHENTICATION);
    }

    private ProblemException refused() throws IOException {
        return new ProblemException(new DisplayProblem.DisplayRefused(machine, text()));
    }

    private String text() throws IOException {
        long length = in.u32();
        if (length > LONGEST_CLAIM) {
            throw new RfbViolation("a name of " + length + " bytes");
        }
        return in.text(length, LONGEST_TEXT);
    }
}
