package dev.hamlet.nativebridge.linux;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** Java text as the bytes of C: UTF-8 whatever the locale says, closed by a zero. */
public final class CText {
    private CText() {}

    /** Refuses a text with a zero in it. */
    public static byte[] of(String text) {
        if (text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("A zero character inside a text for the system");
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return Arrays.copyOf(bytes, bytes.length + 1);
    }

    /**
     * The bytes by which the file system knows a path. In a locale without UTF-8 the JDK keeps these bytes but shows
     * question marks for them; its file: address is the one public way to them.
     */
    public static byte[] of(Path path) {
        String shown = path.toString();
        if (shown.chars().allMatch(c -> c < 0x80)) {
            return of(shown);
        }
        String address = path.toUri().getRawPath();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < address.length(); i++) {
            char c = address.charAt(i);
            if (c == '%') {
                bytes.write(HexFormat.fromHexDigits(address, i + 1, i + 3));
                i += 2;
            } else {
                bytes.write(c);
            }
        }
        bytes.write(0);
        return bytes.toByteArray();
    }

    /** A zero-ended array of texts, such as argv, in one block of memory. Close it after the call. */
    static Memory array(List<String> texts) {
        List<byte[]> encoded = new ArrayList<>();
        long size = (texts.size() + 1L) * Native.POINTER_SIZE;
        for (String text : texts) {
            byte[] bytes = of(text);
            encoded.add(bytes);
            size += bytes.length;
        }
        Memory block = new Memory(size);
        long at = (texts.size() + 1L) * Native.POINTER_SIZE;
        for (int i = 0; i < encoded.size(); i++) {
            byte[] bytes = encoded.get(i);
            block.write(at, bytes, 0, bytes.length);
            block.setPointer((long) i * Native.POINTER_SIZE, block.share(at));
            at += bytes.length;
        }
        block.setPointer((long) texts.size() * Native.POINTER_SIZE, null);
        return block;
    }
}
