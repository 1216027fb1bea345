package dev.hamlet.engine.media;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** A format of a disk image. */
public enum DiskFormat {
    /** QEMU's own, with snapshots and backing files. */
    QCOW2("qcow2"),
    /** Byte for byte. */
    RAW("raw"),
    /** VMware's. */
    VMDK("vmdk"),
    /** VirtualBox's. */
    VDI("vdi"),
    /** Hyper-V's. */
    VHDX("vhdx"),
    /** Virtual PC's, Hyper-V's first. */
    VPC("vpc");

    private final String word;

    DiskFormat(String word) {
        this.word = word;
    }

    /** As QEMU and Hamlet's files have it. */
    public String word() {
        return word;
    }

    /** The format of this word, in any case; {@code vhd} is the other name of {@code vpc}. */
    public static Optional<DiskFormat> ofWord(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        String known = lower.equals("vhd") ? "vpc" : lower;
        return Arrays.stream(values())
                .filter(format -> format.word.equals(known))
                .findFirst();
    }
}
