package dev.hamlet.app.containers.create;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CommandTextTest {
    @Test
    void wordsAreReadAsPeopleQuoteThem() {
        assertEquals(Optional.of(List.of()), CommandText.words("  "));
        assertEquals(Optional.of(List.of("sh", "-c", "echo \"a  b\"")), CommandText.words("sh -c 'echo \"a  b\"'"));
        assertEquals(Optional.of(List.of("a b", "c\"d", "e\\f")), CommandText.words("a\\ b \"c\\\"d\" \"e\\f\""));
        assertEquals(Optional.of(List.of("", "x")), CommandText.words("'' x"));
        assertEquals(Optional.of(List.of("ab")), CommandText.words("a'b'"));
    }

    @Test
    void aQuoteWithoutEndIsNoCommand() {
        assertEquals(Optional.empty(), CommandText.words("sh -c 'echo"));
        assertEquals(Optional.empty(), CommandText.words("\"a\\\""));
    }

    @Test
    void aLineIsReadAsTheWordsThatItWasMadeOf() {
        List<String> words = List.of("sh", "-c", "echo 'a' \"b\" \\ c", "", "\u00e4");
        assertEquals(Optional.of(words), CommandText.words(CommandText.line(words)));
    }
}
