package dev.hamlet.engine.image.registry;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * How a registry wants to know who asks (RFC 9110 section 11.6.1).
 *
 * @param scheme in lower case, such as {@code bearer}
 * @param parameters by their names in lower case
 */
record Challenge(String scheme, Map<String, String> parameters) {
    Challenge {
        parameters = Map.copyOf(parameters);
    }

    String parameter(String name) {
        return parameters.getOrDefault(name, "");
    }

    /** All challenges of these headers, in any order of their parameters, several in one header or one in each. */
    static List<Challenge> parse(List<String> headers) {
        List<Challenge> all = new ArrayList<>();
        for (String header : headers) {
            new Reading(header).into(all);
        }
        return all;
    }

    private static final class Reading {
        private final String text;
        private int at;

        Reading(String text) {
            this.text = text;
        }

        void into(List<Challenge> all) {
            String scheme = "";
            Map<String, String> parameters = new TreeMap<>();
            while (skipSeparators()) {
                String word = token();
                if (word.isEmpty()) {
                    at++;
                    continue;
                }
                int after = at;
                skipBlanks();
                if (at < text.length() && text.charAt(at) == '=') {
                    at++;
                    skipBlanks();
                    parameters.put(word.toLowerCase(Locale.ROOT), value());
                } else {
                    at = after;
                    if (!scheme.isEmpty()) {
                        all.add(new Challenge(scheme, parameters));
                        parameters.clear();
                    }
                    scheme = word.toLowerCase(Locale.ROOT);
                }
            }
            if (!scheme.isEmpty()) {
                all.add(new Challenge(scheme, parameters));
            }
        }

        private boolean skipSeparators() {
            while (at < text.length() && (text.charAt(at) == ',' || Character.isWhitespace(text.charAt(at)))) {
                at++;
            }
            return at < text.length();
        }

        private void skipBlanks() {
            while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
                at++;
            }
        }

        private String token() {
            int begin = at;
            while (at < text.length() && ",=\"".indexOf(text.charAt(at)) < 0 && text.charAt(at) > ' ') {
                at++;
            }
            return text.substring(begin, at);
        }

        private String value() {
            if (at >= text.length() || text.charAt(at) != '"') {
                return token();
            }
            StringBuilder value = new StringBuilder();
            for (at++; at < text.length() && text.charAt(at) != '"'; at++) {
                if (text.charAt(at) == '\\' && at + 1 < text.length()) {
                    at++;
                }
                value.append(text.charAt(at));
            }
            at++;
            return value.toString();
        }
    }
}
