import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassElement;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.MethodModel;
import java.lang.classfile.MethodTransform;
import java.lang.constant.ClassDesc;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * Copies a jar and writes its classes of Java 5 in the form of Java 8, with the stack maps that were not known then.
 * The AOT cache takes no class older than Java 6, and picocli, which every command goes through, is compiled for 5.
 * Started as {@code java LiftClasses.java FROM TO}; the code of the classes stays as it was.
 */
public final class LiftClasses {
    private final Map<String, byte[]> files = new LinkedHashMap<>();
    private final ClassFile format = ClassFile.of(
            ClassFile.StackMapsOption.GENERATE_STACK_MAPS,
            ClassFile.ClassHierarchyResolverOption.of(
                    ClassHierarchyResolver.ofResourceParsing(this::open).cached()));

    private LiftClasses() {}

    public static void main(String[] arguments) throws IOException {
        LiftClasses lift = new LiftClasses();
        lift.read(Path.of(arguments[0]));
        lift.write(Path.of(arguments[1]));
    }

    private void read(Path jar) throws IOException {
        try (ZipInputStream in = new ZipInputStream(Files.newInputStream(jar))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                files.put(entry.getName(), in.readAllBytes());
            }
        }
    }

    private void write(Path jar) throws IOException {
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar))) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                ZipEntry entry = new ZipEntry(file.getKey());
                entry.setTime(0);
                out.putNextEntry(entry);
                out.write(file.getKey().endsWith(".class") ? lifted(file.getValue()) : file.getValue());
                out.closeEntry();
            }
        }
    }

    private byte[] lifted(byte[] bytes) {
        ClassModel model = format.parse(bytes);
        if (model.majorVersion() >= ClassFile.JAVA_6_VERSION) {
            return bytes;
        }
        return format.build(model.thisClass().asSymbol(), builder -> {
            builder.withVersion(ClassFile.JAVA_8_VERSION, 0);
            for (ClassElement element : model) {
                switch (element) {
                    case ClassFileVersion old -> {}
                    // Only code that goes through a transform is written anew, with its stack maps.
                    case MethodModel method ->
                        builder.transformMethod(method, MethodTransform.transformingCode(CodeTransform.ACCEPT_ALL));
                    default -> builder.with(element);
                }
            }
        });
    }

    /** The class file of a type that the code mentions, from this jar or else from the JDK. */
    private InputStream open(ClassDesc type) {
        String descriptor = type.descriptorString();
        String name = descriptor.substring(1, descriptor.length() - 1) + ".class";
        byte[] bytes = files.get(name);
        return bytes == null ? ClassLoader.getSystemResourceAsStream(name) : new ByteArrayInputStream(bytes);
    }
}
