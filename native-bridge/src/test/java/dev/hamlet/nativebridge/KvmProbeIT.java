package dev.hamlet.nativebridge;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The probe in a program of its own, as the engine runs it. */
@Tag("real")
class KvmProbeIT {
    @TempDir
    Path folder;

    @Test
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
    void theProgramPrintsItsAnswerAndNothingElse() throws Exception {
        assertEquals(
                List.of("kvm absent"),
                new OtherJvm(folder)
                        .runOrdinary(KvmProbe.class, folder.resolve("none").toString()));
    }
}
