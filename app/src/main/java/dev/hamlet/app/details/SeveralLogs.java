package dev.hamlet.app.details;

import atlantafx.base.controls.CustomTextField;
import dev.hamlet.app.fx.ProblemCard;
import dev.hamlet.app.fx.ProblemCard.Weight;
import dev.hamlet.app.fx.Shown;
import dev.hamlet.app.words.Messages;
import dev.hamlet.engine.job.Phrase;
import dev.hamlet.engine.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.SelectionMode;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.ScrollEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** What the chosen containers write: side by side, or as one with the name of each before its lines. Belongs to the JavaFX thread. */
public final class SeveralLogs extends VBox {
    private static final String ID = "several-logs";

    /** How the lines stand. */
    private enum Form {
        APART,
        MERGED;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final ContainerContext context;
    private final Messages words;
    private final SeveralLogsModel model;
    private final CheckBox follow = new CheckBox();
    private final VBox problems = new VBox();
    private final StackPane content = new StackPane();
    private final HBox columns = new HBox();
    private final ScrollPane apart = new ScrollPane(columns);
    private final ListView<SeveralLogsModel.Named> merged;
    private final List<ListView<SeveralLogsModel.Named>> shown = new ArrayList<>();
    private final List<Runnable> unlisten = new ArrayList<>();
    private final ListChangeListener<SeveralLogsModel.Source> sourcesChanged = change -> showColumns();
    private final ListChangeListener<Problem> problemsChanged = change -> showProblems();
    private final Subscription subscription;

    /** The logs of whatever containers are chosen. */
    public SeveralLogs(ContainerContext context) {
        this.context = context;
        this.words = context.words();
        this.model = new SeveralLogsModel(context);
        setId(ID);
        getStyleClass().addAll("logs", "several-logs");
        merged = list(ID + "-all", model.merged(), true);
        apart.setFitToHeight(true);
        apart.setFitToWidth(true);
        columns.getStyleClass().add("several-logs-columns");
        problems.getStyleClass().add("cards");
        VBox.setVgrow(content, Priority.ALWAYS);
        content.getChildren().setAll(apart);
        getChildren().addAll(tools(), problems, content);
        model.sources().addListener(sourcesChanged);
        model.problems().addListener(problemsChanged);
        subscription = Subscription.combine(
                Shown.of(this).subscribe(model::seen), follow.selectedProperty().subscribe(now -> showLast()));
        showColumns();
        showProblems();
    }

    private HBox tools() {
        Segments forms = Segments.of(
                ID,
                List.of(Form.values()),
                Form::word,
                form -> words.text("containers.logs." + form.word()),
                form -> content.getChildren().setAll(form == Form.APART ? apart : merged));
        CustomTextField search = new CustomTextField();
        search.setId(ID + "-search");
        search.setPromptText(words.text("containers.logs.search"));
        search.setAccessibleText(words.text("containers.logs.search"));
        search.setLeft(new FontIcon(Feather.SEARCH));
        search.textProperty().subscribe(text -> model.queryProperty().set(text == null ? "" : text));
        HBox.setHgrow(search, Priority.ALWAYS);
        follow.setId(ID + "-follow");
        follow.setText(words.text("details.logs.follow"));
        follow.setMinWidth(Region.USE_PREF_SIZE);
        follow.setSelected(true);
        Button copy = Copying.iconButton(Feather.COPY, words.text("details.logs.copy"), this::copy);
        copy.setId(ID + "-copy");
        HBox tools = new HBox(forms, search, follow, copy);
        tools.getStyleClass().add("log-tools");
        return tools;
    }

    private ListView<SeveralLogsModel.Named> list(
            String id, ObservableList<SeveralLogsModel.Named> lines, boolean named) {
        ListView<SeveralLogsModel.Named> list = new ListView<>(lines);
        list.setId(id);
        list.getStyleClass().add("log-list");
        list.getSelectionModel().setSelectionMode(SelectionMode.MULTIPLE);
        list.setAccessibleText(words.text("details.logs.accessible"));
        Label nothing = new Label(words.text("details.logs.none"));
        nothing.getStyleClass().add("muted");
        list.setPlaceholder(nothing);
        list.setCellFactory(view -> new SeveralLogCell(named));
        // Whoever looks back does not want to be taken to the end again.
        list.addEventFilter(ScrollEvent.SCROLL, event -> {
            if (event.getDeltaY() > 0) {
                follow.setSelected(false);
            }
        });
        list.addEventFilter(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.UP
                    || event.getCode() == KeyCode.PAGE_UP
                    || event.getCode() == KeyCode.HOME) {
                follow.setSelected(false);
            }
        });
        ListChangeListener<SeveralLogsModel.Named> grown = change -> showLast(list);
        lines.addListener(grown);
        unlisten.add(() -> lines.removeListener(grown));
        return list;
    }

    private void showColumns() {
        shown.clear();
        columns.getChildren().clear();
        for (SeveralLogsModel.Source source : model.sources()) {
            Label name = new Label(source.name());
            name.getStyleClass().add("strong");
            ListView<SeveralLogsModel.Named> list = list(ID + "-" + source.place(), model.lines(source), false);
            shown.add(list);
            VBox.setVgrow(list, Priority.ALWAYS);
            VBox column = new VBox(name, list);
            column.getStyleClass().add("several-logs-column");
            HBox.setHgrow(column, Priority.ALWAYS);
            columns.getChildren().add(column);
        }
    }

    private void showProblems() {
        problems.getChildren()
                .setAll(model.problems().stream()
                        .distinct()
                        .map(why -> new ProblemCard(why, Weight.WRONG, words, List.of(), null))
                        .toList());
        ProblemCards.setShown(problems, !model.problems().isEmpty());
    }

    private void showLast() {
        shown.forEach(this::showLast);
        showLast(merged);
    }

    /** The list itself learns of new lines after this does, and only then has a place for them. */
    private void showLast(ListView<SeveralLogsModel.Named> list) {
        context.fx().execute(() -> {
            if (follow.isSelected() && !list.getItems().isEmpty()) {
                list.scrollTo(list.getItems().size() - 1);
            }
        });
    }

    /** What is merged, as it stands there; lines are chosen in it, or are all that there are. */
    private void copy() {
        List<SeveralLogsModel.Named> chosen =
                List.copyOf(merged.getSelectionModel().getSelectedItems());
        List<SeveralLogsModel.Named> all = chosen.size() > 1 ? chosen : List.copyOf(model.merged());
        Copying.copy(all.stream()
                .map(named -> named.source().name() + " | " + named.line().text() + "\n")
                .collect(Collectors.joining()));
        context.tell().accept(Phrase.of("details.logs.copied", all.size()));
    }

    /** Ends the following of the logs. */
    public void dispose() {
        subscription.unsubscribe();
        model.sources().removeListener(sourcesChanged);
        model.problems().removeListener(problemsChanged);
        unlisten.forEach(Runnable::run);
        model.close();
    }
}
