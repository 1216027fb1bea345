package dev.hamlet.app.fx;

import atlantafx.base.theme.Styles;
import dev.hamlet.app.words.Messages;
import dev.hamlet.app.words.ProblemWords;
import dev.hamlet.engine.problem.HypervisorProblem;
import dev.hamlet.engine.problem.MachineProblem;
import dev.hamlet.engine.problem.Problem;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.input.Clipboard;
import javafx.scene.input.DataFormat;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/**
 * A problem as a person is told of it: what is wrong, why, what helps, and the last lines of a program where there are
 * any. A remedy that the window can carry out is a button, the others are lines of text.
 */
public final class ProblemCard extends VBox {
    /**
     * A remedy that can be carried out here.
     *
     * @param id of its button
     * @param text its words; the same words among the problem's remedies become this button
     * @param deed carries it out
     */
    public record Offer(String id, String text, Runnable deed) {}

    /** How many of its parts stand before its remedies. */
    private final int told;

    /** How much a problem weighs: a wrong that stops something, or a thing to know. */
    public enum Weight {
        WRONG,
        NOTE
    }

    /**
     * A card.
     *
     * @param offers remedies that can be carried out, best first
     * @param dismiss takes the card away, or null where it stays as long as its cause
     */
    public ProblemCard(Problem problem, Weight weight, Messages words, List<Offer> offers, @Nullable Runnable dismiss) {
        ProblemWords said = ProblemWords.of(withoutLines(problem), words);
        getStyleClass().addAll("problem-card", weight.name().toLowerCase(Locale.ROOT));
        setId("problem-" + said.kind());
        setAccessibleRole(AccessibleRole.PARENT);
        setAccessibleText(words.text("window.problem.accessible", said.title(), said.cause()));

        Label title = wrapped(said.title(), "problem-title");
        FontIcon icon = new FontIcon(weight == Weight.WRONG ? Feather.ALERT_TRIANGLE : Feather.INFO);
        icon.getStyleClass().add("problem-icon");
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        HBox head = new HBox(icon, title, gap);
        head.getStyleClass().add("problem-head");
        head.getChildren()
                .add(iconButton("problem-copy", Feather.COPY, words.text("window.problem.copy"), () -> copy(said)));
        if (dismiss != null) {
            head.getChildren()
                    .add(iconButton("problem-dismiss", Feather.X, words.text("window.problem.dismiss"), dismiss));
        }
        getChildren().add(head);
        if (!said.cause().isEmpty()) {
            getChildren().add(wrapped(said.cause(), "problem-cause"));
        }
        told = getChildren().size();
        addRemedies(said, offers, words);
        addLines(problem, words);
    }

    /** Says this too, below the cause: how things stand now. */
    public void besides(String text) {
        Label label = wrapped(text, "problem-cause");
        label.setId("problem-besides");
        getChildren().add(told, label);
        setAccessibleText(getAccessibleText() + " " + text);
    }

    /** Programs say much; their lines stand below, not within the sentence of the cause. */
    private static Problem withoutLines(Problem problem) {
        return switch (problem) {
            case MachineProblem.EndedUnexpectedly p ->
                new MachineProblem.EndedUnexpectedly(p.name(), p.how(), List.of(), p.log());
            case MachineProblem.EndedUnseen p -> new MachineProblem.EndedUnseen(p.name(), List.of(), p.log());
            case HypervisorProblem.EndedAtOnce p ->
                new HypervisorProblem.EndedAtOnce(p.program(), p.how(), p.line(), List.of(), p.log());
            case HypervisorProblem.StartSilent p ->
                new HypervisorProblem.StartSilent(p.name(), p.awaited(), p.seconds(), p.line(), List.of(), p.log());
            default -> problem;
        };
    }

    private void addRemedies(ProblemWords said, List<Offer> offers, Messages words) {
        // The log's last lines and its place stand below already.
        String log = words.text("window.problem.open-log");
        FlowPane buttons = new FlowPane();
        buttons.getStyleClass().add("problem-offers");
        for (String remedy : said.remedies()) {
            if (!remedy.equals(log)
                    && offers.stream().noneMatch(offer -> offer.text().equals(remedy))) {
                getChildren().add(wrapped("\u2022 " + remedy, "problem-remedy"));
            }
        }
        for (Offer offer : offers) {
            Button button = new Button(offer.text());
            button.setId(offer.id());
            button.setMnemonicParsing(false);
            button.setOnAction(event -> offer.deed().run());
            buttons.getChildren().add(button);
        }
        if (!offers.isEmpty()) {
            getChildren().add(buttons);
        }
    }

    private void addLines(Problem problem, Messages words) {
        switch (problem) {
            case MachineProblem.EndedUnexpectedly p -> addLog(p.lastLines(), p.log(), words);
            case MachineProblem.EndedUnseen p -> addLog(p.lastLines(), p.log(), words);
            case HypervisorProblem.EndedAtOnce p -> addLog(p.lastLines(), p.log(), words);
            case HypervisorProblem.StartSilent p -> addLog(p.lastLines(), p.log(), words);
            default -> {
                // The cause has said all.
            }
        }
    }

    private void addLog(List<String> lines, Path log, Messages words) {
        if (!lines.isEmpty()) {
            Label text = wrapped(String.join("\n", lines), "problem-lines");
            StackPane box = new StackPane(text);
            box.getStyleClass().add("problem-log");
            box.setId("problem-log");
            getChildren().add(box);
        }
        getChildren().add(wrapped(words.text("window.problem.log", log), "problem-remedy"));
    }

    private static Label wrapped(String text, String styleClass) {
        Label label = new Label(text);
        label.setWrapText(true);
        label.getStyleClass().add(styleClass);
        // A label in a box that wraps must be allowed to take the lines it needs.
        label.setMinHeight(Region.USE_PREF_SIZE);
        return label;
    }

    private static Button iconButton(String id, Feather icon, String text, Runnable deed) {
        Button button = new Button("", new FontIcon(icon));
        button.setId(id);
        button.getStyleClass().addAll(Styles.BUTTON_ICON, Styles.FLAT, Styles.SMALL);
        button.setAccessibleText(text);
        button.setTooltip(new Tooltip(text));
        button.setOnAction(event -> deed.run());
        return button;
    }

    private void copy(ProblemWords said) {
        StringBuilder text = new StringBuilder(said.title()).append('\n').append(said.cause());
        said.facts()
                .forEach(fact ->
                        text.append('\n').append(fact.name()).append(": ").append(fact.value()));
        Clipboard.getSystemClipboard().setContent(Map.of(DataFormat.PLAIN_TEXT, text.toString()));
    }
}
