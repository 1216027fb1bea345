package dev.hamlet.app.settings;

import atlantafx.base.theme.Styles;
import dev.hamlet.app.fx.ActsMark;
import dev.hamlet.app.fx.CommitField;
import dev.hamlet.app.fx.FileChoice;
import dev.hamlet.app.words.Messages;
import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.job.Phrase;
import dev.hamlet.engine.machine.CdSpec;
import dev.hamlet.engine.machine.DiskSpec;
import dev.hamlet.engine.machine.MachineSpec;
import dev.hamlet.engine.machine.Setting;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** Disks in the order in which they are started from, with their limits; CD drives with what is in them. */
final class StoragePane extends SettingsPane {
    private static final ByteSize EXAMPLE = ByteSize.ofMebibytes(50);

    private final FileChoice files;
    private final VBox disks = new VBox();
    private final VBox drives = new VBox();
    private final Button attach = new Button();
    private final Tooltip stoppedOnly = new Tooltip();
    private final CheckBox bootFromCd = new CheckBox();
    private final ActsMark bootActs;
    private @Nullable Shown shown;

    /** What the lists are made of: they are made anew only when it changes, so that what is focused stays. */
    private record Shown(
            List<DiskSpec> disks,
            List<CdSpec> cds,
            boolean live,
            boolean limitsActNow,
            boolean cdsActNow,
            Optional<Set<String>> drivesOfGuest) {}

    StoragePane(SettingsModel model, FileChoice files, Messages words) {
        super(Section.STORAGE, model, words);
        this.files = files;
        disks.setId("settings-disks");
        drives.setId("settings-drives");
        disks.getStyleClass().add("form-stack");
        drives.getStyleClass().add("form-stack");
        attach.setText(words.text("settings.disk.add"));
        attach.setGraphic(new FontIcon(Feather.PLUS));
        attach.setId("settings-disk-add");
        attach.setMnemonicParsing(false);
        attach.setOnAction(event -> files.open(
                new FileChoice.Wanted(
                        Phrase.of("settings.disk.choose"),
                        Phrase.of("settings.disk.files"),
                        List.of("*.qcow2", "*.img", "*.raw", "*.vmdk", "*.vdi", "*.vhdx", "*.vhd")),
                Optional.empty(),
                model::attach));
        stoppedOnly.setText(words.text("settings.disk.stopped-only"));
        // A control that cannot be used shows no tooltip; what stands around it does.
        StackPane around = new StackPane(attach);
        around.setAlignment(Pos.CENTER_LEFT);
        around.setMaxWidth(USE_PREF_SIZE);
        Tooltip.install(around, stoppedOnly);
        Button drive = new Button(words.text("settings.drive.add"), new FontIcon(Feather.PLUS));
        drive.setId("settings-drive-add");
        drive.setMnemonicParsing(false);
        drive.setOnAction(event -> model.addDrive());
        ActsMark driveActs = new ActsMark("settings-drive-add", words);
        HBox adding = new HBox(drive, driveActs);
        adding.getStyleClass().add("form-row");
        bootFromCd.setId("settings-boot-cd");
        bootFromCd.setMnemonicParsing(false);
        bootFromCd.setText(words.text("setting.boot-from-cd"));
        bootFromCd.setOnAction(event -> model.bootFromCd(bootFromCd.isSelected()));
        bootActs = new ActsMark("settings-boot-cd", words);
        HBox boot = new HBox(bootFromCd, bootActs);
        boot.getStyleClass().add("form-row");
        getChildren()
                .addAll(
                        heading(words.text("setting.disks")),
                        disks,
                        around,
                        heading(words.text("setting.cds")),
                        drives,
                        adding,
                        boot);
        follow();
    }

    private static Label heading(String text) {
        Label label = new Label(text);
        label.getStyleClass().add("strong");
        return label;
    }

    @Override
    void show(SettingsModel.State now, MachineSpec spec, boolean anew) {
        boolean live = now.machine().state().isLive();
        attach.setDisable(live);
        attach.setAccessibleHelp(live ? stoppedOnly.getText() : "");
        stoppedOnly.setOpacity(live ? 1 : 0);
        bootFromCd.setSelected(spec.bootFromCd());
        bootActs.show(now.actsNow(Setting.BOOT_FROM_CD));
        Shown next = new Shown(
                spec.disks(),
                spec.cds(),
                live,
                now.actsNow(Setting.DISK_LIMITS),
                now.actsNow(Setting.CDS),
                now.guest().map(has -> has.cds().stream().map(CdSpec::id).collect(Collectors.toSet())));
        if (anew || !next.equals(shown)) {
            shown = next;
            showDisks(next);
            showDrives(next);
        }
    }

    private void showDisks(Shown now) {
        disks.getChildren().clear();
        boolean first = true;
        for (DiskSpec disk : now.disks()) {
            disks.getChildren().add(disk(disk, first, now));
            first = false;
        }
    }

    private Node disk(DiskSpec disk, boolean first, Shown now) {
        String id = "settings-" + disk.id();
        Label file = file(disk.file(), Feather.HARD_DRIVE);
        file.setId(id);
        String format = disk.format().word();
        Label facts = new Label(disk.readOnly() ? format + ", " + words.text("settings.disk.read-only") : format);
        facts.getStyleClass().add("muted");
        facts.setMinWidth(USE_PREF_SIZE);
        Node up = icon(
                id + "-up",
                Feather.ARROW_UP,
                words.text("settings.disk.up", disk.id()),
                first ? words.text("settings.disk.first") : "",
                () -> model.moveUp(disk.id()));
        Node detach = icon(
                id + "-remove",
                Feather.TRASH_2,
                words.text("settings.disk.remove", disk.id()),
                now.live() ? words.text("settings.disk.stopped-only") : "",
                () -> model.detach(disk.id()));
        HBox head = new HBox(file, facts, up, detach);
        head.getStyleClass().add("form-row");
        String name = words.text("settings.disk.limit", disk.id());
        CommitField limit = new CommitField(
                id + "-limit", name, words, this::limitFault, text -> model.limit(disk.id(), limitOf(text)));
        limit.field().setPromptText(words.text("settings.disk.limit.none"));
        limit.show(
                disk.limit().equals(DiskSpec.UNLIMITED) ? "" : words.figures().size(disk.limit()), true);
        Label title = new Label(words.text("settings.disk.limit.title"));
        title.getStyleClass().add("muted");
        title.setMinWidth(USE_PREF_SIZE);
        title.setLabelFor(limit.field());
        ActsMark acts = new ActsMark(id + "-limit", words);
        acts.show(now.limitsActNow());
        HBox limits = new HBox(title, limit, acts);
        limits.getStyleClass().add("form-row");
        VBox box = new VBox(head, limits);
        box.getStyleClass().addAll("card", "form-stack");
        return box;
    }

    private Optional<Phrase> limitFault(String text) {
        return text.isBlank() || words.figures().readSize(text, "MiB").isPresent()
                ? Optional.empty()
                : Optional.of(
                        Phrase.of("settings.disk.limit.fault", words.figures().size(EXAMPLE)));
    }

    private ByteSize limitOf(String text) {
        return text.isBlank()
                ? DiskSpec.UNLIMITED
                : words.figures().readSize(text, "MiB").orElse(DiskSpec.UNLIMITED);
    }

    private void showDrives(Shown now) {
        drives.getChildren().clear();
        for (CdSpec drive : now.cds()) {
            drives.getChildren().add(drive(drive, now));
        }
    }

    private Node drive(CdSpec drive, Shown now) {
        String id = "settings-" + drive.id();
        Label file = drive.file() == null
                ? label(words.text("value.cd.empty"), Feather.DISC)
                : file(drive.file(), Feather.DISC);
        file.setId(id);
        file.setAccessibleText(words.text("settings.cd.name", drive.id()) + ": " + file.getText());
        Button change = new Button(words.text("settings.cd.change"));
        change.setId(id + "-change");
        change.setMnemonicParsing(false);
        change.setMinWidth(USE_PREF_SIZE);
        change.setAccessibleText(words.text("settings.cd.change.accessible", drive.id()));
        change.setOnAction(event -> files.open(
                new FileChoice.Wanted(
                        Phrase.of("settings.cd.choose"), Phrase.of("settings.cd.files"), List.of("*.iso", "*.ISO")),
                Optional.empty(),
                chosen -> model.cd(drive.id(), chosen)));
        HBox line = new HBox(file, change);
        if (drive.file() != null) {
            Button eject = new Button(words.text("settings.cd.eject"));
            eject.setId(id + "-eject");
            eject.setMnemonicParsing(false);
            eject.setMinWidth(USE_PREF_SIZE);
            eject.setAccessibleText(words.text("settings.cd.eject.accessible", drive.id()));
            eject.setOnAction(event -> model.cd(drive.id(), null));
            line.getChildren().add(eject);
        }
        line.getChildren()
                .add(icon(
                        id + "-remove",
                        Feather.TRASH_2,
                        words.text("settings.cd.remove", drive.id()),
                        "",
                        () -> model.removeDrive(drive.id())));
        ActsMark acts = new ActsMark(id, words);
        boolean there = now.drivesOfGuest().map(ids -> ids.contains(drive.id())).orElse(true);
        acts.show(now.cdsActNow() && there);
        line.getChildren().add(acts);
        line.getStyleClass().addAll("card", "form-row");
        return line;
    }

    private static Label file(Path file, Feather icon) {
        Label label = label(Objects.toString(file.getFileName(), file.toString()), icon);
        label.setTooltip(new Tooltip(file.toString()));
        return label;
    }

    private static Label label(String text, Feather icon) {
        Label label = new Label(text, new FontIcon(icon));
        label.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(label, Priority.ALWAYS);
        return label;
    }

    /** @param obstacle why it cannot be done now; empty where it can */
    static Node icon(String id, Feather icon, String text, String obstacle, Runnable deed) {
        Button button = new Button("", new FontIcon(icon));
        button.setId(id);
        button.getStyleClass().addAll(Styles.BUTTON_ICON, Styles.FLAT);
        button.setAccessibleText(text);
        button.setOnAction(event -> deed.run());
        button.setDisable(!obstacle.isEmpty());
        button.setAccessibleHelp(obstacle);
        StackPane around = new StackPane(button);
        Tooltip.install(around, new Tooltip(obstacle.isEmpty() ? text : text + "\n" + obstacle));
        button.setTooltip(new Tooltip(text));
        return around;
    }
}
