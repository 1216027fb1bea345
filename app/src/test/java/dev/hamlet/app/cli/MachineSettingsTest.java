package dev.hamlet.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hamlet.app.cli.CommandLineFixture.Run;
import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.machine.DiskSpec;
import dev.hamlet.engine.machine.DisplaySpec;
import dev.hamlet.engine.machine.Machine;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code vm set} changes of a machine. */
class MachineSettingsTest {
    @TempDir
    Path folder;

    private CommandLineFixture fixture;

    @BeforeEach
    void open() throws Exception {
        fixture = new CommandLineFixture(folder);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void groupCableAndDiskLimitAreSetAsInTheWindow() throws Exception {
        fixture.create("web");
        Machine machine = fixture.window().machines().find("web");
        assertEquals(
                0,
                fixture.run("vm", "set", "--group", "Lab", "--no-cable", "--disk-limit", "20M", "web")
                        .code());
        machine.refresh();
        assertEquals("Lab", machine.spec().group());
        assertFalse(machine.spec().network().connected());
        assertTrue(machine.spec().disks().stream().allMatch(disk -> disk.limit().equals(ByteSize.ofMebibytes(20))));
        assertEquals(
                0,
                fixture.run("vm", "set", "--group", "", "--cable", "--disk-limit", "0", "web")
                        .code());
        machine.refresh();
        assertEquals("", machine.spec().group());
        assertTrue(machine.spec().network().connected());
        assertTrue(machine.spec().disks().stream().allMatch(disk -> disk.limit().equals(DiskSpec.UNLIMITED)));
    }

    @Test
    void theShareOfTheProcessorsIsSetAndShown() throws Exception {
        fixture.create("web");
        assertEquals(0, fixture.run("vm", "set", "--cpu-limit", "40", "web").code());
        assertTrue(fixture.run("vm", "show", "web").out().contains("40 %"));
        assertTrue(fixture.run("vm", "show", "--json", "web").out().contains("\"cpuLimitPercent\" : 40"));
        Run refused = fixture.run("vm", "set", "--cpu-limit", "0", "web");
        assertEquals(2, refused.code(), refused.err());
        assertTrue(refused.err().contains("1 to 100"), refused.err());
    }

    @Test
    void graphicsScreenAndSerialLogAreSet() throws Exception {
        fixture.create("web");
        Machine machine = fixture.window().machines().find("web");
        assertEquals(
                0,
                fixture.run("vm", "set", "--graphics", "vga", "--screen", "1920x1080", "--no-serial-log", "web")
                        .code());
        machine.refresh();
        assertEquals(
                new DisplaySpec(DisplaySpec.Card.VGA, 1920, 1080),
                machine.spec().display());
        assertFalse(machine.spec().serialLog());
        assertEquals(
                0,
                fixture.run("vm", "set", "--graphics", "auto", "--screen", "auto", "--serial-log", "web")
                        .code());
        machine.refresh();
        assertEquals(DisplaySpec.AUTOMATIC, machine.spec().display());
        assertTrue(machine.spec().serialLog());
    }

    @Test
    void aScreenThatCannotBeIsRefusedWithWhatCan() throws Exception {
        fixture.create("web");
        for (String screen : new String[] {"wide", "1920", "0x0", "-1x5", "99999x99999", "1x1"}) {
            Run refused = fixture.run("vm", "set", "--screen=" + screen, "web");
            assertEquals(2, refused.code(), refused.err());
            assertTrue(refused.err().contains("pixels"), refused.err());
        }
    }
}
