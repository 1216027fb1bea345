package dev.hamlet.app.settings;

import dev.hamlet.app.fx.ActsMark;
import dev.hamlet.app.fx.SettingForm;
import dev.hamlet.app.words.Messages;
import dev.hamlet.engine.machine.LaunchRecord;
import dev.hamlet.engine.machine.MachineSpec;
import dev.hamlet.engine.machine.PortForward;
import dev.hamlet.engine.machine.Setting;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** The network card's cable, where it leads, and the ports of this computer that lead into the guest. */
final class NetworkPane extends SettingsPane {
    private final CheckBox cable = new CheckBox();
    private final CheckBox reach = new CheckBox();
    private final Label mac = new Label();
    private final ActsMark cableActs;
    private final ActsMark reachActs;
    private final ActsMark forwardsActs;
    private final Label passt = new Label();
    private final GridPane table = new GridPane();
    private final ForwardEntry entry;
    private @Nullable List<Row> shown;

    /** What one line of the table says. */
    private record Row(PortForward forward, String state, boolean wrong) {}

    NetworkPane(SettingsModel model, Messages words) {
        super(Section.NETWORK, model, words);
        cable.setId("settings-cable");
        cable.setMnemonicParsing(false);
        cable.selectedProperty()
                .subscribe(in -> cable.setText(words.text(in ? "settings.cable.in" : "settings.cable.out")));
        cable.setOnAction(event -> model.connected(cable.isSelected()));
        reach.setId("settings-reach");
        reach.setText(words.text("settings.reach"));
        reach.setWrapText(true);
        reach.setMinHeight(Region.USE_PREF_SIZE);
        reach.setMnemonicParsing(false);
        reach.setOnAction(event -> model.reachesHost(reach.isSelected()));
        mac.getStyleClass().add("code");
        mac.setId("settings-mac");
        mac.setMinHeight(Region.USE_PREF_SIZE);
        SettingForm form = new SettingForm(words);
        cableActs = form.add("settings-cable", words.text("setting.connected"), cable);
        reachActs = form.add("settings-reach", words.text("setting.reaches-host"), reach);
        Label macTitle = new Label(words.text("settings.mac"));
        macTitle.getStyleClass().add("muted");
        HBox address = new HBox(macTitle, mac);
        address.getStyleClass().add("form-row");
        Label title = new Label(words.text("setting.forwards"));
        title.getStyleClass().add("strong");
        forwardsActs = new ActsMark("settings-forwards", words);
        HBox head = new HBox(title, forwardsActs);
        head.getStyleClass().add("form-row");
        passt.setText(words.text("settings.forwards.passt"));
        passt.setId("settings-forwards-passt");
        passt.getStyleClass().add("muted");
        passt.setWrapText(true);
        passt.managedProperty().bind(passt.visibleProperty());
        table.setId("settings-forwards");
        table.getStyleClass().addAll("card", "settings-table");
        for (int column = 0; column < 6; column++) {
            ColumnConstraints constraints = new ColumnConstraints();
            constraints.setHgrow(column == 4 ? Priority.ALWAYS : Priority.SOMETIMES);
            table.getColumnConstraints().add(constraints);
        }
        entry = new ForwardEntry(model, words);
        getChildren().addAll(form, address, head, passt, table, entry);
        follow();
    }

    @Override
    void show(SettingsModel.State now, MachineSpec spec, boolean anew) {
        if (anew || !model.busyProperty().get()) {
            cable.setSelected(spec.network().connected());
        }
        reach.setSelected(spec.network().reachesHost());
        mac.setText(spec.network().mac());
        cableActs.show(now.actsNow(Setting.CONNECTED));
        reachActs.show(now.actsNow(Setting.REACHES_HOST));
        boolean forwards = now.actsNow(Setting.FORWARDS);
        forwardsActs.show(forwards);
        boolean card = now.guest().map(has -> has.network().connected()).orElse(false);
        passt.setVisible(now.machine().launch() != null && card && !forwards);
        List<Row> rows = rows(now, spec);
        if (!rows.equals(shown)) {
            shown = rows;
            showTable(rows);
        }
    }

    private List<Row> rows(SettingsModel.State now, MachineSpec spec) {
        LaunchRecord launch = now.machine().launch();
        List<Row> rows = new ArrayList<>();
        for (PortForward forward : spec.network().forwards()) {
            String other = now.others().get(forward);
            boolean listening = launch != null && launch.forwards().contains(forward);
            String state = listening
                    ? words.text("settings.forward.listening")
                    : launch != null ? words.text("settings.forward.waits") : words.text("settings.forward.off");
            if (other == null || listening) {
                rows.add(new Row(forward, state, false));
            } else {
                rows.add(new Row(forward, words.text("settings.forward.other", other), true));
            }
        }
        return rows;
    }

    private void showTable(List<Row> rows) {
        // A button that goes with its line gives the keyboard to what stays.
        boolean focused = isFocusWithin(table);
        table.getChildren().clear();
        if (rows.isEmpty()) {
            Label none = new Label(words.text("settings.forward.none"));
            none.getStyleClass().add("muted");
            table.add(none, 0, 0, 6, 1);
        } else {
            table.addRow(
                    0,
                    head("settings.forward.protocol"),
                    head("settings.address"),
                    head("settings.forward.host-port"),
                    head("settings.forward.guest-port"));
        }
        int line = 1;
        for (Row row : rows) {
            PortForward forward = row.forward();
            String port = words.figures().number(forward.hostPort(), 0);
            Label state =
                    new Label(row.state(), new FontIcon(row.wrong() ? Feather.ALERT_TRIANGLE : Feather.CHEVRON_RIGHT));
            state.getStyleClass().addAll(row.wrong() ? "settings-wrong" : "muted", "acts-mark");
            state.setId("settings-forward-" + forward.hostPort());
            state.setWrapText(true);
            state.setAccessibleText(words.text(
                    "settings.forward.accessible",
                    forward.address(),
                    port,
                    words.figures().number(forward.guestPort(), 0),
                    row.state()));
            Node remove = StoragePane.icon(
                    "settings-forward-" + forward.hostPort() + "-remove",
                    Feather.TRASH_2,
                    words.text("settings.forward.remove", port),
                    "",
                    () -> model.removeForward(forward));
            table.addRow(
                    line++,
                    new Label(forward.protocol().name()),
                    new Label(forward.address()),
                    new Label(port),
                    new Label(words.figures().number(forward.guestPort(), 0)),
                    state,
                    remove);
        }
        if (focused) {
            entry.takeFocus();
        }
    }

    private boolean isFocusWithin(Node pane) {
        Node owner = getScene() == null ? null : getScene().getFocusOwner();
        while (owner != null && !owner.equals(pane)) {
            owner = owner.getParent();
        }
        return owner != null;
    }

    private Label head(String key) {
        Label label = new Label(words.text(key));
        label.getStyleClass().add("muted");
        label.setMinWidth(Region.USE_PREF_SIZE);
        return label;
    }

    @Override
    void dispose() {
        super.dispose();
        entry.dispose();
    }
}
