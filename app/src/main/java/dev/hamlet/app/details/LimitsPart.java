package dev.hamlet.app.details;

import dev.hamlet.app.fx.ActsMark;
import dev.hamlet.app.fx.Amount;
import dev.hamlet.app.fx.LiveSlider;
import dev.hamlet.app.fx.ProblemCard;
import dev.hamlet.app.fx.ProblemCard.Weight;
import dev.hamlet.app.fx.Quantity;
import dev.hamlet.app.fx.SettingForm;
import dev.hamlet.app.fx.SliderScale;
import dev.hamlet.app.fx.SliderScale.Mark;
import dev.hamlet.app.fx.SliderScale.Meaning;
import dev.hamlet.app.fx.ZonedSlider;
import dev.hamlet.app.words.Messages;
import dev.hamlet.app.words.ProblemWords;
import dev.hamlet.engine.container.ContainerId;
import dev.hamlet.engine.container.ContainerLimits;
import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;

/** Sliders for what the selected container may use at most. All that there is, is no limit. */
final class LimitsPart implements DetailsTab {
    private static final String ID = "container-limits";
    private static final int PERCENT = 100;
    private static final long LEAST_MEMORY = 16;
    private static final long MEMORY_STEP = 16;

    /** Marks do not move with every second. */
    private static final long MEMORY_GRAIN = 256;

    private static final int MOST_PIDS = 32_768;
    private static final SliderScale UNKNOWN = new SliderScale(1, 1, 1, 1, 1, List.of());

    private final LimitsModel model;
    private final Messages words;
    private final VBox problems = new VBox();
    private final Label why = new Label();
    private final VBox body = new VBox();
    private final VBox card = new VBox();
    private final Subscription subscription;
    private Optional<Problem> shownFailure = Optional.empty();
    private @Nullable Sliders sliders;

    LimitsPart(ContainerContext context) {
        this.model = new LimitsModel(context);
        this.words = context.words();
        Label title = new Label(words.text("containers.limits"));
        title.getStyleClass().add("strong");
        problems.getStyleClass().add("cards");
        why.setId(ID + "-why");
        why.getStyleClass().add("muted");
        why.setWrapText(true);
        why.setMinHeight(Region.USE_PREF_SIZE);
        body.getStyleClass().add("form-stack");
        card.setId(ID);
        card.getStyleClass().addAll("card", "form-stack");
        card.getChildren().addAll(title, problems, why, body, ZonedSlider.legend(words));
        subscription = model.stateProperty().subscribe(this::show);
    }

    /** The sliders of one container: another one gets others, so that what is being typed is never meant for it. */
    private final class Sliders {
        private final ContainerId id;
        private final LiveSlider cpus;
        private final LiveSlider memory;
        private final LiveSlider pids;
        private final ActsMark cpusActs;
        private final ActsMark memoryActs;
        private final ActsMark pidsActs;
        private final SettingForm form = new SettingForm(words);

        Sliders(ContainerId id) {
            this.id = id;
            cpus = slider(
                    "cpus",
                    Amount.percent(words),
                    (limits, value) -> new ContainerLimits(limits.memory(), (double) value / PERCENT, limits.pids()));
            memory = slider(
                    "memory",
                    Amount.mebibytes(words),
                    (limits, value) -> new ContainerLimits(
                            value == 0 ? Optional.empty() : Optional.of(ByteSize.ofMebibytes(value)),
                            limits.cpus(),
                            limits.pids()));
            pids = slider(
                    "pids",
                    Amount.count(words),
                    (limits, value) -> new ContainerLimits(limits.memory(), limits.cpus(), value.intValue()));
            cpusActs = form.add(ID + "-cpus", words.text("containers.limits.cpus"), cpus);
            memoryActs = form.add(ID + "-memory", words.text("containers.limits.memory"), memory);
            pidsActs = form.add(ID + "-pids", words.text("containers.limits.pids"), pids);
        }

        /** What the slider shows at its end is no limit, which the engine calls 0. */
        private LiveSlider slider(
                String word, Amount amount, BiFunction<ContainerLimits, Long, ContainerLimits> change) {
            Quantity quantity = new Quantity(amount, UNKNOWN, 1);
            return new LiveSlider(ID + "-" + word, words.text("containers.limits." + word), quantity, words, value -> {
                long meant = value >= quantity.scaleProperty().get().most() ? 0 : value;
                model.change(id, limits -> change.apply(limits, meant));
            });
        }

        void show(LimitsModel.State now) {
            boolean live = now.container().state().isLive();
            cpus.bar(said(now.kept().cpus()));
            memory.bar(said(now.kept().memory()));
            pids.bar(said(now.kept().pids()));
            ContainerLimits limits = now.limits();
            SliderScale ofCpus = cpus(now);
            long percent = limits.cpus() > 0 ? Math.max(1, Math.round(limits.cpus() * PERCENT)) : ofCpus.most();
            cpus.show(
                    ofCpus,
                    percent,
                    now.quiet(),
                    limits.cpus() > 0
                            ? words.text(
                                    "new-container.cpus.about", words.figures().number(limits.cpus(), 2))
                            : words.text("new-container.unlimited"),
                    cpusActs.show(live));
            SliderScale ofMemory = memory(now);
            memory.show(
                    ofMemory,
                    limits.memory().map(ByteSize::mebibytes).orElse(ofMemory.most()),
                    now.quiet(),
                    limits.memory().isPresent() ? "" : words.text("new-container.unlimited"),
                    memoryActs.show(live));
            SliderScale ofPids = pids(now);
            pids.show(
                    ofPids,
                    limits.pids() > 0 ? limits.pids() : ofPids.most(),
                    now.quiet(),
                    limits.pids() > 0 ? "" : words.text("new-container.unlimited"),
                    pidsActs.show(live));
        }

        private String said(Optional<Problem> why) {
            return why.map(problem -> ProblemWords.of(problem, words).cause()).orElse("");
        }

        void dispose() {
            cpus.dispose();
            memory.dispose();
            pids.dispose();
        }
    }

    private static SliderScale cpus(LimitsModel.State now) {
        long here = (long) now.host().processors() * PERCENT;
        long most = Math.max(
                here,
                (long) Math.ceil(now.limits().cpus() * PERCENT) + (now.limits().cpus() * PERCENT > here ? 1 : 0));
        List<Mark> marks = new ArrayList<>(List.of(new Mark(Meaning.MOST, most)));
        now.use()
                .map(sample -> sample.usage().cpu())
                .filter(busy -> busy * PERCENT >= 1)
                .ifPresent(busy -> marks.addFirst(new Mark(Meaning.USES, Math.min(most, Math.round(busy * PERCENT)))));
        return new SliderScale(1, most, 1, Math.max(1, here * 3 / 4), here, marks);
    }

    private static SliderScale memory(LimitsModel.State now) {
        long mine = now.limits().memory().map(ByteSize::mebibytes).orElse(0L);
        long here = now.host().memory().mebibytes();
        long most = Math.max(LEAST_MEMORY, mine >= here ? mine + 1 : here);
        long least = mine > 0 ? Math.min(LEAST_MEMORY, mine) : LEAST_MEMORY;
        long held = now.use()
                .map(sample -> sample.usage().memory())
                .filter(bytes -> bytes >= 0)
                .map(bytes -> (long) (bytes / (1 << 20)))
                .orElse(0L);
        // What it holds already is its own.
        long free = (now.host().memoryAvailable().mebibytes() + held) / MEMORY_GRAIN * MEMORY_GRAIN;
        free = Math.clamp(free, least, most);
        List<Mark> marks = new ArrayList<>();
        if (held > 0) {
            marks.add(new Mark(Meaning.USES, Math.clamp(held, least, most)));
        }
        marks.add(new Mark(Meaning.FREE, free));
        marks.add(new Mark(Meaning.MOST, most));
        return new SliderScale(least, most, MEMORY_STEP, Math.max(least, free / 2), free, marks);
    }

    private static SliderScale pids(LimitsModel.State now) {
        long most = Math.max(MOST_PIDS, now.limits().pids() + 1L);
        return new SliderScale(1, most, 1, most, most, List.of(new Mark(Meaning.MOST, most)));
    }

    private void show(Optional<LimitsModel.State> now) {
        card.setVisible(now.isPresent());
        card.setManaged(now.isPresent());
        Sliders before = sliders;
        if (now.isEmpty()
                || (before != null && !before.id.equals(now.get().container().id()))) {
            if (before != null) {
                before.dispose();
            }
            sliders = null;
            body.getChildren().clear();
        }
        if (now.isEmpty()) {
            return;
        }
        Sliders shown = sliders == null ? new Sliders(now.get().container().id()) : sliders;
        if (!shown.equals(sliders)) {
            sliders = shown;
            body.getChildren().setAll(shown.form);
        }
        shown.show(now.get());
        Optional<Problem> unavailable = now.get().unavailable();
        shown.form.setDisable(unavailable.isPresent());
        why.setText(unavailable.map(one -> ProblemWords.of(one, words).cause()).orElse(""));
        why.setVisible(unavailable.isPresent());
        why.setManaged(unavailable.isPresent());
        shown.form.setAccessibleHelp(why.getText());
        showFailure(now.get().failure(), shown.id);
    }

    private void showFailure(Optional<Problem> failure, ContainerId id) {
        if (!failure.equals(shownFailure)) {
            shownFailure = failure;
            problems.getChildren()
                    .setAll(failure.stream()
                            .map(one -> new ProblemCard(one, Weight.WRONG, words, List.of(), () -> model.dismiss(id)))
                            .toList());
        }
        ProblemCards.setShown(problems, failure.isPresent());
    }

    @Override
    public Node node() {
        return card;
    }

    @Override
    public void seen(boolean now) {
        model.seen(now);
    }

    @Override
    public void dispose() {
        subscription.unsubscribe();
        if (sliders != null) {
            sliders.dispose();
        }
        model.close();
    }
}
