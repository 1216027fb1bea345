package dev.hamlet.engine.benchmark;

import dev.hamlet.engine.process.SystemProcessLauncher;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Measures what was promised of Hamlet's speed on this computer, and prints it. */
final class Benchmark {
    private Benchmark() {}

    /**
     * Measures and prints.
     *
     * @param arguments an empty folder; the launcher script of the command line; what to measure: {@code start}, {@code
     *     list}, {@code guests}, {@code download}, {@code display}, {@code window}, {@code console},
     *     {@code guest-console}, {@code terminal}, {@code containers}, {@code idle}. The system property {@code hamlet.bare.table} is a
     *     script that opens a bare table, {@code hamlet.bare.terminal} one of the bare core of the terminal.
     */
    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        Report report = new Report(System.out);
        for (String part : List.of(arguments).subList(2, arguments.length)) {
            Map<String, String> environment = Map.of(
                    "HAMLET_HOME",
                    folder.resolve(part).toString(),
                    "PATH",
                    System.getenv().getOrDefault("PATH", "/usr/bin:/bin"));
            SystemProcessLauncher launcher = new SystemProcessLauncher(environment);
            switch (part) {
                case "start" -> new StartBenchmark(environment, launcher, report).run();
                case "list" -> new ListBenchmark(environment, launcher, arguments[1], report).run();
                case "guests" -> new GuestsBenchmark(environment, launcher, arguments[1], report).run();
                case "download" -> new DownloadBenchmark(launcher, folder.resolve(part), report).run();
                case "display" -> new DisplayBenchmark(folder.resolve(part), report).run();
                case "window" ->
                    new WindowBenchmark(
                                    environment,
                                    arguments[1],
                                    List.of(System.getProperty("hamlet.bare.table", "")),
                                    folder.resolve("window-work"),
                                    report)
                            .run();
                case "console" ->
                    new ConsoleBenchmark(environment, arguments[1], folder.resolve("console-work"), report).run();
                case "guest-console" ->
                    new GuestConsoleBenchmark(environment, arguments[1], folder.resolve("guest-work"), report).run();
                case "terminal" ->
                    new TerminalBenchmark(
                                    environment,
                                    arguments[1],
                                    List.of(System.getProperty("hamlet.bare.terminal", "")),
                                    folder.resolve("terminal-work"),
                                    report)
                            .run();
                case "containers" ->
                    new ContainerBenchmark(environment, arguments[1], folder.resolve("containers-work"), report).run();
                case "idle" ->
                    new IdleBenchmark(environment, arguments[1], folder.resolve("idle-screen"), report).run();
                default ->
                    throw new IllegalArgumentException(
                            "start, list, guests, download, display, window, console, guest-console, terminal, containers or idle,"
                                    + " not " + part);
            }
        }
    }
}
