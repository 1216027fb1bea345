package dev.hamlet.app.containers.files;

import dev.hamlet.app.fx.Dialogs;
import dev.hamlet.engine.container.ContainerEngine;
import dev.hamlet.engine.container.ContainerFile;
import dev.hamlet.engine.container.ContainerFileAccess.Copied;
import dev.hamlet.engine.container.ContainerFileAccess.Copying;
import dev.hamlet.engine.container.ContainerId;
import dev.hamlet.engine.job.Job;
import dev.hamlet.engine.job.JobSnapshot;
import dev.hamlet.engine.job.Phrase;
import dev.hamlet.engine.job.Threads;
import dev.hamlet.engine.problem.CommandProblem;
import dev.hamlet.engine.problem.Problem;
import dev.hamlet.engine.problem.ProblemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;

/**
 * Copies files of containers out and in, one piece of work after the other. It goes on when another tab is shown. Belongs to
 * the JavaFX thread, or to the one thread of the executor it was made with; needs no toolkit.
 */
public final class FileCopies {
    /** So many names are told one by one. */
    private static final int TOLD = 3;

    private final ContainerEngine engine;
    private final Executor fx;
    private final Executor beat;
    private final Dialogs dialogs;
    private final Consumer<Phrase> tell;
    private final Runnable changed;
    private final ReadOnlyObjectWrapper<Optional<Underway>> underway = new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<Optional<Problem>> problem = new ReadOnlyObjectWrapper<>(Optional.empty());
    private @Nullable Job<Copied> job;
    private boolean busy;
    private boolean stopped;

    /**
     * Nothing is copied yet.
     *
     * @param fx runs everything that changes this object
     * @param beat runs what comes again and again
     * @param dialogs asks before files are replaced
     * @param tell says what came of it
     * @param changed is run when there may be other files in the container
     */
    public FileCopies(
            ContainerEngine engine,
            Executor fx,
            Executor beat,
            Dialogs dialogs,
            Consumer<Phrase> tell,
            Runnable changed) {
        this.engine = engine;
        this.fx = fx;
        this.beat = beat;
        this.dialogs = dialogs;
        this.tell = tell;
        this.changed = changed;
    }

    /**
     * What is copied now.
     *
     * @param what it is
     * @param bytes how much of it was copied
     */
    record Underway(Phrase what, long bytes) {}

    /** What is copied now; empty where nothing is. */
    ReadOnlyObjectProperty<Optional<Underway>> underwayProperty() {
        return underway.getReadOnlyProperty();
    }

    /** Why the last copy failed. */
    ReadOnlyObjectProperty<Optional<Problem>> problemProperty() {
        return problem.getReadOnlyProperty();
    }

    /** The person has seen why. */
    void dismiss() {
        problem.set(Optional.empty());
    }

    /** Ends what is copied now, and begins no more of it. */
    void cancel() {
        stopped = true;
        if (job != null) {
            job.cancel();
        }
    }

    /** Copies a file or a folder out to a place of this computer, where it appears whole. */
    void save(ContainerId from, String path, Path target) {
        begin(Phrase.of("containers.files.saving", String.valueOf(target.getFileName())), () -> {
            copy(engine.files().saveOut(from.value(), path, target));
            return () -> tell.accept(Phrase.of("containers.files.saved", target));
        });
    }

    /**
     * A place in a folder that nothing is at: by this name, or else by it and a number.
     *
     * @param name of what is to be there
     */
    static Path free(Path folder, String name) {
        Path place = folder.resolve(name);
        for (int number = 2; Files.exists(place, LinkOption.NOFOLLOW_LINKS); number++) {
            place = folder.resolve(name + " " + number);
        }
        return place;
    }

    /** Copies files and folders of this computer into a folder of a container; asks before anything there is replaced. */
    void bring(ContainerId into, String folder, List<Path> sources) {
        List<Path> all = List.copyOf(sources);
        if (all.isEmpty()) {
            return;
        }
        begin(Phrase.of("containers.files.comparing"), () -> {
            Set<String> there = engine.files().list(into.value(), folder).stream()
                    .map(ContainerFile::name)
                    .collect(Collectors.toSet());
            List<String> taken =
                    all.stream().map(FileCopies::name).filter(there::contains).toList();
            return () -> {
                if (taken.isEmpty()) {
                    put(into, folder, all);
                } else {
                    dialogs.ask(question(taken), () -> put(into, folder, all));
                }
            };
        });
    }

    private static String name(Path source) {
        return String.valueOf(source.toAbsolutePath().normalize().getFileName());
    }

    private static Dialogs.Question question(List<String> taken) {
        String names = String.join(", ", taken.subList(0, Math.min(TOLD, taken.size())));
        return new Dialogs.Question(
                taken.size() <= TOLD
                        ? Phrase.of("containers.files.replace.title", names)
                        : Phrase.of("containers.files.replace.title.many", names, taken.size() - TOLD),
                Phrase.of("containers.files.replace.text"),
                Phrase.of("containers.files.replace.deed"),
                true);
    }

    private void put(ContainerId into, String folder, List<Path> sources) {
        begin(Phrase.of("containers.files.bringing", name(sources.getFirst())), () -> {
            try {
                for (Path source : sources) {
                    fx.execute(() -> underway.set(
                            Optional.of(new Underway(Phrase.of("containers.files.bringing", name(source)), 0))));
                    copy(engine.files().copyIn(source, false, into.value(), folder, Copying.USUAL));
                }
                return () -> tell.accept(Phrase.of("containers.files.brought", sources.size(), folder));
            } finally {
                fx.execute(changed);
            }
        });
    }

    /** Some copying, on another thread. */
    @FunctionalInterface
    private interface Work {
        /** Copies; answers what is done with the models when it is over. */
        Runnable run() throws ProblemException, InterruptedException;
    }

    private void begin(Phrase what, Work work) {
        if (busy) {
            tell.accept(Phrase.of("containers.files.busy"));
            return;
        }
        busy = true;
        stopped = false;
        problem.set(Optional.empty());
        underway.set(Optional.of(new Underway(what, 0)));
        Thread _ = Threads.virtual("container-copy", () -> {
            Optional<Problem> why = Optional.empty();
            Runnable then = () -> {};
            try {
                then = work.run();
            } catch (ProblemException e) {
                why = Optional.of(e.problem()).filter(one -> !(one instanceof CommandProblem.Cancelled));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                Optional<Problem> told = why;
                Runnable next = then;
                fx.execute(() -> {
                    end(told);
                    next.run();
                });
            }
        });
    }

    private void copy(Job<Copied> copying) throws ProblemException, InterruptedException {
        fx.execute(() -> follow(copying));
        Copied _ = copying.await();
    }

    private void follow(Job<Copied> copying) {
        job = copying;
        if (stopped) {
            copying.cancel();
        }
        beat.execute(this::beat);
    }

    private void beat() {
        Job<Copied> now = job;
        Optional<Underway> shown = underway.get();
        if (now == null || shown.isEmpty()) {
            return;
        }
        JobSnapshot seen = now.snapshot();
        underway.set(Optional.of(new Underway(shown.get().what(), Math.max(0, seen.bytesDone()))));
        if (!seen.state().isOver()) {
            beat.execute(this::beat);
        }
    }

    private void end(Optional<Problem> why) {
        busy = false;
        job = null;
        underway.set(Optional.empty());
        problem.set(why);
    }
}
