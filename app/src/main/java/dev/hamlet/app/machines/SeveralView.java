package dev.hamlet.app.machines;

import atlantafx.base.theme.Styles;
import dev.hamlet.app.containers.ContainerCommand;
import dev.hamlet.app.containers.ContainerRow;
import dev.hamlet.app.containers.ContainersModel;
import dev.hamlet.app.words.Messages;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import javafx.beans.InvalidationListener;
import javafx.beans.Observable;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/**
 * Several machines and containers side by side, what can be done to all that can be told so, with their counts, and what the
 * containers among them write.
 */
final class SeveralView extends VBox {
    /** What is offered: a command of machines, of containers, or of both. */
    private record Deed(
            @Nullable MachineCommand ofMachines, @Nullable ContainerCommand ofContainers) {
        String key() {
            return ofMachines != null
                    ? ofMachines.key()
                    : Objects.requireNonNull(ofContainers).key();
        }

        String word() {
            Enum<?> command = ofMachines != null ? ofMachines : Objects.requireNonNull(ofContainers);
            return command.name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        boolean asksFirst() {
            return ofMachines != null ? ofMachines.asksFirst() : ofContainers != null && ofContainers.asksFirst();
        }
    }

    private static final List<Deed> OFFERED = List.of(
            new Deed(MachineCommand.START, ContainerCommand.START),
            new Deed(MachineCommand.RESUME, ContainerCommand.RESUME),
            new Deed(MachineCommand.PAUSE, ContainerCommand.PAUSE),
            new Deed(MachineCommand.STOP, ContainerCommand.STOP),
            new Deed(MachineCommand.FORCE_OFF, null),
            new Deed(MachineCommand.DELETE, null),
            new Deed(null, ContainerCommand.REMOVE));

    private final MachinesModel model;
    private final @Nullable ContainersModel containers;
    private final Messages words;
    private final @Nullable Node logs;
    private final Label title = new Label();
    private final Label sum = new Label();
    private final ToggleButton logsButton = new ToggleButton();
    private final FlowPane deeds = new FlowPane();
    private final ObservableList<ListEntry> rows = FXCollections.observableArrayList(SeveralView::observed);
    private final InvalidationListener chosen = changed -> showRows();
    private final InvalidationListener used = changed -> showSum();
    private final StackPane content = new StackPane();
    private final SeveralTable table;
    private final Subscription subscription;
    private List<String> offered = List.of();

    /**
     * A view of what is chosen.
     *
     * @param containers what else may be chosen, or null
     * @param logs shows what the chosen containers write, or null
     */
    SeveralView(MachinesModel model, @Nullable ContainersModel containers, @Nullable Node logs, Messages words) {
        this.model = model;
        this.containers = containers;
        this.logs = logs;
        this.words = words;
        getStyleClass().add("several");
        setId("several");
        title.getStyleClass().addAll(Styles.TITLE_3, "strong");
        title.setId("several-title");
        title.setMinWidth(Region.USE_PREF_SIZE);
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        logsButton.setId("several-logs");
        logsButton.setText(words.text("machines.several.logs"));
        logsButton.setGraphic(new FontIcon(Feather.FILE_TEXT));
        logsButton.setMinWidth(Region.USE_PREF_SIZE);
        HBox head = new HBox(title, gap, logsButton);
        head.getStyleClass().add("page-head");
        deeds.getStyleClass().add("several-deeds");
        table = new SeveralTable(rows, model, words);
        sum.setId("several-sum");
        sum.getStyleClass().addAll("muted", "num");
        sum.setWrapText(true);
        sum.setMinHeight(Region.USE_PREF_SIZE);
        VBox figures = new VBox(table, sum);
        figures.getStyleClass().add("several-figures");
        VBox.setVgrow(table, Priority.ALWAYS);
        VBox.setVgrow(content, Priority.ALWAYS);
        VBox body = new VBox(deeds, content);
        body.getStyleClass().add("page-body");
        VBox.setVgrow(body, Priority.ALWAYS);
        getChildren().addAll(head, body);
        model.chosen().addListener(chosen);
        rows.addListener(used);
        if (containers != null) {
            containers.chosen().addListener(chosen);
        }
        subscription = Subscription.combine(
                logsButton
                        .selectedProperty()
                        .subscribe(now -> content.getChildren().setAll(now && logs != null ? logs : figures)),
                model.standingProperty().subscribe(standing -> offer()),
                containers == null
                        ? Subscription.EMPTY
                        : Stream.of(ContainerCommand.values())
                                .map(command -> containers.able(command).subscribe(count -> offer()))
                                .reduce(Subscription.EMPTY, Subscription::and),
                model.systems().knownProperty().subscribe(names -> table.refresh()));
        showRows();
    }

    private static Observable[] observed(ListEntry entry) {
        return switch (entry) {
            case ListEntry.Of(MachineRow row) -> new Observable[] {row.faceProperty(), row.useProperty()};
            case ListEntry.Container(ContainerRow row) -> new Observable[] {row.faceProperty(), row.useProperty()};
            case ListEntry.Group group -> new Observable[0];
        };
    }

    private List<ContainerRow> chosenContainers() {
        return containers == null ? List.of() : containers.chosen();
    }

    private void showRows() {
        List<ListEntry> next = Stream.concat(
                        model.chosen().stream().map(ListEntry.Of::new),
                        chosenContainers().stream().map(ListEntry.Container::new))
                .map(ListEntry.class::cast)
                .toList();
        if (!next.equals(rows)) {
            rows.setAll(next);
        }
        int machines = model.chosen().size();
        int others = chosenContainers().size();
        if (others == 0) {
            title.setText(words.text("machines.several.title", machines));
        } else if (machines == 0) {
            title.setText(words.text("containers.several.title", others));
        } else {
            title.setText(words.text("machines.several.title-both", machines, others));
        }
        boolean readable = others > 1 && logs != null;
        logsButton.setVisible(readable);
        logsButton.setManaged(readable);
        if (!readable) {
            logsButton.setSelected(false);
        }
        showSum();
        offer();
    }

    /** What all of them use together, as far as it is known. */
    private void showSum() {
        double busy = 0;
        double held = 0;
        int measured = 0;
        for (ListEntry entry : rows) {
            double memory = SeveralTable.held(entry);
            double processors = SeveralTable.busy(entry);
            measured += Double.isNaN(memory) ? 0 : 1;
            held += Double.isNaN(memory) ? 0 : memory;
            busy += Double.isNaN(processors) ? 0 : processors;
        }
        sum.setText(
                measured == 0
                        ? ""
                        : words.text(
                                "machines.several.sum",
                                words.figures().number(measured, 0),
                                words.figures().percent(busy),
                                words.figures().briefSize(Math.round(held))));
    }

    private long able(Deed deed) {
        long machines =
                deed.ofMachines() == null ? 0 : model.able(deed.ofMachines()).size();
        long others = deed.ofContainers() == null || containers == null
                ? 0
                : containers.ableNow(deed.ofContainers()).size();
        return machines + others;
    }

    /** Buttons are made anew only where their words change, so that a focused one stays focused. */
    private void offer() {
        List<Deed> able = new ArrayList<>();
        List<String> texts = new ArrayList<>();
        for (Deed deed : OFFERED) {
            long count = able(deed);
            if (count > 0) {
                able.add(deed);
                texts.add(words.text(deed.key() + ".several", count));
            }
        }
        if (texts.equals(offered)) {
            return;
        }
        offered = texts;
        deeds.getChildren().clear();
        for (int i = 0; i < able.size(); i++) {
            Deed deed = able.get(i);
            Button button = new Button(texts.get(i));
            button.setId("several-" + deed.word());
            button.setMnemonicParsing(false);
            if (deed.asksFirst()) {
                button.getStyleClass().addAll(Styles.DANGER, Styles.BUTTON_OUTLINED);
            }
            button.setOnAction(event -> perform(deed));
            deeds.getChildren().add(button);
        }
    }

    private void perform(Deed deed) {
        MachineCommand ofMachines = deed.ofMachines();
        ContainerCommand ofContainers = deed.ofContainers();
        if (ofMachines != null && ofContainers != null && containers != null) {
            new Together(model, containers).perform(ofMachines, ofContainers);
        } else if (ofMachines != null) {
            model.perform(ofMachines);
        } else if (ofContainers != null && containers != null) {
            containers.perform(ofContainers);
        }
    }

    void dispose() {
        model.chosen().removeListener(chosen);
        rows.removeListener(used);
        if (containers != null) {
            containers.chosen().removeListener(chosen);
        }
        subscription.unsubscribe();
        // What they observe is let go with them.
        rows.clear();
    }
}
