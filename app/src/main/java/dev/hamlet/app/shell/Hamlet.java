package dev.hamlet.app.shell;

import dev.hamlet.app.fx.FxRelay;
import dev.hamlet.app.words.Messages;
import dev.hamlet.engine.Engine;
import dev.hamlet.engine.catalog.Recipe;
import dev.hamlet.engine.host.HamletPaths;
import dev.hamlet.engine.job.Job;
import dev.hamlet.engine.job.Phrase;
import dev.hamlet.engine.job.Progress;
import dev.hamlet.engine.job.Threads;
import dev.hamlet.engine.machine.Machine;
import dev.hamlet.engine.machine.NewMachine;
import dev.hamlet.engine.machine.StartOptions;
import dev.hamlet.engine.media.LibraryImage;
import dev.hamlet.engine.problem.Problem;
import dev.hamlet.engine.problem.ProblemException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import javafx.application.Application;
import javafx.stage.Stage;

/**
 * The root of the window: puts its parts together. The window is shown first and filled once the engine is open, which
 * happens on another thread.
 */
public final class Hamlet extends Application {
    private final StartTimes times = new StartTimes();
    private final Executor fx = FxRelay.fxThread();
    private final AtomicReference<Engine> engine = new AtomicReference<>();

    /** Made by {@link Application#launch}. */
    public Hamlet() {}

    /** Opens the window and returns when it has been closed. */
    public static void open() {
        launch(Hamlet.class);
    }

    @Override
    public void start(Stage stage) {
        times.reached("toolkit");
        Theme theme = Theme.followDesktop();
        HamletPaths paths;
        try {
            paths = HamletPaths.of(System.getenv());
        } catch (ProblemException e) {
            HamletWindow window = new HamletWindow(stage, Messages.ofUser(), settings -> {}, theme::close);
            window.show(WindowSettings.FIRST);
            window.refuse(e.problem());
            return;
        }
        WindowSettingsJson settings = new WindowSettingsJson(paths);
        HamletWindow window = new HamletWindow(stage, Messages.ofUser(), settings::write, theme::close);
        window.show(settings.read());
        times.reached("window");
        Threads.virtual("open-engine", () -> open(window));
    }

    private void open(HamletWindow window) {
        try {
            Engine opened = Engine.open(System.getenv());
            engine.set(opened);
            fx.execute(() -> {
                HostModel host =
                        new HostModel(opened.paths(), opened.capacity(), opened.accelerators()::accelerator, fx);
                window.fill(opened.machines(), opened.jobs(), host, () -> firstMachine(opened));
                times.reached("machines");
                Threads.virtual("start-times", times::tell);
            });
            opened.machines().follow();
        } catch (ProblemException e) {
            Problem problem = e.problem();
            fx.execute(() -> window.refuse(problem));
        }
    }

    /** Builds the first recipe's image, makes a machine of it and starts it. */
    private static Job<?> firstMachine(Engine engine) {
        Recipe recipe = engine.recipes().getFirst();
        return engine.jobs().start(Phrase.of("window.job.first"), progress -> {
            Progress building = progress.part(Phrase.of("job.image-build", recipe.imageName()), 0.8);
            LibraryImage image = recipe.build(building);
            String name = image.name();
            Progress making = progress.part(Phrase.of("job.machine-create", name), 0.1);
            Machine machine = engine.creation()
                    .create(NewMachine.of(name, new NewMachine.Source.Image(name)))
                    .await();
            making.fraction(1);
            progress.part(Phrase.of("job.machine-start", name), 0.1);
            return machine.start(StartOptions.CAREFUL).await();
        });
    }

    @Override
    public void stop() {
        Engine opened = engine.get();
        if (opened != null) {
            opened.close();
        }
    }
}
