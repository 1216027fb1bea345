package dev.hamlet.app.preferences;

import dev.hamlet.app.fx.CommitField;
import dev.hamlet.app.fx.ProblemCard;
import dev.hamlet.app.fx.ProblemCard.Weight;
import dev.hamlet.app.words.Messages;
import dev.hamlet.engine.catalog.CatalogPreferences;
import dev.hamlet.engine.catalog.CatalogPreferences.Refresh;
import dev.hamlet.engine.job.Phrase;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.RadioButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** The catalogue that a person trusts, how often it is brought anew, and what may be asked of sites. */
final class CatalogCard extends VBox {
    private final CatalogModel model;
    private final Messages words;
    private final VBox problems = new VBox();
    private final CommitField address;
    private final Map<Refresh, RadioButton> refreshes = new EnumMap<>(Refresh.class);
    private final Label last = new Label();
    private final Button now;
    private final CheckBox askSites = new CheckBox();
    private final Subscription subscription;

    CatalogCard(CatalogModel model, Messages words) {
        this.model = model;
        this.words = words;
        problems.setId("preferences-catalog-problem");
        problems.managedProperty().bind(problems.visibleProperty());
        String name = words.text("preferences.catalog.address");
        address = new CommitField(
                "preferences-catalog-address",
                name,
                words,
                text -> CatalogModel.fault(text).map(why -> Phrase.of("preferences.catalog.address.fault")),
                model::address);
        address.field().setPromptText("https://");
        Label label = new Label(name);
        label.setLabelFor(address.field());
        now = new Button(words.text("preferences.catalog.now"), new FontIcon(Feather.REFRESH_CW));
        now.setId("preferences-catalog-now");
        now.setMnemonicParsing(false);
        now.setMinWidth(USE_PREF_SIZE);
        now.setOnAction(event -> model.bringNow());
        last.setId("preferences-catalog-last");
        last.getStyleClass().add("muted");
        last.setWrapText(true);
        last.setMaxWidth(Double.MAX_VALUE);
        last.setMinHeight(Region.USE_PREF_SIZE);
        HBox.setHgrow(last, Priority.ALWAYS);
        HBox line = new HBox(last, now);
        line.setAlignment(Pos.CENTER_LEFT);
        line.getStyleClass().add("preferences-line");
        askSites.setId("preferences-catalog-ask");
        askSites.setText(words.text("preferences.catalog.ask"));
        askSites.setMnemonicParsing(false);
        askSites.setWrapText(true);
        askSites.setOnAction(event -> model.askSites(askSites.isSelected()));
        getStyleClass().add("preferences-card");
        VBox named = new VBox(label, address);
        named.getStyleClass().add("form-stack");
        getChildren().addAll(problems, named, choices(), line, askSites);
        subscription = model.stateProperty().subscribe(this::show);
    }

    private HBox choices() {
        HBox box = new HBox();
        box.getStyleClass().add("preferences-choices");
        ToggleGroup group = new ToggleGroup();
        for (Refresh refresh : Refresh.values()) {
            String word = refresh.name().toLowerCase(Locale.ROOT);
            RadioButton button = new RadioButton(words.text("preferences.catalog.refresh." + word));
            button.setId("preferences-catalog-refresh-" + word);
            button.setToggleGroup(group);
            button.setOnAction(event -> model.refresh(refresh));
            refreshes.put(refresh, button);
            box.getChildren().add(button);
        }
        return box;
    }

    private void show(Optional<CatalogModel.State> state) {
        setDisable(state.isEmpty());
        problems.getChildren().clear();
        state.flatMap(CatalogModel.State::problem)
                .ifPresent(
                        why -> problems.getChildren().add(new ProblemCard(why, Weight.NOTE, words, List.of(), null)));
        problems.setVisible(!problems.getChildren().isEmpty());
        CatalogPreferences kept = state.map(CatalogModel.State::preferences).orElse(CatalogPreferences.FIRST);
        address.show(kept.address().orElse(""), false);
        refreshes.forEach((refresh, button) -> button.setSelected(refresh == kept.refresh()));
        askSites.setSelected(kept.askSites());
        boolean none = kept.address().isEmpty();
        // Without an address there is nothing to bring, which the line beside the button says.
        now.setDisable(none);
        last.setText(
                none
                        ? words.text("preferences.catalog.none")
                        : kept.refreshed()
                                .map(at -> words.text("preferences.catalog.last", moment(at)))
                                .orElseGet(() -> words.text("preferences.catalog.never-brought")));
    }

    private String moment(Instant at) {
        return DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM, FormatStyle.SHORT)
                .withLocale(words.locale())
                .withZone(ZoneId.systemDefault())
                .format(at);
    }

    void dispose() {
        subscription.unsubscribe();
        model.close();
    }
}
