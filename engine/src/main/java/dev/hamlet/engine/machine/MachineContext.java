package dev.hamlet.engine.machine;

import dev.hamlet.engine.host.HamletPaths;
import dev.hamlet.engine.job.Jobs;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.media.DiskFormat;
import dev.hamlet.engine.problem.Problem;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BiFunction;

/**
 * What all machines of one store share.
 *
 * @param backing the files that a disk image builds on, all the way down, without the image itself; empty where it builds
 *     on none or cannot be read
 * @param notices what a person should know of how a machine was launched: software emulation, QEMU as root
 */
public record MachineContext(
        HamletPaths paths,
        Hypervisor hypervisor,
        Jobs jobs,
        TimeSource time,
        Admission admission,
        BiFunction<Path, DiskFormat, List<Path>> backing,
        Notices notices) {
    /** Tells what a person should know of a guest that runs. */
    @FunctionalInterface
    public interface Notices {
        /** What there is to know of a machine in this folder, which should be so and was launched so. */
        List<Problem> of(MachineFolder folder, MachineSpec spec, LaunchRecord launch);
    }
}
