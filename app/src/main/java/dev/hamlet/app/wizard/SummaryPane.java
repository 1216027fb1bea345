package dev.hamlet.app.wizard;

import atlantafx.base.theme.Styles;
import dev.hamlet.app.fx.SliderScale.Zone;
import dev.hamlet.app.words.Messages;
import dev.hamlet.engine.machine.Firmware;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.input.Clipboard;
import javafx.scene.input.DataFormat;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** The third step: what will be made, and whether it is started then. */
final class SummaryPane extends VBox {
    private final WizardModel model;
    private final Messages words;
    private final VBox facts = new VBox();
    private final Label note = new Label();
    private final CheckBox start = new CheckBox();
    private final Subscription subscription;

    SummaryPane(WizardModel model, Messages words) {
        this.model = model;
        this.words = words;
        getStyleClass().addAll("wizard-body", "wizard-summary");
        setId("wizard-summary");
        note.setId("wizard-summary-note");
        note.setWrapText(true);
        note.setMinHeight(Region.USE_PREF_SIZE);
        note.getStyleClass().add("wizard-warning");
        note.setGraphic(Signs.warning());
        start.setId("wizard-start");
        start.setText(words.text("wizard.start"));
        start.setMnemonicParsing(false);
        start.setWrapText(true);
        getChildren().addAll(facts, start, note);
        subscription = Subscription.combine(
                model.startNowProperty().subscribe(start::setSelected),
                start.selectedProperty().subscribe(now -> {
                    model.startNowProperty().set(now);
                    showNote();
                }));
    }

    /** Shows what is chosen now. */
    void show() {
        model.what()
                .sourceProperty()
                .getValue()
                .ifPresent(source -> facts.getChildren().setAll(grid(source)));
        showNote();
    }

    private FactGrid grid(Source source) {
        ResourcesModel resources = model.resources();
        FactGrid grid = new FactGrid("wizard-summary");
        grid.add(
                "name",
                words.text("wizard.name"),
                resources.nameProperty().get().strip());
        grid.add("source", words.text("wizard.summary.source"), origin(source));
        grid.add(
                "vcpus",
                words.text("wizard.vcpus"),
                resources.vcpus().amount().text(resources.vcpus().value()));
        grid.add(
                "memory",
                words.text("wizard.memory"),
                resources.memory().amount().text(resources.memory().value()));
        grid.add("disk", words.text("wizard.disk"), disk(source));
        Firmware firmware = resources.firmwareProperty().get();
        if (firmware != null) {
            grid.add(
                    "firmware",
                    words.text("wizard.firmware"),
                    words.text("value.firmware." + firmware.name().toLowerCase(Locale.ROOT)));
        }
        grid.add(
                "network",
                words.text("wizard.network"),
                resources.reachesHostProperty().get()
                        ? words.text("wizard.summary.network.host")
                        : words.text("wizard.summary.network"));
        addAccess(grid, resources.access());
        Room room = resources.room();
        if (room != null) {
            grid.add(
                    "folder", words.text("wizard.summary.folder"), room.folder().toString());
        }
        return grid;
    }

    private void addAccess(FactGrid grid, AccessModel access) {
        if (!access.wantedProperty().get()) {
            return;
        }
        grid.add("user", words.text("wizard.user"), access.userProperty().get());
        String password = access.passwordProperty().get();
        String shown = access.madeUpProperty().get()
                ? words.text("wizard.summary.password.made-up", password)
                : password.isEmpty()
                        ? words.text("wizard.summary.password.none")
                        : words.text("wizard.summary.password");
        grid.add("password", words.text("wizard.password"), shown);
        if (access.madeUpProperty().get()) {
            grid.beside(copy(password));
        }
        Optional<SshKey> key = access.keyProperty().get();
        access.ssh()
                .ifPresent(ssh -> grid.add(
                        "ssh",
                        words.text("wizard.summary.ssh"),
                        "ssh -p " + ssh.hostPort() + " " + access.userProperty().get() + "@" + ssh.address()));
        grid.add("key", words.text("wizard.key"), key.map(SshKey::name).orElse(words.text("wizard.key.none")));
    }

    private Button copy(String password) {
        Button copy = new Button("", new FontIcon(Feather.COPY));
        copy.setId("wizard-copy-password");
        copy.getStyleClass().addAll(Styles.BUTTON_ICON, Styles.FLAT, Styles.SMALL);
        copy.setAccessibleText(words.text("wizard.password.copy"));
        copy.setTooltip(new Tooltip(words.text("wizard.password.copy")));
        copy.setOnAction(event -> Clipboard.getSystemClipboard().setContent(Map.of(DataFormat.PLAIN_TEXT, password)));
        return copy;
    }

    private String origin(Source source) {
        return switch (source) {
            case Source.Listed(Offer offer, Needs _) ->
                words.text("wizard.summary.system", offer.name(), new OfferWords(words).about(offer));
            case Source.Cd cd -> cd.file().toString();
            case Source.Disk disk -> disk.file().toString();
            case Source.Empty _ -> words.text("wizard.summary.empty");
        };
    }

    private String disk(Source source) {
        ResourcesModel resources = model.resources();
        if (source instanceof Source.Disk disk) {
            return words.text("wizard.summary.disk.stays", disk.info().virtualSize());
        }
        return resources.hasDiskProperty().get()
                ? words.text(
                        "wizard.summary.disk.new",
                        resources.disk().amount().text(resources.disk().value()))
                : words.text("wizard.summary.disk.none");
    }

    private void showNote() {
        boolean lacks = start.isSelected() && model.resources().memory().zone() == Zone.BEYOND;
        note.setText(lacks ? words.text("wizard.summary.lacks") : "");
        note.setVisible(lacks);
        note.setManaged(lacks);
    }

    /** Where the keyboard begins. */
    Node first() {
        return start;
    }

    void dispose() {
        subscription.unsubscribe();
    }
}
