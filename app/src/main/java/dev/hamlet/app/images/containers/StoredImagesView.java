package dev.hamlet.app.images.containers;

import dev.hamlet.app.fx.ActionMenu;
import dev.hamlet.app.fx.ProblemCard;
import dev.hamlet.app.fx.ProblemCard.Weight;
import dev.hamlet.app.words.Messages;
import dev.hamlet.engine.job.JobSnapshot;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.FXCollections;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import javafx.collections.transformation.SortedList;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;

/** The images for containers in a table, what is on its way above it, and the details of the selected one beside it. */
final class StoredImagesView extends BorderPane {
    private final StoredImagesModel model;
    private final Messages words;
    private final StoredImageWords says;
    private final ObservableList<StoredImage> shown = FXCollections.observableArrayList();
    private final SortedList<StoredImage> sorted = new SortedList<>(shown);
    private final TableView<StoredImage> table = new TableView<>(sorted);
    private final StoredImageDetails details;
    private final Label sum = new Label();
    private final Label none = new Label();
    private final VBox cards = new VBox();
    private final VBox transfers = new VBox();
    private final ListChangeListener<JobSnapshot> transfersChanged = change -> showTransfers();
    private final ActionMenu menu;
    private final Subscription subscription;
    private boolean showing;

    StoredImagesView(StoredImagesModel model, StoredImageActions actions, Messages words) {
        this.model = model;
        this.words = words;
        this.says = new StoredImageWords(words);
        this.details = new StoredImageDetails(model, actions, words);
        getStyleClass().addAll("images-library", "page-body");
        setId("stored-images");
        makeTable(actions);
        menu = new ActionMenu(table, actions.ofSelected(), words);
        menu.tell(actions.run(), KeyCode.ENTER);
        menu.tell(actions.remove(), KeyCode.DELETE);
        sum.setId("stored-sum");
        HBox foot = new HBox(sum);
        foot.getStyleClass().add("images-foot");
        BorderPane card = new BorderPane(table);
        card.getStyleClass().addAll("card", "images-card");
        card.setBottom(foot);
        VBox.setVgrow(card, Priority.ALWAYS);
        cards.getStyleClass().add("cards");
        transfers.getStyleClass().add("cards");
        VBox main = new VBox(cards, transfers, card);
        main.getStyleClass().add("images-main");
        setCenter(main);
        setRight(details);
        model.transfers().addListener(transfersChanged);
        showTransfers();
        subscription = Subscription.combine(
                model.rowsProperty().subscribe(rows -> show()),
                model.searchProperty().subscribe(text -> show()),
                model.lookedProperty().subscribe(looked -> showPlaceholder()),
                model.problemProperty().subscribe(why -> showCards()),
                model.failureProperty().subscribe(why -> showCards()),
                model.selectedProperty().subscribe(this::showSelection),
                table.getSelectionModel().selectedItemProperty().subscribe(this::select));
    }

    private void makeTable(StoredImageActions actions) {
        table.setId("stored-table");
        table.getStyleClass().add("images-table");
        table.setAccessibleText(words.text("stored.table.accessible"));
        table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
        none.getStyleClass().add("muted");
        none.setId("stored-none");
        none.setWrapText(true);
        table.setPlaceholder(none);
        table.setRowFactory(view -> new Row(actions));
        table.getColumns()
                .setAll(List.of(
                        column("name", 3.6, says::names, byText(says::names)),
                        column("id", 1.8, StoredImageWords::id, byText(StoredImageWords::id)),
                        column("platform", 1.6, StoredImageWords::platform, byText(StoredImageWords::platform)),
                        figures(
                                "size",
                                says::size,
                                Comparator.comparingLong(
                                        row -> row.usage().all().bytes())),
                        figures(
                                "own",
                                says::own,
                                Comparator.comparingLong(
                                        row -> row.usage().own().bytes())),
                        column(
                                "created",
                                1.8,
                                says::created,
                                Comparator.comparing(row -> StoredImageWords.created(row.image()))),
                        column("users", 1.6, says::users, byText(says::users))));
        sorted.comparatorProperty().bind(table.comparatorProperty());
        table.addEventHandler(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.DELETE) {
                actions.remove().run();
                event.consume();
            } else if (event.getCode() == KeyCode.ENTER) {
                actions.run().run();
                event.consume();
            }
        });
    }

    private static Comparator<StoredImage> byText(Function<StoredImage, String> text) {
        return Comparator.comparing(row -> text.apply(row).toLowerCase(Locale.ROOT));
    }

    private TableColumn<StoredImage, StoredImage> column(
            String word, double share, Function<StoredImage, String> text, Comparator<StoredImage> order) {
        TableColumn<StoredImage, StoredImage> column = new TableColumn<>(words.text("stored.column." + word));
        column.setId("stored-column-" + word);
        column.setCellValueFactory(features -> new SimpleObjectProperty<>(features.getValue()));
        column.setCellFactory(ignored -> new TextCell(text, word.equals("name")));
        column.setComparator(order);
        column.setPrefWidth(share * 80);
        column.setMinWidth(48);
        column.setReorderable(false);
        return column;
    }

    private TableColumn<StoredImage, StoredImage> figures(
            String word, Function<StoredImage, String> text, Comparator<StoredImage> order) {
        TableColumn<StoredImage, StoredImage> column = column(word, 1.3, text, order);
        column.setCellFactory(ignored -> {
            TextCell cell = new TextCell(text, false);
            cell.setAlignment(Pos.CENTER_RIGHT);
            cell.getStyleClass().add("num");
            return cell;
        });
        column.getStyleClass().add("figures");
        return column;
    }

    /** A row, read whole by a screen reader. */
    private final class Row extends TableRow<StoredImage> {
        Row(StoredImageActions actions) {
            getStyleClass().add("images-row");
            setOnMouseClicked(event -> {
                if (event.getClickCount() == 2 && !isEmpty()) {
                    actions.run().run();
                }
            });
        }

        @Override
        protected void updateItem(@Nullable StoredImage row, boolean empty) {
            super.updateItem(row, empty);
            setAccessibleText(empty || row == null ? null : says.sentence(row));
        }
    }

    private static final class TextCell extends TableCell<StoredImage, StoredImage> {
        private final Function<StoredImage, String> text;

        TextCell(Function<StoredImage, String> text, boolean strong) {
            this.text = text;
            if (!strong) {
                getStyleClass().add("muted");
            }
        }

        @Override
        protected void updateItem(@Nullable StoredImage row, boolean empty) {
            super.updateItem(row, empty);
            setText(empty || row == null ? null : text.apply(row));
        }
    }

    private void show() {
        String wanted = model.searchProperty().get().strip().toLowerCase(Locale.ROOT);
        List<StoredImage> rows = model.rowsProperty().get();
        showing = true;
        try {
            shown.setAll(rows.stream().filter(row -> fits(row, wanted)).toList());
        } finally {
            showing = false;
        }
        sum.setText(words.text(
                rows.size() == 1 ? "stored.sum.one" : "stored.sum.many",
                words.figures().number(rows.size(), 0)));
        showPlaceholder();
        showSelection(model.selectedProperty().get());
    }

    private boolean fits(StoredImage row, String wanted) {
        return wanted.isEmpty()
                || says.sentence(row).toLowerCase(Locale.ROOT).contains(wanted)
                || row.image().id().hex().startsWith(wanted);
    }

    private void select(@Nullable StoredImage row) {
        if (!showing) {
            model.selectedProperty().set(row);
        }
    }

    private void showSelection(@Nullable StoredImage row) {
        StoredImage now = table.getSelectionModel().getSelectedItem();
        if (row == null || !sorted.contains(row)) {
            table.getSelectionModel().clearSelection();
        } else if (!row.equals(now)) {
            table.getSelectionModel().clearAndSelect(sorted.indexOf(row));
            table.scrollTo(row);
        }
    }

    private void showPlaceholder() {
        String searched = model.searchProperty().get();
        if (!Objects.equals(model.lookedProperty().get(), true)) {
            none.setText(words.text("images.loading"));
        } else {
            none.setText(searched.isBlank() ? words.text("stored.none") : words.text("images.none.found", searched));
        }
    }

    private void showCards() {
        cards.getChildren().clear();
        model.problemProperty()
                .get()
                .ifPresent(why -> cards.getChildren()
                        .add(new ProblemCard(
                                why,
                                Weight.WRONG,
                                words,
                                List.of(new ProblemCard.Offer(
                                        "stored-look-again", words.text("images.look-again"), model::lookAgain)),
                                null)));
        model.failureProperty()
                .get()
                .ifPresent(failed -> cards.getChildren()
                        .add(new ProblemCard(
                                failed.problem(),
                                Weight.WRONG,
                                words,
                                failed.again().stream()
                                        .map(again -> new ProblemCard.Offer(
                                                "stored-again", words.text("stored.again"), again))
                                        .toList(),
                                model::dismiss)));
        hideIfEmpty(cards);
    }

    private void showTransfers() {
        List<JobSnapshot> now = model.transfers();
        transfers
                .getChildren()
                .removeIf(node ->
                        node instanceof TransferCard card && now.stream().noneMatch(job -> job.id() == card.job()));
        for (JobSnapshot job : now) {
            transfers.getChildren().stream()
                    .filter(node -> node instanceof TransferCard card && card.job() == job.id())
                    .map(TransferCard.class::cast)
                    .findFirst()
                    .ifPresentOrElse(
                            card -> card.show(job),
                            () -> transfers
                                    .getChildren()
                                    .add(new TransferCard(job, words, () -> model.cancel(job.id()))));
        }
        hideIfEmpty(transfers);
    }

    private static void hideIfEmpty(VBox box) {
        box.setManaged(!box.getChildren().isEmpty());
        box.setVisible(box.isManaged());
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
        model.transfers().removeListener(transfersChanged);
        sorted.comparatorProperty().unbind();
        menu.dispose();
        details.dispose();
    }
}
