package dev.hamlet.app.fx;

import dev.hamlet.engine.display.Thumbnail;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javafx.css.PseudoClass;
import javafx.scene.image.Image;
import javafx.scene.image.ImageView;
import javafx.scene.image.PixelFormat;
import javafx.scene.image.WritableImage;
import javafx.scene.layout.StackPane;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignA;
import org.kordamp.ikonli.materialdesign2.MaterialDesignD;
import org.kordamp.ikonli.materialdesign2.MaterialDesignF;
import org.kordamp.ikonli.materialdesign2.MaterialDesignL;
import org.kordamp.ikonli.materialdesign2.MaterialDesignM;
import org.kordamp.ikonli.materialdesign2.MaterialDesignU;

/**
 * The sign of a guest's system on a tile of its colour, of an unknown system that of a machine; or a small picture of the
 * guest's screen, which is wider than the tile and takes no more room.
 */
public final class SystemTile extends StackPane {
    /** How a family of systems is shown: its sign, and which of the theme's eight chart colours. */
    private record Sign(Ikon icon, int colour) {}

    private static final PseudoClass PICTURED = PseudoClass.getPseudoClass("pictured");

    /** Over the edges of the tile by a part of the space around it. */
    private static final double PICTURE_WIDTH = 44;

    private static final double PICTURE_HEIGHT = 32;

    private static final Sign UNKNOWN = new Sign(MaterialDesignM.MONITOR, 0);
    private static final Sign LINUX = new Sign(MaterialDesignL.LINUX, 4);

    /** By how the id of a system begins, such as {@code debian-12}. */
    private static final List<Map.Entry<String, Sign>> SIGNS = List.of(
            Map.entry("debian", new Sign(MaterialDesignD.DEBIAN, 1)),
            Map.entry("ubuntu", new Sign(MaterialDesignU.UBUNTU, 2)),
            Map.entry("fedora", new Sign(MaterialDesignF.FEDORA, 3)),
            Map.entry("freebsd", new Sign(MaterialDesignF.FREEBSD, 5)),
            Map.entry("arch", new Sign(MaterialDesignA.ARCH, 6)),
            Map.entry("win", new Sign(MaterialDesignM.MICROSOFT_WINDOWS, 7)),
            Map.entry("tiny", LINUX),
            Map.entry("alpine", LINUX),
            Map.entry("linux", LINUX));

    private final FontIcon icon = new FontIcon(UNKNOWN.icon());
    private final ImageView view = new ImageView();
    private @Nullable Sign shown;

    /** A tile that shows no known system yet. */
    public SystemTile() {
        getStyleClass().add("system-tile");
        view.setManaged(false);
        view.setPreserveRatio(true);
        view.setFitWidth(PICTURE_WIDTH);
        view.setFitHeight(PICTURE_HEIGHT);
        getChildren().addAll(icon, view);
        picture(Optional.empty());
        setMouseTransparent(true);
    }

    /** Shows the sign of this system, a catalogue id or empty. */
    public void show(String system) {
        Sign sign = SIGNS.stream()
                .filter(one -> system.startsWith(one.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(UNKNOWN);
        if (sign.equals(shown)) {
            return;
        }
        shown = sign;
        icon.setIconCode(sign.icon());
        getStyleClass().setAll("system-tile", "system-colour-" + sign.colour());
    }

    /** Shows this picture of the guest's screen, or the sign again. */
    public void picture(Optional<Thumbnail> now) {
        view.setImage(now.map(SystemTile::image).orElse(null));
        view.setVisible(now.isPresent());
        icon.setVisible(now.isEmpty());
        pseudoClassStateChanged(PICTURED, now.isPresent());
        requestLayout();
    }

    private static Image image(Thumbnail picture) {
        int[] pixels = new int[picture.width() * picture.height()];
        picture.pixels().get(0, pixels);
        WritableImage image = new WritableImage(picture.width(), picture.height());
        image.getPixelWriter()
                .setPixels(
                        0,
                        0,
                        picture.width(),
                        picture.height(),
                        PixelFormat.getIntArgbPreInstance(),
                        pixels,
                        0,
                        picture.width());
        return image;
    }

    @Override
    protected void layoutChildren() {
        super.layoutChildren();
        view.relocate(
                snapPositionX((getWidth() - view.getLayoutBounds().getWidth()) / 2),
                snapPositionY((getHeight() - view.getLayoutBounds().getHeight()) / 2));
    }
}
