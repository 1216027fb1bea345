package dev.hamlet.app.settings;

import atlantafx.base.theme.Styles;
import dev.hamlet.app.fx.DialogFrame;
import dev.hamlet.app.fx.FileChoice;
import dev.hamlet.app.fx.Narrow;
import dev.hamlet.app.fx.ProblemCard;
import dev.hamlet.app.words.Messages;
import dev.hamlet.app.words.SettingWords;
import dev.hamlet.engine.machine.MachineSpec;
import dev.hamlet.engine.machine.Setting;
import dev.hamlet.engine.problem.MachineProblem;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/**
 * A machine's settings: sections at the left, controls in the middle, what waits for the next start below. Closing it
 * closes its model.
 */
public final class SettingsView extends DialogFrame {
    /** With less than so many times the size of the text, the sections are pictures. */
    private static final double ROOM = 44;

    private final SettingsModel model;
    private final Messages words;
    private final Map<Section, SettingsPane> panes = new EnumMap<>(Section.class);
    private final Map<Section, ToggleButton> sections = new EnumMap<>(Section.class);
    private final Label waiting = new Label();
    private final Button takeBack = new Button();
    private final Button done = new Button();
    private final Subscription subscription;

    /** The settings of this model, which is closed with the dialog. */
    public SettingsView(SettingsModel model, Messages words, FileChoice files) {
        super("settings", words);
        this.model = model;
        this.words = words;
        panes.put(Section.GENERAL, new GeneralPane(model, words));
        panes.put(Section.RESOURCES, new ResourcesPane(model, words));
        panes.put(Section.STORAGE, new StoragePane(model, files, words));
        panes.put(Section.DISPLAY, new DisplayPane(model, words));
        panes.put(Section.SERIAL, new SerialPane(model, words));
        panes.put(Section.NETWORK, new NetworkPane(model, words));
        panes.put(Section.ADVANCED, new AdvancedPane(model, words));
        setSide(side());
        waiting.setId("settings-waiting");
        waiting.setWrapText(true);
        waiting.setMaxWidth(Double.MAX_VALUE);
        waiting.setGraphic(new FontIcon(Feather.CLOCK));
        HBox.setHgrow(waiting, Priority.ALWAYS);
        takeBack.setId("settings-take-back");
        takeBack.setText(words.text("settings.take-back"));
        takeBack.setMnemonicParsing(false);
        takeBack.setMinWidth(USE_PREF_SIZE);
        takeBack.managedProperty().bind(takeBack.visibleProperty());
        takeBack.setOnAction(event -> model.takeBack());
        done.setId("settings-done");
        done.setText(words.text("settings.done"));
        done.setMnemonicParsing(false);
        done.setMinWidth(USE_PREF_SIZE);
        done.getStyleClass().add(Styles.ACCENT);
        done.setOnAction(event -> close());
        setFoot(waiting, takeBack, done);
        subscription = Subscription.combine(
                Narrow.watch(this, ROOM, () -> waiting.getFont().getSize(), this::narrow),
                model.sectionProperty().subscribe(this::show),
                model.stateProperty().subscribe(now -> showState()),
                model.busyProperty().subscribe(now -> showState()),
                model.failuresProperty().subscribe(now -> showSections()),
                model.goneProperty().subscribe(gone -> {
                    if (gone) {
                        showGone();
                    }
                }));
    }

    private VBox side() {
        ToggleGroup group = new ToggleGroup();
        VBox side = new VBox();
        side.setId("settings-sections");
        side.getStyleClass().add("settings-sections");
        side.setAccessibleText(words.text("settings.sections"));
        for (Section section : Section.values()) {
            ToggleButton button =
                    new ToggleButton(words.text("settings.section." + section.word()), new FontIcon(icon(section)));
            button.setId("settings-section-" + section.word());
            button.setMnemonicParsing(false);
            button.setMaxWidth(Double.MAX_VALUE);
            button.setMinWidth(USE_PREF_SIZE);
            button.setToggleGroup(group);
            button.getStyleClass().addAll("settings-section", Styles.FLAT);
            button.setOnAction(event -> {
                button.setSelected(true);
                model.show(section);
            });
            sections.put(section, button);
            side.getChildren().add(button);
        }
        return side;
    }

    /** Where there is little room the sections are told by their pictures alone; their names are in the tooltips. */
    private void narrow(boolean isNarrow) {
        sections.values().forEach(button -> {
            button.setContentDisplay(isNarrow ? ContentDisplay.GRAPHIC_ONLY : ContentDisplay.LEFT);
            button.setTooltip(isNarrow ? new Tooltip(button.getText()) : null);
        });
    }

    private ToggleButton button(Section section) {
        return Objects.requireNonNull(sections.get(section));
    }

    private SettingsPane pane(Section section) {
        return Objects.requireNonNull(panes.get(section));
    }

    private static Feather icon(Section section) {
        return switch (section) {
            case GENERAL -> Feather.SLIDERS;
            case RESOURCES -> Feather.CPU;
            case STORAGE -> Feather.HARD_DRIVE;
            case DISPLAY -> Feather.MONITOR;
            case NETWORK -> Feather.GLOBE;
            case SERIAL -> Feather.TERMINAL;
            case ADVANCED -> Feather.CODE;
        };
    }

    private void show(Section section) {
        if (!model.goneProperty().get()) {
            button(section).setSelected(true);
            setBody(pane(section));
        }
    }

    private void showState() {
        setTitle(words.text("settings.title", model.name()));
        SettingsModel.State now = model.stateProperty().get();
        List<Setting> settings = now == null ? List.of() : now.machine().waiting();
        boolean busy = model.busyProperty().get();
        takeBack.setVisible(!settings.isEmpty());
        waiting.getGraphic().setVisible(!settings.isEmpty());
        if (busy) {
            waiting.setText(words.text("settings.busy"));
        } else if (settings.isEmpty() || now == null) {
            waiting.setText("");
        } else {
            String all = settings.stream().map(one -> change(one, now)).collect(Collectors.joining(", "));
            waiting.setText(
                    settings.size() == 1
                            ? words.text("settings.waits.one", all)
                            : words.text("settings.waits", settings.size(), all));
        }
        showSections();
    }

    /** Such as {@code Processors 4 to 6}. */
    private String change(Setting setting, SettingsModel.State now) {
        String name = SettingWords.of(setting, words);
        Optional<MachineSpec> has = now.guest();
        MachineSpec wanted = now.machine().spec();
        if (has.isEmpty() || wanted == null) {
            return name;
        }
        return switch (setting) {
            case VCPUS -> words.text("settings.change.from-to", name, has.get().vcpus(), wanted.vcpus());
            case CPU_LIMIT ->
                words.text("settings.change.from-to", name, has.get().cpuLimit() + " %", wanted.cpuLimit() + " %");
            case MEMORY ->
                words.text(
                        "settings.change.from-to",
                        name,
                        words.figures().size(has.get().memory()),
                        words.figures().size(wanted.memory()));
            default -> name;
        };
    }

    /** A section with a problem has a mark, and so has one with something that waits. */
    private void showSections() {
        SettingsModel.State now = model.stateProperty().get();
        List<Setting> settings = now == null ? List.of() : now.machine().waiting();
        for (Section section : Section.values()) {
            boolean wrong = model.failuresProperty().get().containsKey(section);
            boolean waits = settings.stream().anyMatch(one -> sectionOf(one) == section);
            FontIcon picture = new FontIcon(icon(section));
            picture.getStyleClass().add("section-icon");
            List<Node> icons = new ArrayList<>(List.of(picture));
            String text = words.text("settings.section." + section.word());
            if (wrong || waits) {
                FontIcon mark = new FontIcon(wrong ? Feather.ALERT_TRIANGLE : Feather.CLOCK);
                mark.getStyleClass().add(wrong ? "icon-danger" : "icon-warning");
                icons.add(mark);
            }
            HBox graphic = new HBox(icons.toArray(Node[]::new));
            graphic.getStyleClass().add("form-row");
            button(section).setGraphic(graphic);
            button(section).setAccessibleText(waits ? text + ", " + words.text("settings.acts.start") : text);
        }
    }

    private static Section sectionOf(Setting setting) {
        return switch (setting) {
            case VCPUS, CPU_LIMIT, MEMORY -> Section.RESOURCES;
            case SYSTEM -> Section.GENERAL;
            case DISKS, DISK_LIMITS, CDS, BOOT_FROM_CD -> Section.STORAGE;
            case DISPLAY -> Section.DISPLAY;
            case SERIAL_LOG -> Section.SERIAL;
            case CONNECTED, REACHES_HOST, FORWARDS -> Section.NETWORK;
            case FIRMWARE, PROFILE, ACCELERATION -> Section.ADVANCED;
        };
    }

    /** The machine was removed while its settings were open: nothing is left to be set. */
    private void showGone() {
        sections.values().forEach(button -> button.setDisable(true));
        takeBack.setVisible(false);
        waiting.setText("");
        waiting.getGraphic().setVisible(false);
        VBox body = new VBox(new ProblemCard(
                new MachineProblem.MachineNotFound(model.name(), ""),
                ProblemCard.Weight.WRONG,
                words,
                List.of(),
                null));
        body.setId("settings-gone");
        body.getStyleClass().add("settings-body");
        setBody(body);
        done.requestFocus();
    }

    @Override
    protected Node first() {
        return button(model.sectionProperty().get());
    }

    @Override
    protected void dispose() {
        subscription.unsubscribe();
        panes.values().forEach(SettingsPane::dispose);
        model.close();
    }
}
