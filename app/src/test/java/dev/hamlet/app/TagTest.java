package dev.hamlet.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The fast run leaves out what is slow by its tag: a test that opens windows says so. */
class TagTest {
    private static final Set<String> TOOLKIT = Set.of("dev.hamlet.app.fx.Toolkit", "dev.hamlet.app.fx.OpenWindow");

    private final JavaClasses tests = new ClassFileImporter().importPath(Path.of("target/test-classes"));

    private static boolean opensWindows(JavaClass test) {
        return test.getDirectDependenciesFromSelf().stream()
                .anyMatch(uses -> TOOLKIT.contains(uses.getTargetClass().getName()));
    }

    @Test
    void testsThatOpenWindowsHaveTheTagOfThem() {
        List<JavaClass> windows = tests.stream()
                .filter(test -> test.getSimpleName().endsWith("Test") && opensWindows(test))
                .toList();
        assertTrue(windows.size() > 5, windows::toString);
        assertEquals(
                List.of(),
                windows.stream()
                        .filter(test -> !test.isAnnotatedWith(Tag.class))
                        .map(JavaClass::getName)
                        .toList());
    }
}
