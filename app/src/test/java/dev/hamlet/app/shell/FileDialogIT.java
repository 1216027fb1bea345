package dev.hamlet.app.shell;

import static dev.hamlet.app.shell.WindowHome.picture;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The desktop's own dialog that chooses a file, worked by the keyboard. What was on the screen at each stage lies in
 * {@code target/windows}.
 */
@Tag("real")
@Timeout(120)
class FileDialogIT {
    private static final int DISK = 1 << 20;

    @TempDir
    private Path folder;

    private WindowHome home;

    @BeforeEach
    void makeHome() throws Exception {
        home = new WindowHome(folder);
    }

    @Test
    void theDialogOfTheDesktopHandsAFileOver() throws Exception {
        Path disk = Files.write(folder.resolve("office.raw"), new byte[DISK]);
        try (WindowProcess window = home.open()) {
            window.click("machines-welcome-make");
            window.click("wizard-kind-disk");
            window.openDialogBy("wizard-disk-choose");
            picture(window, "dialog-1-open");
            // Opens a field for a path.
            window.untilSeen(() -> window.press("SLASH"));
            window.untilSeen(() -> window.paste(disk.toString()));
            picture(window, "dialog-2-path");
            window.press("ENTER");
            window.awaitText("wizard-disk-file", disk.toString());
            window.awaitText("wizard-disk-found", "1 MiB");
            picture(window, "dialog-3-chosen");
        }
    }
}
