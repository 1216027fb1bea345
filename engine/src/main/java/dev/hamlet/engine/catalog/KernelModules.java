package dev.hamlet.engine.catalog;

import dev.hamlet.engine.problem.MediaProblem;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.engine.process.ProcessLauncher;
import dev.hamlet.engine.process.ProcessSpec;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * The modules of one kernel, found in its folder and asked for what they depend on. {@code modules.dep}, which says the
 * same, exists only where the kernel was installed. Used by one thread.
 */
final class KernelModules {
    private final ProcessLauncher launcher;
    private final Path scratch;
    private final Map<String, Path> files = new TreeMap<>();
    private final Set<String> builtIn = new HashSet<>();

    /**
     * The modules in this folder.
     *
     * @param folder such as {@code /lib/modules/6.1.0-56-cloud-amd64}
     * @param scratch where a compressed module may be unpacked
     */
    KernelModules(ProcessLauncher launcher, Path folder, Path scratch) throws IOException {
        this.launcher = launcher;
        this.scratch = scratch;
        try (Stream<Path> all = Files.walk(folder.resolve("kernel"))) {
            all.forEach(file -> {
                String name = nameOf(file.getFileName().toString());
                if (!name.isEmpty()) {
                    files.putIfAbsent(name, file);
                }
            });
        }
        Path list = folder.resolve("modules.builtin");
        if (Files.isReadable(list)) {
            for (String line : Files.readAllLines(list)) {
                builtIn.add(nameOf(line.substring(line.lastIndexOf('/') + 1)));
            }
        }
    }

    /** The module's name as the kernel has it, where hyphens are underscores; empty for another file. */
    private static String nameOf(String fileName) {
        int end = fileName.indexOf(".ko");
        return end < 0 ? "" : fileName.substring(0, end).replace('-', '_');
    }

    /** Whether the kernel has this module, built in or as a file. */
    boolean has(String name) {
        return builtIn.contains(name) || files.containsKey(name);
    }

    /**
     * These modules and all they depend on, each after those that it needs; what is built in or not there is left out.
     *
     * @throws ProblemException {@code ToolMissing} if modules are compressed and what unpacks them is not there
     */
    Map<String, byte[]> withDependencies(List<String> names)
            throws IOException, ProblemException, InterruptedException {
        Map<String, byte[]> ordered = new LinkedHashMap<>();
        Set<String> begun = new HashSet<>();
        for (String name : names) {
            collect(name, ordered, begun);
        }
        return ordered;
    }

    private void collect(String name, Map<String, byte[]> ordered, Set<String> begun)
            throws IOException, ProblemException, InterruptedException {
        Path file = files.get(name);
        if (file == null || !begun.add(name)) {
            return;
        }
        byte[] content = content(file);
        Elf elf = Elf.of(content);
        String needs = elf == null ? "" : elf.moduleInfo().getOrDefault("depends", "");
        for (String needed : needs.split(",", -1)) {
            collect(needed.replace('-', '_'), ordered, begun);
        }
        ordered.put(name, content);
    }

    private byte[] content(Path file) throws IOException, ProblemException, InterruptedException {
        String name = file.getFileName().toString();
        if (name.endsWith(".ko.gz")) {
            try (var stream = new GZIPInputStream(new ByteArrayInputStream(Files.readAllBytes(file)))) {
                return stream.readAllBytes();
            }
        } else if (name.endsWith(".ko.xz")) {
            return unpacked(file, "xz", "xz-utils");
        } else if (name.endsWith(".ko.zst")) {
            return unpacked(file, "zstd", "zstd");
        }
        return Files.readAllBytes(file);
    }

    private byte[] unpacked(Path file, String program, String packageName)
            throws IOException, ProblemException, InterruptedException {
        if (launcher.find(program).isEmpty()) {
            throw new ProblemException(new MediaProblem.ToolMissing(program, packageName));
        }
        Path copy = scratch.resolve(file.getFileName().toString());
        Path plain = scratch.resolve(copy.getFileName().toString().replaceAll("\\.[a-z]+$", ""));
        Files.copy(file, copy);
        try {
            launcher.runOrFail(ProcessSpec.of(program, List.of("-q", "-d", copy.toString())));
            return Files.readAllBytes(plain);
        } finally {
            Files.deleteIfExists(copy);
            Files.deleteIfExists(plain);
        }
    }
}
