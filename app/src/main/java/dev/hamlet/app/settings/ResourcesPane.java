package dev.hamlet.app.settings;

import dev.hamlet.app.fx.ActsMark;
import dev.hamlet.app.fx.Amount;
import dev.hamlet.app.fx.LiveSlider;
import dev.hamlet.app.fx.Quantity;
import dev.hamlet.app.fx.SettingForm;
import dev.hamlet.app.fx.SliderScale;
import dev.hamlet.app.fx.SliderScale.Mark;
import dev.hamlet.app.fx.SliderScale.Meaning;
import dev.hamlet.app.fx.ZonedSlider;
import dev.hamlet.app.words.Messages;
import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.machine.LaunchRecord;
import dev.hamlet.engine.machine.MachineSpec;
import dev.hamlet.engine.machine.Setting;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How many processors and how much memory. */
final class ResourcesPane extends SettingsPane {
    private static final long LEAST_MEMORY = 64;
    private static final long MEMORY_STEP = 64;
    private static final SliderScale PERCENT = new SliderScale(
            1,
            MachineSpec.NO_CPU_LIMIT,
            1,
            MachineSpec.NO_CPU_LIMIT,
            MachineSpec.NO_CPU_LIMIT,
            List.of(new Mark(Meaning.LEAST, 1), new Mark(Meaning.MOST, MachineSpec.NO_CPU_LIMIT)));

    private static final SliderScale UNKNOWN = new SliderScale(1, 1, 1, 1, 1, List.of());

    private final LiveSlider vcpus;
    private final LiveSlider cpuLimit;
    private final LiveSlider memory;
    private final ActsMark vcpusActs;
    private final ActsMark cpuLimitActs;
    private final ActsMark memoryActs;

    ResourcesPane(SettingsModel model, Messages words) {
        super(Section.RESOURCES, model, words);
        vcpus = new LiveSlider(
                "settings-vcpus",
                words.text("setting.vcpus"),
                new Quantity(Amount.count(words), UNKNOWN, 1),
                words,
                count -> model.vcpus((int) count));
        cpuLimit = new LiveSlider(
                "settings-cpu-limit",
                words.text("setting.cpu-limit"),
                new Quantity(Amount.percent(words), PERCENT, MachineSpec.NO_CPU_LIMIT),
                words,
                percent -> model.cpuLimit((int) percent));
        memory = new LiveSlider(
                "settings-memory",
                words.text("setting.memory"),
                new Quantity(Amount.mebibytes(words), UNKNOWN, 1),
                words,
                size -> model.memory(ByteSize.ofMebibytes(size)));
        SettingForm form = new SettingForm(words);
        vcpusActs = form.add("settings-vcpus", words.text("setting.vcpus"), vcpus);
        cpuLimitActs = form.add("settings-cpu-limit", words.text("setting.cpu-limit"), cpuLimit);
        memoryActs = form.add("settings-memory", words.text("setting.memory"), memory);
        getChildren().addAll(form, ZonedSlider.legend(words));
        follow();
    }

    @Override
    void show(SettingsModel.State now, MachineSpec spec, boolean anew) {
        boolean quiet = anew || !model.busyProperty().get();
        LaunchRecord launch = now.machine().launch();
        String acts = vcpusActs.show(now.actsNow(Setting.VCPUS));
        vcpus.show(vcpus(now, spec), spec.vcpus(), quiet, caption(launch), acts);
        cpuLimit.show(
                PERCENT,
                spec.cpuLimit(),
                quiet,
                spec.cpuLimit() == MachineSpec.NO_CPU_LIMIT
                        ? words.text("settings.cpu-limit.none")
                        : words.text(
                                "settings.cpu-limit.processors", words.figures().number(spec.processors(), 2)),
                cpuLimitActs.show(now.actsNow(Setting.CPU_LIMIT)));
        // What the guest was started with can be given and taken; more of it comes with its next start.
        boolean within = launch == null || spec.memory().compareTo(launch.memory()) <= 0;
        String when = memoryActs.show(now.actsNow(Setting.MEMORY) && within);
        memory.show(memory(now, spec), spec.memory().mebibytes(), quiet, guestHas(now), when);
    }

    private String caption(@Nullable LaunchRecord launch) {
        return launch == null || launch.vcpus() == 0 ? "" : words.text("settings.guest.vcpus", launch.vcpus());
    }

    private String guestHas(SettingsModel.State now) {
        return now.guestMemory()
                .map(size -> words.text("settings.guest.memory", words.figures().size(size)))
                .orElse("");
    }

    private static SliderScale vcpus(SettingsModel.State now, MachineSpec spec) {
        long here = now.room().map(SettingsHost.Room::processors).orElse(spec.vcpus());
        long most = Math.max(here, spec.vcpus());
        return new SliderScale(
                1,
                most,
                1,
                Math.max(1, here * 3 / 4),
                here,
                List.of(new Mark(Meaning.LEAST, 1), new Mark(Meaning.MOST, most)));
    }

    private static SliderScale memory(SettingsModel.State now, MachineSpec spec) {
        long mine = spec.memory().mebibytes();
        long most = Math.max(
                LEAST_MEMORY,
                Math.max(
                        mine,
                        now.room().map(room -> room.memory().bytes() >> 20).orElse(mine)));
        LaunchRecord launch = now.machine().launch();
        // What the guest was promised already is its own.
        long own = launch == null ? 0 : launch.memory().mebibytes();
        long free = Math.min(
                most, own + now.room().map(room -> room.free().bytes() >> 20).orElse(most));
        // In steps, so that the marks do not move with every second.
        free = Math.max(1, free / 256 * 256);
        long least = Math.min(LEAST_MEMORY, mine);
        List<Mark> marks = new ArrayList<>(
                List.of(new Mark(Meaning.LEAST, least), new Mark(Meaning.FREE, free), new Mark(Meaning.MOST, most)));
        now.guestMemory().ifPresent(size -> marks.add(new Mark(Meaning.USES, size.mebibytes())));
        return new SliderScale(least, most, MEMORY_STEP, free / 2, free, marks);
    }

    @Override
    void dispose() {
        super.dispose();
        vcpus.dispose();
        cpuLimit.dispose();
        memory.dispose();
    }
}
