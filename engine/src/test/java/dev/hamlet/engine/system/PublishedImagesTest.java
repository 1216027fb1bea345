package dev.hamlet.engine.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hamlet.engine.media.CdImages;
import dev.hamlet.engine.media.Corpus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** How many of the headers of published images are recognised, with libosinfo's database and without. */
class PublishedImagesTest {
    private static final Path OSINFO = Path.of("/usr/share/osinfo");
    private static final double LEAST = 0.95;

    private final SystemTable table = SystemTable.builtIn();

    private static SystemDetector with(Path... osinfo) {
        return new SystemDetector(new CdImages(), List.of(osinfo));
    }

    @Test
    void nearlyAllAreRecognisedWithoutADatabase() throws Exception {
        measure("without osinfo-db", with());
    }

    @Test
    void nearlyAllAreRecognisedWithADatabase() throws Exception {
        Assumptions.assumeTrue(Files.isDirectory(OSINFO.resolve("os")), "osinfo-db is not installed");
        measure("with osinfo-db", with(OSINFO));
    }

    private void measure(String how, SystemDetector detector) throws Exception {
        List<IsoDumps.Dump> dumps = IsoDumps.all();
        detector.of(dumps.getFirst().cd(), Map.of());
        List<String> missed = new ArrayList<>();
        List<String> wrong = new ArrayList<>();
        List<String> otherProcessor = new ArrayList<>();
        int first = 0;
        long begin = System.nanoTime();
        for (IsoDumps.Dump dump : dumps) {
            Recognition found = detector.of(dump.cd(), Map.of());
            String label = label(dump);
            String what = dump.label() + " " + dump.name() + " [" + dump.cd().volumeId() + "] -> "
                    + found.system().id() + " "
                    + found.alternatives().stream().map(GuestSystem::id).toList();
            if (table.osinfoKey(found.system()).equals(label)) {
                first++;
            } else if (found.alternatives().stream()
                    .noneMatch(other -> table.osinfoKey(other).equals(label))) {
                missed.add(what);
            }
            if (!found.system().id().isEmpty() && !sameDistribution(found.system(), label)) {
                wrong.add(what);
            }
            String named = Architectures.named(dump.name());
            if (!named.isEmpty() && !found.architecture().isEmpty() && !sameProcessor(named, found.architecture())) {
                otherProcessor.add(what + " " + found.architecture());
            }
        }
        double each = (System.nanoTime() - begin) / 1e6 / dumps.size();
        double rate = 1 - (double) missed.size() / dumps.size();
        System.out.printf(
                "%s: %d headers, %.2f %% recognised (%.2f %% as the first), wrong distribution %d, wrong processor %d, %.3f ms each%n",
                how, dumps.size(), 100 * rate, 100.0 * first / dumps.size(), wrong.size(), otherProcessor.size(), each);
        assertTrue(rate >= LEAST, () -> "missed:\n" + String.join("\n", missed));
        assertEquals(List.of(), wrong);
        assertTrue(otherProcessor.size() <= dumps.size() / 100, () -> String.join("\n", otherProcessor));
    }

    /** The collection names ALT before its version 7 in another way, and Ubuntu's flavours as Ubuntu. */
    private static String label(IsoDumps.Dump dump) {
        return SystemVersion.key(dump.label()).replaceFirst("^altlinux", "alt");
    }

    /** Some labels are cut off within {@code ppc64el}. */
    private static boolean sameProcessor(String one, String other) {
        return one.replaceFirst("64le$", "64").equals(other.replaceFirst("64le$", "64"));
    }

    private boolean sameDistribution(GuestSystem system, String label) {
        String key = table.osinfoKey(system);
        String version = SystemVersion.key(system.version());
        String prefix = key.endsWith(version) ? key.substring(0, key.length() - version.length()) : key;
        return label.startsWith(system.family() == SystemFamily.WINDOWS ? "win" : prefix);
    }

    @Test
    void publicImagesAreRecognisedWhole() throws Exception {
        SystemDetector detector = with();
        Path folder = Corpus.at("iso-detect/fakemedia");
        Recognition netinst = detector.ofCd(folder.resolve("fake-f26-netinst.iso"));
        assertEquals("fedora-26", netinst.system().id());
        assertEquals("x86_64", netinst.architecture());
        assertEquals(Recognition.Medium.INSTALLER, netinst.medium());
        assertEquals(Recognition.Certainty.CERTAIN, netinst.certainty());

        Recognition live = detector.ofCd(folder.resolve("fake-f29-live.iso"));
        assertEquals("fedora-29", live.system().id());
        assertEquals(Recognition.Medium.LIVE, live.medium());

        Recognition tree = detector.ofCd(folder.resolve("fake-fedora17-tree.iso"));
        assertEquals("fedora-17", tree.system().id());
        assertEquals("x86_64", tree.architecture());

        Recognition unknown = detector.ofCd(folder.resolve("fake-no-osinfo.iso"));
        assertEquals("", unknown.system().id());
        assertEquals(Recognition.Certainty.NONE, unknown.certainty());
    }

    @Test
    void anIdLeadsBackToItsSystem() throws Exception {
        SystemDetector detector = with();
        for (IsoDumps.Dump dump : IsoDumps.all()) {
            GuestSystem system = detector.of(dump.cd(), Map.of()).system();
            if (!system.id().isEmpty()) {
                assertEquals(system.id(), detector.ofName(system.id()).id(), dump.name());
            }
        }
    }

    @Test
    void theNameThatAnImageIsPublishedUnderNamesTheSameDistribution() throws Exception {
        SystemDetector detector = with();
        List<String> wrong = new ArrayList<>();
        int told = 0;
        List<IsoDumps.Dump> dumps = IsoDumps.all();
        for (IsoDumps.Dump dump : dumps) {
            GuestSystem system = detector.ofName(dump.name());
            if (!system.distribution().isEmpty()) {
                told++;
                if (!sameDistribution(system, label(dump))) {
                    wrong.add(dump.label() + " " + dump.name() + " -> " + system.id());
                }
            }
        }
        System.out.printf("by name: %d of %d told, %d wrong %s%n", told, dumps.size(), wrong.size(), wrong);
        assertTrue(wrong.size() <= dumps.size() / 100, () -> String.join("\n", wrong));
        try (Stream<String> none = Stream.of("", "disk.qcow2", "root", "backup-2024-01-01.img", "12")) {
            none.forEach(name -> assertEquals("", detector.ofName(name).id(), name));
        }
    }
}
