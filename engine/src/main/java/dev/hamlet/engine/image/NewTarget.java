package dev.hamlet.engine.image;

import dev.hamlet.engine.problem.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;

/**
 * A file or a folder that comes to be whole or not at all: it is made beside, under a hidden name with this process's
 * number, and then gets its own.
 */
record NewTarget(Path target) {
    /** Makes it. */
    @FunctionalInterface
    interface Filling {
        void fill(Path made) throws IOException, ProblemException, InterruptedException;
    }

    void fill(Filling filling) throws IOException, ProblemException, InterruptedException {
        Path folder = Objects.requireNonNull(target.toAbsolutePath().getParent(), "a target has a name");
        Path made = folder.resolve(
                "." + target.getFileName() + "." + ProcessHandle.current().pid() + ".new");
        try {
            StoreWork.remove(made);
            filling.fill(made);
            Files.move(made, target, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            StoreWork.remove(made);
        }
    }
}
