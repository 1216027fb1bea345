package dev.hamlet.engine.hypervisor.qemu;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.machine.LaunchRecord;
import dev.hamlet.engine.machine.PortForward;
import dev.hamlet.nativebridge.ProcessIdentity;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LaunchRecordJsonTest {
    private static final LaunchRecord RECORD = new LaunchRecord(
            new ProcessIdentity(4711, 12, "boot"),
            "qemu",
            "7.2.22",
            "kvm",
            "pc-q35-7.2",
            2,
            ByteSize.ofMebibytes(512),
            "anna",
            Instant.parse("2026-01-02T03:04:05Z"),
            List.of(PortForward.tcp(8080, 80)),
            List.of(Path.of("/images/a, \"b\" ü.iso")),
            List.of("qemu-system-x86_64", "-m", "512M", "-S"));

    private static Optional<LaunchRecord> read(String json) {
        return LaunchRecordJson.read(
                json.getBytes(StandardCharsets.UTF_8), process -> List.of(Path.of("/open", "" + process.pid())));
    }

    private static String written() {
        return new String(LaunchRecordJson.write(RECORD), StandardCharsets.UTF_8);
    }

    @Test
    void aRecordIsReadAsItWasWritten() {
        assertEquals(Optional.of(RECORD), read(written()));
    }

    @Test
    void anEarlierRecordPromisesWhatItsCommandLineGave() {
        String earlier = written().replaceFirst("\"memory\" : \\d+,", "");
        assertEquals(ByteSize.ofMebibytes(512), read(earlier).orElseThrow().memory());
        assertEquals(
                new ByteSize(0),
                read(earlier.replace("512M", "half of it")).orElseThrow().memory());
    }

    @Test
    void theFilesOfAnEarlierRecordAreThoseThatItsProcessHasOpen() {
        String earlier = written().replace("\"files\"", "\"noFiles\"");
        assertEquals(List.of(Path.of("/open/4711")), read(earlier).orElseThrow().files());
    }

    @Test
    void whatIsNoRecordIsNone() {
        assertEquals(Optional.empty(), read("{"));
        assertEquals(Optional.empty(), read("[]"));
    }
}
