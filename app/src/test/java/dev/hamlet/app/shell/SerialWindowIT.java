package dev.hamlet.app.shell;

import static dev.hamlet.app.shell.ConsoleWindowIT.type;
import static dev.hamlet.app.shell.WindowHome.picture;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hamlet.engine.Engine;
import dev.hamlet.engine.catalog.TinyGuest;
import dev.hamlet.engine.display.PhysicalKey;
import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.machine.Machine;
import dev.hamlet.engine.machine.NewMachine;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The serial line of a guest in QEMU, in its console, with programs of the whole screen in the guest. */
@Tag("real")
@Timeout(240)
class SerialWindowIT {
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
    void aPersonWorksAtTheSerialLineOfAGuest() throws Exception {
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
                window.click("console-serial");
                window.awaitText("serial-place", "tiny is off.");
                window.click("serial-start");
                window.awaitText("terminal", TinyGuest.READY);
                window.awaitText("terminal", "tiny# ");
                window.awaitFocus("terminal");
                type(window, "echo before-it\n");
                window.awaitText("terminal", "| before-it |");
                window.click("terminal-size");
                window.awaitFocus("terminal");
                window.awaitText("terminal", "tiny# stty rows ");
                picture(window, "serial-1-shell");

                edit(window);
                watch(window);

                // Bytes come without end, and a key ends them.
                type(window, "yes\n");
                window.awaitText("terminal", "| y | y | y |");
                window.keys(PhysicalKey.CONTROL_LEFT.evdev(), PhysicalKey.C.evdev());
                type(window, "echo still-here\n");
                window.awaitText("terminal", "| still-here |");
                window.press("SHIFT PAGE_UP");
                window.awaitText("terminal", "y | y | y");
                type(window, "\n");

                // Who comes back reads what was said, from the log.
                window.click("console-serial");
                window.awaitText("console-size", "×");
                window.click("console-serial");
                window.awaitText("terminal", "| still-here |");
                window.awaitFocus("terminal");
                type(window, "echo once-more\n");
                window.awaitText("terminal", "| once-more |");

                assertTrue(WindowHome.guest(machine.id()).orElseThrow().destroyForcibly());
                window.awaitText("serial-place", "tiny is off.");
                window.awaitText("terminal", "| once-more |");
                picture(window, "serial-4-killed");
                window.click("serial-start");
                window.awaitGone("serial-place");
                window.awaitText("terminal", TinyGuest.READY);
            }
        }
    }

    /** An editor takes the whole terminal, as it was told of, and gives back what was there. */
    private static void edit(WindowProcess window) throws Exception {
        type(window, "vi letter\n");
        window.awaitText("terminal", "~ | ".repeat(30));
        type(window, "ihello from vi");
        window.awaitText("terminal", "hello from vi |");
        picture(window, "serial-2-vi");
        window.keys(PhysicalKey.ESCAPE.evdev());
        // What follows too soon is taken for a key of its own.
        window.awaitText("terminal", "| - letter ");
        window.keys(PhysicalKey.SHIFT_LEFT.evdev(), PhysicalKey.SEMICOLON.evdev());
        type(window, "wq\n");
        window.awaitText("terminal", "| tiny# vi letter | tiny#");
        window.awaitText("terminal", "| before-it |");
        type(window, "cat letter\n");
        window.awaitText("terminal", "| hello from vi |");
    }

    /** A program that paints all again and again. */
    private static void watch(WindowProcess window) throws Exception {
        type(window, "top\n");
        window.awaitText("terminal", "Mem: ");
        window.awaitText("terminal", "PID  PPID USER");
        picture(window, "serial-3-top");
        type(window, "q");
        type(window, "echo after-top\n");
        window.awaitText("terminal", "| after-top |");
    }
}
