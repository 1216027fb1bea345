package dev.hamlet.engine.comparison;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * What one of the two took.
 *
 * @param firstAnswer from the command that starts it to the first answer of its server
 * @param memoryBytes memory of this computer that it holds once it has answered, with what runs beside it for it alone; -1
 *     where that cannot be read
 * @param ownBytes of the disk, that it alone takes
 * @param sharedBytes of the disk, that all of the same image share
 */
public record Cost(Duration firstAnswer, long memoryBytes, long ownBytes, long sharedBytes) {
    /** Each figure is the median of what it was in these rounds, of which there is one at least. */
    static Cost median(List<Cost> rounds) {
        return new Cost(
                Duration.ofNanos(middle(rounds, cost -> cost.firstAnswer().toNanos())),
                middle(rounds, Cost::memoryBytes),
                middle(rounds, Cost::ownBytes),
                middle(rounds, Cost::sharedBytes));
    }

    private static long middle(List<Cost> rounds, ToLongFunction<Cost> figure) {
        List<Long> sorted = rounds.stream()
                .map(figure::applyAsLong)
                .sorted(Comparator.naturalOrder())
                .toList();
        int half = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(half) : (sorted.get(half - 1) + sorted.get(half)) / 2;
    }
}
