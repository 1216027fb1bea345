package dev.hamlet.app.fx;

import static org.junit.jupiter.api.Assertions.fail;

import atlantafx.base.theme.PrimerLight;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import javafx.animation.AnimationTimer;
import javafx.application.Application;
import javafx.application.Platform;
import javafx.scene.text.Font;
import javafx.scene.text.Text;

/** JavaFX in a test: started once, without a display, and with a reason where it cannot be. */
public final class Toolkit {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private Toolkit() {}

    /** Starts JavaFX, if it has not been, and makes sure that it can write text. */
    public static synchronized void start() {
        try {
            CountDownLatch started = new CountDownLatch(1);
            Platform.startup(started::countDown);
            if (!started.await(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                fail("JavaFX has not started within " + LIMIT.toSeconds() + " s");
            }
            Platform.setImplicitExit(false);
            run(() -> Application.setUserAgentStylesheet(new PrimerLight().getUserAgentStylesheetBSS()));
        } catch (IllegalStateException e) {
            // It runs already.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            fail("interrupted");
        }
        double width = get(Toolkit::widthOfText);
        if (width <= 0) {
            fail("JavaFX has no font to write with: install a font, such as the package fonts-dejavu-core");
        }
    }

    private static double widthOfText() {
        try {
            Font.getDefault();
            return new Text("Hamlet").getLayoutBounds().getWidth();
        } catch (LinkageError | NullPointerException e) {
            StringWriter trace = new StringWriter();
            e.printStackTrace(new PrintWriter(trace));
            return fail("JavaFX cannot write text: the libraries libfreetype6 and fontconfig and a font, such as the"
                    + " package fonts-dejavu-core, have to be installed.\n" + trace);
        }
    }

    /** Runs this on the JavaFX thread and answers what it answers. */
    public static <T> T get(Callable<T> work) {
        FutureTask<T> task = new FutureTask<>(work);
        if (Platform.isFxApplicationThread()) {
            task.run();
        } else {
            Platform.runLater(task);
        }
        try {
            return task.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof AssertionError failed) {
                throw failed;
            }
            throw new AssertionError("on the JavaFX thread: " + e.getCause(), e.getCause());
        } catch (TimeoutException e) {
            return fail("the JavaFX thread has not answered within " + LIMIT.toSeconds() + " s");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return fail("interrupted");
        }
    }

    /** Runs this on the JavaFX thread, and waits for it. */
    public static void run(Runnable work) {
        get(() -> {
            work.run();
            return true;
        });
    }

    /** Waits until the window has been drawn so many times. */
    public static void awaitFrames(int count) {
        CountDownLatch drawn = new CountDownLatch(count);
        AnimationTimer timer = new AnimationTimer() {
            @Override
            public void handle(long now) {
                drawn.countDown();
            }
        };
        run(timer::start);
        try {
            if (!drawn.await(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                fail("nothing has been drawn within " + LIMIT.toSeconds() + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            fail("interrupted");
        } finally {
            run(timer::stop);
        }
    }

    /** Waits until this holds, asked on the JavaFX thread. */
    public static void await(String what, BooleanSupplier condition) {
        await(what, condition, () -> "");
    }

    /** Waits until this holds, asked on the JavaFX thread; says {@code instead} where it never does. */
    public static void await(String what, BooleanSupplier condition, Supplier<String> instead) {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!get(condition::getAsBoolean)) {
            if (System.nanoTime() > end) {
                fail("not within " + LIMIT.toSeconds() + " s: " + what + " " + get(instead::get));
            }
            java.util.concurrent.locks.LockSupport.parkNanos(
                    Duration.ofMillis(5).toNanos());
        }
    }
}
