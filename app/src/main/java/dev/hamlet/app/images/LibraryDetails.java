package dev.hamlet.app.images;

import atlantafx.base.theme.Styles;
import dev.hamlet.app.fx.Action;
import dev.hamlet.app.fx.ActionButton;
import dev.hamlet.app.fx.ProblemCard;
import dev.hamlet.app.fx.ProblemCard.Weight;
import dev.hamlet.app.words.Messages;
import dev.hamlet.engine.inventory.KnownImage;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.problem.Problem;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;

/** One image: what it takes, what it builds on, who uses it, and what can be done to it. */
final class LibraryDetails extends ScrollPane {
    private final LibraryModel model;
    private final Messages words;
    private final ImageWords says;
    private final TimeSource time;
    private final VBox problems = new VBox();
    private final VBox facts = new VBox();
    private final VBox deeds = new VBox();
    private final Label why = new Label();
    private final List<ActionButton> buttons = new ArrayList<>();
    private final LibraryActions actions;
    private final Subscription subscription;

    LibraryDetails(LibraryModel model, LibraryActions actions, Messages words, TimeSource time) {
        this.model = model;
        this.actions = actions;
        this.words = words;
        this.time = time;
        this.says = new ImageWords(words);
        getStyleClass().add("images-details");
        setId("images-details");
        setFitToWidth(true);
        setHbarPolicy(ScrollBarPolicy.NEVER);
        setFocusTraversable(false);
        problems.getStyleClass().add("cards");
        facts.getStyleClass().add("images-facts");
        deeds.getStyleClass().add("images-deeds");
        for (Action action : actions.ofSelected()) {
            ActionButton button = ActionButton.of(action, words);
            Button inner = (Button) button.getChildren().getFirst();
            inner.getStyleClass().add(Styles.SMALL);
            inner.setMaxWidth(Double.MAX_VALUE);
            inner.setAlignment(Pos.CENTER_LEFT);
            buttons.add(button);
            deeds.getChildren().add(button);
        }
        why.getStyleClass().addAll("muted", "caption");
        why.setId("images-why");
        why.setWrapText(true);
        why.setMinHeight(Region.USE_PREF_SIZE);
        deeds.getChildren().add(why);
        VBox all = new VBox(problems, facts, deeds);
        all.getStyleClass().addAll("card", "images-details-card");
        all.setMinWidth(0);
        setContent(all);
        subscription = Subscription.combine(
                model.selectedProperty().subscribe(row -> show()),
                model.failureProperty().subscribe(failure -> show()));
    }

    private void show() {
        problems.getChildren().clear();
        model.failureProperty()
                .get()
                .ifPresent(failed -> problems.getChildren()
                        .add(new ProblemCard(failed, Weight.WRONG, words, List.of(), model::dismiss)));
        ImageRow row = model.selectedProperty().get();
        facts.getChildren().clear();
        deeds.setVisible(row != null);
        deeds.setManaged(row != null);
        if (row == null) {
            Label none = new Label(words.text("images.details.none"));
            none.getStyleClass().add("muted");
            none.setWrapText(true);
            facts.getChildren().add(none);
        } else {
            show(row);
        }
        problems.setManaged(!problems.getChildren().isEmpty());
    }

    private void show(ImageRow row) {
        KnownImage image = row.image();
        Problem problem = image.problem();
        if (problem != null) {
            problems.getChildren().add(new ProblemCard(problem, Weight.WRONG, words, List.of(), null));
        }
        Label name = new Label(says.name(image), new FontIcon(says.icon(image)));
        name.getStyleClass().addAll("strong", "images-details-name");
        name.setId("images-details-name");
        name.setWrapText(true);
        name.setMinHeight(Region.USE_PREF_SIZE);
        facts.getChildren().add(name);
        if (image.actualBytes() >= 0) {
            facts.getChildren().addAll(sizes(image));
        }
        if (image.base() != null) {
            facts.getChildren().add(chain(row));
        }
        facts.getChildren().add(grid(row));
        why.setText(actions.ofSelected().stream()
                .map(action -> action.obstacle().getValue())
                .flatMap(Optional::stream)
                .map(words::text)
                .distinct()
                .collect(Collectors.joining("\n")));
        why.setManaged(!why.getText().isEmpty());
    }

    private List<Region> sizes(KnownImage image) {
        Label taken = muted(words.text("images.details.actual", says.size(image.actualBytes())));
        if (image.virtualBytes() <= 0) {
            return List.of(taken);
        }
        ProgressBar bar = new ProgressBar(Math.min(1, (double) image.actualBytes() / image.virtualBytes()));
        bar.setMaxWidth(Double.MAX_VALUE);
        Label of = muted(words.text("images.details.virtual", says.size(image.virtualBytes())));
        bar.setAccessibleText(taken.getText() + " " + of.getText());
        HBox line = new HBox(taken, gap(), of);
        return List.of(bar, line);
    }

    /** What it builds on, from the ground up. */
    private VBox chain(ImageRow row) {
        VBox chain = new VBox();
        chain.getStyleClass().add("images-chain");
        Label head = new Label(words.text("images.details.chain"));
        head.getStyleClass().add("strong");
        ImageRow now = row;
        for (int steps = 0; now != null && steps < 200; steps++) {
            Label line = new Label(says.name(now.image()), new FontIcon(says.icon(now.image())));
            line.setMinWidth(0);
            if (now.key().equals(row.key())) {
                line.getStyleClass().add("strong");
            }
            chain.getChildren().addFirst(line);
            now = find(now.image().base());
        }
        chain.getChildren().addFirst(head);
        return chain;
    }

    private @Nullable ImageRow find(@Nullable Path file) {
        return file == null
                ? null
                : model.rowsProperty().get().stream()
                        .filter(row -> row.key().equals(file))
                        .findFirst()
                        .orElse(null);
    }

    private GridPane grid(ImageRow row) {
        KnownImage image = row.image();
        GridPane grid = new GridPane();
        grid.getStyleClass().addAll("facts", "images-grid");
        fact(grid, "format", says.format(image));
        fact(grid, "users", says.users(row).text());
        fact(grid, "state", says.state(image, time.now()).text());
        if (image.check() != null) {
            fact(grid, "checked", says.day(image.check().at(), time.now()));
        }
        if (!image.changed().equals(Instant.EPOCH)) {
            fact(
                    grid,
                    "changed",
                    image.isInUse() && image.kind() == KnownImage.Kind.DISK
                            ? words.text("images.details.now")
                            : says.day(image.changed(), time.now()));
        }
        if (image.digest() != null) {
            fact(grid, "digest", image.digest());
        }
        fact(grid, "file", image.file().toString());
        return grid;
    }

    private void fact(GridPane grid, String word, String value) {
        if (value.isEmpty()) {
            return;
        }
        Label label = muted(words.text("images.fact." + word));
        label.setMinWidth(Region.USE_PREF_SIZE);
        Label text = new Label(value);
        text.setId("images-fact-" + word);
        text.setWrapText(true);
        text.setMinHeight(Region.USE_PREF_SIZE);
        text.setAccessibleText(words.text("images.fact.accessible", label.getText(), value));
        text.setMinWidth(0);
        GridPane.setHgrow(text, Priority.ALWAYS);
        grid.addRow(grid.getRowCount(), label, text);
    }

    private static Label muted(String text) {
        Label label = new Label(text);
        label.getStyleClass().add("muted");
        return label;
    }

    private static Region gap() {
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        return gap;
    }

    void dispose() {
        subscription.unsubscribe();
        buttons.forEach(ActionButton::dispose);
    }
}
