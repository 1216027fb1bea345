package dev.hamlet.app.details;

import dev.hamlet.app.fx.Graph;
import dev.hamlet.app.fx.Ink;
import dev.hamlet.app.words.Figures;
import dev.hamlet.app.words.Messages;
import dev.hamlet.engine.usage.UsageFigure;
import dev.hamlet.engine.usage.UsageSeries;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;
import java.util.stream.Stream;
import org.kordamp.ikonli.feather.Feather;

/** What a graph of a machine or container is about, and what it then shows. */
enum Metric {
    CPU(Feather.CPU, Ink.ACCENT, UsageFigure.CPU),
    MEMORY(Feather.SERVER, Ink.SUCCESS, UsageFigure.MEMORY),
    DISK(Feather.HARD_DRIVE, Ink.ACCENT, UsageFigure.DISK_READ, UsageFigure.DISK_WRITTEN),
    NETWORK(Feather.GLOBE, Ink.ACCENT, UsageFigure.NETWORK_RECEIVED, UsageFigure.NETWORK_SENT);

    /** Less than this at the upper edge would make mountains of nothing. */
    private static final double LEAST_RATE = 16 << 10;

    private final Feather icon;
    private final Ink ink;
    private final UsageFigure first;
    private final UsageFigure second;

    Metric(Feather icon, Ink ink, UsageFigure only) {
        this(icon, ink, only, only);
    }

    Metric(Feather icon, Ink ink, UsageFigure first, UsageFigure second) {
        this.icon = icon;
        this.ink = ink;
        this.first = first;
        this.second = second;
    }

    /** Its name in ids and keys. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** A graph of it that shows nothing yet; {@code prefix} begins its id. */
    Graph graph(String prefix, Messages words) {
        return new Graph(prefix + "-" + word(), icon, words.text("details.usage." + word()), ink);
    }

    /** What the graph shows of this series; a small graph has room for brief figures, and for none of its upper edge. */
    Graph.Reading reading(UsageSeries series, UsageSubject subject, boolean brief, Messages words) {
        Figures figures = words.figures();
        String span = words.text("details.usage.span." + series.span().word());
        String name = words.text("details.usage." + word());
        if (!series.has(first) && !series.has(second)) {
            // Of a machine's network nobody but the guest's own agent can tell.
            String unknown = words.text(
                    this == NETWORK && subject.guest() ? "details.usage.unknown.network" : "details.usage.unknown");
            return new Graph.Reading(
                    List.of(),
                    1,
                    "\u2014",
                    unknown,
                    span,
                    words.text("details.usage.accessible.unknown", name, unknown));
        }
        return switch (this) {
            case CPU -> cpu(series, subject, span, words);
            case MEMORY -> memory(series, subject, span, words);
            case DISK, NETWORK ->
                rates(series, span, brief, words, rate -> {
                    long whole = Math.round(rate);
                    return brief ? figures.briefRate(whole) : figures.rate(whole);
                });
        };
    }

    private Graph.Reading cpu(UsageSeries series, UsageSubject subject, String span, Messages words) {
        double processors = subject.processors();
        double[] share = series.values(first);
        for (int i = 0; i < share.length; i++) {
            share[i] /= processors;
        }
        String scale = words.text(
                processors == 1 ? "details.usage.cpu.one" : "details.usage.cpu.many",
                words.figures().number(processors, 2));
        return one(share, 1, scale, span, words, words.figures()::percent);
    }

    private Graph.Reading memory(UsageSeries series, UsageSubject subject, String span, Messages words) {
        double[] held = series.values(first);
        double all = subject.memory();
        String scale = all == 0
                ? ""
                : words.text("details.usage.memory.of", words.figures().size((long) all));
        // The process holds a little more than its guest: that is above the edge, and the figure tells it.
        return one(
                held,
                all > 0 ? all : highest(held),
                scale,
                span,
                words,
                bytes -> words.figures().briefSize(Math.round(bytes)));
    }

    private Graph.Reading one(
            double[] values, double top, String scale, String span, Messages words, DoubleFunction<String> text) {
        String now = text(last(values), text);
        return new Graph.Reading(
                List.of(values), top, now, scale, span, accessible(now, text(highest(values), text), words));
    }

    private Graph.Reading rates(
            UsageSeries series, String span, boolean brief, Messages words, DoubleFunction<String> text) {
        double[] in = series.values(first);
        double[] out = series.values(second);
        double[] sum = new double[in.length];
        for (int i = 0; i < sum.length; i++) {
            sum[i] = Double.isNaN(in[i]) ? out[i] : Double.isNaN(out[i]) ? in[i] : in[i] + out[i];
        }
        double top = edge(Math.max(highest(in), highest(out)));
        String now = text(last(sum), text);
        return new Graph.Reading(
                List.of(in, out),
                top,
                now,
                words.text("details.usage." + word() + ".both", text(last(in), text), text(last(out), text)),
                brief ? span : words.text("details.usage.span.to", text.apply(top), span),
                accessible(now, text(highest(sum), text), words));
    }

    private String accessible(String now, String highest, Messages words) {
        return words.text("details.usage.accessible", words.text("details.usage." + word()), now, highest);
    }

    private static String text(double value, DoubleFunction<String> text) {
        return Double.isNaN(value) ? "\u2014" : text.apply(value);
    }

    /** The step that is not over may have nothing in it yet. */
    private static double last(double[] values) {
        double last = values[values.length - 1];
        return Double.isNaN(last) ? values[values.length - 2] : last;
    }

    private static double highest(double[] values) {
        return Arrays.stream(values).filter(value -> !Double.isNaN(value)).max().orElse(Double.NaN);
    }

    /** A round figure that is not below this one: 1, 2 or 5 with noughts, in units of 1024. */
    static double edge(double rate) {
        if (Double.isNaN(rate) || rate <= LEAST_RATE) {
            return LEAST_RATE;
        }
        double unit = Math.pow(1024, Math.floor(Math.log(rate) / Math.log(1024)));
        return Stream.of(1, 2, 5, 10, 20, 50, 100, 200, 500, 1024)
                .mapToDouble(step -> step * unit)
                .filter(edge -> edge >= rate)
                .findFirst()
                .orElse(rate);
    }
}
