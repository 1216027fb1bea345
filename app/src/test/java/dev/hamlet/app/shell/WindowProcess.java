package dev.hamlet.app.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.hamlet.engine.job.TimeSource;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Hamlet's window as a process of its own, over one home, with a hand inside it: see {@link DrivenWindow}. */
final class WindowProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration STEP = Duration.ofMillis(50);

    private final Process process;
    private final BufferedReader answers;
    private final Path errors;

    private WindowProcess(Process process, Path errors) {
        this.process = process;
        this.answers = process.inputReader(StandardCharsets.UTF_8);
        this.errors = errors;
    }

    /**
     * Opens a window on the X display of this process.
     *
     * @param errors a file for what it says on standard error
     * @param options of its Java
     */
    static WindowProcess open(Path home, Path errors, List<String> options) throws IOException {
        ProcessBuilder builder = program(DrivenWindow.class, errors);
        builder.command().addAll(1, options);
        builder.environment().put("HAMLET_HOME", home.toString());
        return new WindowProcess(builder.start(), errors);
    }

    /**
     * Another program with a window on the X display of this process, from which a file can be dragged.
     *
     * @param errors a file for what it says on standard error
     */
    static Process dragSource(Path file, Path errors) throws IOException {
        ProcessBuilder builder = program(DragSource.class, errors);
        builder.command().add(file.toString());
        return builder.start();
    }

    /** What a window that is killed leaves in the folder for temporary files is the test's to see. */
    private static ProcessBuilder program(Class<?> main, Path errors) {
        ProcessBuilder builder = new ProcessBuilder(
                command(main, Objects.requireNonNull(errors.getParent()).toString()));
        builder.redirectError(errors.toFile());
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.environment().keySet().removeAll(List.of("WAYLAND_DISPLAY", "GDK_SCALE", "GTK_THEME"));
        return builder;
    }

    private static List<String> command(Class<?> main, String temporary) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Dhamlet.user.locale=en"));
        command.add("-Djava.io.tmpdir=" + temporary);
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        String modules = System.getProperty("jdk.module.path", "");
        if (modules.isEmpty()) {
            command.addAll(List.of("--enable-native-access=ALL-UNNAMED", main.getName()));
        } else {
            command.addAll(List.of("--enable-native-access=com.sun.jna,javafx.graphics,hamlet.app", "-p", modules));
            command.addAll(List.of("--patch-module", "hamlet.app=" + testClasses()));
            command.addAll(List.of("--add-reads", "hamlet.app=ALL-UNNAMED"));
            command.addAll(List.of("-m", "hamlet.app/" + main.getName()));
        }
        return command;
    }

    private static String testClasses() {
        String name = DrivenWindow.class.getName().replace('.', '/') + ".class";
        try {
            Path file = Path.of(Objects.requireNonNull(DrivenWindow.class.getResource("/" + name))
                    .toURI());
            String path = file.toString();
            return path.substring(
                    0, path.length() - name.replace('/', File.separatorChar).length() - 1);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private String say(String line) {
        try {
            process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().flush();
            String answer = answers.readLine();
            assertNotNull(answer, () -> "no answer to \"" + line + "\": " + said());
            return answer;
        } catch (IOException e) {
            throw new AssertionError("no answer to \"" + line + "\": " + said(), e);
        }
    }

    /** Says what ends the process, which may come before the answer, and waits until it has ended, and well. */
    private void sayLast(String line) throws InterruptedException {
        try {
            process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().flush();
        } catch (IOException e) {
            throw new AssertionError("ended before \"" + line + "\": " + said(), e);
        }
        if (!process.waitFor(PATIENCE)) {
            throw new AssertionError("the window's process has not ended: " + said());
        }
        assertEquals(0, process.exitValue(), this::said);
    }

    private String said() {
        try {
            return Files.readString(errors);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void await(String question, Predicate<String> wanted) throws InterruptedException {
        String[] last = {""};
        boolean came = TimeSource.system()
                .await(
                        () -> {
                            last[0] = say(question);
                            return wanted.test(last[0]);
                        },
                        PATIENCE,
                        STEP);
        if (!came) {
            Path seen = Path.of("target", "windows", "failed.png").toAbsolutePath();
            picture(seen);
            throw new AssertionError(question + ": still \"" + last[0] + "\" after " + PATIENCE + ". What was seen: "
                    + seen + ". What was said: " + said());
        }
    }

    /** Waits until the node of this id shows this text, among others. */
    void awaitText(String id, String part) throws InterruptedException {
        await("text " + id, text -> text.contains(part));
    }

    /** The text that the node of this id shows now; empty where it cannot be seen. */
    String textOf(String id) {
        return say("text " + id);
    }

    /** The id of what has the keyboard's focus now. */
    String focused() {
        return say("focus");
    }

    /** Waits until no node of this id can be seen. */
    void awaitGone(String id) throws InterruptedException {
        await("text " + id, String::isEmpty);
    }

    /** Waits until the node of this id has the keyboard's focus. */
    void awaitFocus(String id) throws InterruptedException {
        await("focus", id::equals);
    }

    /** Clicks on the node of this id as soon as it can be used. */
    void click(String id) throws InterruptedException {
        awaitEnabled(id);
        say("click " + id);
    }

    /** Drags what another program holds at the screen's lower right corner onto the node of this id. */
    void dropFromCorner(String id) {
        say("drop " + id);
    }

    /** Presses a key: its name comes last, before it those that are held. */
    void press(String keys) {
        say("press " + keys);
    }

    /** Presses keys of the keyboard, by their numbers in Linux, one after another, and lets go of them in the other order. */
    void keys(int... numbers) {
        say("keys " + Arrays.stream(numbers).mapToObj(Integer::toString).collect(Collectors.joining(" ")));
    }

    /** Presses this key of the keyboard and keeps it down. */
    void hold(int number) {
        say("hold " + number);
    }

    /** Lets go of this key of the keyboard. */
    void release(int number) {
        say("release " + number);
    }

    /** The keyboard is another program's, as while the screen is locked, until {@link #unlock}. */
    void lock() {
        say("lock");
    }

    /** The keyboard is given back. */
    void unlock() {
        say("unlock");
    }

    /** Copies this text, as in another program. */
    void copy(String text) {
        say("copy " + text.replace("\n", "\\n"));
    }

    /** How long so many pulses of the window take. */
    Pulses pulses(int count) {
        return Pulses.read(say("pulses " + count));
    }

    /** Clicks on the node of this id, which opens a dialog of the desktop, and gives that the keyboard. */
    void openDialogBy(String id) throws InterruptedException {
        String before = say("top");
        click(id);
        await("top", top -> !top.equals(before));
        await("focus-top", "true"::equals);
    }

    /** Copies this text and puts it in the place of what the focused field holds, whosever that is. */
    void paste(String text) {
        say("paste " + text);
    }

    /** Clicks into the field of this id and puts this text in the place of what it holds. */
    void write(String id, String text) throws InterruptedException {
        click(id);
        awaitFocus(id);
        say("paste " + text);
        await("text " + id, shown -> shown.startsWith(text));
    }

    /** Waits until that share of the place of this node on the screen is light: there are letters, and space between. */
    void awaitLight(String id, double least, double most) throws InterruptedException {
        await("light " + id, answer -> {
            double light = answer.isEmpty() ? 0 : Double.parseDouble(answer);
            return light >= least && light <= most;
        });
    }

    /**
     * Does something that shows on the screen, and waits until it has shown and is still: what is not of this program, such
     * as a dialog of the desktop, cannot be asked, and loses keys that come while it builds itself up.
     */
    void untilSeen(Runnable doing) throws InterruptedException {
        byte[][] last = {seen()};
        byte[] before = last[0];
        doing.run();
        boolean came = TimeSource.system()
                .await(
                        () -> {
                            byte[] now = seen();
                            boolean still = Arrays.equals(now, last[0]);
                            last[0] = now;
                            return still && !Arrays.equals(now, before);
                        },
                        PATIENCE,
                        STEP);
        if (!came) {
            throw new AssertionError("nothing else was seen after " + PATIENCE + ". What was said: " + said());
        }
    }

    private byte[] seen() {
        Path file = errors.resolveSibling("seen.png");
        picture(file);
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until the node of this id can be used. */
    void awaitEnabled(String id) throws InterruptedException {
        await("enabled " + id, "true"::equals);
    }

    /** Writes what is on the screen to a PNG file. */
    void picture(Path file) {
        say("picture " + file);
    }

    /** Writes what the window in front shows, and nothing beside it, to a small PNG file. */
    void keep(Path file) {
        say("keep " + file);
    }

    /** Clicks on the node of this id, which ends the process by itself and well. */
    void clickToEnd(String id) throws InterruptedException {
        awaitEnabled(id);
        sayLast("click " + id);
    }

    /** Presses a key, as {@link #press} does, which ends the process by itself and well. */
    void pressToEnd(String keys) throws InterruptedException {
        sayLast("press " + keys);
    }

    /** Ends the process as by SIGKILL. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    @Override
    public void close() {
        kill();
    }
}
