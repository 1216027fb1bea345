package dev.hamlet.app.cli;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hamlet.app.Main;
import dev.hamlet.engine.job.Threads;
import dev.hamlet.engine.job.TimeSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Commands as processes of their own, over one home. */
final class ProcessFixture {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final Path home;
    private final String locale;

    ProcessFixture(Path home) {
        this(home, "C.UTF-8");
    }

    ProcessFixture(Path home, String locale) {
        this.home = home;
        this.locale = locale;
    }

    Path home() {
        return home;
    }

    /** What a command did. */
    record Run(int code, String out, String err) {}

    /** A command under way. */
    static final class Begun {
        private final Process process;
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();
        private final ByteArrayOutputStream err = new ByteArrayOutputStream();
        private final List<Thread> readers;

        Begun(Process process) {
            this.process = process;
            // Not virtual: a read of a pipe holds a carrier, and what the test does meanwhile needs one.
            this.readers = List.of(
                    Threads.platform("out", () -> copy(process.getInputStream(), out)),
                    Threads.platform("err", () -> copy(process.getErrorStream(), err)));
        }

        private static void copy(InputStream from, ByteArrayOutputStream to) {
            byte[] buffer = new byte[8192];
            try {
                for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
                    to.write(buffer, 0, n);
                }
            } catch (IOException e) {
                to.writeBytes(e.toString().getBytes(StandardCharsets.UTF_8));
            }
        }

        String out() {
            return out.toString(StandardCharsets.UTF_8);
        }

        String err() {
            return err.toString(StandardCharsets.UTF_8);
        }

        void type(String keys) throws IOException {
            process.getOutputStream().write(keys.getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().flush();
        }

        /** As head that has seen enough. */
        void readNoMore() throws IOException {
            process.getInputStream().close();
        }

        /** As Ctrl-C does. */
        void interrupt() throws IOException, InterruptedException {
            int sent = new ProcessBuilder("sh", "-c", "kill -INT " + process.pid())
                    .start()
                    .waitFor();
            assertTrue(sent == 0, "the signal could not be sent");
        }

        /** Its exit code. */
        int end() throws InterruptedException {
            if (!process.waitFor(PATIENCE)) {
                process.destroyForcibly();
                throw new AssertionError("no end within " + PATIENCE + ": " + out() + err());
            }
            for (Thread reader : readers) {
                reader.join();
            }
            return process.exitValue();
        }
    }

    Run run(String... arguments) throws IOException, InterruptedException {
        Begun begun = begin(arguments);
        int code = begun.end();
        return new Run(code, begun.out(), begun.err());
    }

    Begun begin(String... arguments) throws IOException {
        return begin(command(arguments));
    }

    /** A command on a terminal of its own, which script(1) makes. */
    Begun beginOnTerminal(String... arguments) throws IOException {
        List<String> quoted = command(arguments).stream()
                .map(word -> "'" + word.replace("'", "'\\''") + "'")
                .toList();
        return begin(List.of("script", "-qec", String.join(" ", quoted), "/dev/null"));
    }

    /** Runs a command in a session of its own, which has no terminal wherever the tests were started from. */
    Run runApart(String... arguments) throws IOException, InterruptedException {
        List<String> apart = new ArrayList<>(List.of("setsid", "--wait"));
        apart.addAll(command(arguments));
        Begun begun = begin(apart);
        int code = begun.end();
        return new Run(code, begun.out(), begun.err());
    }

    private Begun begin(List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("HAMLET_HOME", home.toString());
        builder.environment().put("LC_ALL", locale);
        return new Begun(builder.start());
    }

    private static List<String> command(String... arguments) {
        List<String> command = new ArrayList<>();
        // A shell starts its background jobs with this signal ignored, which all below inherit, and a JVM leaves it so.
        command.addAll(List.of("env", "--default-signal=INT"));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-XX:TieredStopAtLevel=1");
        String modules = System.getProperty("jdk.module.path", "");
        if (modules.isEmpty()) {
            command.add("--enable-native-access=ALL-UNNAMED");
            command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        } else {
            command.add("--enable-native-access=com.sun.jna");
            command.addAll(List.of("-p", modules, "-m", "hamlet.app/" + Main.class.getName()));
        }
        command.addAll(List.of(arguments));
        return command;
    }

    void await(BooleanSupplier condition) throws InterruptedException {
        assertTrue(
                TimeSource.system().await(condition, PATIENCE, Duration.ofMillis(50)),
                "what was waited for has not come within " + PATIENCE);
    }
}
