package dev.hamlet.engine.container.oci;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The control groups of a container whose runtime, which else removes them, is gone. */
final class LeftGroups {
    private static final Logger LOG = LoggerFactory.getLogger(LeftGroups.class);
    private static final Path MOUNTS = Path.of("/proc/self/mounts");

    private LeftGroups() {}

    /** Removes those that its bundle names: the kernel lets nobody remove one in which something runs. */
    static void remove(ContainerFolder folder) {
        try {
            if (!Files.exists(folder.config())) {
                return;
            }
            String group = ExecJson.group(Files.readAllBytes(folder.config()));
            if (GroupFigures.haveOurs(group)) {
                for (String line : Files.readAllLines(MOUNTS)) {
                    String[] words = line.split(" ", -1);
                    if (words[2].startsWith("cgroup")) {
                        remove(Path.of(words[1] + group));
                    }
                }
            }
        } catch (IOException e) {
            LOG.warn("control groups of {} may be left", folder.id().shortened(), e);
        }
    }

    private static void remove(Path group) throws IOException {
        if (!Files.isDirectory(group)) {
            return;
        }
        try (Stream<Path> all = Files.walk(group)) {
            List<Path> below = all.filter(Files::isDirectory)
                    .sorted(Comparator.reverseOrder())
                    .toList();
            for (Path one : below) {
                Files.deleteIfExists(one);
            }
        }
    }
}
