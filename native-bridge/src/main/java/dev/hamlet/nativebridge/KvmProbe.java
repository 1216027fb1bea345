package dev.hamlet.nativebridge;

import dev.hamlet.nativebridge.linux.LinuxKvm;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/**
 * Finds out whether hardware virtualization works, and proves its speed: a virtual machine of one processor and a few
 * pages runs a loop of 100,000 rounds, writes to a port and halts, within 50 ms. An open device, the version of its
 * interface and a short guest prove nothing: inside some virtual machines guest code is interpreted, hundreds of times
 * too slowly (Linux, Documentation/virt/kvm/api.rst).
 *
 * <p>Tried on the kvm_amd of Linux 6.1 on an emulated processor ({@code src/test/trial/kvm-under-emulation}), not yet on
 * real hardware, Intel's least of all.
 *
 * <p>The watchdog stops a slow guest, but nothing stops a kernel that hangs: so run {@link #main} in a process of its
 * own, under a limit of about two seconds:
 *
 * <pre>java -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xshare:auto --enable-native-access=com.sun.jna
 *     -p MODULES -m hamlet.nativebridge/dev.hamlet.nativebridge.KvmProbe</pre>
 */
public final class KvmProbe {
    /** Where Linux has the device. */
    public static final Path DEVICE = Path.of("/dev/kvm");

    private KvmProbe() {}

    /**
     * Prints {@link KvmAnswer#toLine} on the standard output.
     *
     * @param arguments nothing, or the path of another device
     */
    public static void main(String[] arguments) {
        System.out.println(
                probe(arguments.length == 0 ? DEVICE : Path.of(arguments[0])).toLine());
    }

    /**
     * Runs the probe on this thread, which takes a few milliseconds, or some 120 where guests are too slow: a second try
     * tells a host that is slow from one that was busy for a moment.
     */
    public static KvmAnswer probe(Path device) {
        Host.requireLinux();
        // Before the native library is loaded, which takes longer than all the rest.
        return Files.notExists(device, LinkOption.NOFOLLOW_LINKS) ? new KvmAnswer.Absent() : LinuxKvm.probe(device);
    }
}
