package dev.hamlet.engine.problem;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestTest {
    @ParameterizedTest
    @CsvSource({
        "debain, debian",
        "DEBIAN, debian",
        "web-serer, web-server",
        "zz, ''",
        "completely other, ''",
        "'', ''",
    })
    void aMistypedNameIsRecognisedAndAForeignOneIsNot(String text, String nearest) {
        assertEquals(nearest, Nearest.of(text, List.of("debian", "web-server")));
    }
}
