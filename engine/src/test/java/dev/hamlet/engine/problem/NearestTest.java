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
        "dbeian, debian",
        "ewb-sevrer, web-server",
        "deb, debian",
        "WEB, web-server",
        "de, ''",
        "zz, ''",
        "completely other, ''",
        "'', ''",
    })
    void aMistypedOrBegunNameIsRecognisedAndAForeignOneIsNot(String text, String nearest) {
        assertEquals(nearest, Nearest.of(text, List.of("debian", "web-server")));
    }
}
