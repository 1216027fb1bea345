package dev.hamlet.engine.media;

import dev.hamlet.engine.problem.MediaProblem;
import dev.hamlet.engine.problem.ProblemException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The header of a qcow2 image, by QEMU's docs/interop/qcow2.txt. */
final class QcowHeader {
    private static final int HEADER_V2 = 72;
    private static final int HEADER_V3 = 104;
    private static final int LONGEST_NAME = 1023;
    private static final int BACKING_FORMAT = 0xE2792ACA;
    private static final int DATA_FILE_NAME = 0x44415441;
    private static final long EXTERNAL_DATA_FILE = 1 << 2;

    private QcowHeader() {}

    static DiskHeader read(ImageBytes bytes) throws ProblemException, IOException {
        if (bytes.size() < HEADER_V2) {
            throw DiskMagic.notADisk(bytes, "a qcow2 image that ends within its header");
        }
        ByteBuffer header = bytes.upTo(0, HEADER_V3);
        int version = header.getInt(4);
        if (version != 2 && version != 3) {
            throw DiskMagic.notADisk(bytes, "a qcow image of version " + Integer.toUnsignedString(version));
        }
        int clusterBits = header.getInt(20);
        if (clusterBits < 9 || clusterBits > 21 || (version == 3 && header.limit() < HEADER_V3)) {
            throw DiskMagic.notADisk(bytes, "a qcow2 image with a damaged header");
        }
        Extensions extensions = readExtensions(bytes, header, version, 1 << clusterBits);
        // Its content would lie in a file that the image names freely.
        if (version == 3 && (header.getLong(72) & EXTERNAL_DATA_FILE) != 0) {
            throw new ProblemException(
                    new MediaProblem.ReferenceRefused(bytes.file(), String.valueOf(extensions.dataFile)));
        }
        boolean encrypted = header.getInt(32) != 0;
        return new DiskHeader(
                bytes.file(),
                DiskFormat.QCOW2,
                readBacking(bytes, header, extensions.backingFormat),
                encrypted,
                Math.max(-1, header.getLong(24)));
    }

    private record Extensions(
            @Nullable String backingFormat, @Nullable String dataFile) {}

    private static Extensions readExtensions(ImageBytes bytes, ByteBuffer header, int version, int clusterSize)
            throws ProblemException, IOException {
        int begin = version == 2 ? HEADER_V2 : header.getInt(100);
        if (begin < HEADER_V2 || begin > clusterSize) {
            throw DiskMagic.notADisk(bytes, "a qcow2 image with a damaged header");
        }
        ByteBuffer area = bytes.upTo(begin, clusterSize - begin);
        long backingOffset = header.getLong(8);
        if (backingOffset > begin && backingOffset - begin < area.limit()) {
            area.limit((int) (backingOffset - begin));
        }
        String backingFormat = null;
        String dataFile = null;
        while (area.remaining() >= 8) {
            int type = area.getInt();
            int length = area.getInt();
            if (type == 0) {
                break;
            }
            if (length < 0 || length > area.remaining()) {
                throw DiskMagic.notADisk(bytes, "a qcow2 image with a damaged header extension");
            }
            byte[] data = new byte[length];
            area.get(data);
            area.position(Math.min(area.limit(), area.position() + (-length & 7)));
            if (type == BACKING_FORMAT) {
                backingFormat = lenient(data);
            } else if (type == DATA_FILE_NAME) {
                dataFile = lenient(data);
            }
        }
        return new Extensions(backingFormat, dataFile);
    }

    private static @Nullable Backing readBacking(ImageBytes bytes, ByteBuffer header, @Nullable String format)
            throws ProblemException, IOException {
        long offset = header.getLong(8);
        if (offset == 0) {
            return null;
        }
        int length = header.getInt(16);
        if (length < 0 || length > LONGEST_NAME || offset < 0 || offset > bytes.size() - length) {
            throw DiskMagic.notADisk(bytes, "a qcow2 image with a damaged name of its backing file");
        }
        byte[] name = new byte[length];
        bytes.at(offset, length).get(name);
        if (length == 0) {
            return null;
        }
        try {
            String reference = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(name))
                    .toString();
            return new Backing(reference, Backing.fileOf(reference, bytes.file()), format);
        } catch (CharacterCodingException e) {
            // Java could not name that file for sure, so it is not followed.
            return new Backing(lenient(name), null, format);
        }
    }

    private static String lenient(byte[] data) {
        return new String(data, StandardCharsets.UTF_8);
    }
}
