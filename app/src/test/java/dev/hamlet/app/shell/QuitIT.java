package dev.hamlet.app.shell;

import static dev.hamlet.app.shell.WindowHome.awaitNoGuest;
import static dev.hamlet.app.shell.WindowHome.guest;
import static dev.hamlet.app.shell.WindowHome.picture;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hamlet.engine.Engine;
import dev.hamlet.engine.catalog.TinyGuest;
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
 * Quitting a real window while a guest runs that obeys its power button. What was on the screen at each stage lies in
 * {@code target/windows}.
 */
@Tag("real")
@Timeout(240)
class QuitIT {
    @TempDir
    private Path folder;

    private WindowHome home;

    @BeforeEach
    void makeHome() throws Exception {
        home = new WindowHome(folder);
    }

    @AfterEach
    void endGuests() throws Exception {
        if (home != null) {
            home.endGuests();
        }
    }

    @Test
    void quittingLeavesTheGuestRunningOrEndsItFirst() throws Exception {
        home.buildTinyGuest();
        try (Engine engine = home.engine()) {
            Machine machine = home.make(
                    engine,
                    "tiny",
                    new NewMachine.Source.Image(
                            engine.images().list().getFirst().name()),
                    ByteSize.ofMebibytes(256));
            long pid;
            try (WindowProcess window = home.open()) {
                window.awaitText("machine-state", "Stopped");
                window.awaitFocus("machines-list");
                window.press("ENTER");
                window.awaitText("machine-state", "Running");
                WindowHome.await("the guest has not come up", () -> log(machine).contains(TinyGuest.READY));
                pid = guest(machine.id()).orElseThrow().pid();
                window.press("CONTROL Q");
                window.awaitFocus("quit-leave");
                picture(window, "quit-1-question");
                window.press("ESCAPE");
                window.awaitGone("quit-leave");
                window.awaitFocus("machines-list");
                window.press("CONTROL Q");
                window.awaitFocus("quit-leave");
                window.pressToEnd("ENTER");
            }
            assertEquals(pid, guest(machine.id()).orElseThrow().pid());
            try (WindowProcess window = home.open()) {
                window.awaitText("machine-state", "Running");
                picture(window, "quit-2-found");
                window.press("CONTROL Q");
                window.clickToEnd("quit-shut-down");
            }
            awaitNoGuest(machine.id());
        }
    }

    private static String log(Machine machine) throws Exception {
        return Files.readString(machine.folder().serialLog(), StandardCharsets.ISO_8859_1);
    }
}
