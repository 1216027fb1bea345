package dev.hamlet.app.words;

import dev.hamlet.engine.job.Phrase;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * The words of one language. Keys that a language lacks are answered in English; a key that no language has is answered
 * as itself, so that a missing word is seen and breaks nothing. Immutable, and safe for use by many threads.
 */
public final class Messages {
    private static final String BUNDLE = "dev/hamlet/assets/messages";

    private final Locale locale;
    private final Properties words;
    private final Figures figures;

    private Messages(Locale locale, Properties words) {
        this.locale = locale;
        this.words = words;
        this.figures = new Figures(locale);
    }

    /** The words of this language, or of the nearest that there is. */
    public static Messages of(Locale locale) {
        Properties words = new Properties();
        List<String> endings = new ArrayList<>(List.of(""));
        endings.add("_" + locale.getLanguage());
        endings.add("_" + locale.getLanguage() + "_" + locale.getCountry());
        // ResourceBundle would do the same in ten times the time, and each command waits for it.
        for (String ending : endings) {
            load(BUNDLE + ending + ".properties", words);
        }
        return new Messages(locale, words);
    }

    /**
     * The words of the user's language: the launcher passes it on as {@code hamlet.user.locale}, such as {@code de_AT.UTF-8},
     * since the JVM itself may run in a locale that is only about characters.
     */
    public static Messages ofUser() {
        return of(userLocale(System.getProperty("hamlet.user.locale", "")));
    }

    /** The words of this language tag; of the user's language where it is empty. */
    public static Messages ofUser(String preferred) {
        return preferred.isEmpty() ? ofUser() : of(Locale.forLanguageTag(preferred));
    }

    /** The languages that there are words in. */
    public static List<Locale> languages() {
        List<Locale> languages = new ArrayList<>(List.of(Locale.ENGLISH));
        for (String language : Locale.getISOLanguages()) {
            String resource = BUNDLE + "_" + language + ".properties";
            if (Messages.class.getClassLoader().getResource(resource) != null) {
                languages.add(Locale.of(language));
            }
        }
        return languages;
    }

    /** The locale that this POSIX name means; the JVM's own where it means none. */
    static Locale userLocale(String name) {
        String bare = name.split("[.@]", 2)[0];
        if (bare.isEmpty()) {
            return Locale.getDefault();
        }
        return bare.equals("C") || bare.equals("POSIX")
                ? Locale.ENGLISH
                : Locale.forLanguageTag(bare.replace('_', '-'));
    }

    private static void load(String resource, Properties into) {
        try (InputStream stream = Messages.class.getClassLoader().getResourceAsStream(resource)) {
            if (stream != null) {
                into.load(new InputStreamReader(stream, StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new IllegalStateException("the words cannot be read: " + resource, e);
        }
    }

    /** The language. */
    public Locale locale() {
        return locale;
    }

    /** Figures as this language writes them. */
    public Figures figures() {
        return figures;
    }

    /** Whether there are words for this key. */
    public boolean has(String key) {
        return words.containsKey(key);
    }

    /** All keys. */
    public Set<String> keys() {
        return words.stringPropertyNames();
    }

    /** The words of this key, with {@code {0}}, {@code {1}} replaced by the arguments. */
    public String text(String key, Object... arguments) {
        return fill(key, Arrays.asList(arguments));
    }

    /** The words of a phrase of the engine. */
    public String text(Phrase phrase) {
        return fill(phrase.key(), phrase.arguments());
    }

    private String fill(String key, List<?> arguments) {
        String pattern = words.getProperty(key);
        if (pattern == null) {
            return arguments.isEmpty() ? key : key + " " + arguments;
        }
        if (pattern.indexOf('{') < 0) {
            return pattern;
        }
        Function<String, String> values = place -> {
            int index = place.length() == 1 ? place.charAt(0) - '0' : -1;
            return index >= 0 && index < arguments.size() ? figures.value("", arguments.get(index)) : "{" + place + "}";
        };
        // An empty name must not take the whole sentence with it.
        return Template.of(pattern)
                .fill(place -> {
                    String value = values.apply(place);
                    return value.isEmpty() ? "\u200b" : value;
                })
                .orElse(pattern)
                .replace("\u200b", "");
    }

    /** The same with each pattern changed so: how tests see words as another language may have them. */
    Messages changed(UnaryOperator<String> change) {
        Properties others = new Properties();
        words.stringPropertyNames().forEach(key -> others.setProperty(key, change.apply(words.getProperty(key))));
        return new Messages(locale, others);
    }

    /** The raw words of this key, or empty. */
    String pattern(String key) {
        return words.getProperty(key, "");
    }
}
