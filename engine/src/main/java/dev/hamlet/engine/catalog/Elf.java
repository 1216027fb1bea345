package dev.hamlet.engine.catalog;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * As much of an ELF file for x86-64 as is asked here (System V ABI, chapters 4 and 5): whether a program needs a loader,
 * and what a kernel module says of itself. Whatever is damaged is taken for "no".
 */
final class Elf {
    private static final int MACHINE_X86_64 = 62;
    private static final int SEGMENT_INTERPRETER = 3;

    private final ByteBuffer bytes;

    private Elf(ByteBuffer bytes) {
        this.bytes = bytes;
    }

    /** The file of this content, or null if it is no 64-bit ELF file for x86-64. */
    static @Nullable Elf of(byte[] content) {
        ByteBuffer bytes = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
        boolean known = content.length >= 64
                && bytes.getInt(0) == 0x464c457f
                && bytes.get(4) == 2
                && bytes.get(5) == 1
                && bytes.getShort(18) == MACHINE_X86_64;
        return known ? new Elf(bytes) : null;
    }

    /** Whether it is a program that runs without a loader and libraries. */
    boolean isStaticProgram() {
        try {
            int count = bytes.getShort(56) & 0xffff;
            for (int i = 0; i < count; i++) {
                int header = offset(bytes.getLong(32)) + i * (bytes.getShort(54) & 0xffff);
                if (bytes.getInt(header) == SEGMENT_INTERPRETER) {
                    return false;
                }
            }
            return count > 0;
        } catch (IndexOutOfBoundsException | BufferUnderflowException e) {
            return false;
        }
    }

    /** The {@code key=value} words of a kernel module, the first of each key; empty for anything else. */
    Map<String, String> moduleInfo() {
        Map<String, String> words = new LinkedHashMap<>();
        try {
            byte[] section = section(".modinfo");
            for (String word : new String(section, StandardCharsets.UTF_8).split("\0", -1)) {
                int equals = word.indexOf('=');
                if (equals > 0) {
                    words.putIfAbsent(word.substring(0, equals), word.substring(equals + 1));
                }
            }
        } catch (IndexOutOfBoundsException | BufferUnderflowException e) {
            return Map.of();
        }
        return words;
    }

    private byte[] section(String name) {
        int count = bytes.getShort(60) & 0xffff;
        int names = offset(bytes.getLong(header(bytes.getShort(62) & 0xffff) + 24));
        for (int i = 0; i < count; i++) {
            int header = header(i);
            if (text(names + bytes.getInt(header)).equals(name)) {
                byte[] content = new byte[offset(bytes.getLong(header + 32))];
                bytes.get(offset(bytes.getLong(header + 24)), content);
                return content;
            }
        }
        return new byte[0];
    }

    private int header(int index) {
        return offset(bytes.getLong(40)) + index * (bytes.getShort(58) & 0xffff);
    }

    private String text(int from) {
        int end = from;
        while (bytes.get(end) != 0) {
            end++;
        }
        byte[] content = new byte[end - from];
        bytes.get(from, content);
        return new String(content, StandardCharsets.US_ASCII);
    }

    private int offset(long value) {
        if (value < 0 || value > bytes.limit()) {
            throw new IndexOutOfBoundsException("beyond the file: " + value);
        }
        return (int) value;
    }
}
