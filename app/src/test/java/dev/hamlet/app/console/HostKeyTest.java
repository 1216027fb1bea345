package dev.hamlet.app.console;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hamlet.engine.display.PhysicalKey;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HostKeyTest {
    private final List<String> told = new ArrayList<>();
    private final HostKey host = new HostKey(
            PhysicalKey.CONTROL_RIGHT,
            (key, down) -> told.add((down ? "+" : "-") + key),
            order -> told.add(order.toString()));

    @BeforeEach
    void listen() {
        host.listen(true);
    }

    private List<String> after(String... keys) {
        told.clear();
        for (String key : keys) {
            host.happened(PhysicalKey.valueOf(key.substring(1)), key.charAt(0) == '+');
        }
        return List.copyOf(told);
    }

    @Test
    void aloneItGivesTheKeyboardBackAndTheGuestHearsNothing() {
        assertEquals(List.of("RELEASE"), after("+CONTROL_RIGHT", "-CONTROL_RIGHT"));
    }

    @Test
    void withOneOfAFewItIsAnOrderOfWhichTheGuestHearsNothing() {
        assertEquals(List.of("FULL_SCREEN"), after("+CONTROL_RIGHT", "+F", "-F", "-CONTROL_RIGHT"));
        assertEquals(List.of("SCREENSHOT"), after("+CONTROL_RIGHT", "+S", "-CONTROL_RIGHT", "-S"));
    }

    @Test
    void anOrderIsGivenOnceHoweverLongItsKeyIsHeld() {
        assertEquals(List.of("FULL_SCREEN"), after("+CONTROL_RIGHT", "+F", "+F", "+F", "-F", "-CONTROL_RIGHT"));
    }

    @Test
    void aKeyOfTheGuestsThatIsHeldRepeats() {
        assertEquals(List.of("+A", "+A", "-A"), after("+A", "+A", "-A"));
    }

    @Test
    void withAnyOtherItIsTheGuestsAndComesBeforeThatKey() {
        assertEquals(
                List.of("+CONTROL_RIGHT", "+C", "-C", "-CONTROL_RIGHT"),
                after("+CONTROL_RIGHT", "+C", "-C", "-CONTROL_RIGHT"));
        assertEquals(
                List.of("+CONTROL_RIGHT", "+C", "+F", "-F", "-C", "-CONTROL_RIGHT"),
                after("+CONTROL_RIGHT", "+C", "+F", "-F", "-C", "-CONTROL_RIGHT"));
    }

    @Test
    void aKeyThatWasDownBeforeItStaysTheGuests() {
        assertEquals(List.of("+F", "-F", "RELEASE"), after("+F", "+CONTROL_RIGHT", "-F", "-CONTROL_RIGHT"));
    }

    @Test
    void whatWasHeldBeforeItBeginsAnewIsNotHeld() {
        assertEquals(List.of(), after("+CONTROL_RIGHT"));
        host.listen(true);
        assertEquals(List.of("+F", "-F"), after("+F", "-F"));
    }

    @Test
    void aKeyThatIsStillUnderWayWhenTheKeyboardIsTakenReachesNobody() {
        assertEquals(List.of("+A"), after("+A"));
        host.listen(false);
        assertEquals(List.of(), after("-A", "+B", "+CONTROL_RIGHT", "+F", "-F", "-CONTROL_RIGHT"));
    }

    @Test
    void whatIsDoneByMouseMeanwhileMakesItTheGuestsOwn() {
        told.clear();
        host.used();
        host.happened(PhysicalKey.CONTROL_RIGHT, true);
        host.used();
        host.used();
        host.happened(PhysicalKey.CONTROL_RIGHT, false);
        assertEquals(List.of("+CONTROL_RIGHT", "-CONTROL_RIGHT"), told);
    }
}
