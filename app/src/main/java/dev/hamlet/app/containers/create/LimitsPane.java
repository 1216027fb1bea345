package dev.hamlet.app.containers.create;

import dev.hamlet.app.fx.ZonedSlider;
import dev.hamlet.app.words.Messages;
import dev.hamlet.app.words.ProblemWords;
import dev.hamlet.engine.problem.Problem;
import java.util.Optional;
import javafx.util.Subscription;

/** The sliders of what a container may use. */
final class LimitsPane {
    private final LimitsChoice limits;
    private final Messages words;
    private final ZonedSlider cpus;
    private final ZonedSlider memory;
    private final ZonedSlider pids;
    private final Subscription subscription;

    LimitsPane(LimitsChoice limits, Messages words) {
        this.limits = limits;
        this.words = words;
        cpus = new ZonedSlider("new-container-cpus", words.text("new-container.cpus"), limits.cpus(), words);
        memory = new ZonedSlider("new-container-memory", words.text("new-container.memory"), limits.memory(), words);
        pids = new ZonedSlider("new-container-pids", words.text("new-container.pids"), limits.pids(), words);
        subscription = Subscription.combine(
                limits.cpus().valueProperty().subscribe(now -> caption()),
                limits.memory().valueProperty().subscribe(now -> caption()),
                limits.cpus().scaleProperty().subscribe(now -> caption()),
                limits.memory().scaleProperty().subscribe(now -> caption()),
                limits.keptProperty().subscribe(kept -> {
                    bar(cpus, kept.cpus());
                    bar(memory, kept.memory());
                    bar(pids, kept.pids());
                }));
    }

    ZonedSlider cpus() {
        return cpus;
    }

    ZonedSlider memory() {
        return memory;
    }

    ZonedSlider pids() {
        return pids;
    }

    private void bar(ZonedSlider slider, Optional<Problem> why) {
        slider.barredProperty()
                .set(why.map(problem -> ProblemWords.of(problem, words).cause()).orElse(""));
    }

    private void caption() {
        cpus.captionProperty()
                .set(
                        LimitsChoice.isUnlimited(limits.cpus())
                                ? words.text("new-container.unlimited")
                                : words.text(
                                        "new-container.cpus.about",
                                        words.figures().number(limits.cpus().value() / 100.0, 2)));
        memory.captionProperty()
                .set(LimitsChoice.isUnlimited(limits.memory()) ? words.text("new-container.unlimited") : "");
    }

    void dispose() {
        subscription.unsubscribe();
        cpus.dispose();
        memory.dispose();
        pids.dispose();
    }
}
