package dev.hamlet.app.settings;

import dev.hamlet.app.fx.ActsMark;
import dev.hamlet.app.words.Messages;
import dev.hamlet.engine.machine.MachineSpec;
import dev.hamlet.engine.machine.Setting;
import java.util.List;
import java.util.Map;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.input.Clipboard;
import javafx.scene.input.DataFormat;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** Whether what the guest writes to its serial line is kept, and how the line is reached. */
final class SerialPane extends SettingsPane {
    private final CheckBox log = new CheckBox();
    private final ActsMark logActs;
    private final Label file = new Label();
    private final TextField command = new TextField();

    SerialPane(SettingsModel model, Messages words) {
        super(Section.SERIAL, model, words);
        log.setId("settings-serial-log");
        log.setText(words.text("settings.serial.log"));
        log.setMnemonicParsing(false);
        log.setWrapText(true);
        log.setMinHeight(USE_PREF_SIZE);
        log.setOnAction(event -> {
            boolean keep = log.isSelected();
            model.change(Setting.SERIAL_LOG, Section.SERIAL, spec -> spec.serialLog(keep));
        });
        logActs = new ActsMark("settings-serial-log", words);
        HBox keeping = new HBox(log, logActs);
        keeping.getStyleClass().add("form-row");
        file.setId("settings-serial-file");
        file.getStyleClass().add("muted");
        file.setWrapText(true);
        command.setId("settings-serial-command");
        command.setEditable(false);
        command.getStyleClass().add("code");
        command.setAccessibleText(words.text("settings.serial.command"));
        HBox.setHgrow(command, Priority.ALWAYS);
        Button copy = new Button(words.text("settings.arguments.copy"), new FontIcon(Feather.COPY));
        copy.setId("settings-serial-copy");
        copy.setMnemonicParsing(false);
        copy.setMinWidth(USE_PREF_SIZE);
        copy.setOnAction(
                event -> Clipboard.getSystemClipboard().setContent(Map.of(DataFormat.PLAIN_TEXT, command.getText())));
        HBox line = new HBox(command, copy);
        line.getStyleClass().add("form-row");
        Label title = new Label(words.text("settings.serial.command"));
        title.getStyleClass().add("strong");
        title.setLabelFor(command);
        getChildren().addAll(keeping, file, title, line);
        follow();
    }

    @Override
    void show(SettingsModel.State now, MachineSpec spec, boolean anew) {
        log.setSelected(spec.serialLog());
        logActs.show(now.actsNow(Setting.SERIAL_LOG));
        file.setText(words.text("settings.serial.file", model.serialLog().toString()));
        String text = ShellText.of(List.of("hamlet", "vm", "console", spec.name()));
        if (!text.equals(command.getText())) {
            command.setText(text);
        }
    }
}
