package dev.hamlet.app.settings;

import dev.hamlet.app.fx.ActsMark;
import dev.hamlet.app.fx.SettingForm;
import dev.hamlet.app.words.Messages;
import dev.hamlet.engine.machine.Acceleration;
import dev.hamlet.engine.machine.DeviceProfile;
import dev.hamlet.engine.machine.Firmware;
import dev.hamlet.engine.machine.MachineSpec;
import dev.hamlet.engine.machine.Setting;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.input.Clipboard;
import javafx.scene.input.DataFormat;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** Devices, firmware, acceleration, and the whole command line. */
final class AdvancedPane extends SettingsPane {
    private final Choice<DeviceProfile> profile;
    private final Choice<Firmware> firmware;
    private final Choice<Acceleration> acceleration;
    private final ActsMark profileActs;
    private final ActsMark firmwareActs;
    private final ActsMark accelerationActs;
    private final Label argumentsTitle = new Label();
    private final TextArea arguments = new TextArea();

    AdvancedPane(SettingsModel model, Messages words) {
        super(Section.ADVANCED, model, words);
        profile = new Choice<>(
                "settings-profile",
                one -> words.text("settings.profile." + one.name().toLowerCase(java.util.Locale.ROOT)),
                one -> model.change(Setting.PROFILE, Section.ADVANCED, spec -> spec.profile(one)));
        profile.offer(List.of(DeviceProfile.values()));
        firmware = new Choice<>(
                "settings-firmware",
                one -> words.text("value.firmware." + one.name().toLowerCase(java.util.Locale.ROOT)),
                one -> model.change(Setting.FIRMWARE, Section.ADVANCED, spec -> spec.firmware(one)));
        acceleration = new Choice<>(
                "settings-acceleration",
                one -> words.text("machines.accelerator." + one.name().toLowerCase(java.util.Locale.ROOT)),
                one -> model.change(Setting.ACCELERATION, Section.ADVANCED, spec -> spec.acceleration(one)));
        acceleration.offer(List.of(Acceleration.values()));
        SettingForm form = new SettingForm(words);
        profileActs = form.add("settings-profile", words.text("setting.profile"), profile);
        firmwareActs = form.add("settings-firmware", words.text("setting.firmware"), firmware);
        accelerationActs = form.add("settings-acceleration", words.text("setting.acceleration"), acceleration);
        getChildren().addAll(form, commandLine());
        follow();
    }

    private VBox commandLine() {
        argumentsTitle.getStyleClass().add("strong");
        argumentsTitle.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(argumentsTitle, Priority.ALWAYS);
        argumentsTitle.setWrapText(true);
        Button copy = new Button(words.text("settings.arguments.copy"), new FontIcon(Feather.COPY));
        copy.setId("settings-arguments-copy");
        copy.setMnemonicParsing(false);
        copy.setMinWidth(USE_PREF_SIZE);
        copy.setOnAction(
                event -> Clipboard.getSystemClipboard().setContent(Map.of(DataFormat.PLAIN_TEXT, arguments.getText())));
        copy.disableProperty().bind(arguments.textProperty().isEmpty());
        arguments.setId("settings-arguments");
        arguments.setEditable(false);
        arguments.setWrapText(true);
        arguments.getStyleClass().add("code");
        arguments.setPrefRowCount(10);
        argumentsTitle.setLabelFor(arguments);
        HBox head = new HBox(argumentsTitle, copy);
        head.setAlignment(Pos.CENTER_LEFT);
        VBox box = new VBox(head, arguments);
        box.getStyleClass().add("form-stack");
        return box;
    }

    @Override
    void show(SettingsModel.State now, MachineSpec spec, boolean anew) {
        profile.show(spec.profile());
        firmware.offer(Stream.concat(
                        Stream.of(spec.firmware()), now.room().stream().flatMap(room -> room.firmwares().stream()))
                .distinct()
                .sorted()
                .toList());
        firmware.show(spec.firmware());
        acceleration.show(spec.acceleration());
        profileActs.show(now.actsNow(Setting.PROFILE));
        firmwareActs.show(now.actsNow(Setting.FIRMWARE));
        accelerationActs.show(now.actsNow(Setting.ACCELERATION));
        String title =
                words.text(now.machine().launch() == null ? "settings.arguments.next" : "settings.arguments.running");
        argumentsTitle.setText(title);
        arguments.setAccessibleText(title);
        String text = ShellText.of(now.arguments());
        if (!text.equals(arguments.getText())) {
            arguments.setText(text);
        }
    }
}
