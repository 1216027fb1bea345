package dev.hamlet.app.wizard;

import atlantafx.base.controls.CustomTextField;
import dev.hamlet.app.fx.FileChoice;
import dev.hamlet.app.fx.Focus;
import dev.hamlet.app.fx.ProblemCard;
import dev.hamlet.app.fx.ProblemCard.Weight;
import dev.hamlet.app.wizard.WhatModel.Kind;
import dev.hamlet.app.wizard.WhatModel.Loading;
import dev.hamlet.app.words.Messages;
import dev.hamlet.engine.problem.Problem;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javafx.collections.FXCollections;
import javafx.collections.ListChangeListener;
import javafx.scene.Node;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** The first step: tiles for where a machine comes from, and below them what that offers. */
final class WhatPane extends VBox {
    private final WizardModel model;
    private final WhatModel what;
    private final Messages words;
    private final Map<Kind, ToggleButton> tiles = new EnumMap<>(Kind.class);
    private final ListView<Offer> list = new ListView<>();
    private final Label placeholder = new Label();
    private final Label about = new Label();
    private final VBox problems = new VBox();
    private final CustomTextField search = new CustomTextField();
    private final StackPane content = new StackPane();
    private final VBox systems;
    private final FilePane cd;
    private final FilePane disk;
    private final ListChangeListener<Offer> changed = change -> showSelection();
    private final Subscription subscription;

    WhatPane(WizardModel model, FileChoice files, Messages words) {
        this.model = model;
        this.what = model.what();
        this.words = words;
        getStyleClass().addAll("wizard-body", "wizard-what");
        setId("wizard-what");
        cd = new FilePane("wizard-cd", what.cd(), FilePane.Wants.CD, files, words, what::asDisk);
        disk = new FilePane("wizard-disk", what.disk(), FilePane.Wants.DISK, files, words, what::asCd);
        makeSearch();
        makeList();
        about.getStyleClass().addAll("muted", "wizard-about");
        about.setId("wizard-about");
        about.setWrapText(true);
        about.setMinHeight(Region.USE_PREF_SIZE);
        about.setGraphic(new FontIcon(Feather.SHIELD));
        problems.getStyleClass().add("cards");
        systems = new VBox(problems, search, list, about);
        systems.getStyleClass().add("wizard-systems");
        VBox.setVgrow(list, Priority.ALWAYS);
        VBox.setVgrow(content, Priority.ALWAYS);
        getChildren().addAll(makeTiles(), content);
        what.shown().addListener(changed);
        subscription = Subscription.combine(
                what.kindProperty().subscribe(this::showKind),
                what.selectedProperty().subscribe(now -> showSelection()),
                what.loadingProperty().subscribe(now -> showPlaceholder()),
                what.searchProperty().subscribe(now -> {
                    if (!now.equals(search.getText())) {
                        search.setText(now);
                    }
                    showPlaceholder();
                }),
                what.problemsProperty().subscribe(this::showProblems),
                search.textProperty().subscribe(typed -> what.searchProperty().set(typed == null ? "" : typed)),
                list.getSelectionModel().selectedItemProperty().subscribe(this::select));
    }

    private HBox makeTiles() {
        ToggleGroup group = new ToggleGroup();
        HBox box = new HBox();
        box.getStyleClass().add("wizard-tiles");
        for (Kind kind : Kind.values()) {
            ToggleButton tile = new ToggleButton(text(kind), new FontIcon(icon(kind)));
            tile.setId("wizard-kind-" + kind.name().toLowerCase(Locale.ROOT));
            tile.getStyleClass().add("wizard-tile");
            tile.setContentDisplay(ContentDisplay.TOP);
            tile.setToggleGroup(group);
            tile.setMaxWidth(Double.MAX_VALUE);
            tile.setMinWidth(0);
            tile.setPrefWidth(0);
            tile.setWrapText(true);
            tile.setMnemonicParsing(false);
            tile.setAccessibleText(words.text("wizard.source.accessible", text(kind)));
            HBox.setHgrow(tile, Priority.ALWAYS);
            tile.setOnAction(event -> {
                // A second click takes nothing back.
                tile.setSelected(true);
                Focus.whenShown(first());
            });
            tile.selectedProperty().subscribe(selected -> {
                // Arrow keys select without an action.
                if (selected) {
                    what.kindProperty().set(kind);
                }
            });
            tiles.put(kind, tile);
            box.getChildren().add(tile);
        }
        return box;
    }

    private String text(Kind kind) {
        return switch (kind) {
            case SYSTEM -> words.text("wizard.source.system");
            case CD -> words.text("wizard.source.cd");
            case DISK -> words.text("wizard.source.disk");
            case EMPTY -> words.text("wizard.source.empty");
        };
    }

    private static Feather icon(Kind kind) {
        return switch (kind) {
            case SYSTEM -> Feather.GRID;
            case CD -> Feather.DISC;
            case DISK -> Feather.HARD_DRIVE;
            case EMPTY -> Feather.SQUARE;
        };
    }

    private void makeSearch() {
        search.setId("wizard-search");
        search.setLeft(new FontIcon(Feather.SEARCH));
        search.setAccessibleText(words.text("wizard.search.accessible"));
        search.addEventHandler(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.DOWN) {
                list.requestFocus();
                event.consume();
            }
        });
    }

    private void makeList() {
        list.setId("wizard-list");
        list.getStyleClass().add("wizard-list");
        list.setAccessibleText(words.text("wizard.list.accessible"));
        list.setCellFactory(view -> new OfferCell(words));
        list.setItems(what.shown());
        placeholder.getStyleClass().add("muted");
        list.setPlaceholder(placeholder);
        list.setOnMouseClicked(event -> {
            if (event.getButton() == MouseButton.PRIMARY && event.getClickCount() == 2) {
                model.next();
            }
        });
    }

    private void showPlaceholder() {
        boolean looks = what.loadingProperty().get() == Loading.UNDER_WAY;
        placeholder.setText(
                looks
                        ? words.text("wizard.list.loading")
                        : what.offers().isEmpty()
                                ? words.text("wizard.list.none")
                                : words.text(
                                        "wizard.list.unfit",
                                        what.searchProperty().get()));
        search.setPromptText(
                looks ? "" : words.text("wizard.search.prompt", what.offers().size()));
    }

    private void showProblems(List<Problem> wrong) {
        problems.getChildren().clear();
        for (Problem problem : wrong) {
            problems.getChildren().add(new ProblemCard(problem, Weight.NOTE, words, List.of(), null));
        }
        problems.setVisible(!wrong.isEmpty());
        problems.setManaged(!wrong.isEmpty());
    }

    private void showKind(Kind kind) {
        tiles.forEach((one, tile) -> tile.setSelected(one == kind));
        content.getChildren()
                .setAll(
                        switch (kind) {
                            case SYSTEM -> systems;
                            case CD -> cd;
                            case DISK -> disk;
                            case EMPTY -> empty();
                        });
    }

    private VBox empty() {
        Label text = new Label(words.text("wizard.empty.text"));
        text.getStyleClass().add("muted");
        text.setId("wizard-empty");
        text.setWrapText(true);
        text.setMinHeight(Region.USE_PREF_SIZE);
        VBox box = new VBox(text);
        box.getStyleClass().add("wizard-file");
        return box;
    }

    private void select(@Nullable Offer offer) {
        if (offer != null) {
            what.selectedProperty().set(offer);
        }
    }

    private void showSelection() {
        Offer offer = what.selectedProperty().get();
        about.setVisible(offer != null);
        if (offer == null) {
            list.getSelectionModel().clearSelection();
            return;
        }
        about.setText(new OfferWords(words).about(offer));
        if (!offer.equals(list.getSelectionModel().getSelectedItem())) {
            list.getSelectionModel().select(offer);
            list.scrollTo(offer);
        }
    }

    /** Whether the person is choosing where the machine comes from. */
    boolean isChoosing() {
        return tiles.values().stream().anyMatch(Node::isFocused);
    }

    /** Where the keyboard begins. */
    Node first() {
        return switch (what.kindProperty().get()) {
            case SYSTEM -> list;
            case CD -> cd.first();
            case DISK -> disk.first();
            case EMPTY -> tiles.getOrDefault(Kind.EMPTY, new ToggleButton());
        };
    }

    void dispose() {
        subscription.unsubscribe();
        what.shown().removeListener(changed);
        list.setItems(FXCollections.observableArrayList());
        cd.dispose();
        disk.dispose();
    }
}
