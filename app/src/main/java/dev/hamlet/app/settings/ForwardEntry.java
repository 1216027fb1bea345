package dev.hamlet.app.settings;

import dev.hamlet.app.words.Messages;
import dev.hamlet.app.words.ProblemWords;
import dev.hamlet.engine.machine.PortForward;
import dev.hamlet.engine.machine.PortForward.Protocol;
import dev.hamlet.engine.privilege.PrivilegedVerb;
import dev.hamlet.engine.problem.MachineProblem;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** A port forward that is being written: what it would meet is said before it is added. */
final class ForwardEntry extends VBox {
    private static final int LAST_PORT = 65_535;

    private final SettingsModel model;
    private final Messages words;
    private final ComboBox<Protocol> protocol = new ComboBox<>();
    private final TextField address = new TextField(PortForward.LOOPBACK);
    private final TextField hostPort = new TextField();
    private final TextField guestPort = new TextField();
    private final Button add = new Button();
    private final Button use = new Button();
    private final Label note = new Label();
    private final Subscription subscription;
    private int free;

    ForwardEntry(SettingsModel model, Messages words) {
        this.model = model;
        this.words = words;
        getStyleClass().add("form-stack");
        protocol.getItems().setAll(List.of(Protocol.values()));
        protocol.setValue(Protocol.TCP);
        FlowPane fields = new FlowPane(
                field("settings-forward-protocol", "settings.forward.protocol", protocol),
                field("settings-forward-address", "settings.address", address),
                field("settings-forward-host-port", "settings.forward.host-port", hostPort),
                field("settings-forward-guest-port", "settings.forward.guest-port", guestPort));
        fields.getStyleClass().add("settings-entry");
        address.setPrefColumnCount(10);
        hostPort.setPrefColumnCount(5);
        guestPort.setPrefColumnCount(5);
        add.setId("settings-forward-add");
        add.setText(words.text("settings.forward.add"));
        add.setGraphic(new FontIcon(Feather.PLUS));
        add.setMnemonicParsing(false);
        add.setMinWidth(USE_PREF_SIZE);
        add.setAccessibleText(words.text("settings.forward.add.accessible"));
        add.setOnAction(event -> add());
        use.setId("settings-forward-use");
        use.setMnemonicParsing(false);
        use.setMinWidth(USE_PREF_SIZE);
        use.managedProperty().bind(use.visibleProperty());
        use.setVisible(false);
        use.setOnAction(event -> {
            hostPort.setText(Integer.toString(free));
            hostPort.requestFocus();
        });
        note.setId("settings-forward-note");
        note.setWrapText(true);
        note.setMinHeight(USE_PREF_SIZE);
        HBox deeds = new HBox(add, note, use);
        deeds.getStyleClass().add("form-row");
        getChildren().addAll(fields, deeds);
        addEventHandler(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.ENTER && event.getTarget() instanceof TextField) {
                add();
                event.consume();
            }
        });
        subscription = Subscription.combine(
                protocol.valueProperty().subscribe(changed -> look()),
                address.textProperty().subscribe(changed -> look()),
                hostPort.textProperty().subscribe(changed -> look()),
                guestPort.textProperty().subscribe(changed -> look()),
                model.ports().lookProperty().subscribe(this::show));
    }

    private VBox field(String id, String key, javafx.scene.control.Control control) {
        control.setId(id);
        Label label = new Label(words.text(key));
        label.getStyleClass().add("muted");
        label.setLabelFor(control);
        control.setAccessibleText(label.getText());
        return new VBox(label, control);
    }

    private Optional<PortForward> written() {
        Optional<Integer> here = port(hostPort);
        Optional<Integer> there = port(guestPort).or(() -> here);
        return here.flatMap(from -> there.map(
                to -> new PortForward(protocol.getValue(), address.getText().strip(), from, to)));
    }

    private Optional<Integer> port(TextField field) {
        OptionalLong number = words.figures().readCount(field.getText());
        return number.isPresent() && number.getAsLong() >= 1 && number.getAsLong() <= LAST_PORT
                ? Optional.of((int) number.getAsLong())
                : Optional.empty();
    }

    private void look() {
        use.setVisible(false);
        if (hostPort.getText().isBlank() && guestPort.getText().isBlank()) {
            say("", false);
            model.ports().forget();
            return;
        }
        Optional<PortForward> forward = written();
        boolean guestWrong = !guestPort.getText().isBlank() && port(guestPort).isEmpty();
        if (forward.isEmpty() || guestWrong) {
            say(words.text("settings.forward.fault"), true);
            model.ports().forget();
        } else if (isOwn(forward.get())) {
            say(words.text("settings.forward.clash"), true);
            model.ports().forget();
        } else {
            say("", false);
            model.ports().about(forward.get());
        }
    }

    private boolean isOwn(PortForward forward) {
        return model.spec().stream()
                .flatMap(spec -> spec.network().forwards().stream())
                .anyMatch(one -> one.protocol() == forward.protocol() && one.hostPort() == forward.hostPort());
    }

    private void show(Optional<PortInquiry.Look> look) {
        if (look.isEmpty() || !look.map(PortInquiry.Look::forward).equals(written())) {
            return;
        }
        free = 0;
        switch (look.get().problem().orElse(null)) {
            case MachineProblem.PortTaken taken -> {
                free = taken.free();
                say(
                        taken.holder().isEmpty()
                                ? words.text("settings.forward.taken.unseen")
                                : words.text("settings.forward.taken", taken.holder()),
                        true);
            }
            case MachineProblem.PortNeedsPrivilege needs -> {
                free = needs.free();
                String title = ProblemWords.of(needs, words).title();
                say(
                        needs.port() < PrivilegedVerb.FIRST_PORT
                                ? title
                                : words.text(
                                        "settings.forward.low", title, Integer.toString(PrivilegedVerb.FIRST_PORT)),
                        true);
            }
            case null -> {
                String other = look.get().otherMachine();
                say(
                        other.isEmpty()
                                ? words.text("settings.forward.free")
                                : words.text("settings.forward.other", other),
                        !other.isEmpty());
            }
            default -> say(ProblemWords.of(look.get().problem().get(), words).title(), true);
        }
        use.setText(words.text("settings.forward.use", words.figures().number(free, 0)));
        use.setVisible(free > 0);
    }

    private void say(String text, boolean wrong) {
        note.setText(text);
        note.getStyleClass().removeAll("field-fault", "muted");
        note.getStyleClass().add(wrong ? "field-fault" : "muted");
        hostPort.setAccessibleHelp(text);
    }

    private void add() {
        boolean guestWrong = !guestPort.getText().isBlank() && port(guestPort).isEmpty();
        Optional<PortForward> forward = guestWrong ? Optional.empty() : written();
        if (forward.isEmpty()) {
            say(words.text("settings.forward.fault"), true);
            takeFocus();
        } else if (isOwn(forward.get())) {
            say(words.text("settings.forward.clash"), true);
            takeFocus();
        } else {
            model.addForward(forward.get());
            hostPort.clear();
            guestPort.clear();
            takeFocus();
        }
    }

    /** Gives the keyboard to the first figure that is to be written. */
    void takeFocus() {
        Node first = hostPort;
        first.requestFocus();
    }

    void dispose() {
        subscription.unsubscribe();
    }
}
