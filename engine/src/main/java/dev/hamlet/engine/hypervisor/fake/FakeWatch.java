package dev.hamlet.engine.hypervisor.fake;

import dev.hamlet.engine.job.Threads;
import dev.hamlet.engine.machine.GuestEvent;
import dev.hamlet.engine.machine.RunningGuest;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;

/** Hands events to a listener, one after another, on a virtual thread of its own. */
final class FakeWatch implements RunningGuest.Watch {
    private final BlockingQueue<GuestEvent> queue = new LinkedBlockingQueue<>();
    private final Consumer<GuestEvent> listener;
    private final Consumer<FakeWatch> released;
    private final Thread thread;

    FakeWatch(String name, Consumer<GuestEvent> listener, Consumer<FakeWatch> released) {
        this.listener = listener;
        this.released = released;
        this.thread = Threads.virtual("events-" + name, this::run);
    }

    void add(GuestEvent event) {
        queue.add(event);
    }

    private void run() {
        try {
            GuestEvent event;
            do {
                event = queue.take();
                listener.accept(event);
            } while (!(event instanceof GuestEvent.Ended));
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        released.accept(this);
        thread.interrupt();
    }
}
