package dev.hamlet.nativebridge;

import dev.hamlet.nativebridge.linux.network.LinuxHeldPort;

/**
 * A port of this computer that is held so that no other program takes it, to be given to one that outlives this
 * ({@link PassedDescriptor}). Nobody is ever accepted on it. May be closed by any thread, any number of times.
 */
public interface HeldPort extends AutoCloseable {
    /** The error number of a port that somebody has: EADDRINUSE. */
    int TAKEN = 98;

    /** The error number of a port that only an administrator may have: EACCES. */
    int FORBIDDEN = 13;

    /** The error number of an address that this computer does not have: EADDRNOTAVAIL. */
    int NOT_OURS = 99;

    /**
     * Takes a port.
     *
     * @param address an IPv4 address as a number, the first of its four parts highest; 0 for all
     * @param port 0 for any that is free
     * @param stream for TCP, else UDP
     * @throws NativeException such as {@link #TAKEN}, {@link #NOT_OURS}, {@link #FORBIDDEN}
     */
    static HeldPort take(int address, int port, boolean stream) throws NativeException {
        Host.requireLinux();
        return LinuxHeldPort.take(address, port, stream);
    }

    /** The descriptor's number in this process, until it is closed. */
    int number();

    /** Which port it is. */
    int port();

    /** Lets go of it here; a program that was given it keeps it. */
    @Override
    void close();
}
