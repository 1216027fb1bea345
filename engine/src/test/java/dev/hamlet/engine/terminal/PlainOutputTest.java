package dev.hamlet.engine.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlainOutputTest {
    private static String plain(String text) {
        return new String(
                new PlainOutput().of(text.replace('~', '\u001b').getBytes(StandardCharsets.UTF_8)),
                StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @CsvSource({
        "tiny# ~[6n, 'tiny# '",
        "a~[cb~[>0cd, abd",
        "~]0;title\u0007a, a",
        "~]52;c;aGk=~\\a, a",
        "~P$qm~\\a, a",
        "~_what~\\a, a",
        "~[2J~[1;1Ha, a",
        "~[?25la, a",
        "~(Ba~)0b, ab",
        "~7a~8~ca, aa",
        "a\u0005b\u000ec, abc",
        "a\u009b6nb, a6nb",
        "~[4x;1ma, ';1ma'",
        "a~~[5nb, ab",
        "~]0;cut~[6nb, b",
    })
    void whatActsOnATerminalIsTakenOut(String output, String shown) {
        assertEquals(shown, plain(output));
    }

    @Test
    void textAndColoursStay() {
        String text = "\u001b[1;31mred\u001b[0m \u001b[mnaïve データ 🐳 °C\r\n\ttab\b";
        assertEquals(text, plain(text));
    }

    @Test
    void piecesOfAnyLengthGiveTheSame() {
        byte[] bytes =
                "a\u001b[6nb\u001b[31mc\u001b]0;t\u0007d\u00b0e\u001bPx\u001b\\f".getBytes(StandardCharsets.UTF_8);
        PlainOutput output = new PlainOutput();
        StringBuilder shown = new StringBuilder();
        for (byte one : bytes) {
            shown.append(new String(output.of(new byte[] {one}), StandardCharsets.ISO_8859_1));
        }
        assertEquals(
                "ab\u001b[31mcd\u00b0ef",
                new String(shown.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8));
    }

    @Test
    void nothingThatComesInGetsAQuestionThrough() {
        Random random = new Random(7);
        byte[] alphabet = {0x1b, '[', ']', 'P', '6', 'n', 'c', ';', '?', 'm', '\\', 7, (byte) 0xc2, (byte) 0x9b, 'a'};
        for (int round = 0; round < 2_000; round++) {
            byte[] bytes = new byte[40];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = alphabet[random.nextInt(alphabet.length)];
            }
            String shown = new String(new PlainOutput().of(bytes), StandardCharsets.ISO_8859_1);
            String without = shown.replaceAll("\u001b\\[[0-9:;]*m", "");
            assertEquals(-1, without.indexOf('\u001b'), () -> shown);
        }
    }
}
