package dev.hamlet.engine.system;

/** Kinds of systems that are alike to a machine. */
public enum SystemFamily {
    /** Any distribution of Linux. */
    LINUX,
    /** FreeBSD, OpenBSD, NetBSD, DragonFly BSD and their kin. */
    BSD,
    /** Windows, and ReactOS, which wants the same. */
    WINDOWS,
    /** Solaris and illumos. */
    SOLARIS,
    /** Apple's. */
    MACOS,
    /** DOS. */
    DOS,
    /** Haiku. */
    HAIKU,
    /** A system known by name and like none of these. */
    OTHER,
    /** Nobody knows. */
    UNKNOWN
}
