package dev.hamlet.app.shell;

import dev.hamlet.app.fx.Gauge;
import dev.hamlet.app.words.Figures;
import dev.hamlet.app.words.Messages;
import dev.hamlet.app.words.ProblemWords;
import dev.hamlet.engine.host.Accelerator;
import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.host.Room;
import dev.hamlet.engine.usage.HostUsage;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.util.Subscription;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** What this computer has left, and what runs its guests: at the end of the window's foot. */
final class HostStrip extends HBox {
    /** In how many steps it leaves out what there is no room for. */
    static final int STEPS = 5;

    private final Messages words;
    private final Gauge cpu;
    private final Gauge memory;
    private final Gauge guests;
    private final Gauge disk;
    private final Label accelerator = new Label();
    private final Tooltip reason = new Tooltip();
    private final ReadOnlyObjectWrapper<List<Integer>> changed = new ReadOnlyObjectWrapper<>(List.of());
    private boolean known;
    private final Subscription subscription;

    HostStrip(HostModel host, Messages words) {
        this.words = words;
        cpu = gauge("cpu");
        memory = gauge("memory");
        guests = gauge("guests");
        disk = gauge("disk");
        disk.showBar(false);
        accelerator.setId("host-accelerator");
        getStyleClass().add("host-figures");
        getChildren().addAll(cpu, memory, guests, disk, accelerator);
        getChildren().forEach(child -> child.setVisible(false));
        subscription = Subscription.combine(
                host.usageProperty().subscribe(now -> now.ifPresent(this::show)),
                host.acceleratorProperty().subscribe(now -> now.ifPresent(this::show)));
    }

    private Gauge gauge(String what) {
        return new Gauge("host-" + what, words.text("window.host." + what));
    }

    /** Bars go first, then the word of the sign at the end, then whole figures; that of the memory stays longest. */
    void leaveOut(int step) {
        List.of(cpu, memory, guests).forEach(gauge -> gauge.showBar(step < 1));
        accelerator.setContentDisplay(step < 2 ? ContentDisplay.LEFT : ContentDisplay.GRAPHIC_ONLY);
        disk.setManaged(step < 3);
        guests.setManaged(step < 4);
        cpu.setManaged(step < STEPS);
        List.of(disk, guests, cpu).forEach(this::showGauge);
    }

    /** Changes when other things are shown than before, or what they say takes another width. */
    ReadOnlyObjectProperty<List<Integer>> changedProperty() {
        return changed.getReadOnlyProperty();
    }

    private void showGauge(Gauge gauge) {
        gauge.setVisible(known && gauge.isManaged());
    }

    private void show(HostUsage host) {
        Figures figures = words.figures();
        String busy = Double.isNaN(host.cpu()) ? "\u2014" : figures.percent(host.cpu());
        cpu.show(
                host.cpu(),
                busy,
                words.text(
                        host.processors() == 1 ? "window.host.cpu.exact.one" : "window.host.cpu.exact.many",
                        busy,
                        host.processors()));
        ByteSize used = host.memoryUsed();
        String ofAll = of(used, host.memory());
        memory.show(
                share(used, host.memory()),
                ofAll,
                words.text(
                        "window.host.memory.exact",
                        figures.size(used),
                        figures.size(host.memory()),
                        figures.size(host.memoryAvailable())));
        showGuests(host.room());
        disk.show(
                Double.NaN,
                words.text("window.host.disk.free", figures.size(host.diskFree())),
                words.text("window.host.disk.exact", figures.size(host.diskFree())));
        known = true;
        List.of(cpu, memory, guests, disk).forEach(this::showGauge);
        tellChange();
    }

    private void tellChange() {
        changed.set(List.of(
                cpu.figureLength(),
                memory.figureLength(),
                guests.figureLength(),
                disk.figureLength(),
                accelerator.getText().length()));
    }

    private void showGuests(Room room) {
        Figures figures = words.figures();
        ByteSize all = new ByteSize(room.promised().bytes() + room.free().bytes());
        String exact = switch (room.guests()) {
            case 0 -> words.text("window.host.guests.exact.none", figures.size(room.free()));
            case 1 ->
                words.text("window.host.guests.exact.one", figures.size(room.promised()), figures.size(room.free()));
            default ->
                words.text(
                        "window.host.guests.exact.many",
                        figures.size(room.promised()),
                        figures.size(room.free()),
                        room.guests());
        };
        guests.show(share(room.promised(), all), of(room.promised(), all), exact);
    }

    private String of(ByteSize part, ByteSize all) {
        return words.text(
                "window.host.of", words.figures().size(part), words.figures().size(all));
    }

    private static double share(ByteSize part, ByteSize all) {
        return all.bytes() == 0 ? Double.NaN : (double) part.bytes() / all.bytes();
    }

    private void show(Accelerator found) {
        FontIcon icon = new FontIcon(found.isHardware() ? Feather.CHECK : Feather.ALERT_TRIANGLE);
        icon.getStyleClass().add(found.isHardware() ? "icon-success" : "icon-warning");
        String name = words.text(found.isHardware() ? "window.host.kvm" : "window.host.emulation");
        accelerator.setText(name);
        accelerator.setGraphic(icon);
        accelerator.setVisible(true);
        Optional<ProblemWords> why = Optional.ofNullable(found.reason()).map(one -> ProblemWords.of(one, words));
        String because =
                why.map(one -> name + "\n" + one.title() + "\n" + one.cause()).orElse(name);
        reason.setText(because);
        accelerator.setTooltip(reason);
        accelerator.setAccessibleHelp(because);
        tellChange();
    }

    void dispose() {
        subscription.unsubscribe();
    }
}
