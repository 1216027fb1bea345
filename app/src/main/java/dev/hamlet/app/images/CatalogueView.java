package dev.hamlet.app.images;

import atlantafx.base.controls.CustomTextField;
import atlantafx.base.theme.Styles;
import dev.hamlet.app.fx.ProblemCard;
import dev.hamlet.app.fx.ProblemCard.Weight;
import dev.hamlet.app.words.Messages;
import dev.hamlet.engine.problem.Problem;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import javafx.collections.ListChangeListener;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;
import org.controlsfx.control.GridCell;
import org.controlsfx.control.GridView;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** The systems that can be had, as cards; above them what is searched for and where the list comes from. */
final class CatalogueView extends BorderPane {
    /** In em of the root's font. */
    private static final double CARD_WIDTH = 18;

    /** With the room between two rows. */
    private static final double CARD_HEIGHT = 14;

    private static final double GAP = 1;
    private static final double SCROLL_BAR = 1.2;

    private final CatalogueModel model;
    private final Messages words;
    private final CustomTextField search = new CustomTextField();
    private final GridView<CatalogueCard> grid;
    private final StackPane center = new StackPane();
    private final Label count = new Label();
    private final VBox problems = new VBox();
    private final Map<CatalogueModel.Filter, ToggleButton> filters = new EnumMap<>(CatalogueModel.Filter.class);
    private final List<CardPane> panes = new ArrayList<>();
    private final ListChangeListener<CatalogueCard> changed = change -> showCount();
    private final Subscription subscription;

    /**
     * A view of this model.
     *
     * @param update asks for the address of a catalogue
     */
    CatalogueView(CatalogueModel model, Messages words, Runnable update) {
        this.model = model;
        this.words = words;
        this.grid = new GridView<>(model.shown());
        getStyleClass().addAll("images-catalogue", "page-body");
        setTop(new VBox(bar(update), problems));
        grid.setId("catalogue-grid");
        grid.setAccessibleText(words.text("catalogue.grid.accessible"));
        grid.setCellFactory(view -> new Cell());
        grid.setFocusTraversable(false);
        center.getChildren().add(grid);
        setCenter(center);
        problems.getStyleClass().add("cards");
        model.shown().addListener(changed);
        subscription = Subscription.combine(
                model.seenProperty().subscribe(look -> showLook()),
                model.failureProperty().subscribe(why -> showProblems()),
                search.fontProperty().subscribe(font -> sizeCards()),
                grid.widthProperty().subscribe(width -> sizeCards()));
    }

    /** The grid of ControlsFX knows pixels alone: as many cards as have room for their text stand side by side. */
    private void sizeCards() {
        double em = search.getFont().getSize();
        double room = Math.max(CARD_WIDTH * em, grid.getWidth() - SCROLL_BAR * em);
        double gap = GAP * em;
        int columns = (int) Math.max(1, Math.floor(room / ((CARD_WIDTH + GAP) * em)));
        grid.setCellWidth(Math.floor(room / columns - gap));
        grid.setCellHeight(CARD_HEIGHT * em);
        grid.setHorizontalCellSpacing(gap / 2);
        grid.setVerticalCellSpacing(gap / 2);
    }

    private FlowPane bar(Runnable update) {
        search.setId("catalogue-search");
        search.setLeft(new FontIcon(Feather.SEARCH));
        search.setPromptText(words.text("catalogue.search"));
        search.setAccessibleText(words.text("catalogue.search"));
        search.textProperty().bindBidirectional(model.searchProperty());
        HBox filterBox = new HBox();
        filterBox.getStyleClass().add("catalogue-filters");
        ToggleGroup group = new ToggleGroup();
        for (CatalogueModel.Filter filter : CatalogueModel.Filter.values()) {
            String word = filter.name().toLowerCase(Locale.ROOT);
            ToggleButton button = new ToggleButton(words.text("catalogue.filter." + word));
            button.setId("catalogue-filter-" + word);
            button.setToggleGroup(group);
            button.setMnemonicParsing(false);
            button.setSelected(filter == model.filterProperty().get());
            button.getStyleClass()
                    .add(
                            filters.isEmpty()
                                    ? Styles.LEFT_PILL
                                    : filter == CatalogueModel.Filter.HERE ? Styles.RIGHT_PILL : Styles.CENTER_PILL);
            button.setOnAction(event -> {
                // One of them is always on.
                button.setSelected(true);
                model.filterProperty().set(filter);
            });
            filters.put(filter, button);
            filterBox.getChildren().add(button);
        }
        count.setId("catalogue-count");
        count.getStyleClass().add("muted");
        count.setMinWidth(Region.USE_PREF_SIZE);
        Button refresh = new Button("", new FontIcon(Feather.REFRESH_CW));
        refresh.setId("catalogue-update");
        refresh.getStyleClass().add(Styles.BUTTON_ICON);
        refresh.setAccessibleText(words.text("catalogue.update.accessible"));
        refresh.setTooltip(new Tooltip(words.text("catalogue.update.text")));
        refresh.setOnAction(event -> update.run());
        HBox right = new HBox(count, refresh);
        right.setAlignment(Pos.CENTER_LEFT);
        right.getStyleClass().add("catalogue-count");
        FlowPane bar = new FlowPane(search, filterBox, right);
        bar.getStyleClass().add("catalogue-bar");
        return bar;
    }

    /** A cell for one card, which keeps its pane. */
    private final class Cell extends GridCell<CatalogueCard> {
        private final CardPane pane = new CardPane(model, words);

        Cell() {
            panes.add(pane);
        }

        @Override
        protected void updateItem(@Nullable CatalogueCard card, boolean empty) {
            super.updateItem(card, empty);
            setText(null);
            pane.show(empty ? null : card);
            setGraphic(empty || card == null ? null : pane);
        }
    }

    private void showLook() {
        showCount();
        showProblems();
    }

    private void showCount() {
        int all = model.count();
        int now = model.shown().size();
        String shown = words.text("catalogue.count", now, all);
        count.setText(model.seenProperty()
                .get()
                .changed()
                .map(at -> words.text("catalogue.count.updated", shown, new ImageWords(words).day(at, model.now())))
                .orElse(shown));
        center.getChildren().setAll(grid);
        if (now == 0 && all > 0) {
            Label none = new Label(
                    model.searchProperty().get().isBlank()
                            ? words.text("catalogue.none")
                            : words.text(
                                    "catalogue.none.found",
                                    model.searchProperty().get()));
            none.setId("catalogue-none");
            none.getStyleClass().add("muted");
            Button clear = new Button(words.text("catalogue.clear"));
            clear.setId("catalogue-clear");
            clear.setOnAction(event -> {
                model.searchProperty().set("");
                Objects.requireNonNull(filters.get(CatalogueModel.Filter.ALL)).fire();
                search.requestFocus();
            });
            VBox box = new VBox(none, clear);
            box.setAlignment(Pos.CENTER);
            box.getStyleClass().add("cards");
            center.getChildren().setAll(box);
        }
    }

    private void showProblems() {
        problems.getChildren().clear();
        Optional<Problem> failure = model.failureProperty().get();
        failure.ifPresent(why ->
                problems.getChildren().add(new ProblemCard(why, Weight.WRONG, words, List.of(), model::dismiss)));
        for (Problem why : model.seenProperty().get().problems()) {
            problems.getChildren().add(new ProblemCard(why, Weight.WRONG, words, List.of(), null));
        }
        problems.setManaged(!problems.getChildren().isEmpty());
        VBox.setVgrow(problems, Priority.NEVER);
    }

    /** Where the keyboard begins. */
    Node home() {
        return search;
    }

    List<Node> panes() {
        return List.of(Objects.requireNonNull(getTop()), grid);
    }

    void dispose() {
        subscription.unsubscribe();
        model.shown().removeListener(changed);
        search.textProperty().unbindBidirectional(model.searchProperty());
        panes.forEach(CardPane::dispose);
        grid.setItems(javafx.collections.FXCollections.observableArrayList());
    }
}
