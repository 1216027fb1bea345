package dev.hamlet.nativebridge.linux;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.hamlet.nativebridge.RawKeyboard;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** What a console would hear. */
class HeardKeys implements RawKeyboard.Listener {
    static final long SOON = 10;

    /** Of linux/input-event-codes.h. */
    private static final int KEY_PAUSE = 119;

    private static final int KEY_RO = 89;

    private final BlockingQueue<Key> keys = new LinkedBlockingQueue<>();
    private final BlockingQueue<Integer> repeats = new LinkedBlockingQueue<>();
    private final BlockingQueue<Boolean> grabs = new LinkedBlockingQueue<>();
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

    /** Types until the keyboard listens, which it begins to at some moment after it was asked. */
    void awaitListening(Typist typist) throws Exception {
        do {
            typist.type(KEY_PAUSE);
        } while (keys.poll(20, TimeUnit.MILLISECONDS) == null);
        typist.type(KEY_RO);
        Key key = next();
        while (!key.equals(new Key(KEY_RO, false))) {
            key = next();
        }
    }
}
