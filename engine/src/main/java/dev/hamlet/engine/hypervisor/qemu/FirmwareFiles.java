package dev.hamlet.engine.hypervisor.qemu;

import java.nio.file.Path;

/**
 * The files of a UEFI firmware, as QEMU's {@code docs/interop/firmware.json} describes them.
 *
 * @param code what is executed; shared by all machines and never written
 * @param codeFormat {@code raw} or {@code qcow2}
 * @param variables the template of a machine's variable store
 * @param variablesFormat likewise
 */
record FirmwareFiles(Path code, String codeFormat, Path variables, String variablesFormat) {}
