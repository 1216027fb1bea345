package dev.hamlet.engine.machine;

/** What the user allows to run guest code. */
public enum Acceleration {
    /** The hardware where it is proven to work, else software emulation, with the reason shown. */
    AUTO,
    /** Software emulation, whatever the hardware can. */
    SOFTWARE
}
