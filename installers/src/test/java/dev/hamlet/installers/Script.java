package dev.hamlet.installers;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** One run of a program in an environment of its own: nothing of the environment of the tests is handed on. */
final class Script {
    private static final long SECONDS = 120;

    private final List<String> command = new ArrayList<>();
    private final Map<String, String> environment = new TreeMap<>();
    private final Path folder;

    private Script(Path folder, List<String> command) {
        this.folder = folder;
        this.command.addAll(command);
    }

    static Script of(Path folder, String... command) {
        return new Script(folder, List.of(command));
    }

    /** The library of the scripts, read in their order, and then these lines, in bash. */
    static Script lines(Path tree, Path folder, String lines) {
        String all = """
                set -euo pipefail
                tree=$1
                for part in common packages training jdk proxy build; do source "$tree/installers/scripts/$part.sh"; done
                prepare_environment
                """ + lines;
        return of(folder, "bash", "-c", all, "lines", tree.toString());
    }

    Script with(String name, String value) {
        environment.put(name, value);
        return this;
    }

    Script without(String name) {
        environment.remove(name);
        return this;
    }

    /** Runs this through another program, such as {@code setpriv}, that is given the command as its last arguments. */
    Script through(String... program) {
        command.addAll(0, List.of(program));
        return this;
    }

    /** What came out of a run: its exit code, standard output and standard error. */
    record Outcome(int code, String out, String err) {
        @Override
        public String toString() {
            return "exit code " + code + "\nout:\n" + out + "\nerr:\n" + err;
        }
    }

    Outcome run() throws IOException, InterruptedException {
        Path err = Files.createTempFile("hamlet-script", ".err");
        try {
            ProcessBuilder builder =
                    new ProcessBuilder(command).directory(folder.toFile()).redirectError(err.toFile());
            builder.environment().clear();
            builder.environment().putAll(environment);
            Process process = builder.start();
            process.getOutputStream().close();
            String out;
            try (InputStream stream = process.getInputStream()) {
                out = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            }
            if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException("Still running after " + SECONDS + " s: " + command);
            }
            return new Outcome(process.exitValue(), out, Files.readString(err));
        } finally {
            Files.delete(err);
        }
    }
}
