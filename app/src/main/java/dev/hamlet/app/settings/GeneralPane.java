package dev.hamlet.app.settings;

import dev.hamlet.app.fx.ActsMark;
import dev.hamlet.app.fx.CommitField;
import dev.hamlet.app.fx.SettingForm;
import dev.hamlet.app.words.Messages;
import dev.hamlet.engine.machine.MachineSpec;
import dev.hamlet.engine.machine.Setting;
import java.util.Optional;

/** What the machine is called, where it stands in lists, what runs in it. */
final class GeneralPane extends SettingsPane {
    private final CommitField name;
    private final CommitField group;
    private final CommitField system;
    private final ActsMark systemActs;

    GeneralPane(SettingsModel model, Messages words) {
        super(Section.GENERAL, model, words);
        name = new CommitField(
                "settings-name", words.text("settings.name"), words, text -> Optional.empty(), model::name);
        group = new CommitField(
                "settings-group", words.text("settings.group"), words, text -> Optional.empty(), model::group);
        system = new CommitField(
                "settings-system", words.text("setting.system"), words, text -> Optional.empty(), model::system);
        SettingForm form = new SettingForm(words);
        form.add("settings-name", words.text("settings.name"), name).show(true);
        form.add("settings-group", words.text("settings.group"), group).show(true);
        systemActs = form.add("settings-system", words.text("setting.system"), system);
        getChildren().add(form);
        follow();
    }

    @Override
    void show(SettingsModel.State now, MachineSpec spec, boolean anew) {
        name.show(spec.name(), anew);
        group.show(spec.group(), anew);
        system.show(spec.system(), anew);
        systemActs.show(now.actsNow(Setting.SYSTEM));
    }
}
