package dev.hamlet.engine.container.oci;

import dev.hamlet.engine.container.ContainerId;
import java.nio.file.Path;

/** Names of the files of one container. */
record ContainerFolder(ContainerId id, Path path) {
    Path spec() {
        return path.resolve("container.json");
    }

    /** Held by whoever changes the container. */
    Path lock() {
        return path.resolve(".lock");
    }

    /** Held by whoever waits for its end. */
    Path attended() {
        return path.resolve(".attended");
    }

    /** What the runtime is told. */
    Path bundle() {
        return path.resolve("bundle");
    }

    Path config() {
        return bundle().resolve("config.json");
    }

    /** What it wrote since a person last started it. */
    Path log() {
        return path.resolve("log");
    }

    /** What the monitor and the runtime say of their own. */
    Path monitorLog() {
        return path.resolve("monitor.log");
    }

    /** Files of one run; made anew at each start. */
    Path run() {
        return path.resolve("run");
    }

    /** What the runtime says of this run. */
    Path runtimeLog() {
        return run().resolve("runtime.log");
    }

    /** There from the beginning of a start until the program was let go. */
    Path starting() {
        return run().resolve("starting");
    }

    /** Who runs; there until what it left is cleared away. */
    Path record() {
        return run().resolve("run.json");
    }

    Path pid() {
        return run().resolve("pid");
    }

    Path monitorPid() {
        return run().resolve("monitor.pid");
    }

    Path exits() {
        return run().resolve("exits");
    }

    /** The exit code, written by the monitor. */
    Path exit() {
        return run().resolve("exit");
    }

    /** Made by the monitor when the kernel killed for want of memory. */
    Path outOfMemory() {
        return run().resolve("oom");
    }

    /** There once a person has asked this run to end. */
    Path asked() {
        return run().resolve("asked");
    }

    /** There while this run is paused only for as long as an image is made of it; whoever finds it later lets it go on. */
    Path pausedForImage() {
        return run().resolve("paused-for-image");
    }

    /** There while the end of this run is the agent's business. */
    Path watched() {
        return run().resolve("watched");
    }

    /** How it said it is. */
    Path health() {
        return run().resolve("health.json");
    }

    /** How often it was started again. */
    Path restarts() {
        return path.resolve("restarts.json");
    }

    /** How it last ended. */
    Path end() {
        return path.resolve("end.json");
    }

    /** There where a removal leaves the volumes that were made for the container alone. */
    Path volumesStay() {
        return path.resolve("volumes-stay");
    }
}
