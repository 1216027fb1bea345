package dev.hamlet.app.fx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class FxRelayTest {
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private final List<Map<String, Integer>> received = new ArrayList<>();
    private final FxRelay<String, Integer> relay = new FxRelay<>(waiting::add, received::add);

    private void runWaiting() {
        for (Runnable pass = waiting.poll(); pass != null; pass = waiting.poll()) {
            pass.run();
        }
    }

    @Test
    void onlyTheLatestOfEachKeyArrivesInOnePass() {
        for (int i = 1; i <= 1000; i++) {
            relay.put("a", i);
            relay.put("b", -i);
        }
        assertEquals(1, waiting.size());
        runWaiting();
        assertEquals(List.of(Map.of("a", 1000, "b", -1000)), received);
    }

    @Test
    void whatComesAfterAPassAsksForTheNext() {
        relay.put("a", 1);
        runWaiting();
        relay.put("a", 2);
        assertEquals(1, waiting.size());
        runWaiting();
        assertEquals(List.of(Map.of("a", 1), Map.of("a", 2)), received);
    }

    @Test
    void whatTheReceiverItselfPutsArrivesInTheNextPass() {
        List<Map<String, Integer>> seen = new ArrayList<>();
        List<FxRelay<String, Integer>> self = new ArrayList<>();
        FxRelay<String, Integer> echo = new FxRelay<>(waiting::add, news -> {
            seen.add(news);
            if (seen.size() == 1) {
                self.getFirst().put("b", 2);
            }
        });
        self.add(echo);
        echo.put("a", 1);
        runWaiting();
        assertEquals(List.of(Map.of("a", 1), Map.of("b", 2)), seen);
    }

    @Test
    void theLastValueOfEveryKeyArrivesHoweverManyThreadsPut() throws InterruptedException {
        Queue<Runnable> passes = new ConcurrentLinkedQueue<>();
        AtomicInteger most = new AtomicInteger();
        Map<String, Integer> last = Collections.synchronizedMap(new java.util.HashMap<>());
        FxRelay<String, Integer> many = new FxRelay<>(
                pass -> {
                    passes.add(pass);
                    most.accumulateAndGet(passes.size(), Math::max);
                },
                last::putAll);
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            String key = "key" + t;
            threads.add(Thread.ofPlatform().start(() -> {
                for (int i = 1; i <= 20_000; i++) {
                    many.put(key, i);
                }
            }));
        }
        while (threads.stream().anyMatch(Thread::isAlive) || !passes.isEmpty()) {
            Runnable pass = passes.poll();
            if (pass != null) {
                pass.run();
            }
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(Map.of("key0", 20_000, "key1", 20_000, "key2", 20_000, "key3", 20_000), last);
        // One pass waits; another may be asked for in the moment in which it has just begun.
        assertTrue(most.get() <= 2, () -> most.get() + " passes waited at once");
    }
}
