package dev.hamlet.app.details;

import atlantafx.base.controls.CustomTextField;
import dev.hamlet.app.fx.ProblemCard;
import dev.hamlet.app.fx.ProblemCard.Weight;
import dev.hamlet.app.machines.MachineRow;
import dev.hamlet.app.words.Messages;
import dev.hamlet.engine.job.Phrase;
import dev.hamlet.engine.machine.MachineFolder;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
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

/** Lines of text: the end of a log, followed, searched and copied. */
final class LogsTab implements DetailsTab {
    private static final KeyCombination COPY = new KeyCodeCombination(KeyCode.C, KeyCombination.SHORTCUT_DOWN);

    private final LogsContext context;
    private final String id;
    private final Messages words;
    private final LogModel model;
    private final ListView<ColouredText> list = new ListView<>();
    private final CheckBox follow = new CheckBox();
    private final CustomTextField search = new CustomTextField();
    private final Label count = new Label();
    private final VBox problems = new VBox();
    private final VBox page;
    private final ListChangeListener<ColouredText> grown = change -> showLast();
    private final Subscription subscription;

    /** The model's own view of its lines: it must live as long as the list listens to it. */
    private final ObservableList<ColouredText> lines;

    /** What guest, hypervisor and Hamlet wrote. */
    static LogsTab of(DetailsContext context) {
        Map<LogModel.Source, LogTail> known = new EnumMap<>(LogModel.Source.class);
        LogModel model = new LogModel(
                LogsContext.of(context),
                context.machines().selectedProperty(),
                source -> file(context, source).map(file -> {
                    LogTail before = known.get(source);
                    LogTail tail =
                            before != null && before.file().equals(Optional.of(file)) ? before : new LogTail(file);
                    known.put(source, tail);
                    return tail;
                }));
        return new LogsTab("logs", LogsContext.of(context), model, List.of(LogModel.Source.values()), true);
    }

    private static Optional<Path> file(DetailsContext context, LogModel.Source source) {
        MachineRow row = context.machines().selectedProperty().get();
        if (row == null) {
            return Optional.empty();
        }
        return switch (source) {
            case SERIAL -> context.machines().folder(row).map(MachineFolder::serialLog);
            case HYPERVISOR -> context.machines().folder(row).map(MachineFolder::hypervisorLog);
            case HAMLET -> Optional.of(context.sources().log());
        };
    }

    /**
     * A tab of these lines.
     *
     * @param id begins the ids of its parts
     * @param all which there are to choose from; none where there is no choice
     * @param grows whether lines come, so that a person may want to follow them
     */
    LogsTab(String id, LogsContext context, LogModel model, List<LogModel.Source> all, boolean grows) {
        this.id = id;
        this.context = context;
        this.words = context.words();
        this.model = model;
        this.lines = model.lines();
        makeList();
        problems.getStyleClass().add("cards");
        page = new VBox();
        if (!all.isEmpty()) {
            page.getChildren()
                    .add(Segments.of(
                            id,
                            all,
                            LogModel.Source::word,
                            source -> words.text("details.logs." + source.word()),
                            model.sourceProperty()::set));
        }
        page.getChildren().addAll(tools(grows, !all.isEmpty()), problems, list);
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
        list.setId(id + "-list");
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

    private HBox tools(boolean grows, boolean named) {
        search.setId(id + "-search");
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
        count.setId(id + "-count");
        count.getStyleClass().addAll("muted", "num");
        count.setMinWidth(Region.USE_PREF_SIZE);
        follow.setId(id + "-follow");
        follow.setText(words.text("details.logs.follow"));
        follow.setMinWidth(Region.USE_PREF_SIZE);
        follow.setSelected(grows);
        follow.setVisible(grows);
        follow.setManaged(grows);
        HBox tools = new HBox(
                search,
                count,
                button(id + "-previous", Feather.CHEVRON_UP, "details.logs.previous", () -> model.turn(-1)),
                button(id + "-next", Feather.CHEVRON_DOWN, "details.logs.next", () -> model.turn(1)),
                follow,
                button(id + "-copy", Feather.COPY, "details.logs.copy", this::copy));
        if (grows && named) {
            tools.getChildren()
                    .add(button(
                            id + "-reveal",
                            Feather.FOLDER,
                            "details.logs.reveal",
                            () -> model.file().ifPresent(file -> Copying.reveal(file, context.open()))));
        }
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
        List<ColouredText> chosen = List.copyOf(list.getSelectionModel().getSelectedItems());
        List<ColouredText> all = chosen.size() > 1 ? chosen : List.copyOf(lines);
        Copying.copy(all.stream().map(line -> line.text() + "\n").collect(Collectors.joining()));
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
