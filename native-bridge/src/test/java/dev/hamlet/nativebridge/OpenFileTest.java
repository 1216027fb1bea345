package dev.hamlet.nativebridge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpenFileTest {
    @TempDir
    Path folder;

    @Test
    void isTheFileUntilItIsClosed() throws Exception {
        Path file = Files.writeString(folder.resolve("größe, 50%"), "x");
        OpenFile open = OpenFile.open(file, true);
        Path link = Path.of("/proc/self/fd/" + open.number());
        assertEquals(file.toRealPath(), Files.readSymbolicLink(link));
        open.close();
        open.close();
        assertFalse(Files.exists(link) && Files.isSameFile(link, file));
    }

    @Test
    void aFileThatIsNotThereIsNotMade() {
        Path file = folder.resolve("none");
        NativeException failure = assertThrows(NativeException.class, () -> OpenFile.open(file, true));
        assertEquals(2, failure.errno());
        assertFalse(Files.exists(file));
    }

    @Test
    void aPairIsConnectedUntilOneEndIsGone() throws Exception {
        List<OpenFile> pair = OpenFile.connectedPair();
        Path end = Path.of("/proc/self/fd/" + pair.get(1).number());
        assertEquals("socket", Files.readSymbolicLink(end).toString().substring(0, 6));
        pair.forEach(OpenFile::close);
        assertFalse(Files.exists(end, LinkOption.NOFOLLOW_LINKS)
                && Files.readSymbolicLink(end).toString().startsWith("socket"));
    }
}
