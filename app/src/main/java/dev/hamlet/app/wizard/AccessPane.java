package dev.hamlet.app.wizard;

import atlantafx.base.controls.PasswordTextField;
import atlantafx.base.theme.Styles;
import dev.hamlet.app.fx.FxRelay;
import dev.hamlet.app.words.Messages;
import dev.hamlet.app.words.ProblemWords;
import dev.hamlet.engine.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.collections.ListChangeListener;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.util.StringConverter;
import javafx.util.Subscription;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** Who may sign in: user, password, key. Seen only where the machine takes them. */
final class AccessPane extends GridPane {
    private final AccessModel access;
    private final Messages words;
    private final TextField user = new TextField();
    private final PasswordTextField password = new PasswordTextField();
    private final Button reveal = new Button();
    private final ComboBox<Optional<SshKey>> key = new ComboBox<>();
    private final Label note = new Label();
    private final Label keyNote = new Label();
    private final ListChangeListener<SshKey> keysChanged = change -> showKeys();
    private final Subscription subscription;

    AccessPane(AccessModel access, Runnable chooseKey, Messages words) {
        this.access = access;
        this.words = words;
        setId("wizard-access");
        getStyleClass().addAll("form", "wizard-column");
        ColumnConstraints labels = new ColumnConstraints();
        labels.setMinWidth(Region.USE_PREF_SIZE);
        ColumnConstraints fields = new ColumnConstraints();
        fields.setHgrow(Priority.ALWAYS);
        getColumnConstraints().addAll(labels, fields);
        user.setId("wizard-user");
        user.setAccessibleText(words.text("wizard.user"));
        makePassword();
        makeKey();
        note.setId("wizard-access-note");
        note.setWrapText(true);
        note.setMinHeight(Region.USE_PREF_SIZE);
        addRow(0, label(words.text("wizard.user"), user), user);
        addRow(1, label(words.text("wizard.password"), password), password);
        add(note, 1, 2);
        addRow(3, label(words.text("wizard.key"), key), keyRow(chooseKey));
        keyNote.setId("wizard-key-fault");
        keyNote.getStyleClass().add("field-fault");
        keyNote.setWrapText(true);
        keyNote.setMinHeight(Region.USE_PREF_SIZE);
        add(keyNote, 1, 4);
        access.keys().addListener(keysChanged);
        showKeys();
        subscription = Subscription.combine(
                access.wantedProperty().subscribe(wanted -> {
                    setVisible(wanted);
                    setManaged(wanted);
                }),
                access.userProperty().subscribe(now -> {
                    if (!now.equals(user.getText())) {
                        user.setText(now);
                    }
                }),
                user.textProperty().subscribe(typed -> access.userProperty().set(typed == null ? "" : typed)),
                access.passwordProperty().subscribe(now -> {
                    if (!now.equals(password.getPassword())) {
                        password.setText(now);
                    }
                }),
                password.passwordProperty()
                        .subscribe(typed -> access.passwordProperty().set(typed == null ? "" : typed)),
                // What was made up has to be seen; what somebody writes has not. Not within the change of the field's
                // text,
                // which would not bear another.
                access.madeUpProperty()
                        .subscribe(made -> FxRelay.fxThread().execute(() -> password.setRevealPassword(made))),
                password.revealPasswordProperty().subscribe(this::showReveal),
                access.keyProperty().subscribe(now -> key.setValue(now)),
                key.valueProperty().subscribe(now -> {
                    if (now != null) {
                        access.keyProperty().set(now);
                    }
                }),
                access.keyFaultProperty().subscribe(this::showKeyFault),
                access.faultProperty().subscribe(this::showNote),
                access.madeUpProperty()
                        .subscribe(made -> showNote(access.faultProperty().get())));
    }

    private HBox keyRow(Runnable chooseKey) {
        Button other = new Button("", new FontIcon(Feather.FOLDER));
        other.setId("wizard-key-other");
        other.getStyleClass().add(Styles.BUTTON_ICON);
        other.setAccessibleText(words.text("wizard.key.choose"));
        other.setTooltip(new Tooltip(words.text("wizard.key.choose")));
        other.setOnAction(event -> chooseKey.run());
        HBox.setHgrow(key, Priority.ALWAYS);
        HBox row = new HBox(key, other);
        row.getStyleClass().add("form-row");
        return row;
    }

    private void showKeyFault(Optional<Problem> why) {
        keyNote.setText(why.map(one -> ProblemWords.of(one, words).cause()).orElse(""));
        keyNote.setVisible(why.isPresent());
        keyNote.setManaged(why.isPresent());
        key.setAccessibleHelp(keyNote.getText());
    }

    private static Label label(String text, javafx.scene.Node field) {
        Label label = new Label(text);
        label.getStyleClass().addAll("strong", "form-label");
        label.setLabelFor(field);
        return label;
    }

    private void makePassword() {
        password.setId("wizard-password");
        password.setAccessibleText(words.text("wizard.password"));
        reveal.setId("wizard-reveal");
        reveal.getStyleClass().addAll(Styles.BUTTON_ICON, Styles.FLAT, Styles.SMALL);
        reveal.setOnAction(event -> password.setRevealPassword(!password.getRevealPassword()));
        password.setRight(reveal);
    }

    private void showReveal(boolean revealed) {
        reveal.setGraphic(new FontIcon(revealed ? Feather.EYE_OFF : Feather.EYE));
        String text = revealed ? words.text("wizard.password.hide") : words.text("wizard.password.show");
        reveal.setAccessibleText(text);
        reveal.setTooltip(new Tooltip(text));
    }

    private void makeKey() {
        key.setId("wizard-key");
        key.setMaxWidth(Double.MAX_VALUE);
        key.setAccessibleText(words.text("wizard.key"));
        // Before anything else: the box asks for the words of its value, and that is never null.
        key.setValue(Optional.empty());
        key.setConverter(new StringConverter<>() {
            @Override
            public String toString(Optional<SshKey> one) {
                return one.map(SshKey::name).orElse(words.text("wizard.key.none"));
            }

            @Override
            public Optional<SshKey> fromString(String text) {
                throw new UnsupportedOperationException("nobody writes there");
            }
        });
    }

    private void showKeys() {
        List<Optional<SshKey>> offered = new ArrayList<>();
        offered.add(Optional.empty());
        access.keys().forEach(one -> offered.add(Optional.of(one)));
        Optional<SshKey> chosen = access.keyProperty().get();
        key.getItems().setAll(offered);
        key.setValue(chosen);
    }

    private void showNote(Optional<Problem> fault) {
        note.getStyleClass().removeAll("field-fault", "muted", "slider-note");
        if (fault.isPresent()) {
            note.getStyleClass().add("field-fault");
            note.setText(ProblemWords.of(fault.get(), words).cause());
        } else {
            note.getStyleClass().addAll("muted", "slider-note");
            note.setText(
                    access.madeUpProperty().get()
                            ? words.text("wizard.password.made-up")
                            : words.text("wizard.password.once"));
        }
        password.setAccessibleHelp(note.getText());
    }

    void dispose() {
        subscription.unsubscribe();
        access.keys().removeListener(keysChanged);
        password.setText("");
    }
}
