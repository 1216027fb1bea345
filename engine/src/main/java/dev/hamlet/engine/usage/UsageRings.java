package dev.hamlet.engine.usage;

import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/** The history of one machine while it grows. Figures that were never known take no room. Safe for use by many threads. */
final class UsageRings {
    private final Map<UsageFigure, Map<UsageSpan, UsageRing>> rings = new EnumMap<>(UsageFigure.class);
    private long end;

    /** Goes on from what is known already. */
    UsageRings(UsageHistory before) {
        end = before.end().toEpochMilli();
        for (UsageFigure figure : UsageFigure.values()) {
            for (UsageSpan span : UsageSpan.values()) {
                UsageSeries series = before.series(span);
                if (series.has(figure)) {
                    ring(ringsOf(figure), span).restore(series.values(figure), end);
                }
            }
        }
    }

    /** A history without anything in it, that ends at this moment. */
    static UsageHistory nothing(Instant end) {
        return new UsageHistory(end, span -> Map.of());
    }

    private Map<UsageSpan, UsageRing> ringsOf(UsageFigure figure) {
        return rings.computeIfAbsent(figure, _ -> {
            Map<UsageSpan, UsageRing> spans = new EnumMap<>(UsageSpan.class);
            for (UsageSpan span : UsageSpan.values()) {
                spans.put(span, new UsageRing(span));
            }
            return spans;
        });
    }

    private static UsageRing ring(Map<UsageSpan, UsageRing> spans, UsageSpan span) {
        return Objects.requireNonNull(spans.get(span));
    }

    /**
     * Notes what was used from one moment to the other.
     *
     * @param from in milliseconds since 1970, as the {@link UsageClock} counts them
     */
    synchronized void add(long from, long to, Usage usage) {
        for (UsageFigure figure : UsageFigure.values()) {
            if (usage.knows(figure)) {
                ringsOf(figure).values().forEach(ring -> ring.add(from, to, usage.figure(figure)));
            }
        }
        end = Math.max(end, to);
    }

    /** All of it up to the last note. */
    synchronized UsageHistory history() {
        return historyUntil(end);
    }

    /** All of it, with the gap from the last note to this moment. */
    synchronized UsageHistory historyUntil(long moment) {
        long last = Math.max(end, moment);
        return new UsageHistory(Instant.ofEpochMilli(last), span -> {
            Map<UsageFigure, double[]> values = new EnumMap<>(UsageFigure.class);
            rings.forEach(
                    (figure, spans) -> values.put(figure, ring(spans, span).until(last)));
            return values;
        });
    }
}
