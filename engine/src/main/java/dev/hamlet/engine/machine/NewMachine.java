package dev.hamlet.engine.machine;

import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.media.CloudSeed;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A machine that the user wishes for, as the wizard and the command line gather it. Values that were not given are null,
 * and {@link MachineCreation} fills them in from what the source knows.
 *
 * @param name what people will call it
 * @param source what it boots from
 * @param vcpus how many vCPUs, or null
 * @param memory its memory, or null
 * @param diskSize size of its disk, or null for the image's own or a sane one
 * @param firmware what the board starts with, or null
 * @param profile which devices it is offered, or null
 * @param acceleration what may run its code
 * @param forwards ports of the host that lead into the guest
 * @param reachesHost whether the guest may reach services of this computer
 * @param seed first-boot settings for an image with cloud-init, or null
 * @param system id of the guest's system such as {@code debian-12}, or empty for what the source knows of it
 */
public record NewMachine(
        String name,
        Source source,
        @Nullable Integer vcpus,
        @Nullable ByteSize memory,
        @Nullable ByteSize diskSize,
        @Nullable Firmware firmware,
        @Nullable DeviceProfile profile,
        Acceleration acceleration,
        List<PortForward> forwards,
        boolean reachesHost,
        @Nullable CloudSeed seed,
        String system) {
    /** Copies the list. */
    public NewMachine {
        forwards = List.copyOf(forwards);
    }

    /** A wish with nothing but a name and a source. */
    public static NewMachine of(String name, Source source) {
        return new NewMachine(
                name, source, null, null, null, null, null, Acceleration.AUTO, List.of(), false, null, "");
    }

    /** What a new machine boots from. */
    public sealed interface Source {
        /** An image of the library: the machine gets an overlay, the image stays as it is. */
        record Image(String name) implements Source {}

        /** A disk that exists; the machine uses it where it is. */
        record Disk(Path file) implements Source {}

        /** A CD image, beside a new empty disk. */
        record Cd(Path file) implements Source {}

        /** A new empty disk and nothing to boot from yet. */
        record Empty() implements Source {}

        /** A Linux kernel, booted directly, without a disk. */
        record Kernel(KernelSpec kernel) implements Source {}
    }
}
