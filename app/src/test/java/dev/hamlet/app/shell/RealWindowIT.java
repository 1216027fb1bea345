package dev.hamlet.app.shell;

import static dev.hamlet.app.shell.WindowHome.awaitNoGuest;
import static dev.hamlet.app.shell.WindowHome.picture;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hamlet.engine.Engine;
import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.machine.MachineId;
import dev.hamlet.engine.machine.NewMachine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The window as a person has it: a process of its own on an X display, worked by mouse and keyboard, with a guest in
 * QEMU. What was on the screen at each stage lies in {@code target/windows}.
 */
@Tag("real")
@Timeout(240)
class RealWindowIT {
    private static final String NAME = "Grüner Baum 🌳";

    /** A boot sector that halts at once: {@code cli; hlt; jmp $-1}. */
    private static final byte[] HALTS = {(byte) 0xfa, (byte) 0xf4, (byte) 0xeb, (byte) 0xfd};

    @TempDir
    private Path folder;

    private WindowHome home;
    private MachineId id;

    @BeforeEach
    void makeMachine() throws Exception {
        home = new WindowHome(folder);
        byte[] sector = Arrays.copyOf(HALTS, 512);
        sector[510] = 0x55;
        sector[511] = (byte) 0xaa;
        Path disk = Files.write(folder.resolve("halts.raw"), Arrays.copyOf(sector, 1 << 20));
        try (Engine engine = home.engine()) {
            id = home.make(engine, NAME, new NewMachine.Source.Disk(disk), ByteSize.ofMebibytes(64))
                    .id();
        }
    }

    @AfterEach
    void endGuests() throws Exception {
        if (home != null) {
            home.endGuests();
        }
    }

    private Optional<ProcessHandle> guest() {
        return WindowHome.guest(id);
    }

    @Test
    void aMachineIsStartedLostStartedAgainAndForcedOff() throws Exception {
        try (WindowProcess window = home.open()) {
            window.awaitText("machines-list", "Stopped");
            window.awaitText("machine-name", NAME);
            assertTrue(guest().isEmpty());
            picture(window, "1-stopped");

            window.click("machines-start");
            window.awaitText("machine-state", "Running");
            ProcessHandle first = guest().orElseThrow();
            picture(window, "2-running");

            assertTrue(first.destroyForcibly());
            window.awaitText("machines-list", "Ended unexpectedly");
            window.awaitText("machine-state", "Ended unexpectedly");
            window.awaitText("machine-problems", "It ended with signal 9.");
            window.awaitText("machine-problems", "Start it again");
            picture(window, "3-killed");

            window.awaitFocus("machines-list");
            window.press("CONTROL R");
            window.awaitText("machine-state", "Running");
            window.awaitGone("machine-problems");
            assertTrue(guest().isPresent());
            picture(window, "4-running-again");

            // This guest hears nothing of its power button.
            window.click("machines-stop");
            window.awaitText("machine-state", "Shutting down");
            picture(window, "5-asked");
            window.click("machines-stop-more");
            window.click("machines-force-off-item");
            window.awaitFocus("question-cancel");
            picture(window, "6-question");
            window.click("question-deed");
            window.awaitText("machine-state", "Stopped");
            awaitNoGuest(id);
            picture(window, "7-forced-off");
            window.pressToEnd("CONTROL W");
        }
    }

    @Test
    void aGuestOutlivesItsWindowHoweverThatEnds() throws Exception {
        long pid;
        try (WindowProcess window = home.open()) {
            window.awaitText("machine-state", "Stopped");
            window.awaitFocus("machines-list");
            window.press("ENTER");
            window.awaitText("machine-state", "Running");
            pid = guest().orElseThrow().pid();
            window.press("CONTROL W");
            window.awaitFocus("close-deed");
            picture(window, "8-close-notice");
            window.clickToEnd("close-deed");
        }
        assertEquals(pid, guest().orElseThrow().pid());
        try (WindowProcess window = home.open()) {
            window.awaitText("machine-state", "Running");
            picture(window, "9-found-after-close");
            window.kill();
        }
        assertEquals(List.of(), copiesOfFonts(), "nothing of it is left in the folder for temporary files");
        assertEquals(pid, guest().orElseThrow().pid());
        try (WindowProcess window = home.open()) {
            window.awaitText("machine-state", "Running");
            window.awaitText("machine-facts", Long.toString(pid));
            picture(window, "10-found-after-kill");
            window.press("CONTROL SHIFT K");
            window.click("question-deed");
            window.awaitText("machine-state", "Stopped");
            awaitNoGuest(id);
        }
    }

    /** JavaFX makes them of fonts that are no files. */
    private List<Path> copiesOfFonts() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(file -> file.getFileName().toString().startsWith("+JXF"))
                    .toList();
        }
    }

    @Test
    void aGuestThatDoesNotShutDownKeepsTheWindowOpenUntilItIsLeft() throws Exception {
        try (WindowProcess window = home.open()) {
            window.awaitText("machine-state", "Stopped");
            window.awaitFocus("machines-list");
            window.press("ENTER");
            window.awaitText("machine-state", "Running");
            // This guest hears nothing of its power button.
            window.press("CONTROL Q");
            window.click("quit-shut-down");
            window.awaitText("told", "Hamlet ends when everything has shut down.");
            window.awaitText("machine-state", "Shutting down");
            picture(window, "11-quit-waits");
            window.press("CONTROL Q");
            window.awaitFocus("quit-leave");
            window.pressToEnd("ENTER");
        }
        assertTrue(guest().isPresent());
    }
}
