package dev.hamlet.app.images;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hamlet.app.fx.OpenWindow;
import dev.hamlet.app.fx.Toolkit;
import dev.hamlet.app.words.Messages;
import dev.hamlet.engine.inventory.KnownImage;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.media.DiskFormat;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javafx.animation.AnimationTimer;
import javafx.scene.control.TreeTableView;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How smoothly thousands of images scroll: run when asked for, since the figure is this computer's. */
@Tag("slow")
class LibraryPulseTest {
    private static final int ROWS = 5000;
    private static final int PULSES = 600;
    private static final double LONGEST_MILLIS = 33;

    @Test
    void fiveThousandImagesScrollWithoutALongPulse() throws Exception {
        Toolkit.start();
        List<KnownImage> images = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            images.add(image(i));
        }
        LibraryModel[] model = new LibraryModel[1];
        OpenWindow window = OpenWindow.with(() -> {
            model[0] = new LibraryModel(
                    LibraryModelTest.answering(images),
                    javafx.application.Platform::runLater,
                    TimeSource.system(),
                    (question, agreed) -> {},
                    source -> {});
            model[0].lookAgain();
            return new LibraryView(
                    model[0],
                    LibraryActions.of(model[0], () -> {}, () -> {}, () -> {}),
                    Messages.of(Locale.ENGLISH),
                    TimeSource.system());
        });
        window.awaitText("images-sum", "5000 disks");
        TreeTableView<?> table = (TreeTableView<?>) window.node("images-table");
        double[] millis = new double[PULSES];
        double[] work = new double[PULSES];
        CountDownLatch done = new CountDownLatch(1);
        Toolkit.run(() -> new AnimationTimer() {
            private long last;
            private long lastWork;
            private int pulse = -60;

            @Override
            public void handle(long now) {
                long here = System.nanoTime();
                // What the thread itself did, however many others want the processor.
                long worked = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
                if (pulse >= 0 && pulse < PULSES) {
                    millis[pulse] = (here - last) / 1e6;
                    work[pulse] = (worked - lastWork) / 1e6;
                }
                lastWork = worked;
                last = here;
                pulse++;
                table.scrollTo(Math.floorMod(pulse * 7, ROWS));
                if (pulse == PULSES) {
                    stop();
                    done.countDown();
                }
            }
        }.start());
        assertTrue(done.await(120, TimeUnit.SECONDS), "the pulses came to an end");
        window.close();
        model[0].close();
        Arrays.sort(work);
        double[] sorted = Arrays.stream(millis).sorted().toArray();
        double p99 = sorted[PULSES * 99 / 100];
        System.out.printf(
                Locale.ROOT,
                "%d images, %d pulses while scrolling: median %.1f ms, 99 %% within %.1f ms, longest %.1f ms; work of the"
                        + " window's thread: median %.1f ms, 99 %% within %.1f ms%n",
                ROWS,
                PULSES,
                sorted[PULSES / 2],
                p99,
                sorted[PULSES - 1],
                work[PULSES / 2],
                work[PULSES * 99 / 100]);
        double own = work[PULSES * 99 / 100];
        assertTrue(own <= LONGEST_MILLIS, "99 % of the pulses take " + own + " ms of work");
    }

    private static KnownImage image(int i) {
        return new KnownImage(
                Path.of("/x", "disk-" + i + ".qcow2"),
                "disk-" + i + ".qcow2",
                KnownImage.Kind.DISK,
                KnownImage.Place.ELSEWHERE,
                DiskFormat.QCOW2,
                1L << 34,
                (long) i << 20,
                i % 5 == 0 ? null : Path.of("/x", "disk-" + (i / 5 * 5) + ".qcow2"),
                List.of(),
                null,
                null,
                Instant.EPOCH,
                null);
    }
}
