package dev.hamlet.engine.hypervisor.qemu;

import dev.hamlet.engine.host.WholeFile;
import dev.hamlet.engine.problem.HostProblem;
import dev.hamlet.engine.problem.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the UEFI firmware for guests: by QEMU's firmware descriptors, in the order that QEMU's
 * {@code docs/interop/firmware.json} gives them, else at the places where distributions are known to keep it. Safe for
 * use by many threads.
 */
final class FirmwareFinder {
    private static final Logger LOG = LoggerFactory.getLogger(FirmwareFinder.class);

    /** An administrator's descriptor hides the distribution's of the same name. */
    private static final List<Path> FOLDERS =
            List.of(Path.of("/usr/share/qemu/firmware"), Path.of("/etc/qemu/firmware"));

    private static final List<FirmwareFiles> KNOWN = List.of(
            raw("/usr/share/OVMF/OVMF_CODE_4M.fd", "/usr/share/OVMF/OVMF_VARS_4M.fd"),
            raw("/usr/share/OVMF/OVMF_CODE.fd", "/usr/share/OVMF/OVMF_VARS.fd"),
            raw("/usr/share/edk2/ovmf/OVMF_CODE.fd", "/usr/share/edk2/ovmf/OVMF_VARS.fd"),
            raw("/usr/share/edk2/x64/OVMF_CODE.4m.fd", "/usr/share/edk2/x64/OVMF_VARS.4m.fd"),
            raw("/usr/share/qemu/ovmf-x86_64-4m-code.bin", "/usr/share/qemu/ovmf-x86_64-4m-vars.bin"));

    private final List<Path> folders;
    private final List<FirmwareFiles> known;

    FirmwareFinder() {
        this(FOLDERS, KNOWN);
    }

    FirmwareFinder(List<Path> folders, List<FirmwareFiles> known) {
        this.folders = folders;
        this.known = known;
    }

    private static FirmwareFiles raw(String code, String variables) {
        return new FirmwareFiles(Path.of(code), "raw", Path.of(variables), "raw");
    }

    /**
     * The firmware's files.
     *
     * @throws ProblemException {@code FirmwareMissing}
     */
    FirmwareFiles uefi() throws ProblemException {
        return find().orElseThrow(() -> new ProblemException(new HostProblem.FirmwareMissing("UEFI", "ovmf")));
    }

    Optional<FirmwareFiles> find() {
        TreeMap<String, Path> descriptors = new TreeMap<>();
        for (Path folder : folders) {
            try (Stream<Path> files = Files.list(folder)) {
                files.filter(file -> file.toString().endsWith(".json"))
                        .forEach(file -> descriptors.put(String.valueOf(file.getFileName()), file));
            } catch (IOException e) {
                LOG.debug("no firmware descriptors in {}", folder);
            }
        }
        return Stream.concat(descriptors.values().stream().flatMap(file -> read(file).stream()), known.stream())
                .filter(files -> Files.isReadable(files.code()) && Files.isReadable(files.variables()))
                .findFirst();
    }

    private static Optional<FirmwareFiles> read(Path descriptor) {
        try {
            return FirmwareJson.read(Files.readAllBytes(descriptor));
        } catch (IOException e) {
            LOG.warn("{} is no firmware descriptor: {}", descriptor, WholeFile.reason(e));
            return Optional.empty();
        }
    }
}
