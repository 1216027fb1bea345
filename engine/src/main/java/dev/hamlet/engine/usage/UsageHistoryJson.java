package dev.hamlet.engine.usage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** A {@link UsageHistory} as JSON: the file {@code usage.json} of a machine's folder. Pure. */
final class UsageHistoryJson {
    private static final int FORMAT = 1;
    private static final ObjectMapper MAPPER = JsonMapper.builder().build();

    private UsageHistoryJson() {}

    static byte[] write(UsageHistory history) {
        ObjectNode root = MAPPER.createObjectNode();
        root.put("format", FORMAT);
        root.put("end", history.end().toString());
        for (UsageSpan span : UsageSpan.values()) {
            UsageSeries series = history.series(span);
            ObjectNode figures = root.putObject(span.word());
            for (UsageFigure figure : UsageFigure.values()) {
                if (series.has(figure)) {
                    ArrayNode values = figures.putArray(figure.word());
                    for (double value : series.values(figure)) {
                        add(values, value, figure == UsageFigure.CPU);
                    }
                }
            }
        }
        return (root.toPrettyString() + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private static void add(ArrayNode values, double value, boolean fraction) {
        if (Double.isNaN(value)) {
            values.addNull();
        } else if (fraction) {
            values.add(Math.round(value * 10_000) / 10_000.0);
        } else {
            values.add(Math.round(value));
        }
    }

    /** Empty where the bytes are no such history, or one of another version: a graph that begins anew harms nobody. */
    static Optional<UsageHistory> read(byte[] content) {
        try {
            JsonNode root = MAPPER.readTree(content);
            if (root == null || root.path("format").asInt() != FORMAT) {
                return Optional.empty();
            }
            Instant end = Instant.parse(root.path("end").asText());
            Map<UsageSpan, Map<UsageFigure, double[]>> spans = new EnumMap<>(UsageSpan.class);
            for (UsageSpan span : UsageSpan.values()) {
                spans.put(span, figures(root.path(span.word()), span));
            }
            return Optional.of(new UsageHistory(end, spans::get));
        } catch (IOException | DateTimeException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Map<UsageFigure, double[]> figures(JsonNode node, UsageSpan span) {
        Map<UsageFigure, double[]> figures = new EnumMap<>(UsageFigure.class);
        for (UsageFigure figure : UsageFigure.values()) {
            JsonNode values = node.path(figure.word());
            if (!values.isMissingNode()) {
                figures.put(figure, values(values, span));
            }
        }
        return figures;
    }

    private static double[] values(JsonNode node, UsageSpan span) {
        if (!node.isArray() || node.size() != span.size()) {
            throw new IllegalArgumentException("not the values of a " + span.word());
        }
        double[] values = new double[node.size()];
        for (int i = 0; i < values.length; i++) {
            JsonNode value = node.path(i);
            values[i] = value.isNull() ? Double.NaN : value.asDouble(-1);
            if (values[i] < 0 || Double.isInfinite((float) values[i])) {
                throw new IllegalArgumentException("not a figure");
            }
        }
        return values;
    }
}
