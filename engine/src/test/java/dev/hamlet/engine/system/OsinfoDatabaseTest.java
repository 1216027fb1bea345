package dev.hamlet.engine.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.machine.DeviceProfile;
import dev.hamlet.engine.media.CdImages;
import dev.hamlet.engine.media.CdInfo;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OsinfoDatabaseTest {
    private static final String SYSTEM = """
            <?xml version="1.0"?>
            <libosinfo version="0.0.1">
              <os id="http://example.org/rare/7">
                <short-id>rare7</short-id>
                <name>Rare 7</name>
                <name xml:lang="de">Rar 7</name>
                <version>7</version>
                <family>linux</family>
                <distro>rare</distro>
                <derives-from id="http://example.org/rare/6"/>
                <resources arch="all">
                  <minimum><n-cpus>2</n-cpus><ram>1073741824</ram><storage>5368709120</storage></minimum>
                  <recommended><ram>3221225472</ram></recommended>
                </resources>
                <media arch="x86_64" live="true">
                  <iso><volume-id>^RARE_7\\.\\d$</volume-id><system-id>LINUX</system-id></iso>
                </media>
              </os>
              <os id="http://example.org/rare/6">
                <short-id>rare6</short-id>
                <version>6</version>
                <devices><device id="http://pcisig.com/pci/1af4/1001"/></devices>
              </os>
            </libosinfo>
            """;

    @TempDir
    Path folder;

    private void write(String name, String content) throws IOException {
        Path file = folder.resolve("os/example.org").resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    private Recognition recognise(String volume) {
        CdInfo cd =
                new CdInfo(Path.of("/x.iso"), 1 << 20, 1 << 20, volume, "LINUX", "", "", "", false, false, List.of());
        return new SystemDetector(new CdImages(), List.of(folder)).of(cd, Map.of());
    }

    @Test
    void systemsThatOnlyTheDatabaseKnowsAreRecognisedByIt() throws Exception {
        write("rare-7.xml", SYSTEM);
        Recognition found = recognise("RARE_7.3");
        GuestSystem system = found.system();
        assertEquals("rare7", system.id());
        assertEquals("Rare 7", system.name());
        assertEquals(SystemFamily.LINUX, system.family());
        assertEquals("linux", system.icon());
        assertEquals("x86_64", found.architecture());
        assertEquals(Recognition.Medium.LIVE, found.medium());
        assertEquals(2, system.needs().minimumVcpus());
        assertEquals(ByteSize.ofGibibytes(1), system.needs().minimumMemory());
        assertEquals(ByteSize.ofGibibytes(3), system.needs().recommendedMemory());
        assertEquals(ByteSize.ofGibibytes(5), system.needs().minimumDisk());
        assertEquals(DeviceProfile.VIRTIO, system.needs().profile(), "what it derives from has the driver");
        assertEquals("", recognise("RARE_8").system().id());
    }

    @Test
    void itsFiguresAreThoseOfASystemThatTheTableKnows() throws Exception {
        write(
                "debian.xml",
                "<libosinfo><os id='d'><short-id>debian12</short-id><version>12</version><resources arch='all'><minimum>"
                        + "<ram>2147483648</ram></minimum></resources></os></libosinfo>");
        assertEquals(
                ByteSize.ofGibibytes(2),
                recognise("Debian 12.5.0 amd64 n").system().needs().minimumMemory());
    }

    @Test
    void anEntryForAllThatIsUnknownDoesNotOutdoAKnownVersion() throws Exception {
        write(
                "rhel9-unknown.xml",
                "<libosinfo><os id='r'><short-id>rhel9-unknown</short-id><version>9-unknown</version><media arch='x86_64'>"
                        + "<iso><volume-id>RHEL-9-.*</volume-id></iso></media></os></libosinfo>");
        assertEquals("rhel-9.6", recognise("RHEL-9-6-0-BaseOS-x86_64").system().id());
    }

    @Test
    void aSystemInSeveralFilesIsOne() throws Exception {
        write("rare-7.xml", SYSTEM);
        write(
                "rare-7.d/more.xml",
                "<libosinfo><os id='http://example.org/rare/7'><media arch='i686'><iso><volume-id>^MORE$</volume-id>"
                        + "</iso></media></os></libosinfo>");
        assertEquals("rare7", recognise("MORE").system().id());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no xml",
                "<libosinfo>",
                "<libosinfo><os id='x'></libosinfo>",
                "<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><libosinfo><os id='x'><name>&a;</name></os></libosinfo>",
                "<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'>]><libosinfo><os id='&b;'/></libosinfo>",
                "<!DOCTYPE x SYSTEM 'http://127.0.0.1:1/x.dtd'><libosinfo><os id='x'><short-id>y</short-id></os></libosinfo>",
                "<libosinfo><os id='x'><media arch='x86_64'><iso><volume-id>(((</volume-id></iso></media></os></libosinfo>",
                "<libosinfo><os id='x'><resources arch='all'><minimum><ram>99999999999999999999999</ram><n-cpus>-1</n-cpus>"
                        + "</minimum></resources></os></libosinfo>",
            })
    void aBrokenFileIsLeftOutAndHidesNoOther(String content) throws Exception {
        write("a-broken.xml", content);
        write("rare-7.xml", SYSTEM);
        assertTimeoutPreemptively(
                Duration.ofSeconds(20),
                () -> assertEquals("rare7", recognise("RARE_7.1").system().id()));
    }

    @Test
    void nothingOutsideTheFileIsRead() throws Exception {
        Path secret = Files.writeString(folder.resolve("secret.txt"), "TOP SECRET");
        write(
                "x.xml",
                "<!DOCTYPE x [<!ENTITY a SYSTEM '" + secret.toUri()
                        + "'>]><libosinfo><os id='x'><short-id>x1</short-id>"
                        + "<name>&a;</name><version>1</version><media arch='x86_64'><iso><volume-id>^X$</volume-id></iso>"
                        + "</media></os></libosinfo>");
        assertFalse(recognise("X").toString().contains("SECRET"));
    }

    @Test
    void filesThatAreTooLargeOrTooDeepAreLeftOut() throws Exception {
        write("deep.xml", "<libosinfo>" + "<os id='x'>".repeat(50_000));
        write("large.xml", "<libosinfo>" + " ".repeat(2 << 20) + "<os id='large'/></libosinfo>");
        write("rare-7.xml", SYSTEM);
        Files.createDirectories(folder.resolve("os/example.org/folder.xml"));
        Files.createSymbolicLink(folder.resolve("os/example.org/loop"), folder.resolve("os"));
        Path device = Files.createSymbolicLink(folder.resolve("os/example.org/zero.xml"), Path.of("/dev/zero"));
        assertTimeoutPreemptively(
                Duration.ofSeconds(20),
                () -> assertEquals(2, OsinfoDatabase.read(List.of(folder)).size()));
        Files.delete(device);
    }

    @Test
    void aPatternThatTakesForEverMatchesNothing() throws Exception {
        write(
                "slow.xml",
                "<libosinfo><os id='s'><short-id>slow1</short-id><version>1</version><media arch='x86_64'><iso>"
                        + "<volume-id>^(a+)+$</volume-id></iso></media></os></libosinfo>");
        assertTimeoutPreemptively(
                Duration.ofSeconds(20),
                () -> assertEquals("", recognise("a".repeat(31) + "!").system().id()));
        assertEquals("slow1", recognise("aaa").system().id());
    }

    @Test
    void systemsThatDeriveFromEachOtherEndTheSearch() throws Exception {
        write(
                "circle.xml",
                "<libosinfo><os id='a'><short-id>a1</short-id><derives-from id='b'/></os><os id='b'><derives-from id='a'/>"
                        + "</os></libosinfo>");
        OsinfoDatabase database = OsinfoDatabase.read(List.of(folder));
        assertFalse(database.knowsVirtio(database.find("a1").orElseThrow()));
    }

    @Test
    void noDatabaseIsAnEmptyOne() {
        assertEquals(0, OsinfoDatabase.read(List.of(folder.resolve("gone"))).size());
    }

    @Test
    void anyFileGivesADatabase() throws Exception {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        byte[] base = SYSTEM.getBytes(StandardCharsets.UTF_8);
        assertTimeoutPreemptively(Duration.ofSeconds(60), () -> {
            for (int round = 0; round < 1000; round++) {
                byte[] bytes = base.clone();
                for (int i = random.nextInt(6); i >= 0; i--) {
                    bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
                }
                int length = random.nextInt(3) == 0 ? random.nextInt(bytes.length) : bytes.length;
                write("x.xml", "");
                Files.write(folder.resolve("os/example.org/x.xml"), Arrays.copyOf(bytes, length));
                try {
                    assertNotNull(OsinfoDatabase.read(List.of(folder)));
                    assertTrue(recognise("RARE_7.1").alternatives().size() < 9);
                } catch (RuntimeException e) {
                    throw new AssertionError("seed " + seed + ", round " + round, e);
                }
            }
        });
    }
}
