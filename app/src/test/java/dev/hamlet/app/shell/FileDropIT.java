package dev.hamlet.app.shell;

import static dev.hamlet.app.shell.WindowHome.picture;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hamlet.engine.Engine;
import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.machine.NewMachine;
import java.io.BufferedReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Files that another program holds are dropped onto the window, by the mouse and the protocol of X for that. What was on
 * the screen at each stage lies in {@code target/windows}.
 */
@Tag("real")
@Timeout(120)
class FileDropIT {
    private static final int DISK = 1 << 20;
    private static final int SECTOR = 2048;

    @TempDir
    private Path folder;

    private WindowHome home;

    @BeforeEach
    void makeHome() throws Exception {
        home = new WindowHome(folder);
    }

    @Test
    void aDiskDroppedOnAnEmptyWindowBeginsAMachineFromIt() throws Exception {
        Path disk = disk("täglich.raw");
        try (WindowProcess window = home.open()) {
            window.awaitText("welcome", "empty");
            drop(window, disk, "welcome");
            window.awaitText("wizard-disk-file", disk.toString());
            window.awaitText("wizard-disk-found", "1 MiB");
            picture(window, "drop-1-disk-on-welcome");
        }
    }

    @Test
    void aCdImageDroppedOnAnEmptyWindowBeginsAMachineFromIt() throws Exception {
        Path cd = Files.write(folder.resolve("greeter.iso"), cd("GREETER"));
        try (WindowProcess window = home.open()) {
            window.awaitText("welcome", "empty");
            drop(window, cd, "page-machines");
            window.awaitText("wizard-cd-file", cd.toString());
            window.awaitText("wizard-cd-found", "GREETER");
            picture(window, "drop-3-cd");
        }
    }

    @Test
    void aDiskDroppedOnTheListOrBesideItBeginsAMachineFromIt() throws Exception {
        try (Engine engine = home.engine()) {
            home.make(engine, "other", new NewMachine.Source.Disk(disk("other.raw")), ByteSize.ofMebibytes(64));
        }
        Path disk = disk("office.raw");
        try (WindowProcess window = home.open()) {
            for (String place : List.of("machines-list", "details-tabs")) {
                window.awaitText("machines-list", "Stopped");
                drop(window, disk, place);
                window.awaitText("wizard-disk-file", disk.toString());
                picture(window, "drop-2-disk-on-" + place);
                window.click("wizard-cancel");
                window.awaitGone("wizard-disk-file");
            }
        }
    }

    /** What says of itself that it is a CD: a first descriptor, and the end of them. */
    private static byte[] cd(String volume) {
        ByteBuffer image = ByteBuffer.allocate(20 * SECTOR).order(ByteOrder.LITTLE_ENDIAN);
        int first = 16 * SECTOR;
        image.put(first, (byte) 1)
                .put(first + 1, "CD001".getBytes(StandardCharsets.US_ASCII))
                .put(first + 6, (byte) 1);
        image.put(first + 40, (volume + " ".repeat(32 - volume.length())).getBytes(StandardCharsets.US_ASCII));
        image.putInt(first + 80, 20).putShort(first + 128, (short) SECTOR);
        int end = first + SECTOR;
        image.put(end, (byte) 0xff)
                .put(end + 1, "CD001".getBytes(StandardCharsets.US_ASCII))
                .put(end + 6, (byte) 1);
        return image.array();
    }

    private Path disk(String name) throws Exception {
        return Files.write(folder.resolve(name), new byte[DISK]);
    }

    private void drop(WindowProcess window, Path file, String id) throws Exception {
        Process source = home.dragSource(file);
        try (BufferedReader said = source.inputReader(StandardCharsets.UTF_8)) {
            assertEquals("shown", said.readLine());
            window.dropFromCorner(id);
            assertEquals("done COPY", said.readLine());
        } finally {
            source.destroyForcibly().onExit().join();
        }
    }
}
