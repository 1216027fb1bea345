package dev.hamlet.app.details;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ColouredTextTest {
    private static ColouredText line(String written) {
        return LogTail.line(written.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aLineIsTakenApartByItsColours() {
        ColouredText line =
                line("plain \u001b[1;31mbad\u001b[0m and \u001b[38;5;10mgood\u001b[39m, \u001b[38;2;1;2;3many\u001b[m");
        assertEquals("plain bad and good, any", line.text());
        assertEquals(
                List.of(
                        new ColouredText.Part("plain ", -1, false),
                        new ColouredText.Part("bad", 1, true),
                        new ColouredText.Part(" and ", -1, false),
                        new ColouredText.Part("good", 2, false),
                        new ColouredText.Part(", ", -1, false),
                        new ColouredText.Part("any", -1, false)),
                line.parts());
    }

    @Test
    void whateverItHoldsItsPartsAreItsText() {
        for (String written : List.of(
                "",
                "no colour",
                " 10 %\r\u001b[32m100 %\u001b[0m",
                "done\r\u001b[0m",
                "\u001b[99999999999m\u001b[;;m\u001b[38;5m\u001b[38;5;999mx",
                "\u001b[2J\u001b[Hmoved",
                "cut \u001b[3",
                "x".repeat(5_000) + "\u001b[31mred\u001b[0m")) {
            ColouredText line = line(written);
            StringBuilder all = new StringBuilder();
            line.parts().forEach(part -> all.append(part.text()));
            assertEquals(line.text(), all.toString(), written);
        }
        assertFalse(line("no colour").isColoured());
    }
}
