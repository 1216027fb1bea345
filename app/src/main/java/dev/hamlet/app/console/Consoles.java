package dev.hamlet.app.console;

import dev.hamlet.app.fx.FileChoice;
import dev.hamlet.app.words.Messages;
import dev.hamlet.engine.job.Phrase;
import dev.hamlet.engine.job.Threads;
import dev.hamlet.engine.machine.Machine;
import dev.hamlet.engine.machine.MachineId;
import dev.hamlet.engine.problem.ProblemException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import javafx.scene.Scene;

/** The consoles that are open: one for each machine. Belongs to the JavaFX thread. */
public final class Consoles implements AutoCloseable {
    private final Map<MachineId, ConsoleWindow> open = new HashMap<>();
    private final Map<String, String> environment;
    private final FileChoice files;
    private final Consumer<Phrase> tell;
    private final Messages words;
    private final Executor fx;
    private final Consumer<Scene> dress;

    /**
     * None yet.
     *
     * @param environment of this program, which names the window system
     * @param files lets a person choose where a picture goes
     * @param tell says a short word to the person
     * @param fx the JavaFX thread
     * @param dress gives a scene the look of all windows
     */
    public Consoles(
            Map<String, String> environment,
            FileChoice files,
            Consumer<Phrase> tell,
            Messages words,
            Executor fx,
            Consumer<Scene> dress) {
        this.environment = Map.copyOf(environment);
        this.files = files;
        this.tell = tell;
        this.words = words;
        this.fx = fx;
        this.dress = dress;
    }

    /** Opens the console of this machine, or brings the one that is open before the person. */
    public void open(Machine machine) {
        ConsoleWindow window = open.get(machine.id());
        if (window == null) {
            open.put(
                    machine.id(),
                    new ConsoleWindow(
                            machine,
                            environment,
                            this::savePicture,
                            tell,
                            words,
                            dress,
                            () -> open.remove(machine.id())));
        } else {
            window.toFront();
        }
    }

    private void savePicture(Machine machine) {
        files.save(
                Phrase.of("details.screen.save.title", machine.name()),
                machine.id() + ".png",
                file -> Threads.virtual("screenshot-" + machine.id(), () -> save(machine, file)));
    }

    private void save(Machine machine, Path file) {
        try {
            machine.guest("screenshot").screenshot(file);
            fx.execute(() -> tell.accept(Phrase.of("details.screen.saved", file.toString())));
        } catch (ProblemException e) {
            fx.execute(() -> tell.accept(Phrase.of("console.picture.failed", file.toString())));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Closes them all; guests run on. */
    @Override
    public void close() {
        List.copyOf(open.values()).forEach(ConsoleWindow::close);
    }
}
