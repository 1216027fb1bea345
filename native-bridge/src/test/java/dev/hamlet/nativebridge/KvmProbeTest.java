package dev.hamlet.nativebridge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KvmProbeTest {
    @TempDir
    Path folder;

    @Test
    void aMissingDeviceIsAbsent() {
        assertEquals(new KvmAnswer.Absent(), KvmProbe.probe(folder.resolve("kvm")));
    }

    @Test
    void aFileThatIsNoSuchDeviceIsBrokenAndSaysAtWhatCall() throws Exception {
        for (Path device : List.of(Path.of("/dev/null"), Files.createFile(folder.resolve("kvm")))) {
            KvmAnswer.Broken broken = assertInstanceOf(KvmAnswer.Broken.class, KvmProbe.probe(device));
            assertTrue(broken.what().startsWith("KVM_GET_API_VERSION: "), broken.what());
            assertTrue(broken.what().contains("errno 25"), "ENOTTY: " + broken.what());
        }
        assertInstanceOf(KvmAnswer.Broken.class, KvmProbe.probe(folder), "a folder");
    }
}
