package dev.hamlet.app.words;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hamlet.engine.job.Phrase;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MessagesTest {
    private static final Pattern PHRASE = Pattern.compile("Phrase\\s*\\.of\\(\\s*\"([^\"]+)\"\\s*([,)+])");
    private static final Pattern TEXT = Pattern.compile("(?:\\btext|cli)\\(\\s*\"([a-z][a-z0-9.-]+)\"\\s*[,)]");

    private final Messages messages = Messages.of(Locale.ENGLISH);

    private static String sources(Path module) throws IOException {
        try (Stream<Path> files = Files.walk(module.resolve("src/main/java"))) {
            StringBuilder all = new StringBuilder();
            for (Path file :
                    files.filter(one -> one.toString().endsWith(".java")).toList()) {
                all.append(Files.readString(file)).append('\n');
            }
            return all.toString();
        }
    }

    @Test
    void everyPhraseOfTheEngineHasWords() throws IOException {
        List<MatchResult> phrases =
                PHRASE.matcher(sources(Path.of("../engine"))).results().toList();
        assertTrue(phrases.size() > 5, "found " + phrases.size());
        Set<String> missing = phrases.stream()
                .filter(phrase -> phrase.group(2).equals("+")
                        ? messages.keys().stream().noneMatch(key -> key.startsWith(phrase.group(1)))
                        : !messages.has(phrase.group(1)))
                .map(phrase -> phrase.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(Set.of(), missing);
    }

    @Test
    void everyKeyOfTheAppHasWords() throws IOException {
        Set<String> missing = TEXT.matcher(sources(Path.of(".")))
                .results()
                .map(found -> found.group(1))
                .filter(key -> key.contains("."))
                .filter(key -> !messages.has(key))
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(Set.of(), missing);
    }

    @Test
    void phrasesAreFilledByNumber() {
        assertEquals("Start my web", messages.text(Phrase.of("job.machine-start", "my web")));
        assertEquals("a is now called {0}.", messages.text("cli.renamed", "a", "{0}"));
    }

    @Test
    void anEmptyArgumentKeepsTheSentence() {
        assertEquals("Start ", messages.text("job.machine-start", ""));
    }

    @Test
    void aMissingWordIsSeenAndBreaksNothing() {
        assertFalse(messages.has("no.such.key"));
        assertEquals("no.such.key", messages.text("no.such.key"));
        assertEquals("no.such.key [7]", messages.text("no.such.key", 7));
    }

    @Test
    void theUsersLocaleIsReadAsPosixWritesIt() {
        assertEquals(Locale.of("de", "AT"), Messages.userLocale("de_AT.UTF-8"));
        assertEquals(Locale.of("sr", "RS"), Messages.userLocale("sr_RS@latin"));
        assertEquals(Locale.ENGLISH, Messages.userLocale("C"));
        assertEquals(Locale.ENGLISH, Messages.userLocale("C.UTF-8"));
        assertEquals(Locale.getDefault(), Messages.userLocale(""));
    }

    @Test
    void aLanguageThatIsPreferredComesBeforeTheUsers() {
        assertEquals(Locale.GERMANY, Messages.ofUser("de-DE").locale());
        assertEquals(Messages.ofUser().locale(), Messages.ofUser("").locale());
        assertTrue(Messages.languages().contains(Locale.ENGLISH));
    }

    @Test
    void aLanguageWithoutWordsSpeaksEnglishWithItsOwnFigures() {
        Messages danish = Messages.of(Locale.of("da", "DK"));
        assertEquals("2,6 GiB", danish.figures().size(2_791_728_742L));
        assertEquals("Stopped", danish.text("state.stopped"));
    }

    @Test
    void germanAndChineseAreSpoken() {
        assertEquals("Ausgeschaltet", Messages.of(Locale.GERMANY).text("state.stopped"));
        assertNotEquals("Stopped", Messages.of(Locale.SIMPLIFIED_CHINESE).text("state.stopped"));
        assertEquals(
                List.of("en", "de", "zh"),
                Messages.languages().stream().map(Locale::getLanguage).toList());
    }

    @Test
    void everyLanguageHasEveryWordAndNoOtherWithTheSamePlaces() throws IOException {
        Properties english = words("");
        for (Locale language : Messages.languages()) {
            if (language.equals(Locale.ENGLISH)) {
                continue;
            }
            Properties other = words("_" + language.getLanguage());
            assertEquals(english.stringPropertyNames(), other.stringPropertyNames(), language.toString());
            for (String key : english.stringPropertyNames()) {
                assertEquals(places(english.getProperty(key)), places(other.getProperty(key)), language + " " + key);
            }
        }
    }

    @Test
    void everyPlaceInEveryLanguageIsOneThatIsFilled() throws IOException {
        Pattern filled = Pattern.compile("\\{\\w+(:shell)?\\}");
        for (String ending : List.of("", "_de", "_zh")) {
            Properties words = words(ending);
            for (String key : words.stringPropertyNames()) {
                for (String place : places(words.getProperty(key))) {
                    assertTrue(filled.matcher(place).matches(), ending + " " + key + " " + place);
                }
            }
        }
    }

    private static Properties words(String ending) throws IOException {
        String name = "dev/hamlet/assets/messages" + ending + ".properties";
        Properties words = new Properties();
        try (InputStream stream =
                Objects.requireNonNull(Messages.class.getClassLoader().getResourceAsStream(name), name)) {
            words.load(new InputStreamReader(stream, StandardCharsets.UTF_8));
        }
        return words;
    }

    private static List<String> places(String text) {
        return Pattern.compile("\\{[^{}]*\\}")
                .matcher(text)
                .results()
                .map(MatchResult::group)
                .sorted()
                .toList();
    }
}
