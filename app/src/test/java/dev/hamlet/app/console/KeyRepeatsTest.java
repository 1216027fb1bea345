package dev.hamlet.app.console;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hamlet.engine.display.PhysicalKey;
import java.util.Optional;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.Test;

class KeyRepeatsTest {
    private static final long LATE = KeyRepeats.LATE.toNanos();

    private final KeyRepeats repeats = new KeyRepeats();

    private void type(PhysicalKey key) {
        repeats.pressed(key, 0);
        repeats.released(key);
    }

    private void tell(KeyCode code) {
        assertEquals(Optional.empty(), repeats.told(code, 0));
        repeats.toldUp(code);
    }

    @Test
    void aKeyRepeatsThatIsToldToBeDownAgain() {
        repeats.pressed(PhysicalKey.X, 0);
        assertEquals(Optional.empty(), repeats.told(KeyCode.X, 0));
        assertEquals(Optional.of(PhysicalKey.X), repeats.told(KeyCode.X, 0));
        assertEquals(Optional.of(PhysicalKey.X), repeats.told(KeyCode.X, 0));
        repeats.released(PhysicalKey.X);
        assertEquals(Optional.empty(), repeats.told(KeyCode.X, 0));
    }

    @Test
    void aHeldKeyRepeatsWhenTheToolkitIsManyKeysBehind() {
        type(PhysicalKey.A);
        type(PhysicalKey.B);
        type(PhysicalKey.ENTER);
        repeats.pressed(PhysicalKey.X, 0);
        tell(KeyCode.A);
        tell(KeyCode.B);
        tell(KeyCode.ENTER);
        assertEquals(Optional.empty(), repeats.told(KeyCode.X, 0));
        assertEquals(Optional.of(PhysicalKey.X), repeats.told(KeyCode.X, 0));
    }

    @Test
    void aHeldKeyRepeatsWhenTheKeyboardIsManyKeysBehind() {
        tell(KeyCode.A);
        tell(KeyCode.B);
        repeats.told(KeyCode.X, 0);
        assertEquals(Optional.empty(), repeats.told(KeyCode.X, 0));
        type(PhysicalKey.A);
        type(PhysicalKey.B);
        assertEquals(Optional.empty(), repeats.told(KeyCode.X, 0));
        repeats.pressed(PhysicalKey.X, 0);
        assertEquals(Optional.of(PhysicalKey.X), repeats.told(KeyCode.X, 0));
    }

    @Test
    void aLateRepeatIsNotThatOfTheKeyThatWentDownMeanwhile() {
        repeats.pressed(PhysicalKey.A, 0);
        repeats.told(KeyCode.A, 0);
        repeats.released(PhysicalKey.A);
        repeats.pressed(PhysicalKey.B, 0);
        assertEquals(Optional.empty(), repeats.told(KeyCode.A, 0));
        repeats.toldUp(KeyCode.A);
        repeats.told(KeyCode.B, 0);
        assertEquals(Optional.of(PhysicalKey.B), repeats.told(KeyCode.B, 0));
    }

    @Test
    void aKeyThatTheToolkitNeverHearsOfIsForgottenSoon() {
        type(PhysicalKey.VOLUME_UP);
        repeats.pressed(PhysicalKey.X, 0);
        repeats.told(KeyCode.X, 0);
        assertEquals(Optional.empty(), repeats.told(KeyCode.X, 0));
        // The one that is still held repeats late, and the next one at once.
        assertEquals(Optional.of(PhysicalKey.X), repeats.told(KeyCode.X, LATE));
        repeats.released(PhysicalKey.X);
        repeats.toldUp(KeyCode.X);
        repeats.pressed(PhysicalKey.Y, LATE);
        repeats.told(KeyCode.Y, LATE);
        assertEquals(Optional.of(PhysicalKey.Y), repeats.told(KeyCode.Y, LATE));
    }

    @Test
    void aKeyThatTheKeyboardNeverTellsOfIsForgottenSoon() {
        tell(KeyCode.F24);
        repeats.pressed(PhysicalKey.X, LATE);
        repeats.told(KeyCode.X, LATE);
        assertEquals(Optional.of(PhysicalKey.X), repeats.told(KeyCode.X, LATE));
    }

    @Test
    void nothingIsHeldAfterAllKeysWereLetGo() {
        repeats.pressed(PhysicalKey.X, 0);
        repeats.told(KeyCode.X, 0);
        repeats.forget();
        assertEquals(Optional.empty(), repeats.told(KeyCode.X, 0));
        assertEquals(Optional.empty(), repeats.told(KeyCode.X, LATE));
    }

    @Test
    void aHeldKeyGoesOnWhenAnotherIsLetGo() {
        repeats.pressed(PhysicalKey.SHIFT_LEFT, 0);
        repeats.told(KeyCode.SHIFT, 0);
        repeats.pressed(PhysicalKey.A, 0);
        repeats.told(KeyCode.A, 0);
        repeats.released(PhysicalKey.SHIFT_LEFT);
        repeats.toldUp(KeyCode.SHIFT);
        assertEquals(Optional.of(PhysicalKey.A), repeats.told(KeyCode.A, 0));
    }
}
