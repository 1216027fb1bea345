package dev.hamlet.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hamlet.app.cli.CommandLineFixture.Run;
import dev.hamlet.engine.machine.Machine;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Images through the real qemu-img. */
@Tag("real")
@Timeout(120)
class ImageCommandsIT {
    @TempDir
    private Path folder;

    private CommandLineFixture fixture;

    @BeforeEach
    void open() throws Exception {
        Assumptions.assumeTrue(
                Files.isExecutable(Path.of("/usr/bin/qemu-img")), "qemu-img is not installed (package qemu-utils)");
        fixture = new CommandLineFixture(folder.resolve("home"));
    }

    @AfterEach
    void close() {
        if (fixture != null) {
            fixture.close();
        }
    }

    private void done(Run run) {
        assertEquals("", run.err());
        assertEquals(0, run.code());
    }

    @Test
    void aDiskIsMadeShownAddedUsedAndDeleted() throws Exception {
        Path disk = folder.resolve("my 'new' disk, 100%.qcow2");
        done(fixture.run("image", "create", disk.toString(), "--size", "20G"));
        assertEquals(
                4,
                fixture.run("image", "create", disk.toString(), "--size", "20G").code());
        Run info = fixture.run("image", "info", disk.toString());
        done(info);
        assertTrue(info.out().contains("20 GiB"), info.out());
        done(fixture.run("image", "add", disk.toString(), "--name", "Base", "--system", "debian-12"));
        assertTrue(fixture.run("image", "list").out().contains("Base"));
        assertTrue(fixture.run("image", "info", "base").out().contains("debian-12"));
        done(fixture.run("vm", "create", "web", "--image", "debian-12", "--disk-size", "30 GiB"));
        Machine machine = fixture.window().machines().find("web");
        assertEquals("debian-12", machine.spec().system());
        Run refused = fixture.run("image", "delete", "Base");
        assertEquals(4, refused.code());
        assertTrue(refused.err().contains("web builds on"), refused.err());
        done(fixture.run("vm", "delete", "web"));
        done(fixture.run("image", "delete", "Base"));
        assertEquals(3, fixture.run("image", "info", "Base").code());
    }

    @Test
    void aDiskIsCheckedGrownAndCompactedUnlessItsMachineRuns() throws Exception {
        Path disk = folder.resolve("a.qcow2");
        done(fixture.run("image", "create", disk.toString(), "--size", "1G"));
        Run sound = fixture.run("image", "verify", disk.toString());
        done(sound);
        assertTrue(sound.out().contains("No error was found"), sound.out());
        done(fixture.run("image", "grow", disk.toString(), "2G"));
        assertTrue(fixture.run("image", "info", disk.toString()).out().contains("2 GiB"));
        assertEquals(1, fixture.run("image", "grow", disk.toString(), "1G").code());
        assertEquals(2, fixture.run("image", "grow", disk.toString(), "much").code());
        Run json = fixture.run("image", "compact", disk.toString(), "--json");
        done(json);
        assertTrue(json.out().contains("\"afterBytes\""), json.out());
        done(fixture.run("image", "add", disk.toString(), "--name", "Base"));
        Run verified = fixture.run("image", "verify", "Base", "--json");
        done(verified);
        assertTrue(verified.out().contains("\"verdict\" : \"verified\""), verified.out());
        assertEquals(3, fixture.run("image", "verify", "none").code());
        done(fixture.run("vm", "create", "web", "--disk", disk.toString()));
        done(fixture.run("vm", "start", "web"));
        Run refused = fixture.run("image", "compact", disk.toString());
        assertEquals(4, refused.code());
        assertTrue(refused.err().contains("web"), refused.err());
        done(fixture.run("vm", "kill", "web"));
    }

    @Test
    void theCatalogueComesAnewFromAFile() throws Exception {
        Path catalogue = folder.resolve("mine.json");
        Files.writeString(catalogue, "{\"format\": 1, \"entries\": []}");
        done(fixture.run("catalog", "--from", catalogue.toUri().toString()));
        Files.writeString(catalogue, "{\"format\": 2, \"entries\": []}");
        Run newer = fixture.run("catalog", "--from", catalogue.toUri().toString());
        assertEquals(1, newer.code());
        assertEquals(
                1, fixture.run("catalog", "--from", "http://example.org/a.json").code());
    }

    @Test
    void aCdImageIsToldFromADisk() throws Exception {
        Path cd = folder.resolve("installer.iso");
        try (RandomAccessFile file = new RandomAccessFile(cd.toFile(), "rw")) {
            file.setLength(20 * 2048);
            file.seek(16 * 2048);
            file.write(1);
            file.write("CD001".getBytes(StandardCharsets.US_ASCII));
            file.write(1);
            file.seek(16 * 2048 + 40);
            file.write("MY LABEL                        ".getBytes(StandardCharsets.US_ASCII));
            file.seek(17 * 2048);
            file.write(0xff);
            file.write("CD001".getBytes(StandardCharsets.US_ASCII));
            file.write(1);
        }
        Run info = fixture.run("image", "info", cd.toString());
        done(info);
        assertTrue(info.out().contains("MY LABEL"), info.out());
        done(fixture.run("vm", "create", "installer", "--cd", cd.toString(), "--disk-size", "1G"));
        Run show = fixture.run("vm", "show", "installer");
        assertTrue(show.out().contains(cd.toString()), show.out());
        done(fixture.run("vm", "set", "--no-cd", "installer"));
        assertTrue(fixture.run("vm", "show", "installer").out().contains("empty"));
    }

    @Test
    void firstBootSettingsNeverTakeAPasswordAsAnArgument() throws Exception {
        assertEquals(
                2,
                fixture.run("vm", "create", "a", "--empty", "--user", "ann", "--password", "secret")
                        .code());
        Run noWay = fixture.run("vm", "create", "a", "--empty", "--hostname", "web");
        assertEquals(2, noWay.code());
        assertTrue(noWay.err().contains("--hostname needs --user."), noWay.err());
        Run bad = fixture.runWith("", "vm", "create", "a", "--empty", "--user", "ann", "--password-stdin");
        assertEquals(2, bad.code());
        assertTrue(bad.err().contains("password: it is empty."), bad.err());
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/xorriso")), "xorriso is not installed");
        String hard = "p & < > \" ' \\ $ # word\nsecond line";
        done(fixture.runWith(hard, "vm", "create", "a", "--empty", "--user", "ann", "--password-stdin"));
        Machine machine = fixture.window().machines().find("a");
        assertTrue(Files.size(machine.folder().seed()) > 0);
    }
}
