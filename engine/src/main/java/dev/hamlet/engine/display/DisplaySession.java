package dev.hamlet.engine.display;

import dev.hamlet.engine.job.Threads;
import dev.hamlet.engine.problem.DisplayProblem;
import dev.hamlet.engine.problem.ProblemException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.channels.ByteChannel;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client at the display of a guest. Its first {@link DisplayEvent.Resized} says that it is connected; what is sent before
 * that is dropped. No method waits for the server. Safe for use by many threads.
 */
public final class DisplaySession implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DisplaySession.class);

    private final String machine;
    private final ByteChannel channel;
    private final Framebuffer framebuffer = new Framebuffer();
    private final RfbOutput output = new RfbOutput();
    private final ServerSays server;
    private final HeldKeys keys;
    private final Clipboard clipboard;
    private final int encoding;
    private volatile boolean connected;

    /** Why the session ended, as it was first known; empty inside if it was closed here. */
    private final AtomicReference<@Nullable Optional<DisplayProblem>> end = new AtomicReference<>();

    DisplaySession(String machine, ByteChannel channel, DisplayListener listener, int encoding) {
        this.machine = machine;
        this.channel = channel;
        this.encoding = encoding;
        this.server = new ServerSays(listener);
        this.keys = new HeldKeys(output, server);
        this.clipboard = new Clipboard(output, server);
    }

    /**
     * Begins a session. Raw pixels are asked for first: to pack and unpack them costs more than a socket of this host.
     *
     * @param machine whose display it is, for its problems
     * @param channel connected, in blocking mode, and from now on the session's to close
     * @param listener hears of it
     */
    public static DisplaySession open(String machine, ByteChannel channel, DisplayListener listener) {
        return open(machine, channel, listener, RawEncoding.NUMBER);
    }

    /** Begins one that asks for this encoding of pixels first. */
    static DisplaySession open(String machine, ByteChannel channel, DisplayListener listener, int encoding) {
        DisplaySession session = new DisplaySession(machine, channel, listener, encoding);
        Threads.virtual("display-write-" + machine, session::write);
        // To unpack pixels takes long, and would hold the carrier of a virtual thread all the while.
        Threads.platform("display-read-" + machine, session::read);
        return session;
    }

    /** The pixels. They stay when the session ends. */
    public Framebuffer framebuffer() {
        return framebuffer;
    }

    /** What the server has shown so far that it can. */
    public DisplayEvent.Features features() {
        return server.features();
    }

    /** A key goes down, or repeats. Where the server knows no physical keys, the guest gets what a US keyboard makes. */
    public void press(PhysicalKey key) {
        if (connected) {
            keys.press(key);
            requireFlow();
        }
    }

    /** A key that is held repeats; nothing happens if it is not down. */
    public void repeat(PhysicalKey key) {
        keys.repeat(key);
        requireFlow();
    }

    /** A key goes up; nothing happens if it is not down. */
    public void release(PhysicalKey key) {
        keys.release(key);
        requireFlow();
    }

    /** All keys go up, as they must when the keyboard is taken from the console. */
    public void releaseAll() {
        keys.releaseAll();
        requireFlow();
    }

    /**
     * The pointer is at this pixel of the display.
     *
     * @param buttons bit 0 for the left button, 1 for the middle, 2 for the right; 3 to 6 for a wheel turned up, down, left,
     *     right, set and cleared again for each step
     */
    public void pointAt(int x, int y, int buttons) {
        if (connected) {
            output.pointer(false, x, y, buttons);
            requireFlow();
        }
    }

    /** The pointer has moved this far: for a guest that takes it so, {@link DisplayEvent.PointerMode#RELATIVE}. */
    public void pointBy(int x, int y, int buttons) {
        if (connected) {
            output.pointer(true, x, y, buttons);
            requireFlow();
        }
    }

    /**
     * Asks for another size of the display; {@link DisplayEvent.SizeAnswered} says what comes of it.
     *
     * @return whether it could be asked for: the server has shown that it can, and a display can have that size
     */
    public boolean askSize(int width, int height) {
        boolean possible = connected
                && features().resizable()
                && Math.min(width, height) > 0
                && Math.max(width, height) <= Framebuffer.LONGEST_SIDE
                && width * height <= Framebuffer.MOST_PIXELS;
        if (possible) {
            output.size(width, height, server.screen(), server.screenFlags());
            requireFlow();
        }
        return possible;
    }

    /**
     * Gives the guest's clipboard this text, or none if it is empty. Without the wider clipboard of
     * {@link DisplayEvent.Features#unicodeClipboard} characters beyond Latin-1 become question marks.
     *
     * @return what came of it
     */
    public ClipboardOffer offerClipboard(String text) {
        if (!connected) {
            return ClipboardOffer.NOT_CONNECTED;
        }
        boolean fits = clipboard.offer(text);
        requireFlow();
        return fits ? ClipboardOffer.OFFERED : ClipboardOffer.TOO_LONG;
    }

    /** What came of an offer of text. */
    public enum ClipboardOffer {
        OFFERED,
        /** A clipboard takes nearly 1 MiB. */
        TOO_LONG,
        NOT_CONNECTED
    }

    /** Asks for the text that {@link DisplayEvent.ClipboardOffered} told of; it comes as an event. */
    public void requestClipboard() {
        if (connected) {
            clipboard.request();
            requireFlow();
        }
    }

    /** A server that takes nothing is given up, before a key is lost unseen. */
    private void requireFlow() {
        if (output.isStuck()) {
            end(Optional.of(new DisplayProblem.DisplayGone(machine, "it takes no input")));
        }
    }

    private void write() {
        try {
            output.run(channel);
        } catch (IOException e) {
            end(Optional.of(gone(e)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            end(Optional.empty());
        }
    }

    /** The reading thread's work: all of the session. */
    void read() {
        try (Arena memory = Arena.ofConfined()) {
            RfbInput in = new RfbInput(channel, memory);
            new Handshake(machine, in, output).run(framebuffer, server);
            hear(in);
        } catch (RfbViolation e) {
            LOG.info("the display of {} sent what it must not", machine, e);
            end(Optional.of(new DisplayProblem.DisplayGarbled(machine, String.valueOf(e.getMessage()))));
        } catch (ProblemException e) {
            end(Optional.of((DisplayProblem) e.problem()));
        } catch (IOException e) {
            end(Optional.of(gone(e)));
        } finally {
            // A fault of ours, too, must end it all.
            end(Optional.of(new DisplayProblem.DisplayGone(machine, "reading it failed")));
            server.tell(new DisplayEvent.Ended(Objects.requireNonNull(end.get())));
        }
    }

    private void hear(RfbInput in) throws IOException {
        try (ServerMessages messages = new ServerMessages(in, output, framebuffer, server, clipboard)) {
            messages.begin(encoding);
            connected = true;
            server.tell(new DisplayEvent.Resized(framebuffer.size()));
            while (end.get() == null) {
                messages.next();
                requireFlow();
            }
        }
    }

    private DisplayProblem gone(IOException e) {
        String why = e.getMessage();
        return new DisplayProblem.DisplayGone(
                machine, why == null ? e.getClass().getSimpleName() : why);
    }

    /** Whoever is first says why. */
    private void end(Optional<DisplayProblem> why) {
        if (end.compareAndSet(null, why)) {
            connected = false;
            output.close();
            try {
                channel.close();
            } catch (IOException e) {
                LOG.debug("a display's channel could not be closed", e);
            }
        }
    }

    /** Ends it; both its threads end at once. The guest's keys go up, as a server does when its client leaves. */
    @Override
    public void close() {
        end(Optional.empty());
    }
}
