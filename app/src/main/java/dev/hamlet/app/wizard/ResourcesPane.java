package dev.hamlet.app.wizard;

import dev.hamlet.app.fx.Narrow;
import dev.hamlet.app.fx.Quantity;
import dev.hamlet.app.fx.ZonedSlider;
import dev.hamlet.app.words.Messages;
import dev.hamlet.app.words.ProblemWords;
import dev.hamlet.engine.machine.Firmware;
import dev.hamlet.engine.problem.MachineProblem;
import dev.hamlet.engine.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import javafx.collections.FXCollections;
import javafx.css.PseudoClass;
import javafx.geometry.VPos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.Separator;
import javafx.scene.control.TextField;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** The second step: name, processors, memory, disk, firmware, network, and who may sign in. */
final class ResourcesPane extends VBox {
    private static final PseudoClass WRONG = PseudoClass.getPseudoClass("wrong");

    /** With less than so many times the size of the text, labels stand above their fields. */
    private static final double ROOM = 36;

    private final ResourcesModel resources;
    private final Messages words;
    private final GridPane form = new GridPane();
    private final List<Line> lines = new ArrayList<>();
    private final TextField name = new TextField();
    private final Label nameNote = new Label();
    private final Button useFree = new Button();
    private final ZonedSlider vcpus;
    private final ZonedSlider memory;
    private final ZonedSlider disk;
    private final Label diskLabel;
    private final ComboBox<Firmware> firmware = new ComboBox<>();
    private final CheckBox reach = new CheckBox();
    private final CheckBox forward = new CheckBox();
    private final AccessPane access;
    private final Subscription subscription;

    /** @param chooseKey asks for a file with a key */
    ResourcesPane(ResourcesModel resources, Runnable chooseKey, Messages words) {
        this.resources = resources;
        this.words = words;
        getStyleClass().addAll("wizard-body", "wizard-resources");
        setId("wizard-resources");
        vcpus = slider("wizard-vcpus", words.text("wizard.vcpus"), resources.vcpus());
        memory = slider("wizard-memory", words.text("wizard.memory"), resources.memory());
        disk = slider("wizard-disk-size", words.text("wizard.disk"), resources.disk());
        diskLabel = label(words.text("wizard.disk"), Feather.HARD_DRIVE);
        access = new AccessPane(resources.access(), chooseKey, words);
        form.getStyleClass().add("form");
        add(label(words.text("wizard.name"), null), name());
        addAcross(new Separator());
        add(label(words.text("wizard.vcpus"), Feather.CPU), vcpus);
        add(label(words.text("wizard.memory"), Feather.SERVER), memory);
        add(diskLabel, disk);
        add(new Region(), ZonedSlider.legend(words));
        FlowPane rest = new FlowPane(board(), access);
        rest.getStyleClass().add("wizard-columns");
        getChildren().addAll(form, new Separator(), rest);
        subscription = follow();
    }

    /** A line of the form: what it sets, and how. */
    private record Line(Node label, Node field) {}

    private void add(Node label, Node field) {
        lines.add(new Line(label, field));
        GridPane.setHgrow(field, Priority.ALWAYS);
        form.getChildren().addAll(label, field);
    }

    private void addAcross(Node node) {
        lines.add(new Line(node, node));
        form.getChildren().add(node);
    }

    /** Labels stand beside their fields where there is room, else above them. */
    private void arrange(boolean narrow) {
        int row = 0;
        for (Line line : lines) {
            boolean across = line.label().equals(line.field());
            GridPane.setConstraints(line.label(), 0, row, across || narrow ? 2 : 1, 1);
            if (!across) {
                row += narrow ? 1 : 0;
                GridPane.setConstraints(line.field(), narrow ? 0 : 1, row, narrow ? 2 : 1, 1);
            }
            row++;
        }
    }

    private ZonedSlider slider(String id, String title, Quantity quantity) {
        return new ZonedSlider(id, title, quantity, words);
    }

    private static GridPane form(String styleClass) {
        GridPane form = new GridPane();
        form.getStyleClass().addAll("form", styleClass);
        ColumnConstraints labels = new ColumnConstraints();
        labels.setMinWidth(Region.USE_PREF_SIZE);
        ColumnConstraints fields = new ColumnConstraints();
        fields.setHgrow(Priority.ALWAYS);
        fields.setFillWidth(true);
        form.getColumnConstraints().addAll(labels, fields);
        return form;
    }

    private static Label label(String text, @Nullable Ikon icon) {
        Label label = new Label(text, icon == null ? null : new FontIcon(icon));
        label.getStyleClass().addAll("strong", "form-label");
        GridPane.setValignment(label, VPos.TOP);
        return label;
    }

    private Node name() {
        name.setId("wizard-name");
        nameNote.setId("wizard-name-note");
        nameNote.getStyleClass().add("field-fault");
        nameNote.setWrapText(true);
        useFree.setId("wizard-name-free");
        useFree.setMnemonicParsing(false);
        useFree.getStyleClass().add("small");
        useFree.setMinWidth(Region.USE_PREF_SIZE);
        HBox.setHgrow(nameNote, Priority.ALWAYS);
        nameNote.setMaxWidth(Double.MAX_VALUE);
        HBox fault = new HBox(nameNote, useFree);
        fault.getStyleClass().add("form-row");
        fault.visibleProperty().bind(nameNote.textProperty().isNotEmpty());
        fault.managedProperty().bind(fault.visibleProperty());
        name.setAccessibleText(words.text("wizard.name"));
        VBox box = new VBox(name, fault);
        box.getStyleClass().add("form-stack");
        return box;
    }

    private Node board() {
        firmware.setId("wizard-firmware");
        firmware.setMaxWidth(Double.MAX_VALUE);
        firmware.setItems(resources.firmwares());
        firmware.setConverter(new StringConverter<>() {
            @Override
            public String toString(@Nullable Firmware one) {
                return one == null
                        ? ""
                        : words.text("value.firmware." + one.name().toLowerCase(Locale.ROOT));
            }

            @Override
            public Firmware fromString(String text) {
                throw new UnsupportedOperationException("nobody writes there");
            }
        });
        firmware.setAccessibleText(words.text("wizard.firmware"));
        Label firmwareLabel = label(words.text("wizard.firmware"), null);
        firmwareLabel.setLabelFor(firmware);
        reach.setId("wizard-reach");
        reach.setText(words.text("wizard.reach"));
        reach.setWrapText(true);
        reach.setMnemonicParsing(false);
        reach.setMinHeight(Region.USE_PREF_SIZE);
        Label note = new Label(words.text("wizard.network.note"));
        note.getStyleClass().addAll("muted", "slider-note");
        note.setWrapText(true);
        note.setMinHeight(Region.USE_PREF_SIZE);
        forward.setId("wizard-forward");
        forward.setWrapText(true);
        forward.setMnemonicParsing(false);
        forward.setMinHeight(Region.USE_PREF_SIZE);
        VBox network = new VBox(reach, note, forward);
        network.getStyleClass().addAll("form-stack", "wizard-network");
        GridPane form = form("wizard-column");
        form.addRow(0, firmwareLabel, firmware);
        form.addRow(1, label(words.text("wizard.network"), null), network);
        return form;
    }

    private Subscription follow() {
        return Subscription.combine(
                Narrow.watch(this, ROOM, () -> name.getFont().getSize(), this::arrange),
                resources.nameProperty().subscribe(now -> {
                    if (!now.equals(name.getText())) {
                        name.setText(now);
                    }
                }),
                name.textProperty().subscribe(typed -> resources.nameProperty().set(typed == null ? "" : typed)),
                resources.nameFaultProperty().subscribe(this::showNameFault),
                resources.hasDiskProperty().subscribe(has -> {
                    disk.setVisible(has);
                    disk.setManaged(has);
                    diskLabel.setVisible(has);
                    diskLabel.setManaged(has);
                }),
                resources.vcpus().valueProperty().subscribe(changed -> caption()),
                resources.memory().valueProperty().subscribe(changed -> caption()),
                resources.disk().valueProperty().subscribe(changed -> caption()),
                resources.vcpus().scaleProperty().subscribe(changed -> caption()),
                resources.memory().scaleProperty().subscribe(changed -> caption()),
                resources.disk().scaleProperty().subscribe(changed -> caption()),
                resources.firmwareProperty().subscribe(now -> firmware.setValue(now)),
                firmware.valueProperty().subscribe(now -> {
                    if (now != null) {
                        resources.firmwareProperty().set(now);
                    }
                }),
                resources.access().portProperty().subscribe(changed -> showForward()),
                resources.access().wantedProperty().subscribe(changed -> showForward()),
                resources.access().forwardProperty().subscribe(forward::setSelected),
                forward.selectedProperty()
                        .subscribe(now -> resources.access().forwardProperty().set(now)),
                resources.reachesHostProperty().subscribe(reach::setSelected),
                reach.selectedProperty()
                        .subscribe(now -> resources.reachesHostProperty().set(now)));
    }

    private void showNameFault(Optional<Problem> fault) {
        name.pseudoClassStateChanged(WRONG, fault.isPresent());
        String why =
                fault.map(problem -> ProblemWords.of(problem, words).cause()).orElse("");
        nameNote.setText(why);
        name.setAccessibleHelp(why);
        boolean taken = fault.isPresent() && fault.get() instanceof MachineProblem.NameTaken;
        useFree.setVisible(taken);
        useFree.setManaged(taken);
        if (fault.isPresent() && fault.get() instanceof MachineProblem.NameTaken(String _, String free)) {
            useFree.setText(words.text("wizard.name.use", free));
            useFree.setOnAction(event -> {
                resources.nameProperty().set(free);
                name.requestFocus();
            });
        }
    }

    /** What the chosen amounts leave, or lack. */
    private void caption() {
        Room room = resources.room();
        if (room == null) {
            return;
        }
        long others = room.processors() - resources.vcpus().value();
        vcpus.captionProperty()
                .set(others == 1 ? words.text("wizard.vcpus.left.one") : words.text("wizard.vcpus.left", others));
        long left = room.memoryFree().bytes() - (resources.memory().value() << 20);
        memory.captionProperty()
                .set(
                        left >= 0
                                ? words.text(
                                        "wizard.memory.left", words.figures().size(left))
                                : words.text(
                                        "wizard.memory.lacks", words.figures().size(-left)));
        long space = room.diskFree().bytes() - (resources.disk().value() << 20);
        disk.captionProperty()
                .set(
                        space >= 0
                                ? words.text("wizard.disk.grows")
                                : words.text(
                                        "wizard.disk.lacks", words.figures().size(-space)));
    }

    /** Where the keyboard begins. */
    Node first() {
        return name;
    }

    /** Not there where no port may lead to the guest, or nobody may sign in. */
    private void showForward() {
        OptionalInt port = resources.access().portProperty().get();
        boolean can = port.isPresent() && resources.access().wantedProperty().get();
        forward.setVisible(can);
        forward.setManaged(can);
        forward.setText(port.isPresent() ? words.text("wizard.forward", Integer.toString(port.getAsInt())) : "");
    }

    void dispose() {
        subscription.unsubscribe();
        vcpus.dispose();
        memory.dispose();
        disk.dispose();
        access.dispose();
        firmware.setItems(FXCollections.observableArrayList());
    }
}
