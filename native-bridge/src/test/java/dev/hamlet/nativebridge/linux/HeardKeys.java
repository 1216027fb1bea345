package dev.hamlet.nativebridge.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hamlet.nativebridge.RawKeyboard;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** What a console would hear. */
class HeardKeys implements RawKeyboard.Listener {
    static final long SOON = 10;

    private final BlockingQueue<Key> keys = new LinkedBlockingQueue<>();
    private final BlockingQueue<Integer> repeats = new LinkedBlockingQueue<>();
    private final BlockingQueue<Boolean> grabs = new LinkedBlockingQueue<>();
    private final Semaphore listens = new Semaphore(0);
    private final CountDownLatch lost = new CountDownLatch(1);

    record Key(int code, boolean down) {}

    @Override
    public void key(int code, boolean down) {
        keys.add(new Key(code, down));
    }

    @Override
    public void repeats(int code) {
        repeats.add(code);
    }

    @Override
    public void listens() {
        listens.release();
    }

    @Override
    public void grabbed(boolean now) {
        grabs.add(now);
    }

    @Override
    public void lost() {
        lost.countDown();
    }

    BlockingQueue<Key> keys() {
        return keys;
    }

    BlockingQueue<Integer> repeats() {
        return repeats;
    }

    CountDownLatch ended() {
        return lost;
    }

    Key next() throws InterruptedException {
        Key key = keys.poll(SOON, TimeUnit.SECONDS);
        assertNotNull(key, "no key came");
        return key;
    }

    /** The next news of a grab. */
    boolean nextGrab() throws InterruptedException {
        Boolean grab = grabs.poll(SOON, TimeUnit.SECONDS);
        assertNotNull(grab, "nothing is told of the grab");
        return grab;
    }

    /** Waits until the keyboard tells that it listens: every key that is typed after that comes. */
    void awaitListening() throws InterruptedException {
        assertTrue(listens.tryAcquire(SOON, TimeUnit.SECONDS), "it does not listen");
    }

    /** Types this key until it is heard, and nothing else before it. */
    void awaitHeard(int code, Typist typist) throws Exception {
        Key key = null;
        while (key == null) {
            typist.type(code);
            key = keys.poll(20, TimeUnit.MILLISECONDS);
        }
        assertEquals(code, key.code());
        // The last that was typed may be under way.
        while (key != null) {
            assertEquals(code, key.code());
            key = keys.poll(200, TimeUnit.MILLISECONDS);
        }
    }
}
