package dev.hamlet.app.details;

import atlantafx.base.controls.CustomTextField;
import dev.hamlet.app.fx.ProblemCard;
import dev.hamlet.app.fx.ProblemCard.Weight;
import dev.hamlet.app.words.Messages;
import dev.hamlet.engine.job.Phrase;
import java.util.List;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.SelectionMode;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.ScrollEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** What guest, hypervisor and Hamlet wrote: the end of one log, followed, searched and copied. */
final class LogsTab implements DetailsTab {
    private static final KeyCombination COPY = new KeyCodeCombination(KeyCode.C, KeyCombination.SHORTCUT_DOWN);

    private final DetailsContext context;
    private final Messages words;
    private final LogModel model;
    private final ListView<String> list = new ListView<>();
    private final CheckBox follow = new CheckBox();
    private final CustomTextField search = new CustomTextField();
    private final Label count = new Label();
    private final VBox problems = new VBox();
    private final VBox page;
    private final ListChangeListener<String> grown = change -> showLast();
    private final Subscription subscription;

    /** The model's own view of its lines: it must live as long as the list listens to it. */
    private final ObservableList<String> lines;

    LogsTab(DetailsContext context) {
        this.context = context;
        this.words = context.words();
        this.model = new LogModel(context);
        this.lines = model.lines();
        makeList();
        problems.getStyleClass().add("cards");
        Segments sources = Segments.of(
                "logs",
                List.of(LogModel.Source.values()),
                LogModel.Source::word,
                source -> words.text("details.logs." + source.word()),
                model.sourceProperty()::set);
        page = new VBox(sources, tools(), problems, list);
        page.getStyleClass().addAll("page-body", "logs");
        VBox.setVgrow(list, Priority.ALWAYS);
        lines.addListener(grown);
        subscription = Subscription.combine(
                model.findsProperty().subscribe(this::showFinds),
                follow.selectedProperty().subscribe(now -> showLast()),
                model.problemProperty().subscribe(problem -> {
                    problems.getChildren().clear();
                    problem.ifPresent(why ->
                            problems.getChildren().add(new ProblemCard(why, Weight.WRONG, words, List.of(), null)));
                    ProblemCards.setShown(problems, problem.isPresent());
                }));
    }

    private void makeList() {
        list.setId("logs-list");
        list.getStyleClass().add("log-list");
        list.setItems(lines);
        list.setAccessibleText(words.text("details.logs.accessible"));
        list.getSelectionModel().setSelectionMode(SelectionMode.MULTIPLE);
        Label nothing = new Label(words.text("details.logs.none"));
        nothing.getStyleClass().add("muted");
        list.setPlaceholder(nothing);
        list.setCellFactory(view -> new LogCell(model.queryProperty()));
        list.addEventFilter(KeyEvent.KEY_PRESSED, this::listKey);
        // Whoever looks back does not want to be taken to the end again.
        list.addEventFilter(ScrollEvent.SCROLL, event -> {
            if (event.getDeltaY() > 0) {
                follow.setSelected(false);
            }
        });
    }

    private void listKey(KeyEvent event) {
        if (COPY.match(event)) {
            copy();
            event.consume();
            return;
        }
        switch (event.getCode()) {
            case UP, PAGE_UP, HOME -> follow.setSelected(false);
            default -> {
                // The list moves as lists do.
            }
        }
    }

    private HBox tools() {
        search.setId("logs-search");
        search.setPromptText(words.text("details.logs.search"));
        search.setAccessibleText(words.text("details.logs.search"));
        search.setLeft(new FontIcon(Feather.SEARCH));
        search.textProperty().subscribe(text -> model.queryProperty().set(text == null ? "" : text));
        search.addEventHandler(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.ENTER) {
                model.turn(event.isShiftDown() ? -1 : 1);
                event.consume();
            }
        });
        HBox.setHgrow(search, Priority.ALWAYS);
        count.setId("logs-count");
        count.getStyleClass().addAll("muted", "num");
        count.setMinWidth(Region.USE_PREF_SIZE);
        follow.setId("logs-follow");
        follow.setText(words.text("details.logs.follow"));
        follow.setMinWidth(Region.USE_PREF_SIZE);
        follow.setSelected(true);
        HBox tools = new HBox(
                search,
                count,
                button("logs-previous", Feather.CHEVRON_UP, "details.logs.previous", () -> model.turn(-1)),
                button("logs-next", Feather.CHEVRON_DOWN, "details.logs.next", () -> model.turn(1)),
                follow,
                button("logs-copy", Feather.COPY, "details.logs.copy", this::copy),
                button(
                        "logs-reveal",
                        Feather.FOLDER,
                        "details.logs.reveal",
                        () -> model.file().ifPresent(file -> Copying.reveal(file, context))));
        tools.getStyleClass().add("log-tools");
        return tools;
    }

    private Button button(String id, Feather icon, String key, Runnable deed) {
        Button button = Copying.iconButton(icon, words.text(key), deed);
        button.setId(id);
        return button;
    }

    /** The chosen lines, or all where none or one is: one line is chosen by looking at it. */
    private void copy() {
        List<String> chosen = List.copyOf(list.getSelectionModel().getSelectedItems());
        List<String> all = chosen.size() > 1 ? chosen : List.copyOf(lines);
        Copying.copy(String.join("\n", all) + "\n");
        context.tell().accept(Phrase.of("details.logs.copied", all.size()));
    }

    /** The list itself learns of new lines after this tab does, and only then has a place for them. */
    private void showLast() {
        context.fx().execute(() -> {
            if (follow.isSelected() && !lines.isEmpty()) {
                list.scrollTo(lines.size() - 1);
            }
        });
    }

    private void showFinds(LogModel.Finds finds) {
        boolean asked = !model.queryProperty().get().isBlank();
        count.setText(
                asked
                        ? words.text(
                                "details.logs.found",
                                finds.current(),
                                finds.found().size())
                        : "");
        if (finds.place() >= 0) {
            follow.setSelected(false);
            list.getSelectionModel().clearAndSelect(finds.place());
            list.scrollTo(Math.max(0, finds.place() - 3));
        }
    }

    @Override
    public Node node() {
        return page;
    }

    @Override
    public void seen(boolean now) {
        model.seen(now);
    }

    @Override
    public void dispose() {
        subscription.unsubscribe();
        lines.removeListener(grown);
        model.close();
    }
}
