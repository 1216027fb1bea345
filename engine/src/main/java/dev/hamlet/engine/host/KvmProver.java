package dev.hamlet.engine.host;

import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.engine.process.ProcessLauncher;
import dev.hamlet.engine.process.ProcessResult;
import dev.hamlet.engine.process.ProcessSpec;
import dev.hamlet.nativebridge.KvmAnswer;
import dev.hamlet.nativebridge.KvmProbe;
import java.io.File;
import java.lang.module.ModuleReference;
import java.lang.module.ResolvedModule;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Runs {@link KvmProbe} in a Java of its own: a kernel that never comes back from a guest costs a process that can be
 * killed, not Hamlet.
 */
final class KvmProver implements Accelerators.Prover {
    /** Many times what it takes, and short enough for somebody who waits. */
    private static final Duration LIMIT = Duration.ofSeconds(3);

    private final ProcessLauncher launcher;
    private final Path device;

    KvmProver(ProcessLauncher launcher, Path device) {
        this.launcher = launcher;
        this.device = device;
    }

    @Override
    public Accelerators.Proof prove() throws InterruptedException {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        List<String> arguments = new ArrayList<>(flags());
        arguments.addAll(place(KvmProbe.class));
        arguments.add(device.toString());
        ProcessSpec helper = ProcessSpec.of(java.toString(), arguments)
                .within(LIMIT)
                // Options meant for another Java, which may not even fit this one.
                .with(Map.of("JDK_JAVA_OPTIONS", "", "JAVA_TOOL_OPTIONS", "", "_JAVA_OPTIONS", ""));
        try {
            ProcessResult result = launcher.run(helper);
            return result.output()
                    .lines()
                    .flatMap(line -> KvmAnswer.parse(line).stream())
                    .map(answer -> new Accelerators.Proof(answer, true))
                    .findFirst()
                    .orElseGet(() -> without("the proof ended with " + result.code() + ": " + result.lastLine()));
        } catch (ProblemException e) {
            return without("the proof gave no answer: " + e.getMessage());
        }
    }

    private static Accelerators.Proof without(String why) {
        return new Accelerators.Proof(new KvmAnswer.Broken(why), false);
    }

    /** A short program gains nothing from compiled code: interpreted it ends a fifth sooner. */
    private static List<String> flags() {
        List<String> flags =
                new ArrayList<>(List.of("-Xshare:auto", "-Xint", "-XX:+UseSerialGC", "-Xmx32m", "-XX:-UsePerfData"));
        // Where the native library lies or may be unpacked is told to this Java; it holds for that one too.
        new TreeMap<>(System.getProperties()).forEach((key, value) -> {
            if (key.toString().startsWith("jna.") || key.equals("java.io.tmpdir")) {
                flags.add("-D" + key + "=" + value);
            }
        });
        return flags;
    }

    /**
     * Where Java finds the class, and its name. Modules of the running image are found by name; those in files go on the
     * class path, on which Java starts a fifth sooner than with a module path.
     */
    static List<String> place(Class<?> main) {
        Module module = main.getModule();
        Set<Path> files = new LinkedHashSet<>();
        if (module.isNamed() && module.getLayer() != null) {
            collect(module.getLayer().configuration().findModule(module.getName()), files);
        }
        if (module.isNamed() && files.isEmpty()) {
            return List.of("--enable-native-access=com.sun.jna", "-m", module.getName() + "/" + main.getName());
        }
        String path = module.isNamed()
                ? String.join(
                        File.pathSeparator, files.stream().map(Path::toString).toList())
                : System.getProperty("java.class.path");
        return List.of("--enable-native-access=ALL-UNNAMED", "-cp", path, main.getName());
    }

    /** The files of this module and of all that it reads. */
    private static void collect(Optional<ResolvedModule> module, Set<Path> files) {
        if (module.isEmpty()) {
            return;
        }
        ModuleReference reference = module.get().reference();
        Optional<URI> location = reference.location().filter(place -> "file".equals(place.getScheme()));
        if (location.isPresent() && files.add(Path.of(location.get()))) {
            module.get().reads().forEach(read -> collect(Optional.of(read), files));
        }
    }
}
