package dev.hamlet.app.shell;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hamlet.engine.Engine;
import dev.hamlet.engine.catalog.Recipe;
import dev.hamlet.engine.catalog.TinyGuest;
import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.job.Progress;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.machine.Acceleration;
import dev.hamlet.engine.machine.Machine;
import dev.hamlet.engine.machine.MachineId;
import dev.hamlet.engine.machine.NewMachine;
import dev.hamlet.engine.problem.ProblemException;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

/** A home of a test for windows in processes of their own, and what the system itself knows of the guests there. */
final class WindowHome {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration STEP = Duration.ofMillis(50);
    private static final Path PICTURES = Path.of("target", "windows").toAbsolutePath();

    private final Path folder;
    private final Path home;

    /** A home below this folder, where there are a display and QEMU; else the test is skipped. */
    WindowHome(Path folder) throws IOException {
        String display = System.getenv().getOrDefault("DISPLAY", "");
        assumeTrue(!display.isEmpty(), "there is no display to open a window on (DISPLAY is not set)");
        assumeTrue(
                Files.isExecutable(Path.of("/usr/bin/qemu-system-x86_64")),
                "QEMU is not installed (package qemu-system-x86)");
        Files.createDirectories(PICTURES);
        this.folder = folder;
        this.home = folder.resolve(canBePath("ä") ? "ein Häuschen" : "a small house");
    }

    private static boolean canBePath(String name) {
        return Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"))
                .newEncoder()
                .canEncode(name);
    }

    /** An engine of this process on the same home. */
    Engine engine() throws ProblemException {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put("HAMLET_HOME", home.toString());
        return Engine.open(environment);
    }

    /** Opens a window on it, with these options for its Java. */
    WindowProcess open(String... options) throws IOException {
        return WindowProcess.open(home, Files.createTempFile(folder, "window", ".err"), List.of(options));
    }

    /** Puts the image of a guest into its library that starts in seconds and obeys its power button. */
    void buildTinyGuest() throws Exception {
        assumeTrue(
                Files.isExecutable(Path.of("/usr/bin/apt-get")) || Files.isExecutable(Path.of("/bin/busybox")),
                "neither apt nor a kernel and BusyBox to build the tiny guest from");
        try (Engine engine = engine()) {
            Recipe recipe = engine.recipes().stream()
                    .filter(TinyGuest.class::isInstance)
                    .findFirst()
                    .orElseThrow();
            recipe.build(Progress.none());
        }
    }

    /** Makes a machine with one vCPU that boots from this. */
    Machine make(Engine engine, String name, NewMachine.Source source, ByteSize memory) throws Exception {
        return engine.creation()
                .create(new NewMachine(
                        name, source, 1, memory, null, null, null, Acceleration.AUTO, List.of(), false, null, ""))
                .await();
    }

    /** Another program that holds this file for whoever drags it. */
    Process dragSource(Path file) throws IOException {
        return WindowProcess.dragSource(file, Files.createTempFile(folder, "source", ".err"));
    }

    /** Keeps what is on the screen at this stage. */
    static Path picture(WindowProcess window, String stage) {
        Path file = PICTURES.resolve(stage + ".png");
        window.picture(file);
        return file;
    }

    /** The process of a guest, by what the system says of it. */
    static Optional<ProcessHandle> guest(MachineId id) {
        return ProcessHandle.allProcesses()
                .filter(process -> process.info()
                        .arguments()
                        .map(Arrays::asList)
                        .filter(words -> words.stream().anyMatch(word -> word.startsWith("guest=" + id + ",")))
                        .isPresent())
                .findFirst();
    }

    static void awaitNoGuest(MachineId id) throws Exception {
        await("the guest's process has not ended", () -> guest(id).isEmpty());
    }

    /** Waits until this is so. */
    static void await(String otherwise, Callable<Boolean> so) throws Exception {
        boolean came = TimeSource.system()
                .await(
                        () -> {
                            try {
                                return so.call();
                            } catch (Exception e) {
                                throw new AssertionError(otherwise, e);
                            }
                        },
                        PATIENCE,
                        STEP);
        assertTrue(came, otherwise);
    }

    /** A test that fails halfway leaves no guest behind either. */
    void endGuests() throws Exception {
        try (Engine engine = engine()) {
            for (Machine machine : engine.machines().list()) {
                machine.kill().await();
            }
        }
    }
}
