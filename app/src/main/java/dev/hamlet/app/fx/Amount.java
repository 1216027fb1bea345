package dev.hamlet.app.fx;

import dev.hamlet.app.words.Figures;
import dev.hamlet.app.words.Messages;
import dev.hamlet.engine.host.ByteSize;
import java.util.Optional;
import java.util.OptionalLong;

/** How whole numbers of one kind are written and read in the user's language. Immutable. */
public sealed interface Amount {
    /** The value without its unit, exact. */
    String figure(long value);

    /** The unit that stands beside {@link #figure}; may be empty. */
    String unit(long value);

    /**
     * The value that a person typed; a number without a unit means that of {@code shown}.
     *
     * @return empty where the text is no value of this kind
     */
    OptionalLong read(String text, long shown);

    /** Value and unit. */
    default String text(long value) {
        String unit = unit(value);
        return unit.isEmpty() ? figure(value) : figure(value) + " " + unit;
    }

    /** Value and unit, rounded: for what is measured. */
    default String rough(long value) {
        return text(value);
    }

    /** Things that are counted. */
    static Amount count(Messages words) {
        return new Count(words.figures());
    }

    /** Parts of a hundred. */
    static Amount percent(Messages words) {
        return new Percent(words.figures());
    }

    /** Memory or storage in MiB. */
    static Amount mebibytes(Messages words) {
        return new Mebibytes(words.figures());
    }

    /** Things that are counted. */
    record Count(Figures figures) implements Amount {
        @Override
        public String figure(long value) {
            return figures.number((double) value, 0);
        }

        @Override
        public String unit(long value) {
            return "";
        }

        @Override
        public OptionalLong read(String text, long shown) {
            return figures.readCount(text);
        }
    }

    /** Parts of a hundred. */
    record Percent(Figures figures) implements Amount {
        @Override
        public String figure(long value) {
            return figures.number((double) value, 0);
        }

        @Override
        public String unit(long value) {
            return "%";
        }

        @Override
        public OptionalLong read(String text, long shown) {
            String number = text.strip();
            return figures.readCount(number.endsWith("%") ? number.substring(0, number.length() - 1) : number);
        }
    }

    /** Memory or storage in MiB, written in the greatest unit that two decimals are exact in. */
    record Mebibytes(Figures figures) implements Amount {
        private static final String[] UNITS = {"MiB", "GiB", "TiB"};
        private static final int QUARTERS = 4;

        private static int unitOf(long value) {
            int unit = 0;
            long one = 1024;
            while (unit < UNITS.length - 1 && value >= one && value * QUARTERS % one == 0) {
                unit++;
                one *= 1024;
            }
            return unit;
        }

        @Override
        public String figure(long value) {
            return figures.number(value / Math.pow(1024, unitOf(value)), 2);
        }

        @Override
        public String unit(long value) {
            return UNITS[unitOf(value)];
        }

        @Override
        public String rough(long value) {
            return figures.size(value << 20);
        }

        @Override
        public OptionalLong read(String text, long shown) {
            Optional<ByteSize> size = figures.readSize(text, unit(shown));
            return size.isEmpty()
                    ? OptionalLong.empty()
                    : OptionalLong.of(size.get().mebibytes());
        }
    }
}
