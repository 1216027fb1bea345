package dev.hamlet.app.wizard;

import dev.hamlet.app.fx.Amount;
import dev.hamlet.app.fx.Quantity;
import dev.hamlet.app.fx.SliderScale.Zone;
import dev.hamlet.app.words.Messages;
import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.job.Phrase;
import dev.hamlet.engine.machine.Firmware;
import dev.hamlet.engine.machine.MachineSpec;
import dev.hamlet.engine.problem.MachineProblem;
import dev.hamlet.engine.problem.Problem;
import dev.hamlet.engine.problem.ProblemException;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.beans.value.ObservableValue;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/** The second step: what the machine is called and has. Belongs to the thread of its model. */
final class ResourcesModel {
    private final Messages words;
    private final StringProperty name = new SimpleStringProperty("");
    private final ReadOnlyObjectWrapper<Optional<Problem>> nameFault = new ReadOnlyObjectWrapper<>(Optional.empty());
    private final Quantity vcpus;
    private final Quantity memory;
    private final Quantity disk;
    private final ReadOnlyBooleanWrapper hasDisk = new ReadOnlyBooleanWrapper(true);
    private final ObservableList<Firmware> firmwares = FXCollections.observableArrayList();
    private final ObjectProperty<@Nullable Firmware> firmware = new SimpleObjectProperty<>();
    private final BooleanProperty reachesHost = new SimpleBooleanProperty();
    private final AccessModel access = new AccessModel();
    private final ReadOnlyObjectWrapper<Optional<Phrase>> obstacle = new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<Zone> fit = new ReadOnlyObjectWrapper<>(Zone.COMFORTABLE);
    private Set<Firmware> installed = EnumSet.allOf(Firmware.class);
    private @Nullable Source source;
    private @Nullable Room room;
    private String suggested = "";
    private @Nullable Firmware suggestedFirmware;

    ResourcesModel(Messages words) {
        this.words = words;
        vcpus = new Quantity(Amount.count(words), Scales.UNKNOWN, 1);
        memory = new Quantity(Amount.mebibytes(words), Scales.UNKNOWN, 1);
        disk = new Quantity(Amount.mebibytes(words), Scales.UNKNOWN, 1);
        name.subscribe(typed -> decide());
        for (Quantity one : List.of(vcpus, memory, disk)) {
            one.valueProperty().subscribe(changed -> decide());
            one.scaleProperty().subscribe(changed -> decide());
            one.faultProperty().subscribe(changed -> decide());
        }
        access.faultProperty().subscribe(changed -> decide());
    }

    /** The person has agreed to what is chosen: nothing of it changes by itself any more. */
    void agreed() {
        suggested = "";
    }

    /** This computer has so much: what is suggested follows. */
    void offer(Room has) {
        room = has;
        suggest();
    }

    /** A machine can be started with these here. */
    void offer(Set<Firmware> able) {
        installed = able.isEmpty() ? EnumSet.allOf(Firmware.class) : EnumSet.copyOf(able);
        suggestFirmware();
    }

    /** The machine is made from this: what is suggested follows. */
    void use(Source chosen) {
        source = chosen;
        suggest();
    }

    private void suggest() {
        Room has = room;
        Source chosen = source;
        if (has == null || chosen == null) {
            return;
        }
        Needs needs = chosen.needs();
        suggestName(chosen, has);
        vcpus.suggest(Scales.vcpus(has, needs), Math.min(needs.vcpus(), has.processors()));
        memory.suggest(Scales.memory(has, needs), Scales.memoryFor(has, needs));
        Needs.DiskNeeds own = needs.disk();
        hasDisk.set(own != null);
        if (own != null) {
            disk.suggest(Scales.disk(has, own), own.advised().mebibytes());
        }
        suggestFirmware();
        access.use(chosen);
        decide();
    }

    /** A name that the person has written stays. */
    private void suggestName(Source chosen, Room has) {
        if (name.get().isBlank() || name.get().equals(suggested)) {
            String plain = chosen.name().isBlank() ? words.text("wizard.name.empty") : chosen.name();
            suggested = has.unique(plain);
            name.set(suggested);
        }
    }

    private void suggestFirmware() {
        Source chosen = source;
        if (chosen == null) {
            return;
        }
        List<Firmware> able = chosen.needs().firmware();
        List<Firmware> here = able.stream().filter(installed::contains).toList();
        List<Firmware> offered = here.isEmpty() ? able : here;
        Firmware before = firmware.get();
        boolean chosenByPerson = before != null && before != suggestedFirmware && offered.contains(before);
        if (!offered.equals(List.copyOf(firmwares))) {
            firmwares.setAll(offered);
        }
        suggestedFirmware = offered.getFirst();
        firmware.set(chosenByPerson ? before : suggestedFirmware);
    }

    private void decide() {
        nameFault.set(faultOfName());
        fit.set(quantities().map(Quantity::zone).max(Comparator.naturalOrder()).orElse(Zone.COMFORTABLE));
        if (nameFault.get().isPresent()) {
            obstacle.set(Optional.of(Phrase.of("wizard.obstacle.name")));
        } else if (quantities().anyMatch(one -> one.faultProperty().get().isPresent())) {
            obstacle.set(Optional.of(Phrase.of("wizard.obstacle.amount")));
        } else if (access.faultProperty().get().isPresent()) {
            obstacle.set(Optional.of(Phrase.of("wizard.obstacle.access")));
        } else {
            obstacle.set(Optional.empty());
        }
    }

    private Optional<Problem> faultOfName() {
        Room has = room;
        try {
            MachineSpec.named(name.get()).build();
        } catch (ProblemException e) {
            return Optional.of(e.problem());
        }
        return has != null && has.isTaken(name.get())
                ? Optional.of(new MachineProblem.NameTaken(
                        name.get().strip(), has.unique(name.get().strip())))
                : Optional.empty();
    }

    private Stream<Quantity> quantities() {
        return hasDisk.get() ? Stream.of(vcpus, memory, disk) : Stream.of(vcpus, memory);
    }

    /** The machine as it is ordered; only where there is no obstacle. Blocks for a moment where a password is hashed. */
    Order order(Source from, AccessModel.Access wanted, boolean start) throws ProblemException {
        Firmware chosen = firmware.get();
        return new Order(
                name.get().strip(),
                from,
                (int) vcpus.value(),
                ByteSize.ofMebibytes(memory.value()),
                hasDisk.get() ? ByteSize.ofMebibytes(disk.value()) : null,
                chosen == null ? Firmware.BIOS : chosen,
                reachesHost.get(),
                wanted.forwards(),
                wanted.seed(name.get()),
                start);
    }

    StringProperty nameProperty() {
        return name;
    }

    /** Why the name cannot be. */
    ReadOnlyObjectProperty<Optional<Problem>> nameFaultProperty() {
        return nameFault.getReadOnlyProperty();
    }

    Quantity vcpus() {
        return vcpus;
    }

    Quantity memory() {
        return memory;
    }

    Quantity disk() {
        return disk;
    }

    /** Whether it gets a disk of its own whose size is chosen. */
    ReadOnlyBooleanProperty hasDiskProperty() {
        return hasDisk.getReadOnlyProperty();
    }

    /** What can start it, best first. */
    ObservableList<Firmware> firmwares() {
        return firmwares;
    }

    ObjectProperty<@Nullable Firmware> firmwareProperty() {
        return firmware;
    }

    /** Whether the guest may reach services of this computer. */
    BooleanProperty reachesHostProperty() {
        return reachesHost;
    }

    AccessModel access() {
        return access;
    }

    /** What this computer has; null until that is known. */
    @Nullable
    Room room() {
        return room;
    }

    /** How all of it fits what there is: as its worst part does. */
    ReadOnlyObjectProperty<Zone> fitProperty() {
        return fit.getReadOnlyProperty();
    }

    /** Why this step is not done. */
    ObservableValue<Optional<Phrase>> obstacleProperty() {
        return obstacle.getReadOnlyProperty();
    }
}
