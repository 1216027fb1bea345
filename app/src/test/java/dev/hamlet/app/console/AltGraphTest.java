package dev.hamlet.app.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hamlet.engine.display.PhysicalKey;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AltGraphTest {
    private final List<String> given = new ArrayList<>();
    private final AltGraph keys = new AltGraph((key, down) -> given.add((down ? "+" : "-") + key.name()));

    private boolean press(PhysicalKey key) {
        return keys.happened(key, true);
    }

    private boolean release(PhysicalKey key) {
        return keys.happened(key, false);
    }

    private void assertGiven(String... wanted) {
        assertEquals(List.of(wanted), given);
        given.clear();
    }

    @Test
    void altGrAsWindowsTellsItIsTheRightAltKeyAlone() {
        assertTrue(press(PhysicalKey.CONTROL_LEFT));
        assertFalse(press(PhysicalKey.ALT_RIGHT));
        press(PhysicalKey.Q);
        release(PhysicalKey.Q);
        release(PhysicalKey.CONTROL_LEFT);
        release(PhysicalKey.ALT_RIGHT);
        assertGiven("+ALT_RIGHT", "+Q", "-Q", "-ALT_RIGHT");
        press(PhysicalKey.CONTROL_LEFT);
        press(PhysicalKey.ALT_RIGHT);
        release(PhysicalKey.ALT_RIGHT);
        release(PhysicalKey.CONTROL_LEFT);
        assertGiven("+ALT_RIGHT", "-ALT_RIGHT");
    }

    @Test
    void altGrOfALayoutThatHasNoneIsTheRightAltKey() {
        press(PhysicalKey.ALT_RIGHT);
        release(PhysicalKey.ALT_RIGHT);
        assertGiven("+ALT_RIGHT", "-ALT_RIGHT");
    }

    @Test
    void controlIsGivenBeforeTheNextKeyOrByItself() {
        press(PhysicalKey.CONTROL_LEFT);
        press(PhysicalKey.C);
        release(PhysicalKey.C);
        release(PhysicalKey.CONTROL_LEFT);
        assertGiven("+CONTROL_LEFT", "+C", "-C", "-CONTROL_LEFT");
        press(PhysicalKey.CONTROL_LEFT);
        release(PhysicalKey.CONTROL_LEFT);
        assertGiven("+CONTROL_LEFT", "-CONTROL_LEFT");
        press(PhysicalKey.CONTROL_LEFT);
        assertGiven();
        keys.settle();
        assertGiven("+CONTROL_LEFT");
        keys.settle();
        assertGiven();
    }

    @Test
    void controlThatWasHeldBeforeGoesWithAltGr() {
        press(PhysicalKey.CONTROL_LEFT);
        keys.settle();
        press(PhysicalKey.ALT_RIGHT);
        release(PhysicalKey.ALT_RIGHT);
        release(PhysicalKey.CONTROL_LEFT);
        assertGiven("+CONTROL_LEFT", "+ALT_RIGHT", "-ALT_RIGHT", "-CONTROL_LEFT");
    }

    @Test
    void theLeftAltKeyTakesNoControlAway() {
        press(PhysicalKey.CONTROL_LEFT);
        press(PhysicalKey.ALT_LEFT);
        release(PhysicalKey.ALT_LEFT);
        release(PhysicalKey.CONTROL_LEFT);
        assertGiven("+CONTROL_LEFT", "+ALT_LEFT", "-ALT_LEFT", "-CONTROL_LEFT");
    }

    @Test
    void whatWasKeptBackIsForgottenWithTheKeyboard() {
        press(PhysicalKey.CONTROL_LEFT);
        keys.forget();
        keys.settle();
        assertGiven();
        press(PhysicalKey.CONTROL_LEFT);
        press(PhysicalKey.ALT_RIGHT);
        keys.forget();
        // A new press is no part of the one before.
        press(PhysicalKey.CONTROL_LEFT);
        press(PhysicalKey.C);
        assertGiven("+ALT_RIGHT", "+CONTROL_LEFT", "+C");
    }
}
