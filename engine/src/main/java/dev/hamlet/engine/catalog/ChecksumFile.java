package dev.hamlet.engine.catalog;

import dev.hamlet.engine.transfer.Digest;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Files of digests as publishers write them: coreutils ({@code <hex>  name} and {@code <hex> *name}), BSD
 * ({@code SHA256 (name) = <hex>}, which Fedora wraps in an OpenPGP cleartext signature), and a digest standing alone
 * (Alpine). The signature itself is not checked; the file is believed because of the TLS connection that it came over.
 */
final class ChecksumFile {
    private static final Pattern COREUTILS = Pattern.compile("\\\\?([0-9A-Fa-f]+) [ *](\\S.*)");
    private static final Pattern BSD = Pattern.compile("([A-Za-z0-9-]+) \\((.+)\\) = ([0-9A-Fa-f]+)");

    private ChecksumFile() {}

    /** What the file states of {@code name}; empty if it says nothing, or two different things. */
    static Optional<Digest> find(String content, Digest.Algorithm algorithm, String name) {
        Optional<Digest> alone = Digest.of(algorithm, content.strip());
        if (alone.isPresent()) {
            return alone;
        }
        Set<Digest> stated = new HashSet<>();
        content.lines().map(String::strip).forEach(line -> {
            Matcher coreutils = COREUTILS.matcher(line);
            Matcher bsd = BSD.matcher(line);
            if (coreutils.matches() && isNamed(coreutils.group(2), name)) {
                Digest.of(algorithm, coreutils.group(1)).ifPresent(stated::add);
            } else if (bsd.matches()
                    && isNamed(bsd.group(2), name)
                    && Digest.Algorithm.ofWord(bsd.group(1)).equals(Optional.of(algorithm))) {
                Digest.of(algorithm, bsd.group(3)).ifPresent(stated::add);
            }
        });
        return stated.size() == 1 ? Optional.of(stated.iterator().next()) : Optional.empty();
    }

    private static boolean isNamed(String path, String name) {
        return path.equals(name) || path.equals("./" + name);
    }
}
