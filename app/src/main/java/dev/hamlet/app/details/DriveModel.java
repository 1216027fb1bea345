package dev.hamlet.app.details;

import dev.hamlet.app.machines.MachineRow;
import dev.hamlet.engine.machine.MachineFolder;
import dev.hamlet.engine.machine.MachineSnapshot;
import dev.hamlet.engine.machine.MachineSpec;
import dev.hamlet.engine.media.DiskHeader;
import dev.hamlet.engine.problem.ProblemException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;

/**
 * The drives of the selected machine, looked at while they are seen: at once, and now and then, since disks grow. Belongs to
 * the JavaFX thread; needs no toolkit.
 */
final class DriveModel implements AutoCloseable {
    private static final Duration EVERY = Duration.ofSeconds(20);

    private final DetailsContext context;
    private final ReadOnlyObjectWrapper<List<Drive>> drives = new ReadOnlyObjectWrapper<>(List.of());
    private final LiveLook<List<Drive>, List<Drive>> look;
    private final Subscription subscription;

    DriveModel(DetailsContext context) {
        this.context = context;
        look = new LiveLook<>(
                "drives", context.time(), all -> EVERY, context.fx(), context.fx(), this::lookAt, drives::set);
        subscription = context.snapshot().subscribe(this::follow);
    }

    private void follow(@Nullable MachineSnapshot machine) {
        MachineRow row = context.machines().selectedProperty().get();
        MachineSpec spec = machine == null ? null : machine.spec();
        Optional<MachineFolder> folder =
                row == null ? Optional.empty() : context.machines().folder(row);
        List<Drive> unread = spec == null
                ? List.of()
                : folder.map(where -> Drive.of(spec, where)).orElse(List.of());
        if (!unread.equals(drives.get().stream()
                .map(drive -> drive.file() == null ? drive : drive.with(new Drive.Content.Unread()))
                .toList())) {
            drives.set(unread);
        }
        look.at(unread);
    }

    private List<Drive> lookAt(List<Drive> unread) throws InterruptedException {
        List<Drive> seen = new ArrayList<>();
        for (Drive drive : unread) {
            Path file = drive.file();
            seen.add(file == null ? drive : drive.with(content(drive, file)));
        }
        return List.copyOf(seen);
    }

    private Drive.Content content(Drive drive, Path file) throws InterruptedException {
        try {
            if (drive.disk() == null) {
                return new Drive.Content.Cd(context.sources().cds().inspect(file));
            }
            return disk(context.sources().disks().chain(file, drive.disk().format()));
        } catch (ProblemException e) {
            return new Drive.Content.Broken(e.problem());
        }
    }

    /** Without the program that measures images the rest is known all the same. */
    private Drive.Content disk(List<DiskHeader> chain) throws InterruptedException {
        DiskHeader top = chain.getFirst();
        try {
            return new Drive.Content.Disk(
                    chain, Optional.of(context.sources().disks().inspect(top.file(), top.format())), Optional.empty());
        } catch (ProblemException e) {
            return new Drive.Content.Disk(chain, Optional.empty(), Optional.of(e.problem()));
        }
    }

    /** The drives, disks first. */
    ReadOnlyObjectProperty<List<Drive>> drivesProperty() {
        return drives.getReadOnlyProperty();
    }

    /** Whether somebody can see the drives. */
    void seen(boolean now) {
        look.seen(now);
    }

    /** Looks now. */
    void lookAgain() {
        look.again();
    }

    @Override
    public void close() {
        subscription.unsubscribe();
        look.close();
    }
}
