package dev.hamlet.app.wizard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hamlet.app.fx.ModelThread;
import dev.hamlet.app.wizard.WizardModel.Stage;
import dev.hamlet.app.words.Messages;
import dev.hamlet.engine.Engine;
import dev.hamlet.engine.catalog.TinyGuest;
import dev.hamlet.engine.machine.Machine;
import dev.hamlet.engine.machine.MachineState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The dialog on the engine of a user, with a guest in QEMU: an image is built, a machine made of it, and started. */
@Tag("real")
@Timeout(300)
class WizardQemuIT {
    @TempDir
    private Path home;

    private final ModelThread thread = new ModelThread();
    private final List<Outcome> outcomes = new ArrayList<>();

    @Test
    void theTinyGuestIsBuiltMadeAndStartedAsOneJob() throws Exception {
        Assumptions.assumeTrue(
                Files.isExecutable(Path.of("/usr/bin/qemu-system-x86_64")),
                "QEMU is not installed (package qemu-system-x86)");
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put("HAMLET_HOME", home.toString());
        try (Engine engine = Engine.open(environment)) {
            try {
                order(engine);
                Outcome.Made made = assertInstanceOf(Outcome.Made.class, outcome(), outcomes::toString);
                assertTrue(made.startProblem().isEmpty(), made::toString);
                Machine machine = engine.machines().find("Tiny guest");
                assertEquals(MachineState.RUNNING, machine.snapshot().state());
                assertEquals(List.of(), machine.spec().disks());
                thread.await("the guest is up", () -> log(machine).contains(TinyGuest.READY));
            } finally {
                for (Machine machine : engine.machines().list()) {
                    machine.kill().await();
                }
            }
        }
    }

    private void order(Engine engine) {
        WizardModel model = new WizardModel(engine, Messages.of(Locale.ENGLISH), thread, outcomes::add);
        thread.await("the list is there", () -> !model.what().offers().isEmpty());
        model.what().searchProperty().set("tiny");
        thread.await("ready", () -> model.obstacleProperty().getValue().isEmpty());
        model.next();
        model.next();
        model.finish();
        thread.await("it has begun", () -> model.stageProperty().get() == Stage.OVER);
        assertEquals(
                List.of("job.machine-make"),
                engine.jobs().running().stream()
                        .map(job -> job.snapshot().title().key())
                        .toList());
    }

    private Outcome outcome() {
        long end = System.nanoTime() + Duration.ofMinutes(4).toNanos();
        while (outcomes.isEmpty() && System.nanoTime() < end) {
            thread.turn();
        }
        return outcomes.getFirst();
    }

    private static String log(Machine machine) {
        try {
            return Files.readString(machine.folder().serialLog());
        } catch (IOException e) {
            return "";
        }
    }
}
