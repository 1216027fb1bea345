package dev.hamlet.app.shell;

import dev.hamlet.app.Main;
import dev.hamlet.app.fx.OpenWindow;
import dev.hamlet.engine.job.Threads;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import javafx.scene.image.Image;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import javafx.stage.Window;
import org.jspecify.annotations.Nullable;

/**
 * Hamlet itself, started as users start it, and beside it a hand that does what its standard input says: it moves the
 * mouse and presses keys through the X server, and reads what the window shows. One line in, one line out.
 */
final class DrivenWindow {
    private static final double LIGHT = 0.35;

    private @Nullable OpenWindow hands;
    private @Nullable RealKeys typist;
    private @Nullable RealKeys locker;

    private DrivenWindow() {}

    public static void main(String[] arguments) {
        PrintStream answers = System.out;
        Threads.virtual("hand", () -> new DrivenWindow().obey(answers));
        Main.main(new String[0]);
    }

    private void obey(PrintStream answers) {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                answers.println(answer(line).strip().replace("\n", " | "));
                answers.flush();
            }
        } catch (IOException e) {
            // The test has gone.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String answer(String line) throws InterruptedException {
        List<String> words = Arrays.asList(line.split(" ", 2));
        if (Window.getWindows().isEmpty()) {
            return "";
        }
        OpenWindow window = hands();
        String what = words.getLast();
        switch (words.getFirst()) {
            case "click" -> window.click(what);
            case "drop" -> window.dropFromCorner(what);
            case "press" -> press(window, what.split(" "));
            case "paste" -> window.paste(what);
            case "copy" -> window.copy(what.replace("\\n", "\n"));
            case "keys" ->
                typist().press(Arrays.stream(what.split(" "))
                        .mapToInt(Integer::parseInt)
                        .toArray());
            case "hold" -> typist().change(Integer.parseInt(what));
            case "release" -> typist().change(-Integer.parseInt(what));
            case "lock" -> {
                locker = RealKeys.open();
                locker.lock();
            }
            case "unlock" -> Objects.requireNonNull(locker).close();
            case "light" -> {
                return Double.toString(light(window.look(what)));
            }
            case "keep" -> window.keep(Path.of(what));
            case "picture" -> window.picture(Path.of(what));
            case "pulses" -> {
                return Pulses.measure(Integer.parseInt(what)).line();
            }
            case "top" -> {
                return Long.toString(TopWindow.id());
            }
            case "focus-top" -> {
                return Boolean.toString(TopWindow.focus());
            }
            case "focus" -> {
                return window.focused();
            }
            case "text" -> {
                return window.textNow(what);
            }
            case "enabled" -> {
                return Boolean.toString(window.isUsable(what));
            }
            default -> throw new IllegalArgumentException(line);
        }
        return "done";
    }

    private RealKeys typist() {
        RealKeys now = typist;
        if (now == null) {
            now = RealKeys.open();
            typist = now;
        }
        return now;
    }

    private OpenWindow hands() {
        OpenWindow now = hands;
        if (now == null) {
            now = OpenWindow.of((Stage) Window.getWindows().getFirst());
            hands = now;
        }
        return now;
    }

    /** Which part of it is light, as letters on a dark screen are. */
    private static double light(Image image) {
        long light = 0;
        int width = (int) image.getWidth();
        int height = (int) image.getHeight();
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                if (image.getPixelReader().getColor(x, y).getBrightness() > LIGHT) {
                    light++;
                }
            }
        }
        return (double) light / Math.max(1, (long) width * height);
    }

    /** The last word is the key, the others are held. */
    private static void press(OpenWindow window, String... keys) {
        KeyCode[] codes = Arrays.stream(keys).map(KeyCode::valueOf).toArray(KeyCode[]::new);
        window.press(codes[codes.length - 1], Arrays.copyOf(codes, codes.length - 1));
    }
}
