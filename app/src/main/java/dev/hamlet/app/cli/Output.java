package dev.hamlet.app.cli;

import dev.hamlet.engine.host.WholeFile;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Where a command reads and prints, always in UTF-8: results to the output, progress and problems to the errors. Safe for
 * use by many threads.
 */
public final class Output {
    private final InputStream in;
    private final OutputStream bytesOut;
    private final PrintWriter out;
    private final OutputStream bytesErr;
    private final PrintWriter err;
    private final BooleanSupplier errorsShown;
    private volatile boolean closed;
    private volatile @Nullable IOException lost;

    /** A stream that notes its first failure, which the writer on it keeps for itself. */
    private final class Noting extends FilterOutputStream {
        Noting(OutputStream to) {
            super(to);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            try {
                out.write(bytes, offset, length);
            } catch (IOException e) {
                if (lost == null) {
                    lost = e;
                }
                throw e;
            }
        }
    }

    /**
     * Streams of a command.
     *
     * @param errorsShown whether a person sees the errors on a terminal; asked only where it matters, since the answer
     *     takes time
     */
    public Output(InputStream in, OutputStream out, OutputStream err, BooleanSupplier errorsShown) {
        this.in = in;
        this.bytesOut = new Noting(out);
        this.out = new PrintWriter(new OutputStreamWriter(bytesOut, StandardCharsets.UTF_8), false);
        this.bytesErr = err;
        this.err = new PrintWriter(new OutputStreamWriter(err, StandardCharsets.UTF_8), true);
        this.errorsShown = errorsShown;
    }

    InputStream in() {
        return in;
    }

    PrintWriter out() {
        return out;
    }

    PrintWriter err() {
        return err;
    }

    boolean errorsShown() {
        return errorsShown.getAsBoolean();
    }

    /** Prints a line of the result. */
    public void line(String text) {
        out.println(text);
        out.flush();
    }

    /** Prints bytes of the result as they are. */
    void raw(byte[] bytes) {
        out.flush();
        try {
            bytesOut.write(bytes);
            bytesOut.flush();
        } catch (IOException e) {
            // Whoever read the output has gone; the writer on it notices too.
            closed = true;
        }
    }

    /** The result as bytes; closing it does nothing. */
    OutputStream stream() {
        return new OutputStream() {
            @Override
            public void write(int one) {
                raw(new byte[] {(byte) one});
            }

            @Override
            public void write(byte[] bytes, int offset, int length) {
                raw(Arrays.copyOfRange(bytes, offset, offset + length));
            }
        };
    }

    /** Prints bytes beside the result as they are. */
    void rawError(byte[] bytes) {
        err.flush();
        try {
            bytesErr.write(bytes);
            bytesErr.flush();
        } catch (IOException e) {
            // Whoever read the errors has gone; the result goes on.
            err.flush();
        }
    }

    /** Whether nobody reads the output any more. */
    boolean isClosed() {
        return closed || out.checkError();
    }

    /**
     * Why not all of the result could be written; empty where its reader has gone, as {@code head} does when it has seen
     * enough.
     */
    Optional<String> loss() {
        out.flush();
        return Optional.ofNullable(lost)
                .map(WholeFile::reason)
                .filter(why -> !why.toLowerCase(Locale.ROOT).contains("broken pipe"));
    }

    /** Prints a line beside the result. */
    public void note(String text) {
        err.println(text);
    }
}
