package dev.hamlet.app.images;

import dev.hamlet.app.fx.ActionMenu;
import dev.hamlet.app.fx.ProblemCard;
import dev.hamlet.app.fx.ProblemCard.Weight;
import dev.hamlet.app.fx.StateGlyph;
import dev.hamlet.app.images.ImageWords.Sign;
import dev.hamlet.app.words.Messages;
import dev.hamlet.engine.inventory.KnownImage;
import dev.hamlet.engine.job.TimeSource;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import javafx.animation.PauseTransition;
import javafx.beans.property.SimpleObjectProperty;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.TreeItem;
import javafx.scene.control.TreeTableCell;
import javafx.scene.control.TreeTableColumn;
import javafx.scene.control.TreeTableRow;
import javafx.scene.control.TreeTableView;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.util.Duration;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;

/** All disks and CD images as a tree with columns, and the details of the selected one. */
final class LibraryView extends BorderPane {
    private static final Duration PATIENCE = Duration.millis(300);

    private final LibraryModel model;
    private final LibraryActions actions;
    private final Messages words;
    private final ImageWords says;
    private final TimeSource time;
    private final ImageTree tree = new ImageTree();
    private final TreeTableView<ImageRow> table = new TreeTableView<>(tree.root());
    private final LibraryDetails details;
    private final Label sum = new Label();
    private final Label unused = new Label();
    private final BorderPane card = new BorderPane();
    private final VBox main = new VBox();
    private final StackPane placeholder = new StackPane();
    private final ActionMenu menu;
    private final Subscription subscription;
    private boolean showing;

    LibraryView(LibraryModel model, LibraryActions actions, Messages words, TimeSource time) {
        this.model = model;
        this.actions = actions;
        this.words = words;
        this.time = time;
        this.says = new ImageWords(words);
        this.details = new LibraryDetails(model, actions, words, time);
        getStyleClass().addAll("images-library", "page-body");
        makeTable();
        menu = new ActionMenu(table, actions.ofSelected(), words);
        menu.tell(actions.make(), KeyCode.ENTER);
        menu.tell(actions.delete(), KeyCode.DELETE);
        HBox foot = new HBox(sum, new Gap(), unused);
        foot.getStyleClass().add("images-foot");
        sum.setId("images-sum");
        unused.setId("images-unused");
        card.getStyleClass().addAll("card", "images-card");
        card.setCenter(table);
        card.setBottom(foot);
        VBox.setVgrow(card, Priority.ALWAYS);
        main.getStyleClass().add("images-main");
        main.getChildren().add(card);
        setCenter(main);
        setRight(details);
        subscription = Subscription.combine(
                model.rowsProperty().subscribe(rows -> show()),
                model.searchProperty().subscribe(text -> show()),
                model.loadingProperty().subscribe(now -> showPlaceholder()),
                model.problemProperty().subscribe(why -> showProblem()),
                model.selectedProperty().subscribe(this::showSelection),
                table.getSelectionModel().selectedItemProperty().subscribe(this::select));
    }

    private static final class Gap extends Region {
        Gap() {
            HBox.setHgrow(this, Priority.ALWAYS);
        }
    }

    private void makeTable() {
        table.setId("images-table");
        table.getStyleClass().add("images-table");
        table.setShowRoot(false);
        table.setAccessibleText(words.text("images.table.accessible"));
        table.setColumnResizePolicy(TreeTableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
        table.setPlaceholder(placeholder);
        table.setRowFactory(view -> new Row());
        TreeTableColumn<ImageRow, ImageRow> name = column("name", 4, byText(row -> says.name(row.image())));
        name.setCellFactory(column -> new NameCell());
        TreeTableColumn<ImageRow, ImageRow> format = column("format", 1.3, byText(row -> says.format(row.image())));
        format.setCellFactory(column -> new TextCell(row -> Sign.plain(says.format(row.image()))));
        TreeTableColumn<ImageRow, ImageRow> actual = figures("actual", KnownImage::actualBytes);
        TreeTableColumn<ImageRow, ImageRow> virtual = figures("virtual", KnownImage::virtualBytes);
        TreeTableColumn<ImageRow, ImageRow> users =
                column("users", 2.2, byText(row -> says.users(row).text()));
        users.setCellFactory(column -> new TextCell(says::users));
        TreeTableColumn<ImageRow, ImageRow> state = column(
                "state", 2.4, byText(row -> says.state(row.image(), time.now()).text()));
        state.setCellFactory(column -> new TextCell(row -> says.state(row.image(), time.now())));
        table.getColumns().setAll(List.of(name, format, actual, virtual, users, state));
        table.addEventHandler(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.DELETE) {
                actions.delete().run();
                event.consume();
            } else if (event.getCode() == KeyCode.ENTER) {
                actions.make().run();
                event.consume();
            }
        });
    }

    private TreeTableColumn<ImageRow, ImageRow> column(String word, double share, Comparator<ImageRow> order) {
        TreeTableColumn<ImageRow, ImageRow> column = new TreeTableColumn<>(words.text("images.column." + word));
        column.setId("images-column-" + word);
        column.setCellValueFactory(
                features -> new SimpleObjectProperty<>(features.getValue().getValue()));
        column.setComparator(order);
        column.setPrefWidth(share * 80);
        column.setMinWidth(48);
        column.setReorderable(false);
        return column;
    }

    private static Comparator<ImageRow> byText(Function<ImageRow, String> text) {
        return Comparator.comparing(row -> text.apply(row).toLowerCase(Locale.ROOT));
    }

    private TreeTableColumn<ImageRow, ImageRow> figures(String word, ToLongFunction<KnownImage> bytes) {
        TreeTableColumn<ImageRow, ImageRow> column =
                column(word, 1.4, Comparator.comparingLong(row -> bytes.applyAsLong(row.image())));
        column.setCellFactory(ignored ->
                new TextCell(row -> Sign.plain(says.size(bytes.applyAsLong(row.image())))).asFigures());
        column.getStyleClass().add("figures");
        return column;
    }

    /** A row, read whole by a screen reader. */
    private final class Row extends TreeTableRow<ImageRow> {
        Row() {
            getStyleClass().add("images-row");
            setOnMouseClicked(event -> {
                if (event.getClickCount() == 2 && !isEmpty()) {
                    actions.make().run();
                }
            });
        }

        @Override
        protected void updateItem(@Nullable ImageRow row, boolean empty) {
            super.updateItem(row, empty);
            setAccessibleText(empty || row == null ? null : says.sentence(row, time.now()));
        }
    }

    /** The name, with the picture of its kind. */
    private final class NameCell extends TreeTableCell<ImageRow, ImageRow> {
        private final FontIcon icon = new FontIcon();

        @Override
        protected void updateItem(@Nullable ImageRow row, boolean empty) {
            super.updateItem(row, empty);
            if (empty || row == null) {
                setText(null);
                setGraphic(null);
            } else {
                icon.setIconCode(says.icon(row.image()));
                setText(says.name(row.image()));
                setGraphic(icon);
            }
        }
    }

    /** A text, with a sign before it where there is one. */
    private static final class TextCell extends TreeTableCell<ImageRow, ImageRow> {
        private final Function<ImageRow, Sign> sign;
        private final StateGlyph glyph = new StateGlyph();

        TextCell(Function<ImageRow, Sign> sign) {
            this.sign = sign;
            getStyleClass().add("muted");
            setContentDisplay(ContentDisplay.LEFT);
        }

        TextCell asFigures() {
            setAlignment(Pos.CENTER_RIGHT);
            getStyleClass().add("num");
            return this;
        }

        @Override
        protected void updateItem(@Nullable ImageRow row, boolean empty) {
            super.updateItem(row, empty);
            if (empty || row == null) {
                setText(null);
                setGraphic(null);
                return;
            }
            Sign now = sign.apply(row);
            setText(now.text());
            if (now.shape() == null) {
                setGraphic(null);
            } else {
                glyph.show(now.shape(), now.tone());
                setGraphic(glyph);
            }
        }
    }

    private void show() {
        showing = true;
        try {
            List<ImageRow> rows = model.rowsProperty().get();
            tree.show(rows, model.searchProperty().get());
            table.sort();
            long bytes = rows.stream()
                    .mapToLong(row -> Math.max(0, row.image().actualBytes()))
                    .sum();
            long spare = rows.stream()
                    .filter(ImageRow::isUnused)
                    .mapToLong(row -> Math.max(0, row.image().actualBytes()))
                    .sum();
            sum.setText(words.text(
                    rows.size() == 1 ? "images.sum.one" : "images.sum.many",
                    words.figures().number(rows.size(), 0),
                    words.figures().size(bytes)));
            unused.setText(
                    spare == 0
                            ? ""
                            : words.text("images.unused", words.figures().size(spare)));
        } finally {
            showing = false;
        }
        showPlaceholder();
        showSelection(model.selectedProperty().get());
    }

    private void select(@Nullable TreeItem<ImageRow> item) {
        if (!showing) {
            model.selectedProperty().set(item == null ? null : item.getValue());
        }
    }

    private void showSelection(@Nullable ImageRow row) {
        TreeItem<ImageRow> item = tree.item(row == null ? null : row.key());
        if (item == null || table.getRow(item) < 0) {
            reveal(item);
        }
        TreeItem<ImageRow> now = table.getSelectionModel().getSelectedItem();
        if (item == null) {
            table.getSelectionModel().clearSelection();
        } else if (!item.equals(now)) {
            int place = table.getRow(item);
            table.getSelectionModel().clearAndSelect(place);
            table.scrollTo(place);
        }
    }

    /** What stands below a closed image is seen once that is open. */
    private static void reveal(@Nullable TreeItem<ImageRow> item) {
        for (TreeItem<ImageRow> above = item == null ? null : item.getParent();
                above != null;
                above = above.getParent()) {
            above.setExpanded(true);
        }
    }

    private void showPlaceholder() {
        if (model.loadingProperty().get() == LibraryModel.Loading.UNDER_WAY) {
            Label wait = new Label(words.text("images.loading"));
            wait.getStyleClass().add("muted");
            wait.setVisible(false);
            PauseTransition pause = new PauseTransition(PATIENCE);
            pause.setOnFinished(event -> wait.setVisible(true));
            pause.play();
            placeholder.getChildren().setAll(wait);
        } else {
            boolean searched = !model.searchProperty().get().isBlank();
            Label none = new Label(
                    searched
                            ? words.text(
                                    "images.none.found", model.searchProperty().get())
                            : words.text("images.none"));
            none.getStyleClass().add("muted");
            none.setId("images-none");
            none.setWrapText(true);
            placeholder.getChildren().setAll(none);
        }
    }

    private void showProblem() {
        main.getChildren().setAll(card);
        model.problemProperty()
                .get()
                .ifPresent(why -> main.getChildren()
                        .addFirst(new ProblemCard(
                                why,
                                Weight.WRONG,
                                words,
                                List.of(new ProblemCard.Offer(
                                        "images-look-again", words.text("images.look-again"), model::lookAgain)),
                                null)));
    }

    /** Where the keyboard begins. */
    Node home() {
        return table;
    }

    List<Node> panes() {
        return List.of(table, details);
    }

    void dispose() {
        subscription.unsubscribe();
        menu.dispose();
        details.dispose();
    }
}
