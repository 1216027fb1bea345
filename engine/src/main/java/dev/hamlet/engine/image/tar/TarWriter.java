package dev.hamlet.engine.image.tar;

import dev.hamlet.engine.image.tar.TarEntry.Facts;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes an archive to a stream: ustar headers, with an extended header before them for what they cannot hold. The same
 * entries give the same bytes. {@link #finish} ends it; the stream is not closed. Used by one thread.
 */
public final class TarWriter {
    private static final long OCTAL_8 = 07777777L;
    private static final long OCTAL_12 = 077777777777L;

    private final OutputStream out;

    /** A writer to this stream. */
    public TarWriter(OutputStream out) {
        this.out = out;
    }

    /** Writes an entry of any kind but a regular file. */
    public void entry(TarEntry entry) throws IOException {
        switch (entry) {
            case TarEntry.Folder folder -> header(folder.facts(), '5', 0, null, 0, 0);
            case TarEntry.SymbolicLink link -> header(link.facts(), '2', 0, link.target(), 0, 0);
            case TarEntry.HardLink link -> header(link.facts(), '1', 0, link.target(), 0, 0);
            case TarEntry.Device device ->
                header(device.facts(), device.block() ? '4' : '3', 0, null, device.major(), device.minor());
            case TarEntry.Pipe pipe -> header(pipe.facts(), '6', 0, null, 0, 0);
            case TarEntry.RegularFile file -> throw new IllegalArgumentException("a file has content: " + file.name());
        }
    }

    /** Writes a regular file with this content. */
    public void file(Facts facts, byte[] content) throws IOException {
        header(facts, '0', content.length, null, 0, 0);
        out.write(content);
        pad(content.length);
    }

    /**
     * Writes a regular file with content from a stream, which must have at least so many bytes.
     *
     * @throws java.io.EOFException if it has fewer
     */
    public void file(Facts facts, long size, InputStream content) throws IOException {
        header(facts, '0', size, null, 0, 0);
        byte[] buffer = new byte[1 << 16];
        long left = size;
        while (left > 0) {
            int got = content.read(buffer, 0, (int) Math.min(buffer.length, left));
            if (got < 0) {
                throw new java.io.EOFException(facts.name() + " is shorter than it was");
            }
            out.write(buffer, 0, got);
            left -= got;
        }
        pad(size);
    }

    /** Writes the end of the archive. */
    public void finish() throws IOException {
        out.write(new byte[2 * TarInput.BLOCK]);
        out.flush();
    }

    private void header(
            Facts facts, char type, long size, @org.jspecify.annotations.Nullable ByteText target, int major, int minor)
            throws IOException {
        ByteText name = facts.name();
        if (type == '5' && name.at(name.length() - 1) != '/') {
            byte[] slash = Arrays.copyOf(name.bytes(), name.length() + 1);
            slash[name.length()] = '/';
            name = ByteText.of(slash);
        }
        ByteText link = target == null ? ByteText.of("") : target;
        byte[] records = records(facts, name, link, size);
        if (records.length > 0) {
            block(ByteText.of("PaxHeader"), 0644, 0, 0, records.length, 0, 'x', ByteText.of(""), 0, 0);
            out.write(records);
            pad(records.length);
        }
        block(
                name,
                facts.permissions(),
                facts.uid(),
                facts.gid(),
                size,
                facts.modifiedSeconds(),
                type,
                link,
                major,
                minor);
    }

    private static byte[] records(Facts facts, ByteText name, ByteText link, long size) {
        ByteArrayOutputStream records = new ByteArrayOutputStream();
        if (name.length() > 100) {
            record(records, "path", name.bytes());
        }
        if (link.length() > 100) {
            record(records, "linkpath", link.bytes());
        }
        if (size > OCTAL_12) {
            record(records, "size", ascii(Long.toString(size)));
        }
        if (facts.uid() > OCTAL_8) {
            record(records, "uid", ascii(Long.toString(facts.uid())));
        }
        if (facts.gid() > OCTAL_8) {
            record(records, "gid", ascii(Long.toString(facts.gid())));
        }
        long seconds = facts.modifiedSeconds();
        if (facts.modifiedNanos() > 0 || seconds < 0 || seconds > OCTAL_12) {
            record(records, "mtime", ascii(new PaxTime(seconds, facts.modifiedNanos()).toString()));
        }
        facts.attributes().forEach((key, value) -> record(records, ascii("SCHILY.xattr."), key.bytes(), value.bytes()));
        return records.toByteArray();
    }

    private static void record(ByteArrayOutputStream to, String key, byte[] value) {
        record(to, ascii(key), new byte[0], value);
    }

    private static void record(ByteArrayOutputStream to, byte[] beginning, byte[] key, byte[] value) {
        // The length counts its own digits.
        int rest = beginning.length + key.length + value.length + 3;
        int length = rest + 1;
        while (Integer.toString(length).length() + rest != length) {
            length = Integer.toString(length).length() + rest;
        }
        to.writeBytes(ascii(length + " "));
        to.writeBytes(beginning);
        to.writeBytes(key);
        to.write('=');
        to.writeBytes(value);
        to.write('\n');
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private void block(
            ByteText name,
            int permissions,
            long uid,
            long gid,
            long size,
            long modified,
            char type,
            ByteText link,
            int major,
            int minor)
            throws IOException {
        byte[] block = new byte[TarInput.BLOCK];
        put(block, 0, name.bytes(), 100);
        octal(block, 100, 8, permissions);
        octal(block, 108, 8, uid);
        octal(block, 116, 8, gid);
        octal(block, 124, 12, size);
        octal(block, 136, 12, Math.max(0, modified));
        Arrays.fill(block, 148, 156, (byte) ' ');
        block[156] = (byte) type;
        put(block, 157, link.bytes(), 100);
        put(block, 257, ascii("ustar\0" + "00"), 8);
        octal(block, 329, 8, major);
        octal(block, 337, 8, minor);
        long sum = 0;
        for (byte one : block) {
            sum += one & 0xff;
        }
        octal(block, 148, 7, sum);
        out.write(block);
    }

    private static void put(byte[] block, int at, byte[] text, int most) {
        System.arraycopy(text, 0, block, at, Math.min(text.length, most));
    }

    /** What does not fit stands in the extended header, and is 0 here. */
    private static void octal(byte[] block, int at, int length, long number) {
        int digits = length - 1;
        long fits = number >>> (3 * digits) == 0 ? number : 0;
        for (int i = digits - 1; i >= 0; i--) {
            block[at + i] = (byte) ('0' + (fits & 7));
            fits >>>= 3;
        }
    }

    private void pad(long length) throws IOException {
        out.write(new byte[(int) (-length & (TarInput.BLOCK - 1))]);
    }
}
