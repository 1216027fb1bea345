package dev.hamlet.engine.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hamlet.engine.process.ProcessResult;
import dev.hamlet.engine.process.ProcessSpec;
import dev.hamlet.engine.process.SystemProcessLauncher;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentCommandTest {
    private static final Path JAVA = Path.of("/opt/jdk/bin/java");
    private static final String MAIN = "hamlet.app/dev.hamlet.app.Main";

    @TempDir
    private Path folder = Path.of("");

    private static AgentCommand of(String... line) {
        return AgentCommand.of(JAVA, List.of(line), Map.of("HAMLET_HOME", "/h", "SECRET", "x"), 7)
                .orElseThrow();
    }

    @Test
    void itIsStartedAsThisProgramIsWithLessMemory() {
        AgentCommand command = of(
                "java",
                "-Dkept=1",
                "-Xmx1g",
                "-Xms32m",
                "-XX:Tier4InvocationThreshold=5",
                "-XX:+UseSerialGC",
                "-p",
                "/lib",
                "-m",
                MAIN,
                "container",
                "run",
                "-m",
                "64m");
        assertEquals(JAVA, command.program());
        assertEquals(
                List.of("-m", MAIN, "agent"),
                command.arguments()
                        .subList(
                                command.arguments().size() - 3,
                                command.arguments().size()));
        assertEquals(
                List.of("-Dkept=1", "-XX:+UseSerialGC", "-p", "/lib"),
                command.arguments().subList(0, 4));
        assertTrue(command.arguments().stream()
                .filter(one -> one.startsWith("-Xmx"))
                .allMatch("-Xmx64m"::equals));
        assertFalse(command.arguments().contains("container"));
        assertEquals(Map.of("HAMLET_HOME", "/h", "MALLOC_ARENA_MAX", "1"), command.environment());
    }

    @Test
    void itTakesTheCacheOfCommandsAlsoFromTheWindow() throws Exception {
        Path cache = Files.createFile(folder.resolve("hamlet.aot"));
        AgentCommand command = of("java", "-XX:AOTCache=" + folder.resolve("window.aot"), "-m", MAIN);
        assertTrue(command.arguments().contains("-XX:AOTCache=" + cache));
    }

    @Test
    void anotherProgramStartsNone() {
        assertEquals(Optional.empty(), AgentCommand.of(JAVA, List.of("java", "-cp", "x", "Surefire"), Map.of(), 0));
    }

    @Test
    void aProgramOfItsOwnIsTheAgentByOneWord() {
        AgentCommand command = AgentCommand.of(Path.of("/opt/hamlet/bin/hamlet"), List.of("hamlet"), Map.of(), 0)
                .orElseThrow();
        assertEquals(List.of("agent"), command.arguments());
    }

    @Test
    void theScriptPassesEveryWordAsItIs() throws Exception {
        Path program = folder.resolve("it's a program");
        Files.writeString(program, "#!/bin/sh\nfor one; do echo \"[$one]\"; done; echo \"<$HAMLET_X>\"\n");
        assertTrue(program.toFile().setExecutable(true));
        AgentCommand command =
                new AgentCommand(program, List.of("a b", "$(c)", "d'e", "\\"), Map.of("HAMLET_X", "1\n'2"), 0);
        Path script = Files.writeString(folder.resolve("start.sh"), command.script());
        ProcessResult result =
                new SystemProcessLauncher(System.getenv()).run(ProcessSpec.of("sh", List.of(script.toString())));
        assertEquals("[a b]\n[$(c)]\n[d'e]\n[\\]\n<1\n'2>\n", result.output());
    }

    @Test
    void noValueOfTheEnvironmentIsEverAWordOfACommandLine() throws Exception {
        String proxy = "http://me:pa'ss word@proxy:3128";
        Path program = folder.resolve("program");
        Files.writeString(
                program,
                "#!/bin/sh\necho \"$https_proxy\"; tr '\\0' ' ' < /proc/$$/cmdline; echo; env | cut -d= -f1 | sort\n");
        assertTrue(program.toFile().setExecutable(true));
        AgentCommand command = AgentCommand.of(
                        program,
                        List.of("hamlet"),
                        Map.of("https_proxy", proxy, "HAMLET_A-B", "no name for a shell", "SECRET", "x"),
                        0)
                .orElseThrow();
        // Whatever is begun on the way notes the words that it is given.
        Path seen = folder.resolve("seen");
        Path bin = Files.createDirectory(folder.resolve("bin"));
        Path env = bin.resolve("env");
        Files.writeString(env, "#!/bin/sh\necho \"$@\" >> '" + seen + "'\nexec /usr/bin/env \"$@\"\n");
        assertTrue(env.toFile().setExecutable(true));
        Path script = Files.writeString(folder.resolve("start.sh"), command.script());
        ProcessResult result = new SystemProcessLauncher(
                        Map.of("PATH", bin + ":/usr/bin:/bin", "SECRET", "of whoever starts it"))
                .run(ProcessSpec.of("/bin/sh", List.of(script.toString())));
        assertEquals(0, result.code(), result.errorLines()::toString);
        List<String> lines = result.output().lines().toList();
        assertEquals(proxy, lines.getFirst());
        assertTrue(lines.get(1).strip().endsWith("program agent"), lines.get(1));
        assertFalse(Files.readString(seen).contains("proxy"), Files.readString(seen));
        List<String> names = lines.subList(2, lines.size());
        assertTrue(names.containsAll(List.of("MALLOC_ARENA_MAX", "https_proxy")), names::toString);
        assertFalse(names.contains("SECRET"), names::toString);
    }
}
