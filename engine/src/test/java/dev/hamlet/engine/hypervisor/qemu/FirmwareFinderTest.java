package dev.hamlet.engine.hypervisor.qemu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.hamlet.engine.problem.HostProblem;
import dev.hamlet.engine.problem.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FirmwareFinderTest {
    @TempDir
    Path folder;

    private Path system;
    private Path local;

    @BeforeEach
    void makeFolders() throws IOException {
        system = Files.createDirectory(folder.resolve("system"));
        local = Files.createDirectory(folder.resolve("local"));
    }

    private Path file(String name) throws IOException {
        return Files.writeString(folder.resolve(name), "");
    }

    private void descriptor(Path where, String name, String code, String features) throws IOException {
        Files.writeString(where.resolve(name), """
                {"interface-types": ["uefi"],
                 "mapping": {"device": "flash",
                   "executable": {"filename": "%s", "format": "raw"},
                   "nvram-template": {"filename": "%s", "format": "raw"}},
                 "targets": [{"architecture": "x86_64", "machines": ["pc-i440fx-*", "pc-q35-*"]}],
                 "features": [%s]}
                """.formatted(file(code), file(code + "-vars"), features));
    }

    private Path found() throws ProblemException {
        return new FirmwareFinder(List.of(system, local), List.of())
                .uefi()
                .code()
                .getFileName();
    }

    @Test
    void takesTheFirstThatNeedsNothingSpecial() throws Exception {
        descriptor(system, "40-enrolled.json", "enrolled", "\"enrolled-keys\", \"requires-smm\", \"secure-boot\"");
        descriptor(system, "50-secure.json", "secure", "\"requires-smm\", \"secure-boot\"");
        descriptor(system, "60-plain.json", "plain", "\"acpi-s3\"");
        descriptor(system, "70-other.json", "other", "");
        assertEquals(Path.of("plain"), found());
    }

    @Test
    void anAdministratorsDescriptorHidesTheOneOfTheSameName() throws Exception {
        descriptor(system, "60-plain.json", "plain", "");
        descriptor(local, "60-plain.json", "mine", "");
        assertEquals(Path.of("mine"), found());
    }

    @Test
    void aDescriptorThatIsNoneOrWhoseFilesAreGoneIsPassedOver() throws Exception {
        Files.writeString(system.resolve("10-broken.json"), "{\"interface-types\": [\"ue");
        descriptor(system, "20-gone.json", "gone", "");
        Files.delete(folder.resolve("gone"));
        descriptor(system, "60-plain.json", "plain", "");
        assertEquals(Path.of("plain"), found());
    }

    @Test
    void knownPlacesServeWhereNoDescriptorDoes() throws Exception {
        FirmwareFiles known = new FirmwareFiles(file("code"), "raw", file("vars"), "raw");
        assertEquals(known, new FirmwareFinder(List.of(folder.resolve("none")), List.of(known)).uefi());
    }

    @Test
    void noFirmwareIsAProblemWithThePackagesName() {
        ProblemException failure = assertThrows(ProblemException.class, this::found);
        assertEquals(
                "ovmf",
                assertInstanceOf(HostProblem.FirmwareMissing.class, failure.problem())
                        .packageName());
    }
}
