package dev.hamlet.nativebridge;

/** Which operating system's side of the bridge serves. A second system is a second branch here, and nowhere else. */
final class Host {
    private Host() {}

    /** Throws unless this is a system that the bridge serves. */
    static void requireLinux() {
        String name = System.getProperty("os.name", "");
        if (!name.equals("Linux")) {
            throw new UnsupportedOperationException("The native bridge serves Linux only, not yet " + name);
        }
    }
}
