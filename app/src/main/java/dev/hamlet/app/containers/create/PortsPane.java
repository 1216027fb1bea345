package dev.hamlet.app.containers.create;

import atlantafx.base.theme.Styles;
import dev.hamlet.app.words.Messages;
import dev.hamlet.app.words.ProblemWords;
import dev.hamlet.engine.privilege.PrivilegedVerb;
import dev.hamlet.engine.problem.NetworkProblem;
import dev.hamlet.engine.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.collections.ListChangeListener;
import javafx.css.PseudoClass;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** The ports that a new container publishes, a line for each, and below it who has one that cannot be had. */
final class PortsPane extends VBox {
    private static final PseudoClass WRONG = PseudoClass.getPseudoClass("wrong");
    private static final int DIGITS = 6;

    private final PublishedPorts ports;
    private final Messages words;
    private final VBox lines = new VBox();
    private final Button add = new Button();
    private final List<Line> shown = new ArrayList<>();
    private final ListChangeListener<PortRow> changed = change -> show();

    PortsPane(PublishedPorts ports, Messages words) {
        this.ports = ports;
        this.words = words;
        getStyleClass().add("form-stack");
        setId("new-container-ports");
        lines.getStyleClass().add("form-stack");
        add.setText(words.text("new-container.port.add"));
        add.setGraphic(new FontIcon(Feather.PLUS));
        add.setId("new-container-port-add");
        add.getStyleClass().add(Styles.SMALL);
        add.setMnemonicParsing(false);
        add.setMinWidth(Region.USE_PREF_SIZE);
        add.setOnAction(event -> {
            ports.add();
            shown.getLast().host.requestFocus();
        });
        getChildren().addAll(lines, add);
        ports.rows().addListener(changed);
        ports.watch(true);
        show();
    }

    private void show() {
        shown.stream().filter(line -> !ports.rows().contains(line.row)).forEach(Line::dispose);
        shown.removeIf(line -> !ports.rows().contains(line.row));
        for (PortRow row : ports.rows()) {
            if (shown.stream().noneMatch(line -> line.row.equals(row))) {
                shown.add(new Line(row, shown.size()));
            }
        }
        lines.getChildren().setAll(shown);
        lines.setManaged(!shown.isEmpty());
    }

    /** One port. */
    private final class Line extends VBox {
        private final PortRow row;
        private final TextField host = new TextField();
        private final Label note = new Label();
        private final Button other = new Button();
        private final Subscription subscription;

        Line(PortRow row, int number) {
            this.row = row;
            getStyleClass().add("form-field");
            TextField inside = new TextField();
            digits(host, "new-container-port-host-" + number, "new-container.port.host");
            host.setPromptText(words.text("new-container.port.any"));
            digits(inside, "new-container-port-inside-" + number, "new-container.port.inside");
            Label arrow = new Label("", new FontIcon(Feather.ARROW_RIGHT));
            CheckBox udp = check("udp", number);
            CheckBox everywhere = check("everywhere", number);
            Button away = new Button("", new FontIcon(Feather.X));
            away.setId("new-container-port-remove-" + number);
            away.getStyleClass().addAll(Styles.BUTTON_ICON, Styles.FLAT, Styles.SMALL);
            String says = words.text("new-container.port.remove");
            away.setAccessibleText(says);
            away.setTooltip(new Tooltip(says));
            away.setOnAction(event -> {
                ports.remove(row);
                add.requestFocus();
            });
            FlowPane line = new FlowPane(host, arrow, inside, udp, everywhere, away);
            line.getStyleClass().add("port-line");
            line.prefWrapLengthProperty().bind(widthProperty());
            note.setId("new-container-port-note-" + number);
            note.getStyleClass().add("field-fault");
            note.setWrapText(true);
            note.setMinHeight(Region.USE_PREF_SIZE);
            note.setMaxWidth(Double.MAX_VALUE);
            HBox.setHgrow(note, Priority.ALWAYS);
            other.setId("new-container-port-free-" + number);
            other.getStyleClass().add(Styles.SMALL);
            other.setMnemonicParsing(false);
            other.setMinWidth(Region.USE_PREF_SIZE);
            HBox fault = new HBox(note, other);
            fault.getStyleClass().add("form-row");
            fault.visibleProperty().bind(note.textProperty().isNotEmpty());
            fault.managedProperty().bind(fault.visibleProperty());
            getChildren().addAll(line, fault);
            host.textProperty().bindBidirectional(row.hostProperty());
            inside.textProperty().bindBidirectional(row.insideProperty());
            udp.selectedProperty().bindBidirectional(row.datagramsProperty());
            everywhere.selectedProperty().bindBidirectional(row.everywhereProperty());
            subscription = Subscription.combine(
                    row.faultProperty().subscribe(why -> describe()),
                    row.obstacleProperty().subscribe(why -> describe()),
                    () -> {
                        host.textProperty().unbindBidirectional(row.hostProperty());
                        inside.textProperty().unbindBidirectional(row.insideProperty());
                        udp.selectedProperty().unbindBidirectional(row.datagramsProperty());
                        everywhere.selectedProperty().unbindBidirectional(row.everywhereProperty());
                    });
        }

        private void digits(TextField field, String id, String key) {
            field.setId(id);
            field.setPrefColumnCount(DIGITS);
            field.getStyleClass().add("num");
            field.setAccessibleText(words.text(key));
            field.setTooltip(new Tooltip(words.text(key)));
        }

        private CheckBox check(String word, int number) {
            CheckBox box = new CheckBox(words.text("new-container.port." + word));
            box.setId("new-container-port-" + word + "-" + number);
            box.setMnemonicParsing(false);
            box.setMinWidth(Region.USE_PREF_SIZE);
            return box;
        }

        private void describe() {
            Optional<Problem> obstacle = row.obstacleProperty().get();
            note.setText(row.faultProperty()
                    .get()
                    .map(words::text)
                    .or(() -> obstacle.map(this::said))
                    .orElse(""));
            int free = switch (obstacle.orElse(null)) {
                case NetworkProblem.PublishedPortTaken taken -> taken.free();
                case NetworkProblem.PublishedPortNeedsPrivilege needs -> needs.free();
                case null, default -> 0;
            };
            boolean offers = free != 0 && row.faultProperty().get().isEmpty();
            other.setVisible(offers);
            other.setManaged(offers);
            if (offers) {
                String number = Integer.toString(free);
                other.setText(words.text("new-container.port.use", number));
                other.setOnAction(event -> {
                    row.hostProperty().set(number);
                    host.requestFocus();
                });
            }
            host.pseudoClassStateChanged(WRONG, !note.getText().isEmpty());
            host.setAccessibleHelp(note.getText());
        }

        private String said(Problem why) {
            return switch (why) {
                case NetworkProblem.PublishedPortTaken taken ->
                    taken.holder().isEmpty()
                            ? words.text("new-container.port.taken", Integer.toString(taken.port()))
                            : words.text("new-container.port.taken-by", Integer.toString(taken.port()), taken.holder());
                case NetworkProblem.PublishedPortNeedsPrivilege low
                when low.port() >= PrivilegedVerb.FIRST_PORT ->
                    words.text(
                            "new-container.port.low",
                            ProblemWords.of(low, words).cause(),
                            Integer.toString(PrivilegedVerb.FIRST_PORT));
                default -> ProblemWords.of(why, words).cause();
            };
        }

        void dispose() {
            subscription.unsubscribe();
        }
    }

    void dispose() {
        ports.watch(false);
        ports.rows().removeListener(changed);
        shown.forEach(Line::dispose);
    }
}
