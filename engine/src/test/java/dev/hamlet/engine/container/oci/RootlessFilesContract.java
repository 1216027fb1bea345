package dev.hamlet.engine.container.oci;

import dev.hamlet.engine.container.ContainerEngine;
import dev.hamlet.engine.container.ContainerFilesContract;
import dev.hamlet.engine.container.RootlessUser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Runs each test of the contract about files, as whoever runs this, and tells how it went. */
public final class RootlessFilesContract extends ContainerFilesContract {
    private final ContainerEngine engine;
    private final String home;

    private RootlessFilesContract(ContainerEngine engine, String home) {
        this.engine = engine;
        this.home = home;
    }

    @Override
    protected ContainerEngine engine() {
        return engine;
    }

    /** In all namespaces that the user may look into. */
    @Override
    protected List<String> mounts() throws Exception {
        List<String> mounts = new ArrayList<>();
        try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
            for (Path process : processes
                    .filter(one -> one.getFileName().toString().matches("[0-9]+"))
                    .toList()) {
                try {
                    Files.readAllLines(process.resolve("mounts")).stream()
                            .filter(line -> line.startsWith("overlay ") && line.contains(home))
                            .forEach(mounts::add);
                } catch (IOException | UncheckedIOException e) {
                    // It has gone, or is of somebody else.
                }
            }
        }
        return mounts;
    }

    /** Root inside is the user; all others have the user's further numbers. */
    @Override
    protected long outside(long uid) {
        return RootlessUser.outside(uid);
    }

    /** Each takes a Java of its own. */
    @Override
    protected int enoughCopies() {
        return 6;
    }

    /** The program; its words are the folder of the user, and one test if it is to be that alone. */
    public static void main(String[] words) throws Exception {
        ContainerEngine engine = RootlessEngine.open(words[0]);
        System.exit(
                ContractRun.passes(
                                ContainerFilesContract.class,
                                () -> new RootlessFilesContract(engine, words[0]),
                                engine,
                                words)
                        ? 0
                        : 1);
    }
}
