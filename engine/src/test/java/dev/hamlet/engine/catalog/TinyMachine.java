package dev.hamlet.engine.catalog;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hamlet.engine.Engine;
import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.job.Progress;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.machine.Acceleration;
import dev.hamlet.engine.machine.KernelSpec;
import dev.hamlet.engine.machine.MachineSpec;
import dev.hamlet.engine.machine.MachineSpecBuilder;
import dev.hamlet.engine.media.LibraryImage;
import dev.hamlet.engine.process.SystemProcessLauncher;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** A real engine in a home of a test's own, and machines there that boot the tiny Linux guest. */
final class TinyMachine {
    private TinyMachine() {}

    /** Opens the engine, or skips the test where no such guest can be built or run. */
    static Engine open(Path home) throws Exception {
        SystemProcessLauncher launcher = new SystemProcessLauncher(System.getenv());
        assumeTrue(launcher.find("qemu-system-x86_64").isPresent(), "qemu-system-x86_64 is not installed");
        assumeTrue(
                DebianPackages.isAvailable(launcher) || Files.exists(Path.of("/bin/busybox")),
                "neither apt nor a kernel and BusyBox to build the tiny guest from");
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put("HAMLET_HOME", home.toString());
        return Engine.open(environment);
    }

    /** A machine of this engine that boots it, in software. */
    static MachineSpecBuilder spec(Engine engine) throws Exception {
        SystemProcessLauncher launcher = new SystemProcessLauncher(System.getenv());
        LibraryImage image =
                new TinyGuest(engine.paths(), engine.images(), launcher, TimeSource.system()).build(Progress.none());
        return MachineSpec.named("tiny")
                .memory(ByteSize.ofMebibytes(256))
                .acceleration(Acceleration.SOFTWARE)
                .kernel(new KernelSpec(
                        image.kernel().orElseThrow(), image.initrd().orElseThrow(), image.commandLine()));
    }
}
