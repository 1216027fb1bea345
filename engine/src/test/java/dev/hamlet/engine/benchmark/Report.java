package dev.hamlet.engine.benchmark;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/** Prints figures in columns, each line as soon as it is known. */
final class Report {
    private final PrintStream out;

    Report(PrintStream out) {
        this.out = out;
    }

    void title(String text) {
        out.println();
        out.printf(Locale.ROOT, "%-46s %10s %10s %10s %5s%n", text, "median", "least", "most", "runs");
    }

    /** Figures without a goal. */
    void figures(String what, String unit, List<Double> values) {
        out.println(line(what, unit, values));
    }

    /** Figures whose median shall be at most this. */
    void figures(String what, String unit, List<Double> values, double goal) {
        String verdict = median(values) <= goal ? "met" : "MISSED";
        out.printf(Locale.ROOT, "%s  goal: at most %s %s, %s%n", line(what, unit, values), number(goal), unit, verdict);
    }

    /** Figures whose median shall be at least this. */
    void atLeast(String what, String unit, List<Double> values, double goal) {
        String verdict = median(values) >= goal ? "met" : "MISSED";
        out.printf(
                Locale.ROOT, "%s  goal: at least %s %s, %s%n", line(what, unit, values), number(goal), unit, verdict);
    }

    private static String line(String what, String unit, List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        return String.format(
                Locale.ROOT,
                "  %-44s %10s %10s %10s %5d",
                what + ", " + unit,
                number(median(values)),
                number(sorted.getFirst()),
                number(sorted.getLast()),
                sorted.size());
    }

    /** One figure. */
    void figure(String what, String unit, double value) {
        out.printf(Locale.ROOT, "  %-44s %10s%n", what + ", " + unit, number(value));
    }

    /** One figure that shall be at most this. */
    void figure(String what, String unit, double value, double goal) {
        out.printf(
                Locale.ROOT,
                "  %-44s %10s  goal: at most %s %s, %s%n",
                what + ", " + unit,
                number(value),
                number(goal),
                unit,
                value <= goal ? "met" : "MISSED");
    }

    void note(String text) {
        out.println("  " + text);
    }

    static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, Math.abs(value) < 10 ? "%.2f" : "%.1f", value);
    }
}
