package dev.hamlet.app.shell;

import dev.hamlet.app.fx.Toolkit;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.stream.DoubleStream;
import javafx.animation.AnimationTimer;

/**
 * How long the pulses of a window were, in milliseconds.
 *
 * @param between from one to the next; 16.7 where nothing is late
 * @param work what the window's thread did meanwhile, however many others wanted the processor
 */
record Pulses(Spread between, Spread work) {
    /** Of many figures, in milliseconds. */
    record Spread(double median, double within99, double longest) {
        private static Spread of(double[] millis) {
            double[] sorted = DoubleStream.of(millis).sorted().toArray();
            return new Spread(sorted[sorted.length / 2], sorted[sorted.length * 99 / 100], sorted[sorted.length - 1]);
        }

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT, "median %.1f ms, 99 %% within %.1f ms, longest %.1f ms", median, within99, longest);
        }
    }

    /** Measures so many pulses of the windows of this process. Not for the JavaFX thread. */
    static Pulses measure(int count) throws InterruptedException {
        double[] between = new double[count];
        double[] work = new double[count];
        CountDownLatch done = new CountDownLatch(1);
        Toolkit.run(() -> new AnimationTimer() {
            private long last;
            private long lastWork;
            private int pulse = -60;

            @Override
            public void handle(long now) {
                long here = System.nanoTime();
                long worked = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
                if (pulse >= 0 && pulse < count) {
                    between[pulse] = (here - last) / 1e6;
                    work[pulse] = (worked - lastWork) / 1e6;
                }
                lastWork = worked;
                last = here;
                pulse++;
                if (pulse == count) {
                    stop();
                    done.countDown();
                }
            }
        }.start());
        done.await();
        return new Pulses(Spread.of(between), Spread.of(work));
    }

    /** All in one line, for {@link #read}. */
    String line() {
        return between.median + " " + between.within99 + " " + between.longest + " " + work.median + " " + work.within99
                + " " + work.longest;
    }

    static Pulses read(String line) {
        double[] all =
                Arrays.stream(line.split(" ")).mapToDouble(Double::parseDouble).toArray();
        return new Pulses(new Spread(all[0], all[1], all[2]), new Spread(all[3], all[4], all[5]));
    }

    @Override
    public String toString() {
        return "pulses: " + between + "; work of the window's thread: " + work;
    }
}
