package dev.hamlet.app.containers.files;

import dev.hamlet.app.fx.FileChoice;
import dev.hamlet.app.fx.FileDrop;
import dev.hamlet.app.fx.ProblemCard;
import dev.hamlet.app.fx.ProblemCard.Weight;
import dev.hamlet.app.words.Messages;
import dev.hamlet.engine.container.ContainerId;
import dev.hamlet.engine.job.Phrase;
import dev.hamlet.engine.problem.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** Files of a container: one folder at a time, with what differs from the image, and the ways in and out. */
public final class FilesView extends VBox {
    private final FilesModel model;
    private final FileCopies copies;
    private final FileChoice choice;
    private final Messages words;
    private final TextField place = new TextField();
    private final Button up;
    private final Button save;
    private final VBox problems = new VBox();
    private final FilesTable table;
    private final Label none = new Label();
    private final Label work = new Label();
    private final HBox transfer;
    private final Subscription subscription;

    /** A view of these models. */
    public FilesView(FilesModel model, FileCopies copies, FileChoice choice, Messages words) {
        this.model = model;
        this.copies = copies;
        this.choice = choice;
        this.words = words;
        table = new FilesTable(words, this::open, model::up);
        setId("container-files");
        getStyleClass().addAll("page-body", "files-view");
        up = button("up", Feather.ARROW_UP, model::up);
        save = new Button(words.text("containers.files.save"), new FontIcon(Feather.DOWNLOAD));
        transfer = transfer();
        none.getStyleClass().add("muted");
        none.setId("container-files-none");
        none.setWrapText(true);
        table.setPlaceholder(none);
        problems.getStyleClass().add("cards");
        VBox.setVgrow(table, Priority.ALWAYS);
        getChildren().addAll(tools(), problems, table, transfer);
        FileDrop.several(this, this::bring);
        subscription = Subscription.combine(
                model.rowsProperty().subscribe(this::show),
                model.folderProperty().subscribe(now -> showPlace()),
                model.problemProperty().subscribe(why -> showProblems()),
                model.lookingProperty().subscribe(now -> showPlaceholder()),
                copies.problemProperty().subscribe(why -> showProblems()),
                copies.underwayProperty().subscribe(this::showUnderway),
                table.getSelectionModel().selectedItemProperty().subscribe(row -> showSelection()));
    }

    private Button button(String word, Ikon icon, Runnable deed) {
        String says = words.text("containers.files." + word);
        Button button = new Button("", new FontIcon(icon));
        button.setId("container-files-" + word);
        button.setAccessibleText(says);
        button.setTooltip(new Tooltip(says));
        button.setMinWidth(Region.USE_PREF_SIZE);
        button.setOnAction(event -> deed.run());
        return button;
    }

    private HBox tools() {
        place.setId("container-files-place");
        place.setAccessibleText(words.text("containers.files.place"));
        place.setOnAction(event -> {
            model.go(place.getText());
            table.requestFocus();
        });
        HBox.setHgrow(place, Priority.ALWAYS);
        save.setId("container-files-save");
        save.setMinWidth(Region.USE_PREF_SIZE);
        save.setMnemonicParsing(false);
        save.setOnAction(event -> save());
        MenuItem file = new MenuItem(words.text("containers.files.bring.file"), new FontIcon(Feather.FILE));
        file.setId("container-files-bring-file");
        file.setOnAction(event -> choice.open(
                FileChoice.Wanted.any(Phrase.of(
                        "containers.files.bring.title", model.folderProperty().get())),
                Optional.empty(),
                one -> bring(List.of(one))));
        MenuItem folder = new MenuItem(words.text("containers.files.bring.folder"), new FontIcon(Feather.FOLDER));
        folder.setId("container-files-bring-folder");
        folder.setOnAction(event -> choice.folder(
                Phrase.of("containers.files.bring.title", model.folderProperty().get()), one -> bring(List.of(one))));
        MenuButton bring =
                new MenuButton(words.text("containers.files.bring"), new FontIcon(Feather.UPLOAD), file, folder);
        bring.setId("container-files-bring");
        bring.setMinWidth(Region.USE_PREF_SIZE);
        bring.setMnemonicParsing(false);
        HBox tools = new HBox(up, place, button("again", Feather.REFRESH_CW, model::again), bring, save);
        tools.getStyleClass().add("log-tools");
        return tools;
    }

    private HBox transfer() {
        ProgressBar bar = new ProgressBar();
        bar.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(bar, Priority.ALWAYS);
        work.setId("container-files-work");
        work.setMinWidth(0);
        Button cancel = new Button(words.text("window.cancel"));
        cancel.setId("container-files-cancel");
        cancel.setMinWidth(Region.USE_PREF_SIZE);
        cancel.setOnAction(event -> copies.cancel());
        bar.accessibleTextProperty().bind(work.textProperty());
        HBox box = new HBox(work, bar, cancel);
        box.setId("container-files-transfer");
        box.getStyleClass().addAll("card", "files-transfer");
        box.setAlignment(Pos.CENTER_LEFT);
        return box;
    }

    private void open(FileRow row) {
        if (row.isFolder()) {
            model.go(model.path(row));
        } else if (row.isSaved()) {
            save();
        }
    }

    private void save() {
        FileRow row = table.getSelectionModel().getSelectedItem();
        ContainerId from = model.container();
        if (row == null || from == null || !row.isSaved()) {
            return;
        }
        String path = model.path(row);
        Phrase title = Phrase.of("containers.files.save.title", row.name());
        Consumer<Path> out = target -> copies.save(from, path, target);
        if (row.isFolder()) {
            choice.folder(title, into -> out.accept(FileCopies.free(into, row.name())));
        } else {
            choice.save(title, row.name(), out);
        }
    }

    private void bring(List<Path> sources) {
        ContainerId into = model.container();
        if (into != null) {
            copies.bring(into, model.folderProperty().get(), sources);
        }
    }

    private void show(List<FileRow> now) {
        table.show(now);
        showPlaceholder();
    }

    private void showPlace() {
        String now = model.folderProperty().get();
        place.setText(now);
        up.setDisable(now.equals(FilesModel.TOP));
    }

    private void showPlaceholder() {
        none.setText(
                model.problemProperty().get().isPresent()
                        ? ""
                        : words.text(
                                model.lookingProperty().get() ? "containers.files.looking" : "containers.files.none"));
    }

    private void showSelection() {
        FileRow row = table.getSelectionModel().getSelectedItem();
        save.setDisable(row == null || !row.isSaved());
    }

    private void showProblems() {
        List<Node> cards = new ArrayList<>();
        copies.problemProperty().get().ifPresent(why -> cards.add(card(why, copies::dismiss)));
        model.problemProperty().get().ifPresent(why -> cards.add(card(why, null)));
        problems.getChildren().setAll(cards);
        problems.setVisible(!cards.isEmpty());
        problems.setManaged(!cards.isEmpty());
        showPlaceholder();
    }

    private ProblemCard card(Problem why, @Nullable Runnable dismiss) {
        return new ProblemCard(why, Weight.WRONG, words, List.of(), dismiss);
    }

    private void showUnderway(Optional<FileCopies.Underway> now) {
        transfer.setVisible(now.isPresent());
        transfer.setManaged(now.isPresent());
        work.setText(now.map(one -> words.text(
                        "containers.files.underway",
                        words.text(one.what()),
                        words.figures().size(one.bytes())))
                .orElse(""));
    }

    /** Ends the following of the models. */
    public void dispose() {
        subscription.unsubscribe();
        table.dispose();
    }
}
