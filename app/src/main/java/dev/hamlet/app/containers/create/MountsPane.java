package dev.hamlet.app.containers.create;

import atlantafx.base.theme.Styles;
import dev.hamlet.app.fx.FileChoice;
import dev.hamlet.app.words.Messages;
import dev.hamlet.engine.job.Phrase;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javafx.collections.ListChangeListener;
import javafx.css.PseudoClass;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** What is mounted in a new container, a line for each. */
final class MountsPane extends VBox {
    private static final PseudoClass WRONG = PseudoClass.getPseudoClass("wrong");
    private static final int SOURCE = 15;
    private static final int INSIDE = 11;

    private final MountRows mounts;
    private final FileChoice choice;
    private final Messages words;
    private final VBox lines = new VBox();
    private final Button add = new Button();
    private final List<Line> shown = new ArrayList<>();
    private final ListChangeListener<MountRow> changed = change -> show();
    private int made;

    MountsPane(MountRows mounts, FileChoice choice, Messages words) {
        this.mounts = mounts;
        this.choice = choice;
        this.words = words;
        getStyleClass().add("form-stack");
        setId("new-container-mounts");
        lines.getStyleClass().add("form-stack");
        add.setText(words.text("new-container.mount.add"));
        add.setGraphic(new FontIcon(Feather.PLUS));
        add.setId("new-container-mount-add");
        add.getStyleClass().add(Styles.SMALL);
        add.setMnemonicParsing(false);
        add.setMinWidth(Region.USE_PREF_SIZE);
        add.setOnAction(event -> {
            MountRow _ = mounts.add();
            shown.getLast().kind.requestFocus();
        });
        getChildren().addAll(lines, add);
        mounts.rows().addListener(changed);
        show();
    }

    private void show() {
        shown.stream().filter(line -> !mounts.rows().contains(line.row)).forEach(Line::dispose);
        shown.removeIf(line -> !mounts.rows().contains(line.row));
        for (MountRow row : mounts.rows()) {
            if (shown.stream().noneMatch(line -> line.row.equals(row))) {
                shown.add(new Line(row, made++));
            }
        }
        lines.getChildren().setAll(shown);
        lines.setManaged(!shown.isEmpty());
    }

    /** One of them. */
    private final class Line extends VBox {
        private final MountRow row;
        private final ComboBox<MountRow.Kind> kind = new ComboBox<>();
        private final TextField source = new TextField();
        private final MenuButton volumes = new MenuButton();
        private final ListChangeListener<String> volumesChanged = change -> showVolumes();
        private final Button choose = new Button();
        private final TextField inside = new TextField();
        private final CheckBox readOnly = new CheckBox();
        private final Label note = new Label();
        private final Subscription subscription;

        Line(MountRow row, int number) {
            this.row = row;
            getStyleClass().add("form-field");
            String id = "new-container-mount-";
            kind.setId(id + "kind-" + number);
            kind.setAccessibleText(words.text("new-container.mount.kind"));
            kind.getItems().setAll(MountRow.Kind.values());
            kind.setConverter(kinds());
            kind.setValue(row.kindProperty().get());
            kind.setMinWidth(Region.USE_PREF_SIZE);
            source.setId(id + "source-" + number);
            source.setPrefColumnCount(SOURCE);
            volumes.setId(id + "volumes-" + number);
            volumes.setText(words.text("new-container.mount.volumes"));
            volumes.setMnemonicParsing(false);
            volumes.setMinWidth(Region.USE_PREF_SIZE);
            mounts.volumes().addListener(volumesChanged);
            showVolumes();
            choose.setId(id + "choose-" + number);
            choose.setText(words.text("new-container.mount.choose"));
            choose.setMnemonicParsing(false);
            choose.setMinWidth(Region.USE_PREF_SIZE);
            choose.setOnAction(event -> choice.folder(
                    Phrase.of("new-container.mount.choose.title"),
                    folder -> row.sourceProperty().set(folder.toString())));
            inside.setId(id + "inside-" + number);
            inside.setPrefColumnCount(INSIDE);
            inside.setPromptText("/data");
            inside.setAccessibleText(words.text("new-container.mount.inside"));
            inside.setTooltip(new Tooltip(words.text("new-container.mount.inside")));
            readOnly.setId(id + "read-only-" + number);
            readOnly.setText(words.text("new-container.mount.read-only"));
            readOnly.setMnemonicParsing(false);
            readOnly.setMinWidth(Region.USE_PREF_SIZE);
            note.setId(id + "note-" + number);
            note.getStyleClass().add("field-fault");
            note.setWrapText(true);
            note.setMinHeight(Region.USE_PREF_SIZE);
            note.managedProperty().bind(note.textProperty().isNotEmpty());
            FlowPane line = new FlowPane(
                    kind,
                    source,
                    choose,
                    volumes,
                    new Label("", new FontIcon(Feather.ARROW_RIGHT)),
                    inside,
                    readOnly,
                    away(id, number));
            line.getStyleClass().add("port-line");
            line.prefWrapLengthProperty().bind(widthProperty());
            getChildren().addAll(line, note);
            bind();
            subscription = Subscription.combine(
                    kind.valueProperty().subscribe(row.kindProperty()::set),
                    row.kindProperty().subscribe(this::fit),
                    row.faultProperty().subscribe(why -> describe()),
                    this::unbind);
        }

        private Button away(String id, int number) {
            Button away = new Button("", new FontIcon(Feather.X));
            away.setId(id + "remove-" + number);
            away.getStyleClass().addAll(Styles.BUTTON_ICON, Styles.FLAT, Styles.SMALL);
            String says = words.text("new-container.mount.remove");
            away.setAccessibleText(says);
            away.setTooltip(new Tooltip(says));
            away.setOnAction(event -> {
                mounts.remove(row);
                add.requestFocus();
            });
            return away;
        }

        private StringConverter<MountRow.Kind> kinds() {
            return new StringConverter<>() {
                @Override
                public String toString(MountRow.@Nullable Kind one) {
                    return one == null
                            ? ""
                            : words.text(
                                    "new-container.mount.kind." + one.name().toLowerCase(Locale.ROOT));
                }

                @Override
                public MountRow.Kind fromString(String written) {
                    throw new UnsupportedOperationException("nobody writes there");
                }
            };
        }

        private void bind() {
            source.textProperty().bindBidirectional(row.sourceProperty());
            inside.textProperty().bindBidirectional(row.insideProperty());
            readOnly.selectedProperty().bindBidirectional(row.readOnlyProperty());
        }

        private void unbind() {
            source.textProperty().unbindBidirectional(row.sourceProperty());
            mounts.volumes().removeListener(volumesChanged);
            inside.textProperty().unbindBidirectional(row.insideProperty());
            readOnly.selectedProperty().unbindBidirectional(row.readOnlyProperty());
        }

        private void showVolumes() {
            volumes.getItems().setAll(mounts.volumes().stream().map(this::item).toList());
            volumes.setDisable(volumes.getItems().isEmpty());
        }

        private MenuItem item(String name) {
            MenuItem item = new MenuItem(name);
            item.setMnemonicParsing(false);
            item.setOnAction(event -> row.sourceProperty().set(name));
            return item;
        }

        private void fit(MountRow.Kind now) {
            show(volumes, now == MountRow.Kind.VOLUME);
            show(choose, now == MountRow.Kind.FOLDER);
            show(readOnly, now != MountRow.Kind.MEMORY);
            String says = switch (now) {
                case FOLDER -> words.text("new-container.mount.source");
                case VOLUME -> words.text("new-container.mount.volume");
                case MEMORY -> words.text("new-container.mount.size");
            };
            source.setAccessibleText(says);
            source.setTooltip(new Tooltip(says));
            source.setPromptText(now == MountRow.Kind.FOLDER ? "/srv/www" : says);
        }

        private static void show(Region node, boolean now) {
            node.setVisible(now);
            node.setManaged(now);
        }

        private void describe() {
            note.setText(row.faultProperty().get().map(words::text).orElse(""));
            boolean wrong = !note.getText().isEmpty();
            inside.pseudoClassStateChanged(WRONG, wrong);
            inside.setAccessibleHelp(note.getText());
            source.setAccessibleHelp(note.getText());
        }

        void dispose() {
            subscription.unsubscribe();
        }
    }

    void dispose() {
        mounts.rows().removeListener(changed);
        shown.forEach(Line::dispose);
    }
}
