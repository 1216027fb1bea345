package dev.hamlet.app.preferences;

import atlantafx.base.theme.Styles;
import dev.hamlet.app.doctor.DoctorCard;
import dev.hamlet.app.fx.Action;
import dev.hamlet.app.fx.Page;
import dev.hamlet.app.preferences.Preferences.ConsoleKey;
import dev.hamlet.app.preferences.Preferences.Look;
import dev.hamlet.app.words.MachineWords;
import dev.hamlet.app.words.Messages;
import java.util.List;
import java.util.Locale;
import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.RadioButton;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.feather.Feather;

/** What a person prefers, and where Hamlet keeps its files. */
public final class PreferencesPage extends BorderPane implements Page {
    private final PreferencesModel model;
    private final Messages words;
    private final UsualCard usual;
    private final FoldersCard folders;
    private final CatalogCard catalog;
    private final DoctorCard doctor;
    private final ReportCard report;
    private final ScrollPane scroll = new ScrollPane();

    /** A page of these. */
    public PreferencesPage(PreferencesContext context) {
        model = context.preferences();
        words = context.words();
        usual = new UsualCard(context.usual(), words);
        folders = new FoldersCard(context);
        catalog = new CatalogCard(context.catalog(), words);
        doctor = new DoctorCard(context.doctor(), true, words);
        report = new ReportCard(context.report(), context.files(), words);
        setId("page-preferences");
        Label title = new Label(words.text("page.preferences.text"));
        title.getStyleClass().addAll(Styles.TITLE_3, "strong");
        HBox head = new HBox(title);
        head.getStyleClass().add("page-head");
        VBox body = new VBox(
                card("preferences.look", looks()),
                card("preferences.language", languages()),
                card("preferences.notices", notices()),
                card("preferences.console", consoleKeys(), consoleGrab()),
                card("preferences.usual", usual),
                card("preferences.folders", folders),
                card("preferences.catalog", catalog),
                card("preferences.doctor", doctor),
                card("preferences.report", report));
        body.getStyleClass().add("page-body");
        scroll.setContent(body);
        scroll.setFitToWidth(true);
        scroll.setId("preferences-scroll");
        setTop(head);
        setCenter(scroll);
    }

    private VBox card(String key, Node... content) {
        Label title = new Label(words.text(key + ".title"));
        title.getStyleClass().add("strong");
        Label about = new Label(words.text(key + ".about"));
        about.getStyleClass().add("muted");
        about.setWrapText(true);
        about.setMinHeight(Region.USE_PREF_SIZE);
        VBox card = new VBox(title, about);
        card.getChildren().addAll(content);
        card.getStyleClass().addAll("card", "preferences-card");
        card.setId(key.replace('.', '-') + "-card");
        return card;
    }

    private HBox looks() {
        HBox box = new HBox();
        box.getStyleClass().add("preferences-choices");
        ToggleGroup group = new ToggleGroup();
        for (Look look : Look.values()) {
            String word = look.name().toLowerCase(Locale.ROOT);
            RadioButton button = new RadioButton(words.text("preferences.look." + word));
            button.setId("preferences-look-" + word);
            button.setToggleGroup(group);
            button.setSelected(look == model.preferencesProperty().get().look());
            button.setOnAction(event -> model.look(look));
            box.getChildren().add(button);
        }
        return box;
    }

    private HBox languages() {
        HBox box = new HBox();
        box.getStyleClass().add("preferences-choices");
        ToggleGroup group = new ToggleGroup();
        box.getChildren().add(language(group, "", words.text("preferences.language.system")));
        for (Locale language : Messages.languages()) {
            // Each in its own words: who looks for a language need not know the one that is spoken.
            box.getChildren().add(language(group, language.toLanguageTag(), language.getDisplayLanguage(language)));
        }
        return box;
    }

    private RadioButton language(ToggleGroup group, String tag, String name) {
        RadioButton button = new RadioButton(name);
        button.setId("preferences-language-" + (tag.isEmpty() ? "system" : tag));
        button.setToggleGroup(group);
        button.setSelected(tag.equals(model.preferencesProperty().get().language()));
        button.setOnAction(event -> model.language(tag));
        return button;
    }

    private HBox consoleKeys() {
        HBox box = new HBox();
        box.getStyleClass().add("preferences-choices");
        ToggleGroup group = new ToggleGroup();
        for (ConsoleKey key : ConsoleKey.values()) {
            String word = MachineWords.word(key);
            RadioButton button = new RadioButton(words.text("console.key." + word));
            button.setId("preferences-console-" + word);
            button.setToggleGroup(group);
            button.setSelected(
                    key == model.preferencesProperty().get().console().key());
            button.setOnAction(event -> model.console(now -> now.withKey(key)));
            box.getChildren().add(button);
        }
        return box;
    }

    private CheckBox consoleGrab() {
        CheckBox box = new CheckBox(words.text("preferences.console.grab"));
        box.setId("preferences-console-grab");
        box.setWrapText(true);
        box.setMinHeight(Region.USE_PREF_SIZE);
        // It can be changed at a console too.
        model.preferencesProperty()
                .subscribe(now -> box.setSelected(now.console().grab()));
        box.setOnAction(event -> model.console(now -> now.withGrab(box.isSelected())));
        return box;
    }

    private CheckBox notices() {
        CheckBox box = new CheckBox(words.text("preferences.notices.wanted"));
        box.setId("preferences-notices");
        box.setSelected(model.preferencesProperty().get().notices());
        box.setOnAction(event -> model.notices(box.isSelected()));
        return box;
    }

    @Override
    public String id() {
        return "preferences";
    }

    @Override
    public Ikon icon() {
        return Feather.SLIDERS;
    }

    @Override
    public Node node() {
        return this;
    }

    @Override
    public List<Node> panes() {
        return List.of(scroll);
    }

    @Override
    public Node home() {
        return scroll;
    }

    @Override
    public List<Action> actions() {
        return List.of();
    }

    @Override
    public void dispose() {
        usual.dispose();
        folders.dispose();
        catalog.dispose();
        doctor.dispose();
        report.dispose();
    }
}
