package dev.hamlet.app.machines;

import atlantafx.base.theme.Styles;
import dev.hamlet.app.fx.DialogFrame;
import dev.hamlet.app.machines.MachineChanges.Failed;
import dev.hamlet.app.words.Messages;
import dev.hamlet.app.words.ProblemWords;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** Asks for one name: of a machine, or of a group, where those that there are can be chosen. */
public final class NameDialog extends DialogFrame {
    private final Messages words;
    /** Whether more than one is asked for, so that each that fails is named. */
    private final boolean several;

    private final Label wrong = new Label();
    private final Button deed = new Button();
    private final BiConsumer<String, Consumer<List<Failed>>> give;
    private final Node field;
    private final java.util.function.Supplier<String> text;

    private NameDialog(
            String id,
            String title,
            String now,
            Optional<List<String>> choices,
            boolean several,
            BiConsumer<String, Consumer<List<Failed>>> give,
            Messages words) {
        super(id, words);
        this.words = words;
        this.give = give;
        this.several = several;
        getStyleClass().add("ask-dialog");
        setTitle(title);
        Label label = new Label(words.text("machines." + id + ".label"));
        TextField line;
        if (choices.isPresent()) {
            ComboBox<String> box = new ComboBox<>();
            box.setEditable(true);
            box.getItems().setAll(choices.get());
            box.setMaxWidth(Double.MAX_VALUE);
            box.getEditor().setText(now);
            box.setAccessibleText(label.getText());
            line = box.getEditor();
            field = box;
        } else {
            line = new TextField(now);
            line.setAccessibleText(label.getText());
            field = line;
        }
        text = line::getText;
        field.setId(id + "-field");
        label.setLabelFor(field);
        wrong.setId(id + "-wrong");
        wrong.getStyleClass().addAll("wrong");
        wrong.setWrapText(true);
        wrong.setMinHeight(Region.USE_PREF_SIZE);
        wrong.setVisible(false);
        VBox body = new VBox(label, field, wrong);
        body.getStyleClass().add("ask-body");
        setBody(body);
        deed.setText(words.text("machines." + id + ".deed"));
        deed.setId(id + "-deed");
        deed.setDefaultButton(true);
        deed.getStyleClass().add(Styles.ACCENT);
        deed.setOnAction(event -> finish());
        Button cancel = new Button(words.text("window.cancel"));
        cancel.setId(id + "-cancel");
        cancel.setOnAction(event -> close());
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        setFoot(gap, cancel, deed);
        line.selectAll();
    }

    /** Asks for another name of this machine. */
    public static NameDialog rename(MachineRow row, MachineChanges changes, Messages words) {
        String name = row.face().name();
        return new NameDialog(
                "rename",
                words.text("machines.rename.title", name),
                name,
                Optional.empty(),
                false,
                (wanted, ended) -> changes.rename(row, wanted, ended),
                words);
    }

    /** Asks for the group of these machines; none where the field is left empty. */
    public static NameDialog group(List<MachineRow> rows, List<String> groups, MachineChanges changes, Messages words) {
        String title = rows.size() == 1
                ? words.text("machines.group.title.one", rows.getFirst().face().name())
                : words.text("machines.group.title.many", rows.size());
        return new NameDialog(
                "group",
                title,
                rows.getFirst().group(),
                Optional.of(groups),
                rows.size() > 1,
                (wanted, ended) -> changes.group(rows, wanted, ended),
                words);
    }

    private void finish() {
        deed.setDisable(true);
        give.accept(text.get().strip(), failed -> {
            deed.setDisable(false);
            if (failed.isEmpty()) {
                close();
            } else {
                refuse(failed);
            }
        });
    }

    private void refuse(List<Failed> failed) {
        wrong.setText(
                several
                        ? failed.stream()
                                .map(one -> words.text("machines.group.failed", one.name(), why(one)))
                                .collect(Collectors.joining("\n"))
                        : why(failed.getFirst()));
        wrong.setVisible(true);
        field.requestFocus();
    }

    private String why(Failed failed) {
        ProblemWords said = ProblemWords.of(failed.problem(), words);
        return said.cause().isEmpty() ? said.title() : said.cause();
    }

    @Override
    protected Node first() {
        return field;
    }
}
