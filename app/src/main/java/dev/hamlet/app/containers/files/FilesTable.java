package dev.hamlet.app.containers.files;

import dev.hamlet.app.words.Messages;
import dev.hamlet.engine.container.ContainerFile;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.collections.transformation.SortedList;
import javafx.geometry.Pos;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** What is in a folder of a container, a line for each file; there are cells for those that are seen alone. */
final class FilesTable extends TableView<FileRow> {
    private final Messages words;
    private final DateTimeFormatter times;
    private final Consumer<FileRow> open;
    private final ObservableList<FileRow> shown = FXCollections.observableArrayList();
    private final SortedList<FileRow> sorted = new SortedList<>(shown);

    /**
     * A table without lines.
     *
     * @param open opens a line
     * @param up goes to the folder above
     */
    FilesTable(Messages words, Consumer<FileRow> open, Runnable up) {
        this.words = words;
        this.open = open;
        times = DateTimeFormatter.ofLocalizedDateTime(FormatStyle.SHORT, FormatStyle.SHORT)
                .withLocale(words.locale())
                .withZone(ZoneId.systemDefault());
        setItems(sorted);
        setId("container-files-table");
        getStyleClass().add("images-table");
        setAccessibleText(words.text("containers.files.table"));
        setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
        setRowFactory(view -> new Row());
        makeColumns();
        focusedProperty().subscribe(now -> chooseFirst());
        addEventHandler(KeyEvent.KEY_PRESSED, event -> {
            FileRow chosen = getSelectionModel().getSelectedItem();
            if (event.getCode() == KeyCode.ENTER && chosen != null) {
                open.accept(chosen);
                event.consume();
            } else if (event.getCode() == KeyCode.BACK_SPACE) {
                up.run();
                event.consume();
            }
        });
    }

    /** Shows these; one that stays is chosen still. */
    void show(List<FileRow> now) {
        FileRow chosen = getSelectionModel().getSelectedItem();
        shown.setAll(now);
        if (chosen != null) {
            sorted.stream()
                    .filter(row -> row.name().equals(chosen.name()))
                    .findFirst()
                    .ifPresent(row -> getSelectionModel().select(row));
        }
        chooseFirst();
    }

    /** Who goes by the keyboard begins at the first line. */
    private void chooseFirst() {
        if (isFocused() && !sorted.isEmpty() && getSelectionModel().isEmpty()) {
            getSelectionModel().select(0);
        }
    }

    void dispose() {
        sorted.comparatorProperty().unbind();
    }

    private void makeColumns() {
        TableColumn<FileRow, FileRow> names = column("name", 3.6, FileRow::name, FileRow.USUAL);
        names.setCellFactory(ignored -> new NameCell());
        getColumns()
                .setAll(List.of(
                        names,
                        figures("size", 1.2, this::size, Comparator.comparingLong(FileRow::size)),
                        column("mode", 1.4, FileRow::mode, Comparator.comparing(FileRow::mode)),
                        column("owner", 1.1, FileRow::owner, Comparator.comparing(FileRow::owner)),
                        column(
                                "modified",
                                1.9,
                                this::modified,
                                Comparator.comparing(row ->
                                        row.file().map(ContainerFile::modified).orElse(Instant.MIN))),
                        column("change", 1.4, this::change, Comparator.comparing(this::change))));
        sorted.comparatorProperty().bind(comparatorProperty());
    }

    private TableColumn<FileRow, FileRow> column(
            String word, double share, Function<FileRow, String> text, Comparator<FileRow> order) {
        TableColumn<FileRow, FileRow> column = new TableColumn<>(words.text("containers.files.column." + word));
        column.setId("container-files-column-" + word);
        column.setCellValueFactory(features -> new SimpleObjectProperty<>(features.getValue()));
        column.setCellFactory(ignored -> new TextCell(text));
        column.setComparator(order);
        column.setPrefWidth(share * 80);
        column.setMinWidth(48);
        column.setReorderable(false);
        return column;
    }

    private TableColumn<FileRow, FileRow> figures(
            String word, double share, Function<FileRow, String> text, Comparator<FileRow> order) {
        TableColumn<FileRow, FileRow> column = column(word, share, text, order);
        column.setCellFactory(ignored -> {
            TextCell cell = new TextCell(text);
            cell.setAlignment(Pos.CENTER_RIGHT);
            cell.getStyleClass().add("num");
            return cell;
        });
        column.getStyleClass().add("figures");
        return column;
    }

    private String size(FileRow row) {
        return row.size() < 0 ? "" : words.figures().size(row.size());
    }

    private String modified(FileRow row) {
        return row.file().map(file -> times.format(file.modified())).orElse("");
    }

    private String change(FileRow row) {
        if (row.file().filter(ContainerFile::mounted).isPresent()) {
            return words.text("containers.files.mounted");
        }
        return row.change()
                .map(kind -> words.text("containers.files.change." + kind.name().toLowerCase(Locale.ROOT)))
                .orElse("");
    }

    /** Its name, and where a link leads. */
    private static String named(FileRow row) {
        return row.file()
                .map(ContainerFile::target)
                .filter(target -> !target.isEmpty())
                .map(target -> row.name() + " \u2192 " + target)
                .orElse(row.name());
    }

    /** A line, read whole by a screen reader. */
    private final class Row extends TableRow<FileRow> {
        Row() {
            getStyleClass().add("images-row");
            setOnMouseClicked(event -> {
                if (event.getClickCount() == 2 && getItem() != null) {
                    open.accept(getItem());
                }
            });
        }

        @Override
        protected void updateItem(@Nullable FileRow row, boolean empty) {
            super.updateItem(row, empty);
            setAccessibleText(
                    empty || row == null
                            ? null
                            : String.join(", ", List.of(named(row), size(row), row.mode(), change(row)))
                                    .replaceAll("(, )+", ", "));
        }
    }

    private static final class TextCell extends TableCell<FileRow, FileRow> {
        private final Function<FileRow, String> text;

        TextCell(Function<FileRow, String> text) {
            this.text = text;
            getStyleClass().add("muted");
        }

        @Override
        protected void updateItem(@Nullable FileRow row, boolean empty) {
            super.updateItem(row, empty);
            setText(empty || row == null ? null : text.apply(row));
        }
    }

    private static final class NameCell extends TableCell<FileRow, FileRow> {
        private final FontIcon icon = new FontIcon(Feather.FILE);

        @Override
        protected void updateItem(@Nullable FileRow row, boolean empty) {
            super.updateItem(row, empty);
            if (empty || row == null) {
                setText(null);
                setGraphic(null);
                return;
            }
            icon.setIconCode(row.file()
                    .map(file -> switch (file.kind()) {
                        case FILE -> Feather.FILE;
                        case FOLDER -> Feather.FOLDER;
                        case FOLDER_LINK, LINK -> Feather.CORNER_UP_RIGHT;
                        case SPECIAL -> Feather.HARD_DRIVE;
                    })
                    .orElse(Feather.TRASH_2));
            setText(named(row));
            setGraphic(icon);
        }
    }
}
