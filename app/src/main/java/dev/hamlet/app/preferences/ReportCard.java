package dev.hamlet.app.preferences;

import dev.hamlet.app.fx.FileChoice;
import dev.hamlet.app.fx.ProblemCard;
import dev.hamlet.app.fx.ProblemCard.Weight;
import dev.hamlet.app.words.Messages;
import dev.hamlet.engine.job.Phrase;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** What somebody who is to help may be given, shown before it can be saved. */
final class ReportCard extends VBox {
    private static final int ROWS = 14;

    private final Messages words;
    private final TextArea text = new TextArea();
    private final VBox problems = new VBox();
    private final Label saved = new Label();
    private final Button make;
    private final HBox deeds;
    private final Subscription subscription;

    ReportCard(ReportModel model, FileChoice files, Messages words) {
        this.words = words;
        make = button("make", Feather.FILE_TEXT, model::make);
        Button save = button(
                "save",
                Feather.SAVE,
                () -> files.save(Phrase.of("preferences.report.save.title"), "hamlet-report.txt", model::save));
        Button copy = button("copy", Feather.COPY, this::copy);
        saved.setId("preferences-report-saved");
        saved.getStyleClass().add("muted");
        saved.setWrapText(true);
        saved.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(saved, Priority.ALWAYS);
        text.setId("preferences-report-text");
        text.setEditable(false);
        text.setPrefRowCount(ROWS);
        text.getStyleClass().add("code");
        text.setAccessibleText(words.text("preferences.report.text"));
        problems.setId("preferences-report-problem");
        deeds = new HBox(saved, copy, save);
        deeds.setAlignment(Pos.CENTER_LEFT);
        deeds.getStyleClass().add("preferences-line");
        getStyleClass().add("preferences-card");
        getChildren().addAll(new HBox(make), problems, text, deeds);
        for (Node node : List.of(problems, text, deeds)) {
            node.managedProperty().bind(node.visibleProperty());
        }
        subscription = model.stateProperty().subscribe(this::show);
    }

    private Button button(String word, Ikon icon, Runnable deed) {
        Button button = new Button(words.text("preferences.report." + word), new FontIcon(icon));
        button.setId("preferences-report-" + word);
        button.setMnemonicParsing(false);
        button.setMinWidth(USE_PREF_SIZE);
        button.setOnAction(event -> deed.run());
        return button;
    }

    private void copy() {
        ClipboardContent content = new ClipboardContent();
        content.putString(text.getText());
        Clipboard.getSystemClipboard().setContent(content);
    }

    private void show(ReportModel.State state) {
        make.setDisable(state.isWorking());
        if (!text.getText().equals(state.text())) {
            text.setText(state.text());
        }
        text.setVisible(!state.text().isEmpty());
        deeds.setVisible(!state.text().isEmpty());
        saved.setText(state.saved()
                .map(file -> words.text("preferences.report.saved", file))
                .orElse(""));
        problems.getChildren().clear();
        state.problem()
                .ifPresent(
                        why -> problems.getChildren().add(new ProblemCard(why, Weight.NOTE, words, List.of(), null)));
        problems.setVisible(state.problem().isPresent());
    }

    void dispose() {
        subscription.unsubscribe();
    }
}
