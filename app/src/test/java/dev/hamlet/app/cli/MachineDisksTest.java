package dev.hamlet.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hamlet.app.cli.CommandLineFixture.Run;
import dev.hamlet.engine.machine.CdSpec;
import dev.hamlet.engine.machine.DiskSpec;
import dev.hamlet.engine.machine.Machine;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Disks of the user's own that machines are given, and lose. */
class MachineDisksTest {
    @TempDir
    Path folder;

    private CommandLineFixture fixture;
    private Path disk;

    @BeforeEach
    void open() throws Exception {
        fixture = new CommandLineFixture(folder.resolve("home"));
        disk = Files.write(folder.resolve("my disk, \"50%\".img"), new byte[1 << 20]);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private Run set(String option, Path file) {
        return fixture.run("vm", "set", option, file.toString(), "web");
    }

    private List<Path> disks() throws Exception {
        Machine web = fixture.window().machines().find("web");
        web.refresh();
        return web.spec().disks().stream().map(DiskSpec::file).toList();
    }

    /** No more than the descriptor that says that it is one (ECMA-119). */
    private static Path cdImage(Path file) throws Exception {
        ByteBuffer image = ByteBuffer.allocate(300 * 2048).order(ByteOrder.LITTLE_ENDIAN);
        int descriptor = 16 * 2048;
        byte[] blanks = new byte[32];
        Arrays.fill(blanks, (byte) ' ');
        image.put(descriptor, new byte[] {1, 'C', 'D', '0', '0', '1', 1})
                .put(descriptor + 8, blanks)
                .put(descriptor + 40, blanks)
                .putInt(descriptor + 80, 300)
                .putShort(descriptor + 128, (short) 2048)
                .put(descriptor + 2048, new byte[] {(byte) 255, 'C', 'D', '0', '0', '1', 1});
        return Files.write(file, image.array());
    }

    private static void assertRefused(int code, String words, Run run) {
        assertEquals(code, run.code(), run.err());
        assertTrue(run.err().contains(words), run.err());
    }

    @Test
    void aDiskIsAddedAndRemovedByItsFileOrItsId() throws Exception {
        Path more = Files.write(folder.resolve("more.img"), new byte[1 << 20]);
        fixture.create("web");
        assertEquals(0, set("--add-disk", disk).code());
        assertEquals(0, set("--add-disk", more).code());
        assertEquals(List.of(disk, more), disks());
        assertEquals(0, set("--remove-disk", disk).code());
        assertEquals(
                0, fixture.run("vm", "set", "--remove-disk", "disk1", "web").code());
        assertEquals(List.of(), disks());
        assertTrue(Files.exists(disk) && Files.exists(more), "the files are the user's");
    }

    @Test
    void aMachineWhoseDiskIsGoneStartsWithoutItByTheRemedyThatItIsTold() throws Exception {
        fixture.create("web");
        set("--add-disk", disk);
        Files.delete(disk);
        Run start = fixture.run("vm", "start", "web");
        assertRefused(1, "There is no such disk", start);
        assertTrue(start.err().contains("hamlet vm set --remove-disk '" + disk + "' web"), start.err());
        assertEquals(0, set("--remove-disk", disk).code());
        assertEquals(0, fixture.run("vm", "start", "web").code());
    }

    @Test
    void whatIsThereAlreadyOrNotAtAllIsRefused() throws Exception {
        fixture.create("web");
        assertRefused(2, "A value cannot be used", set("--remove-disk", disk));
        assertRefused(1, "There is no such disk", set("--add-disk", folder.resolve("gone.img")));
        set("--add-disk", disk);
        assertRefused(2, "A value cannot be used", set("--add-disk", disk));
        assertEquals(List.of(disk), disks());
    }

    @Test
    void aRunningMachineKeepsItsDisks() throws Exception {
        fixture.create("web");
        set("--add-disk", disk);
        fixture.run("vm", "start", "web");
        assertRefused(4, "web is running, so Hamlet cannot change the disks of it", set("--remove-disk", disk));
        assertEquals(List.of(disk), disks());
    }

    @Test
    void aDiskOfAnotherMachineIsNotGivenToASecond() throws Exception {
        fixture.create("web");
        set("--add-disk", disk);
        Run created = fixture.run("vm", "create", "second", "--disk", disk.toString());
        assertRefused(4, "The disk belongs to another", created);
        assertTrue(created.err().contains("web has " + disk), created.err());
        assertTrue(created.err().contains("hamlet image add '" + disk + "'"), created.err());
        assertRefused(3, "No such machine", fixture.run("vm", "show", "second"));
    }

    @Test
    void aDiskOfTheLibraryIsGivenToNoMachine() throws Exception {
        fixture.create("web");
        assertEquals(
                0,
                fixture.run("image", "add", disk.toString(), "--name", "Mine").code());
        Path image = fixture.window().images().find("Mine").disk().orElseThrow();
        assertRefused(4, "Mine has " + image, set("--add-disk", image));
    }

    @Test
    void theDriveThatSetsUpTheGuestKeepsItsCd() throws Exception {
        fixture.create("web");
        Machine web = fixture.window().machines().find("web");
        web.change(spec -> spec.addCd(new CdSpec(CdSpec.SEED, Path.of("seed.iso"))));
        Path image = cdImage(folder.resolve("tools.iso"));
        assertEquals(0, set("--cd", image).code());
        web.refresh();
        List<CdSpec> both = List.of(new CdSpec("cd0", image), new CdSpec(CdSpec.SEED, Path.of("seed.iso")));
        assertEquals(Set.copyOf(both), Set.copyOf(web.spec().cds()));
        assertEquals(0, fixture.run("vm", "set", "--no-cd", "web").code());
        web.refresh();
        assertTrue(web.spec().cds().contains(both.getLast()));
        assertTrue(web.spec().cds().contains(new CdSpec("cd0", null)));
    }

    @Test
    void anImageWhoseCdARunningGuestStillHasIsNotDeleted() throws Exception {
        Path iso = cdImage(folder.resolve("setup.iso"));
        assertEquals(
                0,
                fixture.run("image", "add", iso.toString(), "--name", "Setup").code());
        fixture.create("web");
        Path image = fixture.window().images().find("Setup").cd().orElseThrow();
        assertEquals(0, set("--cd", image).code());
        fixture.run("vm", "start", "web");
        assertRefused(4, "The image is in use", fixture.run("image", "delete", "Setup"));
        // The running guest gives it back at once.
        assertEquals(0, fixture.run("vm", "set", "--no-cd", "web").code());
        assertEquals(0, fixture.run("image", "delete", "Setup").code());
    }
}
