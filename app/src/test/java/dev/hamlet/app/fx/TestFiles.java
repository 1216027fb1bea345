package dev.hamlet.app.fx;

import dev.hamlet.engine.job.Phrase;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Chooses what a test has laid ready; a person who cancels where it has laid nothing. */
public final class TestFiles implements FileChoice {
    private final List<Phrase> asked = new ArrayList<>();
    private @Nullable Path next;
    private boolean within;

    /** From now on this is chosen. */
    public void lay(Path file) {
        next = file;
        within = false;
    }

    /** From now on files are saved within this folder, by the name that is offered. */
    public void layWithin(Path folder) {
        next = folder;
        within = true;
    }

    /** What was asked for, in that order. */
    public List<Phrase> asked() {
        return List.copyOf(asked);
    }

    @Override
    public void open(Wanted wanted, Optional<Path> begin, Consumer<Path> chosen) {
        give(wanted.title(), chosen);
    }

    @Override
    public void save(Phrase title, String name, Consumer<Path> chosen) {
        give(title, file -> chosen.accept(within ? file.resolve(name) : file));
    }

    @Override
    public void folder(Phrase title, Consumer<Path> chosen) {
        give(title, chosen);
    }

    private void give(Phrase title, Consumer<Path> chosen) {
        asked.add(title);
        if (next != null) {
            chosen.accept(next);
        }
    }
}
