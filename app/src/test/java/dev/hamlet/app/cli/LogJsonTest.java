package dev.hamlet.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class LogJsonTest {
    private final LogJson json = new LogJson();

    private List<String> lines(String text) {
        return json.lines(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aLineIsToldWhenItEnds() {
        assertEquals(List.of("{\"line\":\"one\"}"), lines("one\r\ntw"));
        assertEquals(List.of("{\"line\":\"two\"}", "{\"line\":\"\"}"), lines("o\n\nlogin: "));
        assertEquals(List.of("{\"line\":\"login: \"}"), json.rest());
        assertEquals(List.of(), json.rest());
    }

    @Test
    void charactersThatAreCutBetweenTwoPiecesStayWhole() {
        byte[] bytes = "ü🐳\n".getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < bytes.length - 1; i++) {
            assertEquals(List.of(), json.lines(new byte[] {bytes[i]}));
        }
        assertEquals(List.of("{\"line\":\"ü🐳\"}"), json.lines(new byte[] {'\n'}));
    }
}
