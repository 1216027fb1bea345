package dev.hamlet.app.fx;

import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * The scale of a {@link ZonedSlider}: as far from 1 to 2 as from 2 to 4. What a slider offers on it are round values:
 * the powers of two and three steps between each, in whole {@code step}s. Immutable.
 *
 * @param least the lowest value, at least 1
 * @param most the highest value, not less than {@code least}
 * @param step every value that the slider offers, but for {@code least} and {@code most}, is a multiple of it
 * @param comfortable up to this value there is plenty
 * @param free up to this value there is enough
 * @param marks values with a meaning, ascending
 */
public record SliderScale(long least, long most, long step, long comfortable, long free, List<Mark> marks) {
    /** How a value fits what there is. */
    public enum Zone {
        /** There is plenty. */
        COMFORTABLE,
        /** There is enough. */
        TIGHT,
        /** There is not enough now. */
        BEYOND
    }

    /** What a mark stands for. */
    public enum Meaning {
        /** It works with no less. */
        LEAST,
        /** Its publisher advises so much. */
        ADVISED,
        /** So much is free now. */
        FREE,
        /** So much is in use now. */
        USES,
        /** There is no more. */
        MOST
    }

    /** A value with a meaning. */
    public record Mark(Meaning meaning, long at) {}

    /** Copies the list. */
    public SliderScale {
        if (least < 1 || most < least || step < 1) {
            throw new IllegalArgumentException(least + " to " + most + " by " + step);
        }
        marks = List.copyOf(marks);
    }

    /** Where the value stands on the track: 0 at its beginning, 1 at its end. */
    public double place(long value) {
        if (most == least) {
            return value < least ? 0 : 1;
        }
        double whole = Math.log((double) most / least);
        return Math.clamp(Math.log((double) Math.max(1, value) / least) / whole, 0, 1);
    }

    /** The value that the slider offers nearest to this place of the track. */
    public long near(double place) {
        long best = least;
        for (long value : offered()) {
            if (Math.abs(place(value) - place) < Math.abs(place(best) - place)) {
                best = value;
            }
        }
        return best;
    }

    /** The next value that the slider offers above this one, or the highest. */
    public long above(long value) {
        Long next = offered().higher(value);
        return next == null ? most : next;
    }

    /** The next value that the slider offers below this one, or the lowest. */
    public long below(long value) {
        Long next = offered().lower(value);
        return next == null ? least : next;
    }

    /** The value a part of the track away, at least one step: what the Page keys do. */
    public long jump(long value, double part) {
        long there = near(place(value) + part);
        return part < 0 ? Math.min(there, below(value)) : Math.max(there, above(value));
    }

    /** How the value fits what there is. */
    public Zone zone(long value) {
        if (value <= comfortable) {
            return Zone.COMFORTABLE;
        }
        return value <= free ? Zone.TIGHT : Zone.BEYOND;
    }

    /** Whether the value stands on the scale. */
    public boolean holds(long value) {
        return value >= least && value <= most;
    }

    /** The nearest value on the scale. */
    public long clamp(long value) {
        return Math.clamp(value, least, most);
    }

    private NavigableSet<Long> offered() {
        NavigableSet<Long> values = new TreeSet<>(List.of(least, most));
        for (long power = 1; power <= most && power > 0; power <<= 1) {
            for (long quarters = 4; quarters < 8; quarters++) {
                long value = power * quarters / 4;
                if (power * quarters % 4 == 0 && value % step == 0 && holds(value)) {
                    values.add(value);
                }
            }
        }
        marks.stream()
                .filter(mark -> mark.meaning() == Meaning.ADVISED && holds(mark.at()))
                .forEach(mark -> values.add(mark.at()));
        return values;
    }
}
