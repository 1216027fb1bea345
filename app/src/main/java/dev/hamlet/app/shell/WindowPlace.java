package dev.hamlet.app.shell;

import dev.hamlet.app.shell.WindowSettings.Place;
import java.util.Optional;
import javafx.geometry.Rectangle2D;
import javafx.stage.Screen;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;

/** Where the window stands: where it last stood, if that is still on a screen; never larger than the screen. */
final class WindowPlace {
    private static final double WIDTH = 1280;
    private static final double HEIGHT = 800;
    private static final double LEAST_WIDTH = 800;
    private static final double LEAST_HEIGHT = 560;

    private final Stage stage;

    WindowPlace(Stage stage) {
        this.stage = stage;
        stage.setMinWidth(LEAST_WIDTH);
        stage.setMinHeight(LEAST_HEIGHT);
    }

    /** @param place where it last stood, or null where it never stood */
    void restore(@Nullable Place place) {
        if (place == null) {
            fitOn(Screen.getPrimary(), WIDTH, HEIGHT);
            return;
        }
        Rectangle2D bounds = new Rectangle2D(place.x(), place.y(), place.width(), place.height());
        Optional<Screen> screen = Screen.getScreens().stream()
                .filter(one -> one.getVisualBounds().intersects(bounds))
                .findFirst();
        fitOn(screen.orElse(Screen.getPrimary()), place.width(), place.height());
        if (screen.isPresent()) {
            stage.setX(place.x());
            stage.setY(place.y());
        }
        stage.setMaximized(place.maximized());
    }

    private void fitOn(Screen screen, double width, double height) {
        Rectangle2D room = screen.getVisualBounds();
        stage.setWidth(Math.max(LEAST_WIDTH, Math.min(width, room.getWidth())));
        stage.setHeight(Math.max(LEAST_HEIGHT, Math.min(height, room.getHeight())));
    }

    /** Where it stands now. */
    Place now() {
        return new Place(stage.getX(), stage.getY(), stage.getWidth(), stage.getHeight(), stage.isMaximized());
    }
}
