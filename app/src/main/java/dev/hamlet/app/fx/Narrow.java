package dev.hamlet.app.fx;

import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import javafx.application.Platform;
import javafx.scene.layout.Region;
import javafx.util.Subscription;

/** How much room there is for something, in its own text's size: what stands side by side may have to stand below. */
public final class Narrow {
    private Narrow() {}

    /**
     * Tells whether the region is narrow, now and when that changes; never within a layout, which does not heed what
     * changes meanwhile.
     *
     * @param ems it is narrow with less than so many times the size of the text
     * @param text the size of the text in pixels
     */
    public static Subscription watch(Region region, double ems, DoubleSupplier text, Consumer<Boolean> narrow) {
        boolean[] last = {false};
        narrow.accept(false);
        return region.widthProperty().subscribe(width -> {
            boolean now = width.doubleValue() > 0 && width.doubleValue() < ems * text.getAsDouble();
            if (now != last[0]) {
                last[0] = now;
                Platform.runLater(() -> narrow.accept(last[0]));
            }
        });
    }
}
