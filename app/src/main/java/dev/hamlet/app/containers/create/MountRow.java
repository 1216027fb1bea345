package dev.hamlet.app.containers.create;

import dev.hamlet.engine.container.MountText;
import dev.hamlet.engine.container.MountWish;
import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.job.Phrase;
import dev.hamlet.engine.problem.ContainerProblem;
import dev.hamlet.engine.problem.ProblemException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.jspecify.annotations.Nullable;

/** One thing that is mounted in a new container, as it is being written. Belongs to the thread of its model. */
final class MountRow {
    private final ObjectProperty<Kind> kind = new SimpleObjectProperty<>(Kind.FOLDER);
    private final StringProperty source = new SimpleStringProperty("");
    private final StringProperty inside = new SimpleStringProperty("");
    private final BooleanProperty readOnly = new SimpleBooleanProperty();
    private final ObjectProperty<Optional<Phrase>> fault = new SimpleObjectProperty<>(Optional.empty());

    /** What it had before that cannot be written here; only while nothing of it is changed. */
    private @Nullable MountWish before;

    private @Nullable Path asked;
    private boolean missing;

    /** What is mounted. */
    enum Kind {
        /** A file or a folder of this computer. */
        FOLDER,
        /** A volume. */
        VOLUME,
        /** Files in memory. */
        MEMORY
    }

    /** What is mounted. */
    ObjectProperty<Kind> kindProperty() {
        return kind;
    }

    /** Where that is: a place of this computer, the name of a volume, or how much memory, where that is said. */
    StringProperty sourceProperty() {
        return source;
    }

    /** Where it is to be in the container. */
    StringProperty insideProperty() {
        return inside;
    }

    /** Whether the container cannot change it. */
    BooleanProperty readOnlyProperty() {
        return readOnly;
    }

    /** Why it cannot be. */
    ObjectProperty<Optional<Phrase>> faultProperty() {
        return fault;
    }

    /** What a container has already. */
    void show(MountWish mount, Function<ByteSize, String> size) {
        kind.set(
                switch (mount) {
                    case MountWish.Bind _ -> Kind.FOLDER;
                    case MountWish.Volume _ -> Kind.VOLUME;
                    case MountWish.Memory _ -> Kind.MEMORY;
                });
        source.set(
                switch (mount) {
                    case MountWish.Bind bind -> bind.source().toString();
                    case MountWish.Volume volume -> volume.name();
                    case MountWish.Memory memory -> memory.size().map(size).orElse("");
                });
        inside.set(mount.target());
        readOnly.set(mount.readOnly());
        before = mount;
    }

    /** Something of it is changed. */
    void touch() {
        before = null;
    }

    /**
     * What is written, or why that is nothing.
     *
     * @param size reads how much memory is meant
     */
    Read read(MountText text, Function<String, Optional<ByteSize>> size) {
        MountWish known = before;
        if (known != null) {
            return new Read(Optional.of(known), Optional.empty());
        }
        if (inside.get().isBlank()) {
            return Read.wrong(Phrase.of("new-container.wrong.mount-inside"));
        }
        try {
            String target = inside.get().strip();
            String from = source.get().strip();
            return switch (kind.get()) {
                case FOLDER ->
                    from.isEmpty()
                            ? Read.wrong(Phrase.of("new-container.wrong.mount-source"))
                            : Read.of(text.bind(from, target, readOnly.get()));
                case VOLUME -> Read.of(text.volume(from, target, readOnly.get()));
                case MEMORY -> {
                    Optional<ByteSize> most = from.isEmpty() ? Optional.empty() : size.apply(from);
                    yield !from.isEmpty() && most.isEmpty()
                            ? Read.wrong(Phrase.of("new-container.wrong.mount-size", from))
                            : Read.of(text.memory(target, most));
                }
            };
        } catch (ProblemException e) {
            return e.problem() instanceof ContainerProblem.ContainerSettingInvalid(String _, String value, String why)
                    ? Read.wrong(Phrase.of("new-container.wrong.mount", value, why))
                    : Read.wrong(Phrase.of("new-container.wrong.mount-inside"));
        }
    }

    /** What a row says. */
    record Read(Optional<MountWish> mount, Optional<Phrase> fault) {
        static Read of(MountWish mount) {
            return new Read(Optional.of(mount), Optional.empty());
        }

        static Read wrong(Phrase why) {
            return new Read(Optional.empty(), Optional.of(why));
        }
    }

    /** The next question is about this place; whether it is another one than the last. */
    boolean asks(@Nullable Path now) {
        boolean other = now == null || !now.equals(asked);
        asked = now;
        missing &= !other;
        return other && now != null;
    }

    /** Nothing is at this place, if it is still the one that is written. */
    void misses(Path place) {
        missing |= place.equals(asked);
    }

    /** Whether nothing is at the place that is written. */
    boolean isMissing() {
        return missing;
    }
}
