package dev.hamlet.engine.benchmark;

import dev.hamlet.engine.job.TimeSource;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * Hamlet's window in a process of its own, with the console of its one machine over the whole screen, so that a pixel of the
 * guest is one of the screen. Keys are pressed through the X server.
 */
final class ShownConsole implements AutoCloseable {
    /** What the machine must be called. */
    static final String NAME = "Film";

    static final Duration PATIENCE = Duration.ofSeconds(30);
    static final Duration GLANCE = Duration.ofMillis(50);

    private static final Duration AGAIN = Duration.ofSeconds(2);

    private static final String WHOLE =
            "search --name " + NAME + " windowmove 0 0 windowsize " + VirtualScreen.WIDTH + " " + VirtualScreen.HEIGHT;

    private final VirtualScreen screen;
    private final Process window;
    private final Process hand;
    private final OutputStream orders;

    /**
     * Opens the window.
     *
     * @param folder for what it says
     */
    ShownConsole(Map<String, String> environment, String hamlet, VirtualScreen screen, Path folder) throws IOException {
        this.screen = screen;
        this.window = program(environment, screen, folder, hamlet);
        this.hand = program(environment, screen, folder, "xdotool", "-");
        this.orders = hand.getOutputStream();
    }

    /** Starts a program on this screen. */
    static Process program(Map<String, String> environment, VirtualScreen screen, Path folder, String... command)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        builder.environment().put("HOME", folder.toString());
        builder.environment().put("DISPLAY", screen.display());
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.environment().remove("WAYLAND_DISPLAY");
        builder.redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(folder.resolve("said").toFile()));
        return builder.start();
    }

    /** The process of the window. */
    Process process() {
        return window;
    }

    /** Lets this happen on the keyboard, in the words of xdotool. Does not wait for it. */
    void order(String words) throws IOException {
        orders.write((words + "\n").getBytes(StandardCharsets.US_ASCII));
        orders.flush();
    }

    /**
     * Opens the console by its key and gives it the whole screen.
     *
     * @param connected whether somebody looks at the guest's display
     * @param shown whether it shows the guest
     * @param whole whether the guest's picture fills the screen
     */
    void open(VirtualScreen.Frame before, BooleanSupplier connected, BooleanSupplier shown, BooleanSupplier whole)
            throws Exception {
        await("no window was shown", GLANCE, () -> isChanged(before));
        await("no console was opened", AGAIN, () -> connected.getAsBoolean() || tried("key ctrl+o"));
        await("the console shows nothing", GLANCE, shown);
        order("keydown Control_R key f keyup Control_R");
        // For want of a window manager its window is not made larger by that.
        await("the console has not taken the whole screen", AGAIN, () -> whole.getAsBoolean() || tried(WHOLE));
    }

    /**
     * Opens the console by its key, turns it to the serial line by its button, and gives it the whole screen.
     *
     * @param connected whether somebody looks at the guest's display
     * @param open whether the line is open
     */
    void openLine(VirtualScreen.Frame before, BooleanSupplier connected, BooleanSupplier open) throws Exception {
        await("no window was shown", GLANCE, () -> isChanged(before));
        await("no console was opened", AGAIN, () -> connected.getAsBoolean() || tried("key ctrl+o"));
        // The keyboard is given back to the first button, and the third is the one.
        await(
                "the serial line was not opened",
                AGAIN,
                () -> open.getAsBoolean() || tried("key Control_R key Tab key Tab key space"));
        order("key F11");
        order(WHOLE);
        TimeSource.system().sleep(AGAIN);
    }

    private boolean isChanged(VirtualScreen.Frame before) {
        return screen.look().likeness(before, VirtualScreen.Area.ALL) < 1;
    }

    private boolean tried(String words) {
        try {
            order(words);
        } catch (IOException e) {
            throw new IllegalStateException("xdotool has ended", e);
        }
        return false;
    }

    private static void await(String otherwise, Duration step, BooleanSupplier so) throws InterruptedException {
        Guests.require(TimeSource.system().await(so, PATIENCE, step), otherwise);
    }

    @Override
    public void close() {
        for (Process process : List.of(hand, window)) {
            process.destroy();
            process.onExit().join();
        }
    }
}
