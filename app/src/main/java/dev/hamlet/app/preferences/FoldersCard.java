package dev.hamlet.app.preferences;

import dev.hamlet.app.fx.Dialogs;
import dev.hamlet.app.fx.ProblemCard;
import dev.hamlet.app.fx.ProblemCard.Weight;
import dev.hamlet.app.words.Messages;
import dev.hamlet.app.words.ProblemWords;
import dev.hamlet.engine.host.Folders.Kind;
import dev.hamlet.engine.host.HamletPaths;
import dev.hamlet.engine.host.Places;
import dev.hamlet.engine.job.Phrase;
import dev.hamlet.engine.problem.Problem;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** Where machines, images and the rest lie. */
final class FoldersCard extends VBox {
    private final PreferencesContext context;
    private final Messages words;
    private final VBox problems = new VBox();
    private final Map<Kind, Chosen> chosen = new EnumMap<>(Kind.class);
    private final Subscription subscription;

    FoldersCard(PreferencesContext context) {
        this.context = context;
        this.words = context.words();
        HamletPaths paths = context.paths();
        problems.setId("preferences-folders-problem");
        problems.managedProperty().bind(problems.visibleProperty());
        getStyleClass().add("preferences-card");
        getChildren().add(problems);
        for (Kind kind : Kind.values()) {
            Chosen line = new Chosen(kind);
            chosen.put(kind, line);
            getChildren().add(line);
        }
        getChildren().addAll(other("trash", paths.trash()), other("config", paths.config()));
        subscription = context.folders().stateProperty().subscribe(now -> now.ifPresent(this::show));
    }

    private void show(FoldersModel.State now) {
        problems.getChildren().clear();
        now.refusal()
                .ifPresent(why ->
                        problems.getChildren().add(new ProblemCard(why, Weight.WRONG, words, List.of(), this::seen)));
        problems.setVisible(!problems.getChildren().isEmpty());
        chosen.forEach((kind, line) -> line.show(now.folders().of(kind), now.away()));
    }

    private void seen() {
        problems.getChildren().clear();
        problems.setVisible(false);
    }

    private HBox other(String word, Path folder) {
        Label path = path();
        path.setText(folder.toString());
        return line(new Label(words.text("preferences.folders." + word)), path, opening(word, folder));
    }

    private static Label path() {
        Label path = new Label();
        path.getStyleClass().add("muted");
        path.setWrapText(true);
        path.setMinHeight(Region.USE_PREF_SIZE);
        return path;
    }

    private static HBox line(Label what, Label path, Button... buttons) {
        VBox left = new VBox(what, path);
        left.setMinWidth(0);
        HBox.setHgrow(left, Priority.ALWAYS);
        // Where there is little room the buttons stand below one another, and the path keeps its width.
        FlowPane right = new FlowPane(buttons) {
            @Override
            protected double computePrefWidth(double height) {
                // By itself it wants the width it wraps at, and the path would have to do with the rest.
                double buttons = getManagedChildren().stream()
                        .mapToDouble(button -> snapSizeX(button.prefWidth(-1)) + snapSpaceX(getHgap()))
                        .sum();
                return snappedLeftInset() + buttons - snapSpaceX(getHgap()) + snappedRightInset();
            }
        };
        right.getStyleClass().add("preferences-buttons");
        right.setAlignment(Pos.CENTER_RIGHT);
        HBox line = new HBox(left, right);
        line.setAlignment(Pos.CENTER_LEFT);
        line.getStyleClass().add("preferences-line");
        return line;
    }

    private Button button(String id, String text, String accessible, Feather icon) {
        Button button = new Button(text, new FontIcon(icon));
        button.setId(id);
        button.setMnemonicParsing(false);
        button.setMinWidth(USE_PREF_SIZE);
        button.setAccessibleText(accessible);
        return button;
    }

    private Button opening(String word, Path folder) {
        Button open = button(
                "preferences-open-" + word,
                words.text("preferences.folders.open"),
                words.text("preferences.folders.open.accessible", folder),
                Feather.FOLDER);
        open.setOnAction(event -> context.open().accept(folder.toUri()));
        return open;
    }

    void dispose() {
        subscription.unsubscribe();
    }

    /** The folder for what is new of one kind, and below it those of before. */
    private final class Chosen extends VBox {
        private final Kind kind;
        private final String word;
        private final Label path = path();
        private final VBox former = new VBox();
        private final Button usual;
        private final Button open;
        private Path folder;

        Chosen(Kind kind) {
            this.kind = kind;
            word = kind.name().toLowerCase(Locale.ROOT);
            folder = kind == Kind.MACHINES
                    ? context.paths().machines()
                    : context.paths().images();
            String name =
                    words.text(kind == Kind.MACHINES ? "preferences.folders.machines" : "preferences.folders.images");
            path.setId("preferences-folder-" + word);
            former.setId("preferences-former-" + word);
            former.getStyleClass().add("preferences-card");
            Button choose = button(
                    "preferences-choose-" + word,
                    words.text("preferences.folders.choose"),
                    words.text("preferences.folders.choose.accessible", name),
                    Feather.EDIT_2);
            choose.setOnAction(event -> context.files()
                    .folder(
                            Phrase.of(
                                    kind == Kind.MACHINES
                                            ? "preferences.folders.choose.machines"
                                            : "preferences.folders.choose.images"),
                            wanted -> context.folders().choose(kind, wanted)));
            usual = button(
                    "preferences-usual-" + word,
                    words.text("preferences.folders.usual"),
                    words.text("preferences.folders.usual.accessible", name),
                    Feather.ROTATE_CCW);
            usual.setOnAction(event -> {
                choose.requestFocus();
                context.folders().usual(kind);
            });
            usual.managedProperty().bind(usual.visibleProperty());
            usual.setVisible(false);
            open = opening(word, folder);
            open.setOnAction(event -> context.open().accept(folder.toUri()));
            getChildren().addAll(line(new Label(name), path, usual, choose, open), former);
            getStyleClass().add("preferences-card");
        }

        void show(Places places, Map<Path, Problem> away) {
            folder = places.forNew();
            Problem why = away.get(folder);
            path.setText(why == null ? folder.toString() : reason(why));
            usual.setVisible(places.chosen().isPresent());
            former.getChildren().clear();
            if (places.chosen().isPresent()) {
                add(places.usual(), Optional.empty());
            }
            places.former().forEach(one -> add(one, Optional.ofNullable(away.get(one))));
            former.setVisible(!former.getChildren().isEmpty());
            former.setManaged(former.isVisible());
        }

        private String reason(Problem why) {
            return ProblemWords.of(why, words).cause();
        }

        private void add(Path one, Optional<Problem> away) {
            String id = word + "-" + former.getChildren().size();
            Label text = path();
            text.setText(away.map(this::reason).orElseGet(() -> words.text("preferences.folders.also", one)));
            HBox.setHgrow(text, Priority.ALWAYS);
            text.setMaxWidth(Double.MAX_VALUE);
            Button end = away.isPresent() ? forgetting(id, one) : opening("former-" + id, one);
            HBox line = new HBox(text, end);
            line.setAlignment(Pos.CENTER_LEFT);
            line.getStyleClass().add("preferences-line");
            former.getChildren().add(line);
        }

        private Button forgetting(String id, Path one) {
            Button forget = button(
                    "preferences-forget-" + id,
                    words.text("preferences.folders.forget"),
                    words.text("preferences.folders.forget.accessible", one),
                    Feather.X);
            forget.setOnAction(event -> context.dialogs()
                    .ask(
                            new Dialogs.Question(
                                    Phrase.of("preferences.folders.forget.title"),
                                    Phrase.of("preferences.folders.forget.text", one),
                                    Phrase.of("preferences.folders.forget"),
                                    true),
                            () -> context.folders().forget(kind, one)));
            return forget;
        }
    }
}
