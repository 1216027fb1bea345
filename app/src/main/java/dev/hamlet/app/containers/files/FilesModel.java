package dev.hamlet.app.containers.files;

import dev.hamlet.engine.container.ContainerEngine;
import dev.hamlet.engine.container.ContainerFile;
import dev.hamlet.engine.container.ContainerId;
import dev.hamlet.engine.container.ContainerSnapshot;
import dev.hamlet.engine.container.ContainerState;
import dev.hamlet.engine.container.FileChange;
import dev.hamlet.engine.job.Threads;
import dev.hamlet.engine.problem.Problem;
import dev.hamlet.engine.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import org.jspecify.annotations.Nullable;

/**
 * The files in one folder of a container, looked at while somebody sees them: a look whose answer nobody waits for any more
 * is interrupted and forgotten. Belongs to the JavaFX thread, or to the one thread of the executor it was made with; needs no
 * toolkit.
 */
public final class FilesModel implements AutoCloseable {
    static final String TOP = "/";

    private final ContainerEngine engine;
    private final Executor fx;
    private final ReadOnlyStringWrapper folder = new ReadOnlyStringWrapper(TOP);
    private final ReadOnlyObjectWrapper<List<FileRow>> rows = new ReadOnlyObjectWrapper<>(List.of());
    private final ReadOnlyObjectWrapper<Optional<Problem>> problem = new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyBooleanWrapper looking = new ReadOnlyBooleanWrapper();
    private @Nullable ContainerId container;
    private @Nullable ContainerState state;
    private boolean seen;
    private long beginning;
    private @Nullable Thread look;

    /**
     * Looks at nothing yet.
     *
     * @param fx runs everything that changes the model
     */
    public FilesModel(ContainerEngine engine, Executor fx) {
        this.engine = engine;
        this.fx = fx;
    }

    /** From now on the files of this container are looked at, from the top where it is another one. */
    public void at(@Nullable ContainerSnapshot next) {
        ContainerId id = next == null ? null : next.id();
        ContainerState now = next == null ? null : next.state();
        if (id != null && id.equals(container) && now == state) {
            return;
        }
        boolean other = id == null || !id.equals(container);
        container = id;
        state = now;
        if (other) {
            folder.set(TOP);
            rows.set(List.of());
            problem.set(Optional.empty());
        }
        again();
    }

    /** Whether somebody sees them. */
    public void seen(boolean now) {
        if (now != seen) {
            seen = now;
            again();
        }
    }

    /** Whose they are; null where no container is selected. */
    @Nullable
    ContainerId container() {
        return container;
    }

    /** The folder, as an absolute path in the container. */
    ReadOnlyStringProperty folderProperty() {
        return folder.getReadOnlyProperty();
    }

    /** What is in it, folders first. */
    ReadOnlyObjectProperty<List<FileRow>> rowsProperty() {
        return rows.getReadOnlyProperty();
    }

    /** Why it cannot be looked at. */
    ReadOnlyObjectProperty<Optional<Problem>> problemProperty() {
        return problem.getReadOnlyProperty();
    }

    /** Whether a look goes on. */
    ReadOnlyBooleanProperty lookingProperty() {
        return looking.getReadOnlyProperty();
    }

    /** Where this line is. */
    String path(FileRow row) {
        return child(folder.get(), row.name());
    }

    static String child(String folder, String name) {
        return folder.endsWith("/") ? folder + name : folder + "/" + name;
    }

    /** Goes to another folder, as it is written: absolute, or from the top. */
    void go(String written) {
        List<String> steps = new ArrayList<>();
        for (String step : written.strip().split("/", -1)) {
            if (step.equals("..") && !steps.isEmpty()) {
                steps.removeLast();
            } else if (!step.isEmpty() && !step.equals(".") && !step.equals("..")) {
                steps.add(step);
            }
        }
        String next = TOP + String.join("/", steps);
        if (!next.equals(folder.get())) {
            folder.set(next);
            rows.set(List.of());
        }
        again();
    }

    /** Goes to the folder that this one lies in. */
    void up() {
        if (!folder.get().equals(TOP)) {
            go(folder.get() + "/..");
        }
    }

    /** Looks anew. */
    public void again() {
        beginning++;
        if (look != null) {
            look.interrupt();
            look = null;
        }
        ContainerId id = container;
        if (!seen || id == null) {
            looking.set(false);
            return;
        }
        looking.set(true);
        long mine = beginning;
        String at = folder.get();
        look = Threads.virtual("container-files", () -> look(id, at, mine));
    }

    /** On another thread. What was deleted is known later than what is there, since all that changed is read for that. */
    private void look(ContainerId id, String at, long mine) {
        List<FileRow> found = new ArrayList<>();
        try {
            for (ContainerFile file : engine.files().list(id.value(), at)) {
                found.add(FileRow.of(file));
            }
            found.sort(FileRow.USUAL);
            tell(mine, found, Optional.empty(), true);
            List<FileRow> all = new ArrayList<>(found);
            for (FileChange change : engine.files().changes(id.value())) {
                int slash = change.path().lastIndexOf('/');
                String parent = slash <= 0 ? TOP : change.path().substring(0, slash);
                if (change.kind() == FileChange.Kind.DELETED && parent.equals(at)) {
                    all.add(FileRow.deleted(change.path().substring(slash + 1)));
                }
            }
            if (all.size() > found.size()) {
                all.sort(FileRow.USUAL);
            }
            tell(mine, all, Optional.empty(), false);
        } catch (ProblemException e) {
            tell(mine, found, Optional.of(e.problem()), false);
        } catch (InterruptedException e) {
            // Nobody waits for it.
            Thread.currentThread().interrupt();
        }
    }

    private void tell(long mine, List<FileRow> found, Optional<Problem> why, boolean more) {
        List<FileRow> now = List.copyOf(found);
        fx.execute(() -> {
            if (mine == beginning) {
                looking.set(more);
                problem.set(why);
                if (!now.equals(rows.get())) {
                    rows.set(now);
                }
            }
        });
    }

    /** Looks no more. */
    @Override
    public void close() {
        at(null);
    }
}
