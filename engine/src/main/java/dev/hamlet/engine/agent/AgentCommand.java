package dev.hamlet.engine.agent;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * How the agent is started: as this program is, with the word {@code agent} and less memory.
 *
 * @param program the program
 * @param arguments its arguments
 * @param environment its whole environment
 * @param made when this Hamlet was built, in milliseconds: a newer one takes the place of an older one's agent
 */
public record AgentCommand(Path program, List<String> arguments, Map<String, String> environment, long made) {
    /**
     * It has little to do, and may be there for weeks. The optimizing compiler and its threads would take more memory than
     * all else.
     */
    private static final List<String> SMALL = List.of(
            "-Xms4m",
            "-Xmx64m",
            "-Xmn1m",
            "-Xss256k",
            // What is in the cache of classes stays the file's, and shared, instead of becoming this process's own.
            "-XX:+IgnoreUnrecognizedVMOptions",
            "-XX:+UnlockDiagnosticVMOptions",
            "-XX:ArchiveRelocationMode=0",
            "-XX:TieredStopAtLevel=1",
            "-XX:ReservedCodeCacheSize=16m",
            "-XX:-UseTransparentHugePages");

    private static final String MAIN = "dev.hamlet.app.Main";

    /** What is said of memory and compiling for others. */
    private static final List<String> OTHERS = List.of(
            "-Xms",
            "-Xmx",
            "-Xmn",
            "-Xss",
            "-XX:Tier",
            "-XX:CompileThreshold",
            "-XX:+UseTransparentHugePages",
            "-XX:AOTCache",
            "-XX:CRaC");

    /** What says where files are, whom to ask for images, and in which words. */
    private static final List<String> KEPT = List.of(
            "HAMLET_",
            "XDG_",
            "LC_",
            "HOME",
            "PATH",
            "LANG",
            "TZ",
            "TMPDIR",
            "JAVA_HOME",
            "DOCKER_CONFIG",
            "REGISTRY_AUTH_FILE",
            "DBUS_SESSION_BUS_ADDRESS",
            "http_proxy",
            "https_proxy",
            "all_proxy",
            "no_proxy",
            "HTTP_PROXY",
            "HTTPS_PROXY",
            "ALL_PROXY",
            "NO_PROXY");

    /** Copies the collections; a variable of a name that no shell knows is left out. */
    public AgentCommand {
        arguments = List.copyOf(arguments);
        Map<String, String> named = new TreeMap<>(environment);
        named.keySet().removeIf(name -> !name.matches("[A-Za-z_][A-Za-z0-9_]*"));
        environment = Map.copyOf(named);
    }

    /** As this process was started; empty where that is not known to be Hamlet, as in tests. */
    public static Optional<AgentCommand> ofThisProcess(Map<String, String> environment) {
        Optional<Path> program =
                ProcessHandle.current().info().command().map(Path::of).filter(Path::isAbsolute);
        if (program.isEmpty()) {
            return Optional.empty();
        }
        try {
            String line = Files.readString(Path.of("/proc/self/cmdline"), StandardCharsets.UTF_8);
            return of(program.get(), List.of(line.split("\0", -1)), environment, built());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** The same of this command line, which begins with the name of the program. */
    static Optional<AgentCommand> of(Path program, List<String> line, Map<String, String> environment, long made) {
        Map<String, String> kept = new TreeMap<>(environment);
        kept.keySet()
                .removeIf(name ->
                        KEPT.stream().noneMatch(one -> one.endsWith("_") ? name.startsWith(one) : name.equals(one)));
        // One heap of the C library is enough for all threads.
        kept.put("MALLOC_ARENA_MAX", "1");
        if (!program.endsWith("java")) {
            return Optional.of(new AgentCommand(program, List.of("agent"), kept, made));
        }
        int main = IntStream.range(1, line.size())
                .filter(i -> line.get(i).endsWith(MAIN))
                .findFirst()
                .orElse(0);
        if (main == 0) {
            return Optional.empty();
        }
        // With -m before it, or without where classes lie on a class path.
        int options = line.get(main - 1).equals("-m") ? main - 1 : main;
        List<String> arguments = new ArrayList<>();
        line.subList(1, options).stream()
                .filter(option -> OTHERS.stream().noneMatch(option::startsWith))
                .forEach(arguments::add);
        arguments.addAll(SMALL);
        cache(line).ifPresent(arguments::add);
        arguments.addAll(line.subList(options, main + 1));
        arguments.add("agent");
        return Optional.of(new AgentCommand(program, arguments, kept, made));
    }

    /** The window's has more in it than the agent wants. */
    private static Optional<String> cache(List<String> line) {
        String option = "-XX:AOTCache=";
        return line.stream()
                .filter(one -> one.startsWith(option))
                .map(one -> Path.of(one.substring(option.length())))
                .map(file -> file.resolveSibling("hamlet.aot"))
                .filter(Files::exists)
                .map(file -> option + file)
                .findFirst();
    }

    private static long built() {
        try {
            var source = AgentCommand.class.getProtectionDomain().getCodeSource();
            return source == null
                    ? 0
                    : Files.getLastModifiedTime(Path.of(source.getLocation().toURI()))
                            .toMillis();
        } catch (IOException | java.net.URISyntaxException e) {
            return 0;
        }
    }

    /**
     * The same as a script of a shell. No value of the environment, such as a proxy's with its password, is ever a word of a
     * command line, which all users see: the shell begins anew with nothing and then says them itself.
     */
    String script() {
        StringBuilder script = new StringBuilder("""
                #!/bin/sh
                # Written by Hamlet; do not change it.
                [ "${1:-}" = begin ] || exec env -i /bin/sh "$0" begin
                unset PWD OLDPWD SHLVL _
                """);
        new TreeMap<>(environment)
                .forEach((name, value) -> script.append("export ")
                        .append(name)
                        .append('=')
                        .append(quoted(value))
                        .append('\n'));
        script.append("exec ").append(quoted(program.toString()));
        arguments.forEach(argument -> script.append(" \\\n").append(quoted(argument)));
        return script.append(" </dev/null\n").toString();
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }
}
