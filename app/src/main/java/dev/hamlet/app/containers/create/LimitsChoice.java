package dev.hamlet.app.containers.create;

import dev.hamlet.app.fx.Amount;
import dev.hamlet.app.fx.Quantity;
import dev.hamlet.app.fx.SliderScale;
import dev.hamlet.app.fx.SliderScale.Mark;
import dev.hamlet.app.fx.SliderScale.Meaning;
import dev.hamlet.app.words.Messages;
import dev.hamlet.engine.container.ContainerLimits;
import dev.hamlet.engine.container.KeptLimits;
import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.job.Phrase;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;

/** What a container may use at most. Belongs to the thread of its model. */
final class LimitsChoice {
    private static final int USUAL_PIDS = 2048;
    private static final int MOST_PIDS = 32_768;
    private static final int PERCENT = 100;
    private static final long LEAST_MEMORY = 16;
    private static final SliderScale UNKNOWN = new SliderScale(1, 1, 1, 1, 1, List.of());

    private final Quantity cpus;
    private final Quantity memory;
    private final Quantity pids;
    private final @Nullable ContainerLimits before;
    private long shownCpus;
    private long shownMemory;
    private final ReadOnlyObjectWrapper<KeptLimits> kept = new ReadOnlyObjectWrapper<>(KeptLimits.ALL);
    private final long shownPids;

    /**
     * No limits but a number of processes, or those that a container has.
     *
     * @param before what it has; null for a new one
     */
    LimitsChoice(Messages words, @Nullable ContainerLimits before) {
        this.before = before;
        cpus = new Quantity(Amount.percent(words), UNKNOWN, 1);
        memory = new Quantity(Amount.mebibytes(words), UNKNOWN, 1);
        long number = before == null ? USUAL_PIDS : before.pids() == 0 ? MOST_PIDS : before.pids();
        long most = Math.max(MOST_PIDS, number);
        pids = new Quantity(
                Amount.count(words),
                new SliderScale(1, most, 1, most, most, List.of(new Mark(Meaning.MOST, most))),
                number);
        shownPids = number;
    }

    /** This is what the computer has. */
    void show(ContainerWorkshop.Stock stock) {
        kept.set(stock.kept());
        long processors = (long) stock.processors() * PERCENT;
        cpus.suggest(
                new SliderScale(1, processors, 1, processors, processors, List.of(new Mark(Meaning.MOST, processors))),
                before == null || before.cpus() == 0 ? processors : Math.round(before.cpus() * PERCENT));
        shownCpus = cpus.value();
        long most = Math.max(LEAST_MEMORY, stock.memory().bytes() >> 20);
        long free = Math.clamp(stock.free().bytes() >> 20, LEAST_MEMORY, most);
        memory.suggest(
                new SliderScale(
                        LEAST_MEMORY,
                        most,
                        LEAST_MEMORY,
                        free,
                        most,
                        List.of(new Mark(Meaning.FREE, free), new Mark(Meaning.MOST, most))),
                before == null
                        ? most
                        : before.memory().map(size -> size.bytes() >> 20).orElse(most));
        shownMemory = memory.value();
    }

    /** Its processors' time in parts of a hundred of one; all that there are is no limit. */
    Quantity cpus() {
        return cpus;
    }

    /** Its memory in MiB; all that there is is no limit. */
    Quantity memory() {
        return memory;
    }

    /** How many processes and threads it may have. */
    Quantity pids() {
        return pids;
    }

    /** Which limits it can be given here. */
    ReadOnlyObjectProperty<KeptLimits> keptProperty() {
        return kept.getReadOnlyProperty();
    }

    /** Why one of them cannot be. */
    Optional<Phrase> fault() {
        return cpus.faultProperty()
                .get()
                .or(() -> memory.faultProperty().get())
                .or(() -> pids.faultProperty().get());
    }

    /** What is chosen; what a slider can say less exactly than it was said before stays as it was until it is moved. */
    ContainerLimits limits() {
        Optional<ByteSize> someMemory =
                isUnlimited(memory) ? Optional.empty() : Optional.of(ByteSize.ofMebibytes(memory.value()));
        double someCpus = isUnlimited(cpus) ? 0 : (double) cpus.value() / PERCENT;
        int somePids = (int) pids.value();
        if (before != null) {
            someMemory = memory.value() == shownMemory ? before.memory() : someMemory;
            someCpus = cpus.value() == shownCpus ? before.cpus() : someCpus;
            somePids = pids.value() == shownPids ? before.pids() : somePids;
        }
        KeptLimits can = kept.get();
        return new ContainerLimits(
                can.memory().isPresent() ? Optional.empty() : someMemory,
                can.cpus().isPresent() ? 0 : someCpus,
                can.pids().isPresent() ? 0 : somePids);
    }

    /** As much as there is at all. */
    static boolean isUnlimited(Quantity quantity) {
        return quantity.value() >= quantity.scaleProperty().get().most();
    }
}
