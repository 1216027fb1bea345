package dev.hamlet.app.settings;

import dev.hamlet.app.fx.ActsMark;
import dev.hamlet.app.fx.SettingForm;
import dev.hamlet.app.words.MachineWords;
import dev.hamlet.app.words.Messages;
import dev.hamlet.engine.machine.DisplaySpec;
import dev.hamlet.engine.machine.MachineSpec;
import dev.hamlet.engine.machine.Setting;
import java.util.List;
import java.util.stream.Stream;

/** Which graphics card the guest has, and which screen it is told of. */
final class DisplayPane extends SettingsPane {
    /** Sizes of common screens; the first leaves it to the card. */
    private static final List<Size> SIZES = List.of(
            new Size(0, 0),
            new Size(1024, 768),
            new Size(1280, 800),
            new Size(1440, 900),
            new Size(1920, 1080),
            new Size(1920, 1200),
            new Size(2560, 1440),
            new Size(3840, 2160));

    private final Choice<DisplaySpec.Card> card;
    private final Choice<Size> size;
    private final ActsMark cardActs;
    private final ActsMark sizeActs;

    /** Of a screen, in pixels. */
    private record Size(int width, int height) {
        static Size of(DisplaySpec display) {
            return new Size(display.width(), display.height());
        }
    }

    DisplayPane(SettingsModel model, Messages words) {
        super(Section.DISPLAY, model, words);
        card = new Choice<>(
                "settings-card",
                one -> words.text("settings.card." + MachineWords.word(one)),
                one -> change("card", display -> display.with(one)));
        card.offer(List.of(DisplaySpec.Card.values()));
        size = new Choice<>(
                "settings-screen",
                one -> one.width() == 0
                        ? words.text("settings.screen.auto")
                        : words.text(
                                "settings.screen.size", Integer.toString(one.width()), Integer.toString(one.height())),
                one -> change("size", display -> display.sized(one.width(), one.height())));
        SettingForm form = new SettingForm(words);
        cardActs = form.add("settings-card", words.text("settings.card"), card);
        sizeActs = form.add("settings-screen", words.text("settings.screen"), size);
        getChildren().add(form);
        follow();
    }

    private void change(String what, java.util.function.UnaryOperator<DisplaySpec> change) {
        model.change("display-" + what, Section.DISPLAY, spec -> spec.display(change.apply(spec.display())));
    }

    @Override
    void show(SettingsModel.State now, MachineSpec spec, boolean anew) {
        Size has = Size.of(spec.display());
        size.offer(Stream.concat(SIZES.stream(), Stream.of(has)).distinct().toList());
        card.show(spec.display().card());
        size.show(has);
        cardActs.show(now.actsNow(Setting.DISPLAY));
        sizeActs.show(now.actsNow(Setting.DISPLAY));
    }
}
