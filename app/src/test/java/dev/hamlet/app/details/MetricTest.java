package dev.hamlet.app.details;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class MetricTest {
    @Test
    void theUpperEdgeIsARoundFigureThatIsNotBelowTheHighest() {
        assertEquals(16 << 10, Metric.edge(Double.NaN));
        assertEquals(16 << 10, Metric.edge(0));
        assertEquals(20 << 10, Metric.edge(17 << 10));
        assertEquals(1 << 20, Metric.edge(600 << 10));
        assertEquals(5 << 20, Metric.edge((3 << 20) + 1));
        assertEquals(1L << 30, Metric.edge(700.0 * (1 << 20)));
    }
}
