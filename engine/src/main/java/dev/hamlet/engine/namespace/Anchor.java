package dev.hamlet.engine.namespace;

import dev.hamlet.engine.problem.Problem;
import dev.hamlet.nativebridge.OpenFile;
import dev.hamlet.nativebridge.ProcessIdentity;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A process of this program's own that sleeps in the namespaces.
 *
 * @param process who
 * @param held what it waits for the end of: the kernel closes it when this program ends
 * @param oneUser why only one user is known there, where that is so
 */
record Anchor(ProcessIdentity process, OpenFile held, Optional<Problem> oneUser) {
    /** What nsenter(1) is told, up to the program. */
    List<String> entering(boolean network) {
        return entering(process, network, oneUser.isPresent());
    }

    /** The same to where another process is. */
    static List<String> entering(ProcessIdentity process, boolean network, boolean groupsKept) {
        List<String> words = new ArrayList<>(List.of("--target", Long.toString(process.pid()), "--user", "--mount"));
        if (network) {
            words.add("--net");
        }
        if (groupsKept) {
            // Who has one number may not let go of their groups (user_namespaces(7), "setgroups").
            words.add("--preserve-credentials");
        }
        words.add("--");
        return words;
    }

    Path seen(Path path) {
        return seen(process.pid(), path);
    }

    /** What a process has at a path. */
    static Path seen(long pid, Path path) {
        return Path.of("/proc", Long.toString(pid), "root").resolve(Path.of("/").relativize(path.toAbsolutePath()));
    }
}
