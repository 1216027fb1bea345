package dev.hamlet.engine.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.machine.DeviceProfile;
import dev.hamlet.engine.machine.Firmware;
import dev.hamlet.engine.media.CdImages;
import dev.hamlet.engine.media.CdInfo;
import dev.hamlet.engine.media.IsoSample;
import dev.hamlet.engine.media.Samples;
import dev.hamlet.engine.problem.MediaProblem;
import dev.hamlet.engine.problem.ProblemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SystemDetectorTest {
    private final SystemDetector detector = new SystemDetector(new CdImages(), List.of());

    @TempDir
    Path folder;

    private static CdInfo cd(String volume, String publisher, String application, CdInfo.Platform... platforms) {
        List<CdInfo.BootEntry> boot = new ArrayList<>();
        for (CdInfo.Platform platform : platforms) {
            boot.add(new CdInfo.BootEntry(platform, true, 100, 4));
        }
        return new CdInfo(
                Path.of("/x.iso"), 1 << 20, 1 << 20, volume, "", publisher, "", application, false, false, boot);
    }

    private Recognition volume(String volume, String publisher) {
        return detector.of(cd(volume, publisher, ""), Map.of());
    }

    /** Names as publishers form them, of versions that no collection here holds. */
    @ParameterizedTest
    @CsvSource(textBlock = """
            Debian 11.7.0 amd64 n,              '',       debian-11,            x86_64,      INSTALLER
            d-live 12.5.0 kd amd64,             '',       debian-12,            x86_64,      LIVE
            DEBIAN 12.5.0 AMD64 N,              '',       debian-12,            x86_64,      INSTALLER
            Ubuntu 22.04.4 LTS amd64,           '',       ubuntu-22.04,         x86_64,      LIVE
            Ubuntu-Server 18.04.6 LTS amd64,    '',       ubuntu-18.04,         x86_64,      INSTALLER
            Kubuntu 24.04.1 LTS amd64,          '',       kubuntu-24.04,        x86_64,      LIVE
            Xubuntu 23.10 amd64,                '',       xubuntu-23.10,        x86_64,      LIVE
            Ubuntu MATE 24.04 LTS amd64,        '',       ubuntu-mate-24.04,    x86_64,      LIVE
            Linux Mint 21.3 Cinnamon 64-bit,    '',       linuxmint-21.3,       '',          LIVE
            LMDE 6 Cinnamon 64-bit,             '',       lmde-6,               '',          LIVE
            Fedora-WS-Live-42,                  '',       fedora-42,            '',          LIVE
            Fedora-E-dvd-x86_64-42,             '',       fedora-42,            x86_64,      INSTALLER
            RHEL-9-5-0-BaseOS-x86_64,           '',       rhel-9.5,             x86_64,      INSTALLER
            AlmaLinux-9-4-x86_64-dvd,           '',       almalinux-9,          x86_64,      INSTALLER
            Rocky-9-4-x86_64-dvd,               '',       rocky-9,              x86_64,      INSTALLER
            CentOS-Stream-9-BaseOS-x86_64,      '',       centos-stream-9,      x86_64,      INSTALLER
            OL-9-4-0-BaseOS-x86_64,             '',       oraclelinux-9.4,      x86_64,      INSTALLER
            openSUSE-Tumbleweed-DVD-x86_6420,   '',       opensuse-tumbleweed,  x86_64,      INSTALLER
            SLE-15-SP5-Full-x86_64112.11.001,   '',       sle-15-sp5,           x86_64,      INSTALLER
            ARCH_202405,                        '',       arch,                 '',          LIVE
            alpine-virt 3.22.1 aarch64,         '',       alpine-3.22,          aarch64,     LIVE
            nixos-minimal-24.05-x86_64,         '',       nixos-24.05,          x86_64,      LIVE
            Gentoo amd64 20240512T163414Z,      '',       gentoo,               x86_64,      LIVE
            VOID_LIVE,                          '',       void,                 '',          LIVE
            13_2_RELEASE_AMD64_DVD,             '',       freebsd-13.2,         x86_64,      INSTALLER
            OpenBSD/amd64   7.5 Install CD,     '',       openbsd-7.5,          x86_64,      INSTALLER
            NETBSD_101,                         '',       netbsd-10.1,          '',          INSTALLER
            CCCOMA_X64FRE_DE-DE_DV9,            MICROSOFT CORPORATION, windows-11, x86_64,   INSTALLER
            CCCOMA_X86FRE_DE-DE_DV9,            MICROSOFT CORPORATION, windows-10, i686,     INSTALLER
            IR5_CCSA_X64FRE_FR-FR_DV9,          MICROSOFT CORPORATION, windows-8.1, x86_64,  INSTALLER
            GSP1RMCPRXFRER_FR_DVD,              MICROSOFT CORPORATION, windows-7,  '',       INSTALLER
            HRM_SSS_X64FREV_FR-FR_DV5,          MICROSOFT CORPORATION, windows-server-2012, x86_64, INSTALLER
            REACTOS,                            '',       reactos,              '',          UNKNOWN
            haiku-r1~beta5-x86_64,              '',       haiku-r1beta5,        x86_64,      LIVE
            """)
    void publishersNameTheirImagesSo(String label, String publisher, String id, String architecture, String medium) {
        Recognition found = volume(label, publisher);
        assertEquals(id, found.system().id());
        assertEquals(architecture, found.architecture());
        assertEquals(Recognition.Medium.valueOf(medium), found.medium());
        assertEquals(Recognition.Certainty.CERTAIN, found.certainty());
        assertFalse(found.system().name().isBlank());
    }

    @Test
    void whatImagesNamedTheSameMayBeElseIsTold() {
        Recognition found = volume("CCCOMA_X64FRE_EN-US_DV9", "MICROSOFT CORPORATION");
        assertEquals("windows-11", found.system().id());
        assertEquals(
                List.of("windows-10"),
                found.alternatives().stream().map(GuestSystem::id).toList());
    }

    @Test
    void anUnknownVersionOfAKnownDistributionIsThatDistribution() {
        Recognition found = volume("openSUSE-DVD-i586-Build0702..001", "");
        assertEquals("opensuse", found.system().id());
        assertFalse(found.system().isExact());
        assertEquals("openSUSE", found.system().name());
    }

    @Test
    void wordsAreAGuess() {
        Recognition found = volume("MY DEBIAN REMIX", "");
        assertEquals("debian", found.system().id());
        assertEquals(Recognition.Certainty.PROBABLE, found.certainty());
        assertFalse(found.system().isExact());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "CDROM", "DATA", "cidata", "config-2", "NO NAME", "BACKUP_2024", "2024", "ARCHIVE", "WINTER"
            })
    void labelsOfOtherDiscsNameNoSystem(String label) {
        Recognition found = volume(label, "");
        assertEquals("", found.system().id());
        assertEquals(SystemFamily.UNKNOWN, found.system().family());
        assertEquals(Recognition.Certainty.NONE, found.certainty());
        assertEquals("unknown", found.system().icon());
    }

    @Test
    void filesOfTheImageSpeakWhereItsLabelDoesNot() {
        Recognition debian = detector.of(
                cd("CDROM", "", ""),
                Map.of(".disk/info", "Debian GNU/Linux 12.5.0 \"Bookworm\" - Official amd64 NETINST 20240210-11:27"));
        assertEquals("debian-12", debian.system().id());
        assertEquals("x86_64", debian.architecture());
        assertEquals(Recognition.Certainty.CERTAIN, debian.certainty());

        Recognition ubuntu = detector.of(
                cd("CDROM", "", ""),
                Map.of(".disk/info", "Ubuntu-Server 24.04 LTS \"Noble Numbat\" - Release arm64 (20240423)"));
        assertEquals("ubuntu-24.04", ubuntu.system().id());
        assertEquals("aarch64", ubuntu.architecture());

        Recognition fedora = detector.of(
                cd("CDROM", "", ""),
                Map.of(
                        ".treeinfo",
                        "[general]\nfamily = Fedora\nversion = 40\narch = x86_64\n[tree]\narch = x86_64\n"));
        assertEquals("fedora-40", fedora.system().id());
        assertEquals("x86_64", fedora.architecture());
    }

    @Test
    void anImageBuiltAsThoseOfAFamilyIsOfThatFamily() {
        Recognition linux = detector.of(
                cd("LIVE", "", "", CdInfo.Platform.BIOS), Map.of("isolinux", "", "efi/boot/bootaa64.efi", ""));
        assertEquals("linux", linux.system().id());
        assertEquals(SystemFamily.LINUX, linux.system().family());
        assertEquals("", linux.system().distribution());
        assertEquals("aarch64", linux.architecture());
        assertEquals(Recognition.Certainty.PROBABLE, linux.certainty());
        assertEquals(DeviceProfile.CONSERVATIVE, linux.system().needs().profile());

        assertEquals(
                "windows",
                detector.of(cd("X", "", ""), Map.of("sources/install.wim", "MSWIM"))
                        .system()
                        .id());
    }

    @Test
    void theFirmwareIsOneThatTheImageStartsWith() {
        assertEquals(
                Firmware.UEFI,
                detector.of(cd("Fedora-S-dvd-aarch64-40", "", "", CdInfo.Platform.UEFI), Map.of())
                        .firmware());
        CdInfo both =
                cd("CCCOMA_X64FRE_EN-US_DV9", "MICROSOFT CORPORATION", "", CdInfo.Platform.BIOS, CdInfo.Platform.UEFI);
        assertEquals(Firmware.UEFI, detector.of(both, Map.of()).firmware());
        CdInfo bios = cd("CCCOMA_X64FRE_EN-US_DV9", "MICROSOFT CORPORATION", "", CdInfo.Platform.BIOS);
        assertEquals(Firmware.BIOS, detector.of(bios, Map.of()).firmware());
        assertEquals(
                Firmware.BIOS,
                detector.of(cd("Debian 12.5.0 amd64 n", "", "", CdInfo.Platform.BIOS, CdInfo.Platform.UEFI), Map.of())
                        .firmware());
    }

    @Test
    void whatASystemNeedsGoesByItsVersion() {
        GuestSystem old = volume("Debian 5.0.1 i386 Bin-1", "").system();
        GuestSystem present = volume("Debian 12.5.0 amd64 n", "").system();
        assertEquals(DeviceProfile.CONSERVATIVE, old.needs().profile());
        assertEquals(DeviceProfile.VIRTIO, present.needs().profile());
        assertTrue(old.needs().recommendedMemory().compareTo(present.needs().recommendedMemory()) < 0);
        assertEquals(
                DeviceProfile.CONSERVATIVE,
                detector.ofName("windows-11").needs().profile());
        assertEquals(
                ByteSize.ofGibibytes(4), detector.ofName("windows-11").needs().minimumMemory());
        assertEquals(
                ByteSize.ofGibibytes(2), detector.ofName("windows-10").needs().minimumMemory());
        assertEquals(Firmware.UEFI, detector.ofName("windows-11").needs().firmware());
        assertEquals(Firmware.BIOS, detector.ofName("windows-xp").needs().firmware());
        GuestSystem server = volume("Ubuntu-Server 24.04 LTS amd64", "").system();
        GuestSystem desktop = volume("Ubuntu 24.04 LTS amd64", "").system();
        assertTrue(server.needs().recommendedDisk().compareTo(desktop.needs().recommendedDisk()) < 0);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            debian-12,                                        debian-12,            debian
            debian-12-genericcloud-amd64-20260712-2537.qcow2, debian-12,            debian
            Debian 13,                                        debian-13,            debian
            ubuntu-24.04-server-cloudimg-amd64.img,           ubuntu-24.04,         ubuntu
            noble-server-cloudimg-amd64.img,                  ubuntu-24.04,         ubuntu
            Fedora-Cloud-Base-Generic-44-1.7.x86_64.qcow2,    fedora-44,            fedora
            nocloud_alpine-3.23.0-x86_64-bios-cloudinit-r0.qcow2, alpine-3.23,      alpine
            Rocky-9-GenericCloud.latest.x86_64.qcow2,         rocky-9,              rocky
            CentOS-Stream-GenericCloud-9-latest.x86_64.qcow2, centos-stream-9,      centos
            OL9U4_x86_64-kvm-b234.qcow2,                      oraclelinux-9,        oraclelinux
            rhel-9.4-x86_64-kvm.qcow2,                        rhel-9.4,             rhel
            FreeBSD-14.1-RELEASE-amd64.qcow2,                 freebsd-14.1,         freebsd
            openSUSE-Leap-15.6.x86_64-NoCloud.qcow2,          opensuse-15.6,        opensuse
            Arch-Linux-x86_64-cloudimg-20260501.2.qcow2,      arch,                 arch
            archlinux-2026.05.01-x86_64.iso,                  arch,                 arch
            Win11_23H2_English_x64v2.iso,                     windows-11,           windows
            win10,                                            windows-10,           windows
            windows-server-2022,                              windows-server-2022,  windows
            Windows Server 2012 R2,                           windows-server-2012-r2, windows
            nixos-24.05,                                      nixos-24.05,          nixos
            linux,                                            linux,                linux
            fedora34,                                         fedora-34,            fedora
            """)
    void filesAndIdsNameSystemsToo(String name, String id, String icon) {
        GuestSystem system = detector.ofName(name);
        assertEquals(id, system.id());
        assertEquals(icon, system.icon());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "disk", "root.qcow2", "my machine", "12", "\0", "-", "march", "darwin"})
    void otherNamesNameNothing(String name) {
        assertEquals("", detector.ofName(name).id());
        assertEquals("", detector.ofName("debian-12".repeat(20_000)).id(), "longer than any name");
    }

    @Test
    void everySystemOfTheTableIsWhole() {
        for (SystemKind kind : SystemTable.builtIn().kinds()) {
            GuestSystem system = kind.system("");
            SystemNeeds needs = system.needs();
            assertEquals(kind.id(), detector.ofName(kind.id()).id());
            assertFalse(system.icon().isBlank(), kind.id());
            assertTrue(needs.minimumMemory().compareTo(ByteSize.ofMebibytes(16)) >= 0, kind.id());
            assertTrue(needs.minimumMemory().compareTo(needs.recommendedMemory()) <= 0, kind.id());
            assertTrue(needs.minimumDisk().compareTo(needs.recommendedDisk()) <= 0, kind.id());
            assertEquals(0, needs.recommendedMemory().bytes() % (1 << 20), kind.id());
        }
    }

    @Test
    void aFileIsReadWholeWay() throws Exception {
        Path image = Samples.write(
                folder.resolve("x.iso"),
                new IsoSample()
                        .primary("CDROM")
                        .files(
                                Map.of(
                                        ".disk/info",
                                        "Debian GNU/Linux 12.5.0 \"Bookworm\"",
                                        "efi/boot/bootx64.efi",
                                        "MZ"),
                                true)
                        .end()
                        .bytes());
        Recognition found = detector.ofCd(image);
        assertEquals("debian-12", found.system().id());
        assertEquals("x86_64", found.architecture());
    }

    @Test
    void aRenamedImageIsKnownByItsLabelAndAnUnlabelledOneByItsName() throws Exception {
        byte[] labelled = new IsoSample().primary("Debian 12.5.0 amd64 n").end().bytes();
        assertEquals(
                "debian-12",
                detector.ofCd(Samples.write(folder.resolve("fedora-40.iso"), labelled))
                        .system()
                        .id());
        Recognition named = detector.ofCd(Samples.write(
                folder.resolve("alpine-virt-3.20.0-x86_64.iso"),
                new IsoSample().primary("CDROM").end().bytes()));
        assertEquals("alpine-3.20", named.system().id());
        assertEquals("x86_64", named.architecture());
        assertEquals(Recognition.Certainty.PROBABLE, named.certainty());
    }

    @Test
    void whatIsNoCdIsAProblem() throws Exception {
        Path empty = Samples.write(folder.resolve("empty.iso"), "");
        Samples.problem(MediaProblem.NotACd.class, () -> detector.ofCd(empty));
        Path text = Samples.write(folder.resolve("text.iso"), "x".repeat(200_000));
        Samples.problem(MediaProblem.NotACd.class, () -> detector.ofCd(text));
        Samples.problem(MediaProblem.NotACd.class, () -> detector.ofCd(folder));
        Samples.problem(MediaProblem.CdMissing.class, () -> detector.ofCd(folder.resolve("gone.iso")));
    }

    @Test
    void anImageThatWasCutOffIsKnownByWhatThereIs() throws Exception {
        byte[] whole = new IsoSample()
                .primary("Debian 12.5.0 amd64 n")
                .files(Map.of(".disk/info", "Debian"), true)
                .end()
                .bytes();
        for (int sectors = 17; sectors < 110; sectors++) {
            Path image =
                    Samples.write(folder.resolve("cut.iso"), Arrays.copyOf(whole, sectors * 2048 - 7 * (sectors % 2)));
            if (sectors > 17) {
                assertEquals("debian-12", detector.ofCd(image).system().id());
            }
        }
    }

    @Test
    void anyTextsGiveAnAnswer() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        String[] bits = {
            "Debian ",
            "Ubuntu",
            "FC/",
            "CCCOMA_",
            "X64FRE",
            "-",
            "9",
            "12.5.0",
            " ",
            "(",
            "\\",
            "{v}",
            "$1",
            "\uFFFD",
            "SP",
            "é",
            "99999999999999999999",
            "_",
            ".",
            "amd64",
            "live",
            "windows",
            "alt",
            "p",
            "MICROSOFT CORPORATION"
        };
        SystemDetector both = new SystemDetector(new CdImages(), List.of(Path.of("/usr/share/osinfo")));
        assertTimeoutPreemptively(Duration.ofSeconds(60), () -> {
            for (int round = 0; round < 2000; round++) {
                String[] texts = new String[4];
                for (int i = 0; i < texts.length; i++) {
                    StringBuilder text = new StringBuilder();
                    for (int n = random.nextInt(8); n > 0; n--) {
                        text.append(bits[random.nextInt(bits.length)]);
                    }
                    texts[i] = text.toString();
                }
                try {
                    Map<String, String> files = Map.of(".disk/info", texts[3], ".treeinfo", "family = " + texts[3]);
                    assertNotNull(
                            both.of(cd(texts[0], texts[1], texts[2]), files).system());
                    assertNotNull(both.ofName(texts[0] + texts[1]));
                } catch (RuntimeException e) {
                    fail("seed " + seed + ", round " + round + ": " + List.of(texts), e);
                }
            }
        });
    }

    @Test
    void anyBytesGiveAnAnswerOrAProblem() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        byte[] base = new IsoSample()
                .primary("Debian 12.5.0 amd64 n")
                .files(
                        Map.of(".disk/info", "Debian GNU/Linux 12", "efi/boot/bootx64.efi", "MZ", "isolinux/x", ""),
                        true)
                .bootRecord(30)
                .end()
                .catalogue(30, 0, IsoSample.entry(true, 1, 1), IsoSample.section(false, 0xEF, 65535))
                .bytes();
        int[] places = {16 * 2048, 17 * 2048, 30 * 2048, 100 * 2048, 101 * 2048, 102 * 2048, 103 * 2048};
        assertTimeoutPreemptively(Duration.ofSeconds(60), () -> {
            for (int round = 0; round < 500; round++) {
                byte[] image = base.clone();
                for (int i = random.nextInt(30); i >= 0; i--) {
                    image[places[random.nextInt(places.length)] + random.nextInt(200)] = (byte) random.nextInt();
                }
                int length = random.nextInt(4) == 0 ? random.nextInt(image.length) : image.length;
                Path file = Files.write(folder.resolve("fuzz.iso"), Arrays.copyOf(image, length));
                try {
                    assertNotNull(detector.ofCd(file).system());
                } catch (ProblemException expected) {
                    assertNotNull(expected.problem());
                } catch (RuntimeException e) {
                    fail("seed " + seed + ", round " + round, e);
                }
            }
        });
    }
}
