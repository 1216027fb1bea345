package dev.hamlet.app.console;

import dev.hamlet.engine.display.Framebuffer;
import dev.hamlet.engine.machine.Machine;
import dev.hamlet.engine.machine.MachineId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The consoles that are open: one for each machine. Belongs to the JavaFX thread. */
public final class Consoles implements AutoCloseable {
    private final Map<MachineId, ConsoleWindow> open = new ConcurrentHashMap<>();
    private ConsoleContext context;

    /** None yet. */
    public Consoles(ConsoleContext context) {
        this.context = context;
    }

    /** Opens the console of this machine, or brings the one that is open before the person. */
    public void open(Machine machine) {
        ConsoleWindow window = open.get(machine.id());
        if (window == null) {
            open.put(machine.id(), new ConsoleWindow(machine, context, () -> open.remove(machine.id())));
        } else {
            window.toFront();
        }
    }

    /** What the open console of this machine shows; empty where there is none, or nothing to see. Any thread may ask. */
    public Optional<Framebuffer> framebuffer(MachineId machine) {
        return Optional.ofNullable(open.get(machine)).flatMap(ConsoleWindow::framebuffer);
    }

    /** From now on they share this, those that are open too, such as the words of another language. */
    public void share(ConsoleContext now) {
        context = now;
        open.values().forEach(window -> window.speak(now));
    }

    /** Closes them all; guests run on. */
    @Override
    public void close() {
        List.copyOf(open.values()).forEach(ConsoleWindow::close);
    }
}
