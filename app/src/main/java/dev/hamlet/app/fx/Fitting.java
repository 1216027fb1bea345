package dev.hamlet.app.fx;

import java.util.List;
import java.util.function.DoubleSupplier;
import java.util.function.IntConsumer;
import javafx.application.Platform;
import javafx.beans.value.ObservableValue;
import javafx.scene.layout.Region;
import javafx.util.Subscription;

/** Lets a strip leave out what it has no room for, the least needful first. Belongs to the JavaFX thread. */
public final class Fitting {
    private Fitting() {}

    /**
     * Tells the strip how much to leave out: as little as its width allows, now and when that or a cause changes; never
     * within a layout, which does not heed what changes meanwhile.
     *
     * @param most the last step, at which all is left out that can be
     * @param step leaves out what belongs to steps up to this one, 0 for nothing
     * @param needed how wide the strip's content must be after that, in pixels
     * @param causes what changes how much room is needed
     */
    public static Subscription watch(
            Region strip, int most, IntConsumer step, DoubleSupplier needed, List<ObservableValue<?>> causes) {
        boolean[] due = {false};
        Runnable later = () -> {
            if (!due[0]) {
                due[0] = true;
                Platform.runLater(() -> {
                    due[0] = false;
                    fit(strip, most, step, needed);
                });
            }
        };
        Subscription all = strip.widthProperty().subscribe(later);
        for (ObservableValue<?> cause : causes) {
            all = all.and(cause.subscribe(later));
        }
        later.run();
        return all;
    }

    private static void fit(Region strip, int most, IntConsumer step, DoubleSupplier needed) {
        if (strip.getWidth() <= 0) {
            return;
        }
        strip.applyCss();
        for (int i = 0; i <= most; i++) {
            step.accept(i);
            if (needed.getAsDouble() <= strip.getWidth()) {
                return;
            }
        }
    }
}
