package dev.hamlet.app.wizard;

import dev.hamlet.app.fx.SystemTile;
import dev.hamlet.app.words.Messages;
import javafx.geometry.Pos;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** A row of the systems: its tile, its name, what it is, how it is had. */
final class OfferCell extends ListCell<Offer> {
    private final OfferWords words;
    private final SystemTile tile = new SystemTile();
    private final Label name = new Label();
    private final Label note = new Label();
    private final Label kind = new Label();
    private final Label way = new Label();
    private final FontIcon here = new FontIcon(Feather.CHECK);
    private final HBox row;

    OfferCell(Messages words) {
        this.words = new OfferWords(words);
        getStyleClass().add("offer-cell");
        name.getStyleClass().add("strong");
        name.setMinWidth(Region.USE_PREF_SIZE);
        note.getStyleClass().add("muted");
        kind.getStyleClass().addAll("muted", "offer-kind");
        way.getStyleClass().addAll("muted", "num", "offer-way");
        way.setMinWidth(Region.USE_PREF_SIZE);
        here.getStyleClass().add("icon-success");
        HBox title = new HBox(name, note);
        title.getStyleClass().add("offer-title");
        VBox texts = new VBox(title, kind);
        texts.setAlignment(Pos.CENTER_LEFT);
        texts.setMinWidth(0);
        HBox.setHgrow(texts, Priority.ALWAYS);
        row = new HBox(tile, texts, way);
        row.getStyleClass().add("offer-row");
        row.setAlignment(Pos.CENTER_LEFT);
        setContentDisplay(ContentDisplay.GRAPHIC_ONLY);
        setPrefWidth(0);
    }

    @Override
    protected void updateItem(@Nullable Offer offer, boolean empty) {
        super.updateItem(offer, empty);
        if (empty || offer == null) {
            setGraphic(null);
            setAccessibleText(null);
            return;
        }
        tile.show(offer.system());
        name.setText(offer.name());
        note.setText(offer.note());
        kind.setText(words.kind(offer));
        boolean there = offer.way() instanceof Offer.Way.Here;
        way.setText(words.way(offer));
        way.setGraphic(there ? here : null);
        if (there != way.getStyleClass().contains("chip")) {
            if (there) {
                way.getStyleClass().add("chip");
            } else {
                way.getStyleClass().remove("chip");
            }
        }
        setGraphic(row);
        setAccessibleText(words.accessible(offer));
    }
}
