package dev.hamlet.engine.container.oci;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hamlet.engine.container.RootlessUser;
import dev.hamlet.engine.process.ProcessResult;
import dev.hamlet.nativebridge.Users;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A container of an ordinary user on the network of this computer: it sees its files in /sys and changes none. */
@Tag("real")
class RootlessHostNetworkIT {
    @TempDir
    private Path folder = Path.of("");

    @Test
    void aContainerOnThisComputersNetworkChangesNothingOfItsControlGroups() throws Exception {
        RootlessUser user = new RootlessUser(folder);
        List<String> words = new ArrayList<>(List.of(user.home().toString()));
        Optional<Path> group = group();
        try {
            if (group.isPresent()) {
                Files.createDirectory(group.get());
                user.own(group.get());
                words.add(group.get().toString());
            }
            ProcessResult result = user.run(RootlessHostNetworkScenario.class, words.toArray(String[]::new));
            assertEquals(0, result.code(), () -> result.output() + "\n" + String.join("\n", result.errorLines()));
        } finally {
            if (group.isPresent()) {
                Files.deleteIfExists(group.get().resolve("made"));
                Files.deleteIfExists(group.get());
            }
        }
    }

    /** One that only root can make; empty for whoever is not, who has what systemd gave them. */
    private static Optional<Path> group() throws Exception {
        return Users.isRoot()
                ? Files.readAllLines(Path.of("/proc/self/mounts")).stream()
                        .map(line -> line.split(" ", -1))
                        .filter(line -> line[2].startsWith("cgroup"))
                        .map(line -> Path.of(
                                line[1],
                                "hamlet-trial-" + ProcessHandle.current().pid()))
                        .findFirst()
                : Optional.empty();
    }
}
