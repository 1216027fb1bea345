package dev.hamlet.app.containers.create;

import dev.hamlet.app.words.Messages;
import dev.hamlet.engine.container.MountText;
import dev.hamlet.engine.container.MountWish;
import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.job.Phrase;
import dev.hamlet.engine.job.Threads;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/** What is mounted in a new container. Belongs to the thread of its model. */
final class MountRows {
    private final Executor fx;
    private final Messages words;
    private final MountText text;
    private final ObservableList<MountRow> rows = FXCollections.observableArrayList();
    private final ObservableList<String> volumes = FXCollections.observableArrayList();
    private final ReadOnlyObjectWrapper<Optional<Phrase>> fault = new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<List<MountWish>> mounts = new ReadOnlyObjectWrapper<>(List.of());
    private boolean showing;

    /**
     * Nothing is mounted.
     *
     * @param words by which sizes are read and written
     */
    MountRows(Messages words, Executor fx) {
        this.fx = fx;
        this.words = words;
        Path home = Path.of(System.getProperty("user.home", "/"));
        // A window has no folder that it was called from.
        this.text = new MountText(home, home);
    }

    /** As they are written. */
    ObservableList<MountRow> rows() {
        return rows;
    }

    /** Names of the volumes that there are. */
    ObservableList<String> volumes() {
        return volumes;
    }

    /** One more, with nothing in it. */
    MountRow add() {
        MountRow row = newRow();
        check();
        return row;
    }

    /** Those that a container has already. */
    void show(List<MountWish> before) {
        showing = true;
        rows.clear();
        for (MountWish mount : before) {
            newRow().show(mount, size -> words.figures().size(size));
        }
        showing = false;
        check();
    }

    private MountRow newRow() {
        MountRow row = new MountRow();
        row.kindProperty().subscribe(now -> changed(row));
        row.sourceProperty().subscribe(now -> changed(row));
        row.insideProperty().subscribe(now -> changed(row));
        row.readOnlyProperty().subscribe(now -> changed(row));
        rows.add(row);
        return row;
    }

    /** Without this one. */
    void remove(MountRow row) {
        rows.remove(row);
        check();
    }

    private void changed(MountRow row) {
        if (!showing) {
            row.touch();
            check();
        }
    }

    private void check() {
        Set<String> targets = new HashSet<>();
        List<MountWish> all = new ArrayList<>();
        for (MountRow row : rows) {
            MountRow.Read read = row.read(text, this::size);
            Optional<Phrase> why = read.fault();
            if (read.mount().isPresent()) {
                MountWish mount = read.mount().get();
                all.add(mount);
                if (!targets.add(mount.target())) {
                    why = Optional.of(Phrase.of("new-container.wrong.mount-twice", mount.target()));
                }
            }
            Path source = read.mount().orElse(null) instanceof MountWish.Bind bind ? bind.source() : null;
            if (row.asks(source) && source != null) {
                ask(row, source);
            }
            if (why.isEmpty() && row.isMissing() && source != null) {
                why = Optional.of(Phrase.of("new-container.wrong.mount-missing", source));
            }
            row.faultProperty().set(why);
        }
        mounts.set(List.copyOf(all));
        fault.set(
                rows.stream().flatMap(row -> row.faultProperty().get().stream()).findFirst());
    }

    private Optional<ByteSize> size(String written) {
        return words.figures().readSize(written, "MiB");
    }

    /** Whether it is there; the disk may take its time. */
    private void ask(MountRow row, Path source) {
        Thread _ = Threads.virtual("new-container-mount", () -> {
            if (!Files.exists(source)) {
                fx.execute(() -> {
                    row.misses(source);
                    check();
                });
            }
        });
    }

    /** Why the first that cannot be cannot. */
    ReadOnlyObjectProperty<Optional<Phrase>> faultProperty() {
        return fault.getReadOnlyProperty();
    }

    /** Those that are written. */
    ReadOnlyObjectProperty<List<MountWish>> mountsProperty() {
        return mounts.getReadOnlyProperty();
    }
}
