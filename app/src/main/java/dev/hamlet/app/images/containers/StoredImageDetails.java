package dev.hamlet.app.images.containers;

import atlantafx.base.theme.Styles;
import dev.hamlet.app.fx.Action;
import dev.hamlet.app.fx.ActionButton;
import dev.hamlet.app.words.Messages;
import dev.hamlet.engine.image.Image;
import dev.hamlet.engine.image.ImageConfig.RunConfig;
import dev.hamlet.engine.image.ImageReference;
import dev.hamlet.engine.image.LayerStep;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** One image for containers: its names, what it takes, what its containers run, how it was made, and what can be done. */
final class StoredImageDetails extends ScrollPane {
    private final StoredImagesModel model;
    private final StoredImageActions actions;
    private final Messages words;
    private final StoredImageWords says;
    private final VBox head = new VBox();
    private final VBox facts = new VBox();
    private final VBox deeds = new VBox();
    private final Label why = new Label();
    private final VBox layers = new VBox();
    private final List<ActionButton> buttons = new ArrayList<>();
    private final Subscription subscription;

    StoredImageDetails(StoredImagesModel model, StoredImageActions actions, Messages words) {
        this.model = model;
        this.actions = actions;
        this.words = words;
        this.says = new StoredImageWords(words);
        getStyleClass().add("images-details");
        setId("stored-details");
        setFitToWidth(true);
        setHbarPolicy(ScrollBarPolicy.NEVER);
        setFocusTraversable(false);
        head.getStyleClass().add("images-facts");
        facts.getStyleClass().add("images-deeds");
        deeds.getStyleClass().add("images-deeds");
        layers.getStyleClass().add("images-deeds");
        layers.setId("stored-layers");
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
        why.setId("stored-why");
        why.setWrapText(true);
        why.setMinHeight(Region.USE_PREF_SIZE);
        deeds.getChildren().add(why);
        // What can be done stands above what may be long.
        VBox all = new VBox(head, deeds, facts, layers);
        all.getStyleClass().addAll("card", "images-details-card");
        all.setMinWidth(0);
        setContent(all);
        subscription = model.selectedProperty().subscribe(row -> show());
    }

    private void show() {
        StoredImage row = model.selectedProperty().get();
        head.getChildren().clear();
        facts.getChildren().clear();
        layers.getChildren().clear();
        for (Region part : List.of(deeds, facts, layers)) {
            part.setVisible(row != null);
            part.setManaged(row != null);
        }
        if (row == null) {
            Label none = new Label(words.text("images.details.none"));
            none.getStyleClass().add("muted");
            none.setWrapText(true);
            head.getChildren().add(none);
            return;
        }
        Label name = new Label(row.image().shownName(), new FontIcon(Feather.PACKAGE));
        name.getStyleClass().addAll("strong", "images-details-name");
        name.setId("stored-details-name");
        name.setWrapText(true);
        name.setMinHeight(Region.USE_PREF_SIZE);
        head.getChildren().add(name);
        if (row.image().references().size() > 1) {
            head.getChildren().add(names(row.image().references()));
        }
        facts.getChildren().add(grid(row));
        why.setText(actions.ofSelected().stream()
                .map(action -> action.obstacle().getValue())
                .flatMap(Optional::stream)
                .map(words::text)
                .distinct()
                .collect(Collectors.joining("\n")));
        why.setManaged(!why.getText().isEmpty());
        showLayers(row.image());
    }

    /** Each of several names, with a button that takes it away. */
    private VBox names(List<ImageReference> names) {
        VBox box = new VBox();
        box.getStyleClass().add("images-chain");
        for (ImageReference one : names) {
            Label text = new Label(one.familiar());
            text.setMinWidth(0);
            text.setMaxWidth(Double.MAX_VALUE);
            HBox.setHgrow(text, Priority.ALWAYS);
            Button away = new Button("", new FontIcon(Feather.X));
            away.getStyleClass().addAll(Styles.BUTTON_ICON, Styles.FLAT, Styles.SMALL);
            away.setId("stored-untag");
            away.setMinWidth(Region.USE_PREF_SIZE);
            String says = words.text("stored.untag", one.familiar());
            away.setAccessibleText(says);
            away.setTooltip(new Tooltip(says));
            away.setOnAction(event -> model.untag(one));
            HBox line = new HBox(text, away);
            line.setAlignment(Pos.CENTER_LEFT);
            box.getChildren().add(line);
        }
        return box;
    }

    private GridPane grid(StoredImage row) {
        Image image = row.image();
        RunConfig run = image.config().run();
        GridPane grid = new GridPane();
        grid.getStyleClass().addAll("facts", "images-grid");
        fact(grid, "users", says.users(row));
        fact(grid, "packed", words.figures().size(row.usage().packed()));
        fact(grid, "unpacked", words.figures().size(row.usage().unpacked()));
        fact(grid, "own", says.own(row));
        fact(grid, "shared", words.figures().size(shared(row)));
        fact(grid, "platform", StoredImageWords.platform(row));
        fact(grid, "created", says.created(row));
        fact(grid, "author", image.config().author());
        fact(grid, "program", program(run));
        fact(grid, "directory", run.workingDirectory());
        fact(grid, "user", run.user());
        fact(grid, "ports", String.join(", ", run.exposedPorts()));
        fact(grid, "volumes", String.join(", ", run.volumes()));
        fact(grid, "environment", String.join("\n", run.environment()));
        fact(grid, "signal", run.stopSignal());
        fact(grid, "labels", labels(run));
        fact(grid, "id", image.id().hex());
        fact(grid, "digest", image.digest().toString());
        return grid;
    }

    private static long shared(StoredImage row) {
        return row.usage().all().bytes() - row.usage().own().bytes();
    }

    private static String program(RunConfig run) {
        List<String> all = new ArrayList<>(run.entrypoint());
        all.addAll(run.command());
        return String.join(" ", all);
    }

    private static String labels(RunConfig run) {
        return run.labels().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(label -> label.getKey() + "=" + label.getValue())
                .collect(Collectors.joining("\n"));
    }

    private void fact(GridPane grid, String word, String value) {
        if (value.isEmpty()) {
            return;
        }
        Label label = muted(words.text("stored.fact." + word));
        label.setMinWidth(Region.USE_PREF_SIZE);
        Label text = new Label(value);
        text.setId("stored-fact-" + word);
        text.setWrapText(true);
        text.setMinHeight(Region.USE_PREF_SIZE);
        text.setMinWidth(0);
        text.setAccessibleText(words.text("images.fact.accessible", label.getText(), value));
        GridPane.setHgrow(text, Priority.ALWAYS);
        grid.addRow(grid.getRowCount(), label, text);
    }

    private void showLayers(Image image) {
        List<LayerStep> steps = LayerStep.of(image);
        Label title =
                new Label(words.text("stored.layers", image.manifest().layers().size()));
        title.getStyleClass().add("strong");
        title.setWrapText(true);
        title.setMinHeight(Region.USE_PREF_SIZE);
        layers.getChildren().add(title);
        for (LayerStep step : steps) {
            layers.getChildren().add(layer(step));
        }
    }

    private VBox layer(LayerStep step) {
        String made = step.step().createdBy().isBlank()
                ? step.step().comment()
                : step.step().createdBy();
        Label instruction = new Label(instruction(made));
        instruction.getStyleClass().add("mono");
        instruction.setWrapText(true);
        instruction.setMinHeight(Region.USE_PREF_SIZE);
        String size = step.layer()
                .map(layer -> words.text(
                        "stored.layer",
                        layer.digest().shortened(),
                        words.figures().size(layer.size())))
                .orElseGet(() -> words.text("stored.layer.none"));
        String when = step.step().created().map(says::day).orElse("");
        Label about = muted(when.isEmpty() ? size : words.text("stored.layer.when", size, when));
        about.getStyleClass().add("caption");
        about.setWrapText(true);
        about.setMinHeight(Region.USE_PREF_SIZE);
        VBox box = new VBox(instruction, about);
        box.getStyleClass().add("stored-layer");
        if (step.layer().isEmpty()) {
            instruction.getStyleClass().add("muted");
        }
        return box;
    }

    /** As its builder wrote it, without what Docker puts around it. */
    private String instruction(String made) {
        String one = made.replaceAll("\\s+", " ")
                .replaceFirst("^/bin/sh -c #\\(nop\\) *", "")
                .replaceFirst("^/bin/sh -c ", "RUN ")
                .replaceFirst(" # buildkit$", "")
                .strip();
        return one.isEmpty() ? words.text("stored.layer.untold") : one;
    }

    private static Label muted(String text) {
        Label label = new Label(text);
        label.getStyleClass().add("muted");
        return label;
    }

    void dispose() {
        subscription.unsubscribe();
        buttons.forEach(ActionButton::dispose);
    }
}
