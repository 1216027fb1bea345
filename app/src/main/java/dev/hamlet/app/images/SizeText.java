package dev.hamlet.app.images;

import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.problem.ProblemException;
import java.util.Optional;

/** Sizes as people write them in the window: with a comma or a point, and in gibibytes where no unit is said. */
final class SizeText {
    private SizeText() {}

    /** The size that is meant; empty where that cannot be told. */
    static Optional<ByteSize> read(String text) {
        String plain = text.strip();
        // A point and a comma together may be thousands or decimals: nobody guesses.
        String pointed = plain.indexOf('.') < 0 ? plain.replaceFirst("^(\\d+),(\\d+)", "$1.$2") : plain;
        String whole = pointed.matches("\\d+(\\.\\d+)?") ? pointed + " GiB" : pointed;
        try {
            return Optional.of(ByteSize.parse(whole));
        } catch (ProblemException e) {
            return Optional.empty();
        }
    }
}
