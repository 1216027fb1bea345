package dev.hamlet.app.details;

import dev.hamlet.app.fx.FileChoice;
import dev.hamlet.app.fx.FxRelay;
import dev.hamlet.app.fx.OpenWindow;
import dev.hamlet.app.fx.TestFiles;
import dev.hamlet.app.fx.Toolkit;
import dev.hamlet.app.machines.MachinesModel;
import dev.hamlet.app.machines.TestMachines;
import dev.hamlet.app.words.Messages;
import dev.hamlet.engine.display.Framebuffer;
import dev.hamlet.engine.job.Phrase;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.machine.MachineId;
import dev.hamlet.engine.problem.ProblemException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import javafx.scene.control.TabPane;

/** The details in a window of their own, over guests in memory; what they would open outside is noted. */
final class DetailsFixture implements AutoCloseable {
    final Messages words = Messages.of(Locale.ENGLISH);
    final List<URI> opened = new CopyOnWriteArrayList<>();
    final List<Phrase> told = new CopyOnWriteArrayList<>();

    /** What the open consoles show. */
    final Map<MachineId, Framebuffer> consoles = new ConcurrentHashMap<>();

    private final TestMachines machines;
    private final MachinesModel model;
    private final MachineDetails details;
    private final OpenWindow window;

    /** Details of these machines; files are chosen so. */
    DetailsFixture(TestMachines machines, FileChoice files) {
        this.machines = machines;
        Toolkit.start();
        model = Toolkit.get(() -> new MachinesModel(
                machines.store(),
                FxRelay.fxThread(),
                TimeSource.system(),
                id -> "",
                (question, agreed) -> agreed.run()));
        details = Toolkit.get(() -> new MachineDetails(context(files)));
        window = OpenWindow.with(() -> details);
    }

    /** Details of the machines in this folder; nobody chooses a file. */
    static DetailsFixture in(Path folder) throws ProblemException {
        return new DetailsFixture(new TestMachines(folder), new TestFiles());
    }

    DetailsContext context(FileChoice files) {
        return new DetailsContext(
                model,
                machines.sources(),
                id -> Optional.ofNullable(consoles.get(id)),
                words,
                FxRelay.fxThread(),
                FxRelay.fxThread(),
                TimeSource.system(),
                opened::add,
                files,
                told::add);
    }

    DetailsContext contextWith(DetailsSources sources) {
        return new DetailsContext(
                model,
                sources,
                id -> Optional.ofNullable(consoles.get(id)),
                words,
                FxRelay.fxThread(),
                FxRelay.fxThread(),
                TimeSource.system(),
                opened::add,
                new TestFiles(),
                told::add);
    }

    /** Selects the machine of this name. */
    void select(String name) {
        Toolkit.run(() -> model.rows().stream()
                .filter(row -> row.face().name().equals(name))
                .forEach(row -> model.selectedProperty().set(row)));
    }

    TestMachines machines() {
        return machines;
    }

    MachinesModel model() {
        return model;
    }

    MachineDetails details() {
        return details;
    }

    OpenWindow window() {
        return window;
    }

    /** Chooses this tab, such as {@code problems}. */
    void choose(String tab) {
        Toolkit.run(() -> {
            TabPane pane = (TabPane) details.lookup("#details-tabs");
            pane.getTabs().stream()
                    .filter(one -> ("details-tab-" + tab).equals(one.getId()))
                    .forEach(pane.getSelectionModel()::select);
        });
    }

    @Override
    public void close() {
        Toolkit.run(() -> {
            details.dispose();
            model.close();
        });
        window.close();
        machines.close();
    }
}
