package dev.hamlet.engine.machine;

/** What a guest's virtual board starts with. */
public enum Firmware {
    /** SeaBIOS. */
    BIOS,
    /** OVMF, with the machine's own variable store. */
    UEFI
}
