package dev.hamlet.engine.transfer;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The body of a response, taken piece by piece by one reader that waits for each only so long: the JDK's own streams
 * wait for ever on a server that has gone silent. At most a few pieces are held in memory.
 */
public final class BodyQueue implements HttpResponse.BodySubscriber<BodyQueue>, AutoCloseable {
    /**
     * So many pieces may be under way to the reader: were it one, each would wait for the reader to wake up; were it many,
     * they would grow old in the small heap of a window, and clearing that up takes longer than the download.
     */
    private static final int AHEAD = 4;

    private final LinkedBlockingQueue<Piece> pieces = new LinkedBlockingQueue<>();
    private final AtomicReference<Flow.@Nullable Subscription> subscription = new AtomicReference<>();
    private volatile boolean closed;

    /** Bytes, or the end, or why there will be no end. */
    private sealed interface Piece {
        record Bytes(List<ByteBuffer> buffers) implements Piece {}

        record End() implements Piece {}

        record Failure(Throwable cause) implements Piece {}
    }

    @Override
    public CompletionStage<BodyQueue> getBody() {
        return CompletableFuture.completedFuture(this);
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        if (closed || !subscription.compareAndSet(null, given)) {
            given.cancel();
            return;
        }
        given.request(AHEAD);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        pieces.add(new Piece.Bytes(List.copyOf(buffers)));
    }

    @Override
    public void onError(Throwable cause) {
        pieces.add(new Piece.Failure(cause));
    }

    @Override
    public void onComplete() {
        pieces.add(new Piece.End());
    }

    /**
     * The next piece, empty at the end of the body.
     *
     * @throws IOException if the connection broke, or nothing came within {@code patience}
     */
    public List<ByteBuffer> next(Duration patience) throws IOException, InterruptedException {
        Piece piece = pieces.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
        return switch (piece) {
            case null -> throw new IOException("nothing came for " + patience.toSeconds() + " s");
            case Piece.End end -> {
                pieces.add(end);
                yield List.of();
            }
            case Piece.Failure failure ->
                throw new IOException(String.valueOf(failure.cause().getMessage()), failure.cause());
            case Piece.Bytes bytes -> {
                Flow.Subscription from = subscription.get();
                if (from != null) {
                    from.request(1);
                }
                yield bytes.buffers();
            }
        };
    }

    /** Lets go of the connection. */
    @Override
    public void close() {
        closed = true;
        Flow.Subscription from = subscription.get();
        if (from != null) {
            from.cancel();
        }
    }
}
