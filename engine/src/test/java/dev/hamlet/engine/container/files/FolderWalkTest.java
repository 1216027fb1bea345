package dev.hamlet.engine.container.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hamlet.engine.image.tar.ByteText;
import dev.hamlet.engine.image.tar.TarEntry;
import dev.hamlet.engine.image.tar.TarLimits;
import dev.hamlet.engine.image.tar.TarReader;
import dev.hamlet.engine.image.tar.TarWriter;
import dev.hamlet.engine.job.Progress;
import dev.hamlet.nativebridge.FileState;
import dev.hamlet.nativebridge.NativeException;
import dev.hamlet.nativebridge.OpenFolder;
import dev.hamlet.nativebridge.RootFolder;
import dev.hamlet.nativebridge.Users;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderWalkTest {
    @TempDir
    private Path folder = Path.of("");

    private static byte[] name(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** What a layer of the folder says, each entry by its name. */
    private Map<String, String> layer() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        TarWriter archive = new TarWriter(bytes);
        try (RootFolder root = RootFolder.open(folder);
                OpenFolder top = root.enter(new byte[0])) {
            new FolderWalk(new LayerSink(archive, Set.of()), Progress.none()).below(top, ByteText.of(""));
        }
        archive.finish();
        Map<String, String> said = new TreeMap<>();
        TarReader reader = new TarReader(new ByteArrayInputStream(bytes.toByteArray()), TarLimits.LAYER);
        for (TarEntry entry = reader.next(); entry != null; entry = reader.next()) {
            String kind = entry instanceof TarEntry.HardLink link
                    ? "link to " + link.target()
                    : entry.getClass().getSimpleName();
            said.put(entry.facts().name().toString().replaceAll("/$", ""), kind);
        }
        return said;
    }

    @Test
    void marksOfWhatIsGoneAreToldEachForItselfThoughTheKernelLinksThem() throws Exception {
        Path deep = Files.createDirectory(folder.resolve("deep"));
        try (RootFolder root = RootFolder.open(folder);
                OpenFolder top = root.enter(new byte[0]);
                OpenFolder below = root.enter(name("deep"))) {
            try {
                top.makeSpecial(name("one"), FileState.Kind.CHARACTER_DEVICE, 0, 0);
            } catch (NativeException e) {
                assumeTrue(false, "no marks can be made here: " + e.getMessage());
            }
            top.makeHardLink(name("two"), top, name("one"));
            below.makeHardLink(name("three"), top, name("one"));
        }
        assertEquals(true, Files.isDirectory(deep));
        assertEquals(
                Map.of(
                        ".wh.one", "RegularFile",
                        ".wh.two", "RegularFile",
                        "deep", "Folder",
                        "deep/.wh.three", "RegularFile"),
                layer());
    }

    @Test
    void devicesOfSeveralNamesAreToldEachForItselfAndFilesAreLinked() throws Exception {
        assumeTrue(Users.isRoot(), "only root makes devices");
        Files.writeString(folder.resolve("file"), "content");
        Files.createLink(folder.resolve("file-too"), folder.resolve("file"));
        Files.createSymbolicLink(folder.resolve("way"), Path.of("file"));
        try (RootFolder root = RootFolder.open(folder);
                OpenFolder top = root.enter(new byte[0])) {
            try {
                top.makeSpecial(name("null"), FileState.Kind.CHARACTER_DEVICE, 1, 3);
                top.makeSpecial(name("disk"), FileState.Kind.BLOCK_DEVICE, 7, 200);
            } catch (NativeException e) {
                assumeTrue(false, "no devices can be made here: " + e.getMessage());
            }
            top.makeSpecial(name("pipe"), FileState.Kind.PIPE, 0, 0);
            for (String one : List.of("null", "disk", "pipe", "way")) {
                top.makeHardLink(name(one + "-too"), top, name(one));
            }
        }
        assertEquals(
                Map.of(
                        "file", "RegularFile",
                        "file-too", "link to file",
                        "null", "Device",
                        "null-too", "Device",
                        "disk", "Device",
                        "disk-too", "Device",
                        "pipe", "Pipe",
                        "pipe-too", "link to pipe",
                        "way", "SymbolicLink",
                        "way-too", "link to way"),
                layer());
    }
}
