package dev.hamlet.app;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.constantpool.StringEntry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Conditions that need more than calls and dependencies: texts in the class file, words in the source. */
final class ClassFiles {
    private static final Pattern COMMENT_OR_TEXT = Pattern.compile(
            "//[^\n]*|/\\*.*?\\*/|\"\"\".*?\"\"\"|\"(?:\\\\.|[^\"\\\\\n])*\"|'(?:\\\\.|[^'\\\\\n])+'", Pattern.DOTALL);
    private static final Pattern CATCH = Pattern.compile("\\bcatch\\s*\\(([^)]*)\\)");
    private static final Pattern TOO_WIDE = Pattern.compile("\\b(Exception|Throwable)\\b");

    private ClassFiles() {}

    /** Holds this text as a constant: what is asked of the system by name shows in no call. */
    static ArchCondition<JavaClass> holdText(String text) {
        return each("hold the text \"" + text + "\"", type -> {
            for (PoolEntry entry : parse(type)) {
                if (entry instanceof StringEntry constant
                        && constant.stringValue().equals(text)) {
                    return List.of(type.getName() + " holds \"" + text + "\"");
                }
            }
            return List.of();
        });
    }

    /** Is a record, an enum or sealed. */
    static ArchCondition<JavaClass> beData() {
        return not(
                "be a record, sealed or an enum",
                type -> type.isRecord() || type.isEnum() || type.isSealed()
                        ? List.of()
                        : List.of(type.getName() + " is neither a record nor sealed nor an enum"));
    }

    /**
     * Has no catch clause for everything. The source is read because compiled code catches everything also where it
     * closes resources, leaves a monitor or takes a record apart.
     */
    static ArchCondition<JavaClass> catchByName() {
        return not("catch neither Exception nor Throwable", type -> {
            List<String> found = new ArrayList<>();
            Path source = source(type);
            String text = COMMENT_OR_TEXT.matcher(read(source)).replaceAll(" ");
            Matcher clause = CATCH.matcher(text);
            while (clause.find()) {
                if (TOO_WIDE.matcher(clause.group(1)).find()) {
                    found.add(type.getName() + " has catch (" + clause.group(1) + ")");
                }
            }
            return found;
        });
    }

    /** Neither takes nor answers this type, not even inside another. */
    static ArchCondition<JavaMethod> notMention(String type) {
        return new ArchCondition<>("not mention " + type) {
            @Override
            public void check(JavaMethod method, ConditionEvents events) {
                List<JavaType> types = new ArrayList<>(method.getParameterTypes());
                types.add(method.getReturnType());
                boolean mentioned =
                        types.stream().anyMatch(used -> used.getName().contains(type));
                events.add(new SimpleConditionEvent(
                        method,
                        !mentioned || !method.getModifiers().contains(JavaModifier.PUBLIC),
                        method.getFullName() + " mentions " + type));
            }
        };
    }

    /** Is not such a field. */
    static ArchCondition<JavaField> notBe(DescribedPredicate<JavaField> kind) {
        return new ArchCondition<>("not be " + kind.getDescription()) {
            @Override
            public void check(JavaField field, ConditionEvents events) {
                events.add(new SimpleConditionEvent(
                        field, !kind.test(field), field.getFullName() + " is " + kind.getDescription()));
            }
        };
    }

    /** A condition that holds for a class where the function finds something: for {@code noClasses().should}. */
    private static ArchCondition<JavaClass> each(String description, Function<JavaClass, List<String>> finds) {
        return new ArchCondition<>(description) {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                finds.apply(type).forEach(found -> events.add(SimpleConditionEvent.satisfied(type, found)));
            }
        };
    }

    /** A condition that is broken by whatever the function finds. */
    private static ArchCondition<JavaClass> not(String description, Function<JavaClass, List<String>> finds) {
        return new ArchCondition<>(description) {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                finds.apply(type).forEach(found -> events.add(SimpleConditionEvent.violated(type, found)));
            }
        };
    }

    private static Iterable<PoolEntry> parse(JavaClass type) {
        try {
            return ClassFile.of().parse(file(type)).constantPool();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path file(JavaClass type) {
        return Path.of(type.getSource().orElseThrow().getUri());
    }

    /** The source that Maven compiled the class from. */
    private static Path source(JavaClass type) {
        String compiled = file(type).toString();
        String name = type.getSource().orElseThrow().getFileName().orElseThrow();
        return Path.of(compiled.replace("/target/classes/", "/src/main/java/")).resolveSibling(name);
    }

    private static String read(Path source) {
        try {
            return Files.readString(source);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
