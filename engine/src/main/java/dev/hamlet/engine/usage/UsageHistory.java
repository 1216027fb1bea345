package dev.hamlet.engine.usage;

import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/** What a machine has used in the last minute, hour and day. Immutable. */
public final class UsageHistory {
    private final Instant end;
    private final Map<UsageSpan, UsageSeries> series = new EnumMap<>(UsageSpan.class);

    /**
     * A history of these figures.
     *
     * @param end the last moment that it tells of
     * @param values of each span, as many of each known figure as the span has
     */
    UsageHistory(Instant end, Function<UsageSpan, Map<UsageFigure, double[]>> values) {
        this.end = end;
        for (UsageSpan span : UsageSpan.values()) {
            series.put(span, new UsageSeries(span, end, values.apply(span)));
        }
    }

    /** The last moment that it tells of. */
    public Instant end() {
        return end;
    }

    /** The series of this span. */
    public UsageSeries series(UsageSpan span) {
        return Objects.requireNonNull(series.get(span));
    }
}
