package dev.hamlet.app.shell;

import static dev.hamlet.app.shell.WindowHome.picture;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hamlet.engine.Engine;
import dev.hamlet.engine.catalog.TinyGuest;
import dev.hamlet.engine.display.PhysicalKey;
import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.machine.Machine;
import dev.hamlet.engine.machine.NewMachine;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The console of a guest in QEMU, worked by the keys of an X keyboard. What a person types at the guest's screen is read
 * from its serial console.
 */
@Tag("real")
@Timeout(240)
class ConsoleWindowIT {
    @TempDir
    private Path folder;

    private WindowHome home;

    @BeforeEach
    void makeHome() throws Exception {
        home = new WindowHome(folder);
        home.buildTinyGuest();
    }

    @AfterEach
    void endGuests() throws Exception {
        if (home != null) {
            home.endGuests();
        }
    }

    @Test
    void aPersonWorksAtTheScreenOfAGuest() throws Exception {
        try (Engine engine = home.engine()) {
            Machine machine = home.make(
                    engine,
                    "tiny",
                    new NewMachine.Source.Image(
                            engine.images().list().getFirst().name()),
                    ByteSize.ofMebibytes(256));
            try (WindowProcess window = home.open()) {
                window.awaitText("machine-state", "Stopped");
                window.awaitFocus("machines-list");
                window.press("CONTROL O");
                window.awaitText("console-place", "tiny is off.");
                window.awaitFocus("console-start");
                picture(window, "console-1-off");
                window.click("console-start");
                window.awaitText("console-size", "×");
                picture(window, "console-2-boots");
                awaitSerial(machine, TinyGuest.READY);

                window.awaitFocus("console-screen");
                window.awaitText("console-captured", "Right Ctrl gives them back");
                window.awaitGone("console-layout");
                type(window, "echo by-key");
                toSerial(window);
                awaitSerial(machine, "by-key");
                window.awaitLight("console-screen", 0.002, 0.5);
                picture(window, "console-3-typed");

                window.copy("echo \"By $((6*7)) Strokes: ~!@#%^&*_+|<>?\" >/dev/ttyS0\n");
                window.keys(PhysicalKey.CONTROL_RIGHT.evdev(), PhysicalKey.V.evdev());
                awaitSerial(machine, "By 42 Strokes: ~!@#%^&*_+|<>?");

                // Keys arrive by a way that a locked screen leaves open: what unlocks it is not the guest's, and a key
                // that was down in the guest is let go there.
                window.hold(PhysicalKey.SHIFT_RIGHT.evdev());
                window.lock();
                window.awaitText("console-captured", "Click the screen");
                type(window, "echo secret");
                toSerial(window);
                window.release(PhysicalKey.SHIFT_RIGHT.evdev());
                window.unlock();
                window.awaitText("console-captured", "Keys go to the guest");
                type(window, "echo unlocked");
                toSerial(window);
                awaitSerial(machine, "unlocked");
                assertFalse(Files.readString(machine.folder().serialLog(), StandardCharsets.ISO_8859_1)
                        .contains("secret"));

                // What is typed comes out at once, and not with the line.
                type(window, "busybox stty -icanon\ncat");
                toSerial(window);
                window.hold(PhysicalKey.X.evdev());
                awaitSerial(machine, "xxxxx");
                window.release(PhysicalKey.X.evdev());
                window.keys(PhysicalKey.CONTROL_LEFT.evdev(), PhysicalKey.C.evdev());

                window.keys(PhysicalKey.CONTROL_RIGHT.evdev(), PhysicalKey.F.evdev());
                window.awaitGone("console-bar");
                type(window, "echo on-the-whole-screen");
                toSerial(window);
                awaitSerial(machine, "on-the-whole-screen");
                picture(window, "console-4-full");
                window.keys(PhysicalKey.CONTROL_RIGHT.evdev(), PhysicalKey.F.evdev());
                window.awaitEnabled("console-send");
                picture(window, "console-5-back");

                window.click("console-send");
                window.click("console-send-grab");
                window.awaitText("console-captured", "All keys go to the guest");
                type(window, "echo every-key");
                toSerial(window);
                awaitSerial(machine, "every-key");
                picture(window, "console-6-every-key");

                window.keys(PhysicalKey.CONTROL_RIGHT.evdev());
                window.awaitFocus("console-send");
                window.awaitText("console-captured", "Click the screen");
                window.press("CONTROL W");
                window.awaitGone("console-bar");
                window.click("machines-console");
                window.awaitText("console-captured", "All keys go to the guest");
                window.awaitLight("console-screen", 0.002, 0.5);
                type(window, "echo once-more");
                toSerial(window);
                awaitSerial(machine, "once-more");

                assertTrue(WindowHome.guest(machine.id()).orElseThrow().destroyForcibly());
                window.awaitText("console-place", "tiny is off.");
                picture(window, "console-7-killed");
                window.awaitFocus("console-start");
                window.keys(PhysicalKey.SPACE.evdev());
                window.awaitText("console-captured", "All keys go to the guest");
            }
        }
    }

    /** Letters and a few signs, as an American keyboard has them. */
    static void type(WindowProcess window, String text) {
        text.chars().forEach(sign -> window.keys(key((char) sign).evdev()));
    }

    private static PhysicalKey key(char sign) {
        return switch (sign) {
            case ' ' -> PhysicalKey.SPACE;
            case '/' -> PhysicalKey.SLASH;
            case '-' -> PhysicalKey.MINUS;
            case '\n' -> PhysicalKey.ENTER;
            default -> PhysicalKey.valueOf(Character.toString(Character.toUpperCase(sign)));
        };
    }

    /** Ends a command so that what it says comes out of the serial port. */
    private static void toSerial(WindowProcess window) {
        type(window, " ");
        window.keys(PhysicalKey.SHIFT_LEFT.evdev(), PhysicalKey.PERIOD.evdev());
        type(window, "/dev/tty");
        window.keys(PhysicalKey.SHIFT_RIGHT.evdev(), PhysicalKey.S.evdev());
        window.keys(PhysicalKey.DIGIT_0.evdev());
        type(window, "\n");
    }

    private static void awaitSerial(Machine machine, String text) throws Exception {
        WindowHome.await(
                "the serial port has not said " + text,
                () -> Files.readString(machine.folder().serialLog(), StandardCharsets.ISO_8859_1)
                        .contains(text));
    }
}
