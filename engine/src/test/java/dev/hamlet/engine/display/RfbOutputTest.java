package dev.hamlet.engine.display;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.hamlet.engine.job.Threads;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What waits to be sent while the socket takes nothing. */
@Timeout(60)
class RfbOutputTest {
    /** What is sent of all that was added before anything was taken. */
    private static byte[] sent(Consumer<RfbOutput> adding) throws Exception {
        RfbOutput output = new RfbOutput();
        adding.accept(output);
        // The end's mark, after which all is there.
        output.bytes((byte) 99);
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        CountDownLatch all = new CountDownLatch(1);
        WritableByteChannel channel = new WritableByteChannel() {
            @Override
            public int write(ByteBuffer from) {
                while (from.hasRemaining()) {
                    byte next = from.get();
                    if (next == 99) {
                        all.countDown();
                        output.close();
                    } else {
                        sent.write(next);
                    }
                }
                return 1;
            }

            @Override
            public boolean isOpen() {
                return true;
            }

            @Override
            public void close() {}
        };
        Thread thread = Threads.virtual("writer", () -> {
            try {
                output.run(channel);
            } catch (IOException | InterruptedException e) {
                sent.reset();
            }
        });
        all.await(20, TimeUnit.SECONDS);
        thread.join();
        return sent.toByteArray();
    }

    private static Wire pointer(int buttons, int x, int y) {
        return new Wire().u8(5, buttons).u16(x, y);
    }

    @Test
    void ofMotionsThatWaitOnlyTheLastIsSent() throws Exception {
        assertArrayEquals(pointer(0, 5, 6).bytes(), sent(output -> {
            output.pointer(false, 1, 2, 0);
            output.pointer(false, 3, 4, 0);
            output.pointer(false, 5, 6, 0);
        }));
    }

    @Test
    void aPressStaysWhereItWas() throws Exception {
        assertArrayEquals(
                pointer(0, 1, 1)
                        .all(pointer(1, 2, 2).bytes())
                        .all(pointer(1, 4, 4).bytes())
                        .all(pointer(0, 4, 4).bytes())
                        .all(pointer(0, 6, 6).bytes())
                        .bytes(),
                sent(output -> {
                    output.pointer(false, 1, 1, 0);
                    output.pointer(false, 2, 2, 1);
                    output.pointer(false, 3, 3, 1);
                    output.pointer(false, 4, 4, 1);
                    output.pointer(false, 4, 4, 0);
                    output.pointer(false, 5, 5, 0);
                    output.pointer(false, 6, 6, 0);
                }));
    }

    @Test
    void motionsOnBothSidesOfAKeyAreNotOne() throws Exception {
        assertArrayEquals(
                pointer(0, 1, 1)
                        .u8(4, 1, 0, 0)
                        .s32('a')
                        .all(pointer(0, 2, 2).bytes())
                        .bytes(),
                sent(output -> {
                    output.pointer(false, 1, 1, 0);
                    output.key(true, 'a');
                    output.pointer(false, 2, 2, 0);
                }));
    }

    @Test
    void motionsByTheirWayAddUp() throws Exception {
        assertArrayEquals(
                pointer(0, 0x7fff + 7, 0x7fff - 9)
                        .all(pointer(0, 0xfffe, 0x7fff).bytes())
                        .bytes(),
                sent(output -> {
                    output.pointer(true, 3, -4, 0);
                    output.pointer(true, 4, -5, 0);
                    output.pointer(true, 0x7fff, 0, 0);
                }));
    }

    @Test
    void aRequestThatWaitsServesForThoseThatFollow() throws Exception {
        assertArrayEquals(new Wire().u8(3, 0).u16(0, 0, 8, 9).bytes(), sent(output -> {
            output.update(true, 4, 4);
            output.update(false, 8, 9);
            output.update(true, 8, 9);
        }));
    }

    @Test
    void muchTextGoesThroughInOrder() throws Exception {
        byte[] text = new byte[300_000];
        for (int i = 0; i < text.length; i++) {
            text[i] = (byte) (i % 97);
        }
        assertArrayEquals(
                new Wire()
                        .s32(6 << 24, text.length)
                        .all(text)
                        .u8(4, 0, 0, 0)
                        .s32('b')
                        .bytes(),
                sent(output -> {
                    output.cutText(text);
                    output.key(false, 'b');
                }));
    }
}
