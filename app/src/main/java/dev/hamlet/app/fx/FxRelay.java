package dev.hamlet.app.fx;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BinaryOperator;
import java.util.function.Consumer;
import javafx.application.Platform;

/**
 * Brings news of the engine to the JavaFX thread: of each key the latest value alone, all of them in one pass, and at
 * most one pass waiting. However fast the news come, the window's queue stays short. {@link #put} may be called by any
 * thread and never blocks.
 *
 * @param <K> what the news is about
 * @param <V> the news
 */
public final class FxRelay<K, V> {
    private final Executor fx;
    private final Consumer<Map<K, V>> receiver;
    private final ConcurrentHashMap<K, V> latest = new ConcurrentHashMap<>();
    private final AtomicBoolean armed = new AtomicBoolean();

    /**
     * A relay to this receiver.
     *
     * @param fx runs the receiver, {@link #fxThread()} but in tests
     * @param receiver is given what is new, by key
     */
    public FxRelay(Executor fx, Consumer<Map<K, V>> receiver) {
        this.fx = fx;
        this.receiver = receiver;
    }

    /** Runs everything on the JavaFX thread, later. */
    public static Executor fxThread() {
        return Platform::runLater;
    }

    /** This is the latest about this key. */
    public void put(K key, V value) {
        latest.put(key, value);
        arm();
    }

    /**
     * This is the latest about this key, and what has not been delivered yet shall not be lost.
     *
     * @param join of the earlier news and these; may be called more than once
     */
    public void add(K key, V value, BinaryOperator<V> join) {
        latest.merge(key, value, join);
        arm();
    }

    private void arm() {
        if (armed.compareAndSet(false, true)) {
            fx.execute(this::deliver);
        }
    }

    private void deliver() {
        // Disarmed first: what is put from here on is either taken below or asks for a pass of its own.
        armed.set(false);
        Map<K, V> news = new LinkedHashMap<>();
        for (K key : latest.keySet()) {
            V value = latest.remove(key);
            if (value != null) {
                news.put(key, value);
            }
        }
        if (!news.isEmpty()) {
            receiver.accept(news);
        }
    }
}
