import org.jspecify.annotations.NullMarked;

/**
 * The only place where Hamlet calls the operating system's own functions. It exports facades whose types are the
 * JDK's alone; the JNA mappings behind them are seen by nobody else.
 */
@NullMarked
module hamlet.nativebridge {
    requires com.sun.jna;
    requires jdk.net;
    requires static org.jspecify;

    exports dev.hamlet.nativebridge;

    // JNA reads structures by reflection; without this the first structure fails at run time, not at compile time.
    opens dev.hamlet.nativebridge.linux to
            com.sun.jna;
    opens dev.hamlet.nativebridge.linux.files to
            com.sun.jna;
    opens dev.hamlet.nativebridge.linux.network to
            com.sun.jna;
}
