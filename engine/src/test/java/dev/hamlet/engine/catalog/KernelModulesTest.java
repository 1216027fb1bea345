package dev.hamlet.engine.catalog;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hamlet.engine.process.SystemProcessLauncher;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelModulesTest {
    @TempDir
    private Path folder;

    @Test
    void modulesComeAfterWhatTheyNeed() throws Exception {
        module("drivers/net/virtio_net.ko", "virtio,net_failover");
        module("net/net_failover.ko", "failover");
        module("net/failover.ko", "");
        module("drivers/virtio/virtio.ko", "virtio-ring");
        module("drivers/virtio/virtio-ring.ko", "");
        KernelModules modules = modules();
        assertEquals(
                List.of("virtio_ring", "virtio", "failover", "net_failover", "virtio_net"),
                List.copyOf(modules.withDependencies(List.of("virtio_net")).keySet()));
    }

    @Test
    void modulesThatNeedEachOtherEnd() throws Exception {
        module("a.ko", "b");
        module("b.ko", "a");
        assertEquals(
                List.of("b", "a"),
                List.copyOf(modules().withDependencies(List.of("a")).keySet()));
    }

    @Test
    void builtInModulesAreThereWithoutAFile() throws Exception {
        module("a.ko", "evdev");
        Files.writeString(folder.resolve("modules.builtin"), "kernel/drivers/input/evdev.ko\n");
        KernelModules modules = modules();
        assertTrue(modules.has("evdev"));
        assertFalse(modules.has("button"));
        assertEquals(
                List.of("a"),
                List.copyOf(modules.withDependencies(List.of("a", "evdev")).keySet()));
    }

    @Test
    void compressedModulesAreUnpacked() throws Exception {
        Path file = folder.resolve("kernel/a.ko.gz");
        Files.createDirectories(file.getParent());
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(elf("depends=b"));
        }
        module("b.ko", "");
        Map<String, byte[]> found = modules().withDependencies(List.of("a"));
        assertEquals(List.of("b", "a"), List.copyOf(found.keySet()));
        assertArrayEquals(elf("depends=b"), found.get("a"));
    }

    @Test
    void anythingButAnElfFileIsNone() throws Exception {
        assertNull(Elf.of(new byte[0]));
        assertNull(Elf.of("#!/bin/sh\n".repeat(20).getBytes(StandardCharsets.US_ASCII)));
        Elf elf = Elf.of(elf("depends=x"));
        assertNotNull(elf);
        assertFalse(elf.isStaticProgram());
        assertEquals("x", elf.moduleInfo().get("depends"));
    }

    @Test
    void aDamagedModuleIsNeverAFault() {
        byte[] whole = elf("depends=x,y", "license=GPL");
        Random random = new Random(5);
        for (int round = 0; round < 5000; round++) {
            byte[] damaged = whole.clone();
            for (int i = 0; i < 3; i++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            Elf elf = Elf.of(damaged);
            if (elf != null) {
                assertNotNull(elf.moduleInfo());
                boolean _ = elf.isStaticProgram();
            }
        }
    }

    private KernelModules modules() throws IOException {
        return new KernelModules(new SystemProcessLauncher(Map.of()), folder, folder);
    }

    private void module(String path, String depends) throws IOException {
        Path file = folder.resolve("kernel").resolve(path);
        Files.createDirectories(file.getParent());
        Files.write(file, elf("license=GPL", "depends=" + depends));
    }

    /** As little of an ELF file as has a section of module words. */
    private static byte[] elf(String... words) {
        byte[] info = (String.join("\0", words) + "\0").getBytes(StandardCharsets.US_ASCII);
        byte[] names = "\0.modinfo\0.shstrtab\0".getBytes(StandardCharsets.US_ASCII);
        ByteBuffer file =
                ByteBuffer.allocate(64 + info.length + names.length + 3 * 64).order(ByteOrder.LITTLE_ENDIAN);
        int headers = 64 + info.length + names.length;
        file.putInt(0, 0x464c457f).put(4, (byte) 2).put(5, (byte) 1).putShort(18, (short) 62);
        file.putLong(40, headers)
                .putShort(58, (short) 64)
                .putShort(60, (short) 3)
                .putShort(62, (short) 2);
        file.put(64, info).put(64 + info.length, names);
        section(file, headers + 64, 1, 64, info.length);
        section(file, headers + 128, 10, 64 + info.length, names.length);
        return file.array();
    }

    private static void section(ByteBuffer file, int header, int name, int offset, int size) {
        file.putInt(header, name).putLong(header + 24, offset).putLong(header + 32, size);
    }
}
