package dev.hamlet.app.words;

import dev.hamlet.engine.machine.Setting;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Settings of a machine in words. */
public final class SettingWords {
    private SettingWords() {}

    /** What the setting is called. */
    public static String of(Setting setting, Messages words) {
        return words.text("setting." + setting.name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }

    /** These settings as one list. */
    public static String all(List<Setting> settings, Messages words) {
        return settings.stream().map(one -> of(one, words)).collect(Collectors.joining(", "));
    }
}
