package dev.hamlet.nativebridge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
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

    @Test
    @Tag("real")
    void anOrdinaryUserIsToldTheGroupThatMayOpenTheDevice() throws Exception {
        OtherJvm ordinary = new OtherJvm(folder);
        Path device = Files.createFile(folder.resolve("kvm"));
        String group = Users.groupByGid(Users.effectiveGid()).orElseThrow().name();
        Files.setPosixFilePermissions(device, PosixFilePermissions.fromString("---rw----"));
        assertEquals(
                Optional.of(new KvmAnswer.NoPermission(Optional.of(group))),
                KvmAnswer.parse(
                        ordinary.runOrdinary(KvmProbe.class, device.toString()).getLast()));
        Files.setPosixFilePermissions(device, PosixFilePermissions.fromString("---------"));
        assertEquals(
                Optional.of(new KvmAnswer.NoPermission(Optional.empty())),
                KvmAnswer.parse(
                        ordinary.runOrdinary(KvmProbe.class, device.toString()).getLast()));
    }

    @Test
    @Tag("real")
    void theProgramPrintsItsAnswerAndNothingElse() throws Exception {
        assertEquals(
                List.of("kvm absent"),
                new OtherJvm(folder)
                        .runOrdinary(KvmProbe.class, folder.resolve("none").toString()));
    }
}
