package dev.hamlet.app.containers.create;

import atlantafx.base.theme.Styles;
import dev.hamlet.app.fx.DialogFrame;
import dev.hamlet.app.fx.FileChoice;
import dev.hamlet.app.fx.Narrow;
import dev.hamlet.app.fx.ProblemCard;
import dev.hamlet.app.fx.ProblemCard.Weight;
import dev.hamlet.app.fx.Quantity;
import dev.hamlet.app.words.Messages;
import dev.hamlet.engine.container.NetworkWish;
import dev.hamlet.engine.container.RestartPolicy;
import dev.hamlet.engine.image.ImageConfig.RunConfig;
import dev.hamlet.engine.job.Phrase;
import dev.hamlet.engine.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.StringProperty;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.geometry.VPos;
import javafx.scene.Node;
import javafx.scene.TraversalDirection;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.Separator;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** The dialog of a new container: all of it on one page, and Enter makes it. */
public final class NewContainerView extends DialogFrame {
    private static final PseudoClass WRONG = PseudoClass.getPseudoClass("wrong");

    /** With less than so many times the size of the text, labels stand above their fields. */
    private static final double ROOM = 40;

    private static final int VARIABLE_LINES = 3;

    private final NewContainerModel model;
    private final Messages words;
    private final ImagePane image;
    private final PortsPane ports;
    private final Label noPorts = new Label();
    private final MountsPane mounts;
    private final LimitsPane limits;
    private final VBox changes = new VBox();
    private final TextField command = new TextField();
    private final Label commandNote = note("command");
    private final Label nameNote = note("name");
    private final Label variablesNote = note("variables");
    private final CheckBox removed;
    private final Label removedNote = note("removed");
    private final Label wrong = new Label();
    private final Button create = new Button();
    private final VBox problems = new VBox();
    private final GridPane form = new GridPane();
    private final List<Line> lines = new ArrayList<>();
    private final List<StringProperty[]> bound = new ArrayList<>();
    private final Subscription subscription;

    /** A line of the form: what it sets, and how. */
    private record Line(Node label, Node field) {}

    /** A dialog for this container; files and folders are chosen so. */
    public NewContainerView(NewContainerModel model, FileChoice files, Messages words) {
        super("new-container", words);
        this.model = model;
        this.words = words;
        setTitle(model.before()
                .map(one -> words.text("new-container.title.edit", one.name()))
                .orElse(words.text("new-container.title")));
        image = new ImagePane(model, words);
        ports = new PortsPane(model.ports(), words);
        mounts = new MountsPane(model.mounts(), files, words);
        limits = new LimitsPane(model.limits(), words);
        CheckBox terminal = check("terminal", model.program().terminalProperty());
        removed = check("removed", model.removedProperty());
        CheckBox start = check("start", model.startProperty());
        makeForm(terminal, start);
        problems.getStyleClass().add("cards");
        VBox body = new VBox(problems, form);
        body.getStyleClass().add("form-body");
        setBody(body);
        makeFoot();
        subscription = Subscription.combine(
                Narrow.watch(form, ROOM, () -> command.getFont().getSize(), this::arrange),
                model.image().wayProperty().subscribe(way -> showDefaults()),
                model.networkProperty().subscribe(now -> showPorts()),
                model.restartProperty().subscribe(now -> showRemoved()),
                model.problemProperty().subscribe(this::showProblem),
                watchObstacles());
    }

    @Override
    protected String topic() {
        return model.before().isPresent() ? "edit-container" : super.topic();
    }

    private void makeForm(CheckBox terminal, CheckBox start) {
        form.getStyleClass().add("form");
        ColumnConstraints labels = new ColumnConstraints();
        labels.setMinWidth(Region.USE_PREF_SIZE);
        ColumnConstraints fields = new ColumnConstraints();
        fields.setHgrow(Priority.ALWAYS);
        fields.setFillWidth(true);
        form.getColumnConstraints().addAll(labels, fields);
        noPorts.getStyleClass().addAll("muted", "slider-note");
        noPorts.setId("new-container-no-ports");
        noPorts.setWrapText(true);
        noPorts.setMinHeight(Region.USE_PREF_SIZE);
        TextField name = new TextField();
        TextArea variables = new TextArea();
        variables.setPrefRowCount(VARIABLE_LINES);
        variables.setMinHeight(USE_PREF_SIZE);
        variables.setPromptText("NAME=value");
        // A variable begins with no tab: the key leads on, as from every other field.
        variables.addEventFilter(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.TAB) {
                variables.requestFocusTraversal(
                        event.isShiftDown() ? TraversalDirection.PREVIOUS : TraversalDirection.NEXT);
                event.consume();
            }
        });
        add("image", Feather.PACKAGE, image);
        add("name", null, stack(text(name, "name", model.nameProperty()), nameNote));
        add(
                "command",
                Feather.TERMINAL,
                stack(text(command, "command", model.program().commandProperty()), commandNote, terminal));
        across();
        add("ports", Feather.LOG_IN, new VBox(ports, noPorts));
        add("network", null, network());
        add("mounts", Feather.HARD_DRIVE, mounts);
        add(
                "variables",
                null,
                stack(text(variables, "variables", model.program().variablesProperty()), variablesNote));
        across();
        add("cpus", Feather.CPU, limits.cpus());
        add("memory", Feather.SERVER, limits.memory());
        add("pids", null, limits.pids());
        across();
        add("end", null, stack(restart(), removed, removedNote));
        if (model.before().isEmpty()) {
            add("begin", null, start);
        }
    }

    private void add(String word, @Nullable Ikon icon, Node field) {
        Label label = new Label(words.text("new-container." + word), icon == null ? null : new FontIcon(icon));
        label.getStyleClass().addAll("strong", "form-label");
        GridPane.setValignment(label, VPos.TOP);
        GridPane.setHgrow(field, Priority.ALWAYS);
        lines.add(new Line(label, field));
        form.getChildren().addAll(label, field);
    }

    private void across() {
        Separator line = new Separator();
        lines.add(new Line(line, line));
        form.getChildren().add(line);
    }

    /** Labels stand beside their fields where there is room, else above them. */
    private void arrange(boolean narrow) {
        int row = 0;
        for (Line line : lines) {
            boolean across = line.label().equals(line.field());
            GridPane.setConstraints(line.label(), 0, row, across || narrow ? 2 : 1, 1);
            if (!across) {
                row += narrow ? 1 : 0;
                GridPane.setConstraints(line.field(), narrow ? 0 : 1, row, narrow ? 2 : 1, 1);
            }
            row++;
        }
    }

    private static VBox stack(Node... nodes) {
        VBox stack = new VBox(nodes);
        stack.getStyleClass().add("form-stack");
        return stack;
    }

    private static Label note(String word) {
        Label note = new Label();
        note.setId("new-container-" + word + "-note");
        note.getStyleClass().addAll("muted", "slider-note");
        note.setWrapText(true);
        note.setMinHeight(Region.USE_PREF_SIZE);
        note.managedProperty().bind(note.textProperty().isNotEmpty());
        return note;
    }

    private TextInputControl text(TextInputControl field, String word, StringProperty property) {
        field.setId("new-container-" + word);
        field.setAccessibleText(words.text("new-container." + word));
        field.textProperty().bindBidirectional(property);
        bound.add(new StringProperty[] {field.textProperty(), property});
        return field;
    }

    private CheckBox check(String word, BooleanProperty property) {
        CheckBox box = new CheckBox(words.text("new-container." + word));
        box.setId("new-container-" + word);
        box.setMnemonicParsing(false);
        box.setWrapText(true);
        box.setMinHeight(Region.USE_PREF_SIZE);
        box.selectedProperty().bindBidirectional(property);
        return box;
    }

    private ComboBox<String> network() {
        ComboBox<String> box = new ComboBox<>(model.networks());
        box.setId("new-container-network");
        box.setAccessibleText(words.text("new-container.network"));
        box.setConverter(shown(one -> switch (one) {
            case NetworkWish.USUAL -> words.text("new-container.network.usual", one);
            case NetworkWish.HOST -> words.text("new-container.network.host");
            case NetworkWish.NONE -> words.text("new-container.network.none");
            default -> one;
        }));
        box.setValue(model.networkProperty().get());
        box.valueProperty().subscribe(now -> {
            if (now != null) {
                model.networkProperty().set(now);
            }
        });
        return box;
    }

    private ComboBox<RestartPolicy.Kind> restart() {
        ComboBox<RestartPolicy.Kind> box = new ComboBox<>();
        box.getItems().setAll(RestartPolicy.Kind.values());
        box.setId("new-container-restart");
        box.setAccessibleText(words.text("new-container.end"));
        box.setConverter(shown(one -> words.text(
                "new-container.restart." + one.name().toLowerCase(Locale.ROOT).replace('_', '-'))));
        box.setValue(model.restartProperty().get());
        box.valueProperty().subscribe(now -> model.restartProperty().set(now));
        return box;
    }

    private static <T> StringConverter<T> shown(java.util.function.Function<T, String> text) {
        return new StringConverter<>() {
            @Override
            public String toString(@Nullable T one) {
                return one == null ? "" : text.apply(one);
            }

            @Override
            public T fromString(String written) {
                throw new UnsupportedOperationException("nobody writes there");
            }
        };
    }

    private void makeFoot() {
        wrong.setId("new-container-wrong");
        wrong.getStyleClass().addAll("caption", "form-wrong");
        wrong.setWrapText(true);
        wrong.setMaxWidth(Double.MAX_VALUE);
        changes.setId("new-container-changes");
        changes.setAccessibleText(words.text("new-container.changes"));
        // Beside the button that makes them come true: further up they would be out of sight with most of the form.
        VBox told = new VBox(changes, wrong);
        told.setAlignment(Pos.CENTER_LEFT);
        HBox.setHgrow(told, Priority.ALWAYS);
        wrong.managedProperty().bind(wrong.textProperty().isNotEmpty());
        Button cancel = new Button(words.text("window.cancel"));
        cancel.setId("new-container-cancel");
        cancel.setMinWidth(Region.USE_PREF_SIZE);
        cancel.setOnAction(event -> close());
        create.setId("new-container-create");
        create.setMinWidth(Region.USE_PREF_SIZE);
        create.setDefaultButton(true);
        create.getStyleClass().add(Styles.ACCENT);
        create.setOnAction(event -> model.make(this::close));
        setFoot(told, cancel, create);
    }

    private Subscription watchObstacles() {
        List<Subscription> all = new ArrayList<>();
        all.add(model.image().wayProperty().subscribe(now -> check()));
        all.add(model.nameProperty().subscribe(now -> check()));
        all.add(model.program().commandProperty().subscribe(now -> check()));
        all.add(model.program().variablesProperty().subscribe(now -> check()));
        all.add(model.networkProperty().subscribe(now -> check()));
        all.add(model.startProperty().subscribe(now -> check()));
        LimitsChoice most = model.limits();
        for (Quantity one : List.of(most.cpus(), most.memory(), most.pids())) {
            all.add(one.faultProperty().subscribe(now -> check()));
            all.add(one.valueProperty().subscribe(now -> check()));
        }
        all.add(model.ports().faultProperty().subscribe(now -> check()));
        all.add(model.ports().changedProperty().subscribe(now -> check()));
        all.add(model.mounts().faultProperty().subscribe(now -> check()));
        all.add(model.mounts().mountsProperty().subscribe(now -> check()));
        all.add(model.restartProperty().subscribe(now -> check()));
        all.add(model.program().terminalProperty().subscribe(now -> check()));
        all.add(model.removedProperty().subscribe(now -> check()));
        return Subscription.combine(all.toArray(new Subscription[0]));
    }

    private void check() {
        Optional<Phrase> obstacle = model.obstacle();
        create.setDisable(obstacle.isPresent());
        String why = obstacle.map(words::text).orElse("");
        create.setAccessibleHelp(why);
        wrong.setText(why);
        create.setText(words.text(model.deed()));
        showChanges();
        mark(nameNote, model.nameFault(), words.text("new-container.name.about"));
        mark(variablesNote, model.program().variablesFault(), inherited());
        mark(commandNote, model.program().commandFault(), usualCommand());
    }

    private void showChanges() {
        List<Node> lines = new ArrayList<>();
        model.changes().ifPresent(now -> {
            for (String line : now.lines(words)) {
                Label label = new Label(line);
                label.setWrapText(true);
                label.setMinHeight(Region.USE_PREF_SIZE);
                lines.add(label);
            }
            if (now.isNothing()) {
                return;
            }
            Label about = new Label(
                    words.text(now.isInPlace() ? "new-container.changes.in-place" : "new-container.changes.anew"));
            about.getStyleClass().add("muted");
            about.setWrapText(true);
            about.setMinHeight(Region.USE_PREF_SIZE);
            lines.add(about);
        });
        changes.getChildren().setAll(lines);
    }

    private void mark(Label note, Optional<Phrase> fault, String usual) {
        note.setText(fault.map(words::text).orElse(usual));
        note.pseudoClassStateChanged(WRONG, fault.isPresent());
    }

    /** What the image says, apart from what the person does. */
    private void showDefaults() {
        command.setPromptText(model.program()
                .run()
                .map(run -> CommandText.line(run.command()))
                .orElse(""));
        check();
    }

    private String usualCommand() {
        Optional<RunConfig> run = model.program().run();
        if (run.isEmpty()) {
            return words.text("new-container.command.unknown");
        }
        String usual = CommandText.line(run.get().command());
        String entry = CommandText.line(run.get().entrypoint());
        if (!entry.isEmpty()) {
            return words.text("new-container.command.entry", entry, usual);
        }
        return usual.isEmpty()
                ? words.text("new-container.command.none")
                : words.text("new-container.command.usual", usual);
    }

    private String inherited() {
        List<String> said = model.program().run().map(RunConfig::environment).orElse(List.of());
        return said.isEmpty()
                ? words.text("new-container.variables.about")
                : words.text("new-container.variables.inherited", String.join(", ", said));
    }

    private void showPorts() {
        boolean can = model.isReachable();
        ports.setVisible(can);
        ports.setManaged(can);
        noPorts.setVisible(!can);
        noPorts.setManaged(!can);
        noPorts.setText(
                model.networkProperty().get().equals(NetworkWish.HOST)
                        ? words.text("new-container.port.host-network")
                        : words.text("new-container.port.no-network"));
    }

    /** What is started again is not removed. */
    private void showRemoved() {
        boolean can = model.restartProperty().get() == RestartPolicy.Kind.NO;
        removed.setDisable(!can);
        removedNote.setText(can ? "" : words.text("new-container.removed.not"));
        removed.setAccessibleHelp(removedNote.getText());
    }

    private void showProblem(Optional<Problem> why) {
        problems.getChildren().clear();
        why.ifPresent(one -> problems.getChildren().add(new ProblemCard(one, Weight.WRONG, words, List.of(), null)));
        problems.setManaged(why.isPresent());
    }

    @Override
    protected Node first() {
        return image.first();
    }

    @Override
    protected void dispose() {
        model.leave();
        subscription.unsubscribe();
        bound.forEach(pair -> pair[0].unbindBidirectional(pair[1]));
        image.dispose();
        ports.dispose();
        mounts.dispose();
        limits.dispose();
    }
}
