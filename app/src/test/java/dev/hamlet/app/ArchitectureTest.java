package dev.hamlet.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Holds the rules of the design, section 7. That a rule can fail at all is proven by classes that break it: Java sources
 * below {@code offenders} in the test resources, compiled here because no honest build would take them.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ArchitectureTest {
    private static final Path OFFENDERS = Path.of("src/test/resources/offenders");

    private JavaClasses hamlet = imported();
    private JavaClasses offenders = hamlet;

    @BeforeAll
    void compileOffenders(@TempDir Path folder) throws IOException {
        Path sources = folder.resolve("src/main/java");
        Path classes = Files.createDirectories(folder.resolve("target/classes"));
        List<String> arguments = new ArrayList<>(List.of("-proc:none", "-nowarn", "-d", classes.toString()));
        try (Stream<Path> files = Files.walk(OFFENDERS)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = sources.resolve(OFFENDERS.relativize(file));
                Files.createDirectories(copy.getParent() == null ? copy : copy.getParent());
                arguments.add(Files.copy(file, copy).toString());
            }
        }
        StringWriter said = new StringWriter();
        PrintWriter writer = new PrintWriter(said);
        int code = ToolProvider.findFirst("javac").orElseThrow().run(writer, writer, arguments.toArray(String[]::new));
        assertEquals(0, code, said::toString);
        offenders = new ClassFileImporter().importPath(classes);
    }

    private static JavaClasses imported() {
        List<Path> modules = Stream.of("native-bridge", "engine", "app")
                .map(module -> Path.of("..", module, "target", "classes")
                        .toAbsolutePath()
                        .normalize())
                .toList();
        modules.forEach(module -> assertTrue(Files.isDirectory(module), module + " is built before"));
        return new ClassFileImporter().importPaths(modules);
    }

    static List<ArchitectureRules.Rule> rules() {
        return ArchitectureRules.all();
    }

    @ParameterizedTest
    @MethodSource("rules")
    void ruleHolds(ArchitectureRules.Rule rule) {
        rule.rule().check(hamlet);
    }

    @ParameterizedTest
    @MethodSource("rules")
    void ruleIsBrokenByItsOffenders(ArchitectureRules.Rule rule) {
        List<String> details =
                rule.rule().evaluate(offenders).getFailureReport().getDetails();

        for (String offender : rule.offenders()) {
            assertTrue(
                    details.stream().anyMatch(detail -> detail.contains(offender)),
                    () -> offender + " is not found, only " + details);
        }
    }

    @Test
    void everyOffenderOffendsSomeRule() {
        Set<String> named = new TreeSet<>();
        rules().forEach(rule -> named.addAll(rule.offenders()));
        Set<String> present = new TreeSet<>();
        offenders.stream()
                .filter(type -> type.getPackageName().matches("dev\\.hamlet\\..*\\.(offender|chicken|egg)"))
                .forEach(type -> present.add(type.getName()));

        assertEquals(present, named);
    }
}
