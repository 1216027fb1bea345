package dev.hamlet.app.machines;

import dev.hamlet.app.fx.UsageTrace;
import dev.hamlet.engine.display.Thumbnail;
import dev.hamlet.engine.machine.MachineId;
import dev.hamlet.engine.machine.MachineSnapshot;
import dev.hamlet.engine.machine.MachineSpec;
import dev.hamlet.engine.usage.UsageEvent;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;

/** One machine of the list, the same object for as long as the machine is there. */
public final class MachineRow {
    private static final Pattern MARKS = Pattern.compile("\\p{M}+");

    private final MachineId id;
    private final ReadOnlyObjectWrapper<MachineSnapshot> snapshot;
    private final ReadOnlyObjectWrapper<Optional<CommandFailure>> failure =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<MachineFace> face;
    /** Another value with each sample, so that curves go on where figures stay the same. */
    private final ReadOnlyObjectWrapper<Optional<UsageEvent.Sampled>> use =
            new ReadOnlyObjectWrapper<>(Optional.empty());

    private final ReadOnlyObjectWrapper<Optional<Thumbnail>> picture = new ReadOnlyObjectWrapper<>(Optional.empty());

    private @Nullable UsageTrace trace;
    private String plainName;
    private String searched;

    MachineRow(MachineSnapshot first) {
        this.id = first.id();
        this.snapshot = new ReadOnlyObjectWrapper<>(first);
        this.face = new ReadOnlyObjectWrapper<>(MachineFace.of(first, Optional.empty()));
        this.plainName = plain(first.name());
        this.searched = searched(first);
    }

    /** Without case and accents: who searches "muller" finds "Müller". */
    static String plain(String text) {
        return MARKS.matcher(Normalizer.normalize(text, Normalizer.Form.NFKD))
                .replaceAll("")
                .toLowerCase(Locale.ROOT);
    }

    private static String searched(MachineSnapshot machine) {
        MachineSpec spec = machine.spec();
        return plain(machine.name() + "\n" + (spec == null ? "" : spec.group() + "\n" + spec.system()));
    }

    /** Its name as it is ordered by. */
    String plainName() {
        return plainName;
    }

    /** Where a search looks for its words. */
    String searched() {
        return searched;
    }

    /** Which machine. */
    public MachineId id() {
        return id;
    }

    /** The name of the group that it stands in; empty for none. */
    public String group() {
        MachineSpec spec = snapshot.get().spec();
        return spec == null ? "" : spec.group();
    }

    /** How it stands, as the engine last told. */
    public ReadOnlyObjectProperty<MachineSnapshot> snapshotProperty() {
        return snapshot.getReadOnlyProperty();
    }

    /** How it stands, as the engine last told. */
    public MachineSnapshot snapshot() {
        return snapshot.get();
    }

    /** The last command, if it failed and nothing has changed since. */
    public ReadOnlyObjectProperty<Optional<CommandFailure>> failureProperty() {
        return failure.getReadOnlyProperty();
    }

    /** What its row shows. */
    public ReadOnlyObjectProperty<MachineFace> faceProperty() {
        return face.getReadOnlyProperty();
    }

    /** What its row shows. */
    public MachineFace face() {
        return face.get();
    }

    /** What it used at the last look; empty while it does not run or has not been measured. */
    public ReadOnlyObjectProperty<Optional<UsageEvent.Sampled>> useProperty() {
        return use.getReadOnlyProperty();
    }

    /** What its guest shows; empty while its console is not open. */
    public ReadOnlyObjectProperty<Optional<Thumbnail>> pictureProperty() {
        return picture.getReadOnlyProperty();
    }

    void pictured(Optional<Thumbnail> now) {
        // Another object that is equal would have all cells look again.
        if (!now.equals(picture.get())) {
            picture.set(now);
        }
    }

    /** What it has used in the last minute; empty where {@link #useProperty()} is. */
    Optional<UsageTrace> trace() {
        return Optional.ofNullable(trace);
    }

    void used(UsageEvent.Sampled sample) {
        UsageTrace past = trace == null ? new UsageTrace() : trace;
        trace = past;
        past.add(sample.usage(), sample.time());
        use.set(Optional.of(sample));
    }

    void usesNothing() {
        trace = null;
        use.set(Optional.empty());
    }

    void show(MachineSnapshot next) {
        if (next.state() != snapshot.get().state() && next.state().isLive()) {
            // It moved on; what failed before is the past.
            failure.set(Optional.empty());
        }
        boolean sameWords = next.name().equals(snapshot.get().name())
                && Objects.equals(next.spec(), snapshot.get().spec());
        snapshot.set(next);
        if (!sameWords) {
            plainName = plain(next.name());
            searched = searched(next);
        }
        refresh();
    }

    void failed(Optional<CommandFailure> why) {
        failure.set(why);
        refresh();
    }

    private void refresh() {
        // A property tells its listeners only of another value, and two equal records are none: cells rest.
        MachineFace next = MachineFace.of(snapshot.get(), failure.get());
        if (!next.equals(face.get())) {
            face.set(next);
        }
    }
}
