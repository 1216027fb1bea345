package dev.hamlet.engine.catalog;

import dev.hamlet.engine.job.Progress;
import java.util.List;
import java.util.function.Consumer;

/**
 * Tells from what mmdebstrap, apt and dpkg print how far the installation of a system is. The stages are those of
 * mmdebstrap 1.3; where another version words them otherwise, the fraction stands still for longer. Used by one thread at a
 * time.
 */
final class InstallationLines implements Consumer<String> {
    /** A stage begins with this line at this fraction and has about so many steps. */
    private record Stage(String begin, double at, double share, int steps) {}

    private static final List<Stage> STAGES = List.of(
            new Stage("I: running apt-get update", 0.01, 0.03, 7),
            new Stage("I: downloading packages", 0.04, 0.06, 70),
            new Stage("I: extracting archives", 0.10, 0.04, 1),
            new Stage("I: installing essential packages", 0.14, 0.06, 140),
            new Stage("I: installing remaining packages", 0.20, 0.64, 470),
            new Stage("I: cleaning package lists", 0.84, 0.02, 1),
            new Stage("hamlet: configuring", 0.86, 0.02, 1),
            new Stage("hamlet: boot loader", 0.88, 0.02, 1),
            new Stage("hamlet: file system", 0.90, 0.10, 1));

    private final Progress progress;
    private Stage stage = STAGES.getFirst();
    private int steps;

    InstallationLines(Progress progress) {
        this.progress = progress;
    }

    @Override
    public void accept(String line) {
        for (Stage next : STAGES) {
            if (line.startsWith(next.begin)) {
                stage = next;
                steps = 0;
            }
        }
        if (line.startsWith("Get:") || line.startsWith("Unpacking ") || line.startsWith("Setting up ")) {
            steps = Math.min(stage.steps, steps + 1);
        }
        progress.fraction(stage.at + stage.share * steps / stage.steps);
    }
}
