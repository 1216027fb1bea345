package dev.hamlet.engine.image;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class AheadInputTest {
    @Test
    void whoeverReadsHearsOfAFaultOfWhatIsReadAhead() throws Exception {
        InputStream faulty = new FilterInputStream(InputStream.nullInputStream()) {
            @Override
            public int readNBytes(byte[] buffer, int offset, int count) {
                throw new IllegalStateException("made up");
            }
        };
        try (AheadInput in = new AheadInput(faulty, MessageDigest.getInstance("SHA-256"))) {
            assertThrows(IOException.class, in::read);
        }
    }
}
