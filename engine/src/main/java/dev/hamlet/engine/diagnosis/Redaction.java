package dev.hamlet.engine.diagnosis;

import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes out of a text what names a person, a thing of theirs or a place in their network, and what could be a secret.
 * A name is replaced by the same word wherever it stands, so that the text still tells what belongs together. Rather too
 * much than too little. Immutable; for any thread.
 */
public final class Redaction {
    /** A replacement for whatever a pattern finds; {@code $1} is what is kept. */
    private record Rule(Pattern pattern, String replacement) {}

    private static final List<Rule> RULES = List.of(
            // What is between the names of a scheme and of a site: RFC 3986, section 3.2.1.
            rule("([a-z][a-z0-9+.-]*://)[^\\s/@]+@", "$1[removed]@"),
            // The query of an address often is a signature.
            rule("([a-z][a-z0-9+.-]*://[^\\s?\"']+)\\?[^\\s\"']+", "$1?[removed]"),
            rule("(authorization\\s*[:=]\\s*\"?(?:basic|bearer|digest)\\s+)[^\\s\"]+", "$1[removed]"),
            rule(
                    "([\\w.-]*(?:passw(?:or)?d|passphrase|secret|token|credential|api[_-]?key|auth)[\\w.-]*\"?\\s*[:=]\\s*)"
                            + "(?:\"(?:\\\\.|[^\"\\\\])*\"|'[^']*'|[^\\s,;}\\]]+)",
                    "$1[removed]"),
            rule("-----BEGIN [^-]+-----[\\s\\S]*?(?:-----END [^-]+-----|\\z)", "[removed key]"),
            rule("\\b(ssh-(?:rsa|ed25519|dss)|ecdsa-sha2-\\S+)\\s+[A-Za-z0-9+/=]+(?:[ \\t]+\\S+)?", "$1 [removed]"),
            rule("\\beyJ[A-Za-z0-9_-]{5,}\\.[A-Za-z0-9_-]+(?:\\.[A-Za-z0-9_-]*)?", "[removed token]"),
            rule("[\\w.+-]+@(?:[\\w-]+\\.)+[a-z]{2,}", "[address]"),
            rule("\\b(?:[0-9a-f]{2}:){5}[0-9a-f]{2}\\b", "[mac]"),
            rule(
                    "(?<![\\w.])(?!127\\.|0\\.0\\.0\\.0|255\\.255)(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)\\.){3}"
                            + "(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?![\\w]|\\.\\d)",
                    "[ip]"),
            rule("(?<![\\w:])(?:[0-9a-f]{1,4}:){3,7}(?::|[0-9a-f]{1,4})(?::?[0-9a-f]{1,4})*(?![\\w:])", "[ip]"),
            rule(
                    "(?<![\\w:])(?:fe80|f[cd][0-9a-f]{2}|2[0-9a-f]{3}):(?:[0-9a-f]{0,4}:){1,6}[0-9a-f]{0,4}(?![\\w:])",
                    "[ip]"),
            rule("/(home|Users|media|run/media)/[^/\\s\"']+", "/$1/[user]"));

    private final Map<String, String> names;

    private Redaction(Map<String, String> names) {
        this.names = names;
    }

    private static Rule rule(String pattern, String replacement) {
        return new Rule(
                Pattern.compile(pattern, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CHARACTER_CLASS), replacement);
    }

    /**
     * A redaction that knows these names.
     *
     * @param kinds names by what they are, such as {@code machine}; the first becomes {@code machine-1}. What is no longer
     *     than a letter is not looked for
     */
    public static Redaction of(Map<String, ? extends Collection<String>> kinds) {
        Map<String, String> names = new LinkedHashMap<>();
        kinds.forEach((kind, all) -> {
            int number = 0;
            for (String name : all.stream().distinct().toList()) {
                number++;
                if (name.strip().length() > 1) {
                    names.putIfAbsent(name, kind + "-" + number);
                }
            }
        });
        return new Redaction(names);
    }

    /** The text without names and secrets. */
    public String apply(String text) {
        String left = text;
        // The longest first: one name may be a part of another.
        List<String> longest = names.keySet().stream()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
        // Secrets before names: "password=tom" must not become "password=user-1" alone.
        for (Rule rule : RULES) {
            left = rule.pattern().matcher(left).replaceAll(rule.replacement());
        }
        for (String name : longest) {
            // Not within another word: a machine called "on" is no part of "none".
            Pattern whole = Pattern.compile(
                    "(?<![\\p{L}\\p{N}])" + Pattern.quote(name) + "(?![\\p{L}\\p{N}])",
                    Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
            left = whole.matcher(left).replaceAll(Matcher.quoteReplacement(names.getOrDefault(name, "[name]")));
        }
        return left;
    }
}
