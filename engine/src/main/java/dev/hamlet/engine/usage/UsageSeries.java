package dev.hamlet.engine.usage;

import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/** The figures of one span, oldest first; the last value is of the step that is not over. Immutable. */
public final class UsageSeries {
    private final UsageSpan span;
    private final Instant end;
    private final Map<UsageFigure, double[]> values = new EnumMap<>(UsageFigure.class);

    /**
     * A series of these values.
     *
     * @param end the last moment that it tells of
     * @param values of each known figure as many as the span has
     */
    UsageSeries(UsageSpan span, Instant end, Map<UsageFigure, double[]> values) {
        this.span = span;
        this.end = end;
        values.forEach((figure, all) -> {
            if (all.length != span.size()) {
                throw new IllegalArgumentException(all.length + " values for a " + span.word());
            }
            this.values.put(figure, all.clone());
        });
    }

    /** How far back it reaches, and how finely. */
    public UsageSpan span() {
        return span;
    }

    /** The last moment that it tells of. */
    public Instant end() {
        return end;
    }

    /** Whether this figure has been known at all within the span. */
    public boolean has(UsageFigure figure) {
        double[] known = values.get(figure);
        return known != null && !Arrays.stream(known).allMatch(Double::isNaN);
    }

    /** The values of this figure, {@link UsageSpan#size()} of them, NaN where nothing is known; a copy. */
    public double[] values(UsageFigure figure) {
        double[] known = values.get(figure);
        if (known == null) {
            double[] none = new double[span.size()];
            Arrays.fill(none, Double.NaN);
            return none;
        }
        return known.clone();
    }
}
