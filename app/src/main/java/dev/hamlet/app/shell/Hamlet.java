package dev.hamlet.app.shell;

import dev.hamlet.app.fx.FxRelay;
import dev.hamlet.app.preferences.Preferences;
import dev.hamlet.app.preferences.PreferencesJson;
import dev.hamlet.app.preferences.PreferencesModel;
import dev.hamlet.app.words.Messages;
import dev.hamlet.engine.Engine;
import dev.hamlet.engine.host.HamletPaths;
import dev.hamlet.engine.job.Job;
import dev.hamlet.engine.job.Jobs;
import dev.hamlet.engine.job.Threads;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.problem.Problem;
import dev.hamlet.engine.problem.ProblemException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import javafx.animation.PauseTransition;
import javafx.application.Application;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The window's root: makes the window, opens the engine beside it, and joins the two. Begins with {@link #open}; JavaFX
 * makes the one object and calls it, {@link #init()} on a thread of its own and the rest on the JavaFX thread.
 */
public final class Hamlet extends Application {
    /** Opens the window at the dialog that makes a machine. */
    public static final String NEW_MACHINE = "machine";

    /** Opens the window at the dialog that makes a container. */
    public static final String NEW_CONTAINER = "container";

    private static final Logger LOG = LoggerFactory.getLogger(Hamlet.class);

    /**
     * A property that lets the window close by itself once it has been filled and drawn: the build starts it so, without
     * a display, and keeps the classes that were needed for the starts to come.
     */
    private static final String TRAINING = "hamlet.training";

    private static final javafx.util.Duration TRAINED = javafx.util.Duration.seconds(1);
    private static final String ENGINE = "engine";
    private static final Duration LONGEST_END = Duration.ofSeconds(5);
    private static final Duration END_STEP = Duration.ofMillis(20);

    /** What the opening of the engine came to. */
    private sealed interface Opening {
        record Opened(Engine engine) implements Opening {}

        record Refused(Problem problem) implements Opening {}
    }

    /** What the window remembers, and how it is kept. */
    private record Memory(
            WindowSettings settings,
            Consumer<WindowSettings> keep,
            Preferences preferences,
            Consumer<Preferences> prefer,
            IconFonts fonts) {}

    private final StartTimes times = new StartTimes();
    private final FxRelay<String, Opening> opening =
            new FxRelay<>(FxRelay.fxThread(), news -> news.values().forEach(this::join));
    private final CompletableFuture<Memory> settings = new CompletableFuture<>();
    private @Nullable Theme theme;
    private @Nullable SpokenWindow window;
    private @Nullable Opening came;

    /** Made by JavaFX. */
    public Hamlet() {}

    /**
     * Opens the window; answers when it has closed.
     *
     * @param beginning {@link #NEW_MACHINE}, {@link #NEW_CONTAINER}, the absolute path of a disk or CD image for a new
     *     machine, or nothing
     */
    public static void open(String beginning) {
        Application.launch(Hamlet.class, beginning);
    }

    @Override
    public void init() {
        times.reached("toolkit");
        Threads.virtual("engine-open", this::openEngine);
        Threads.virtual("window-settings", () -> settings.complete(readSettings()));
    }

    private void openEngine() {
        try {
            opening.put(ENGINE, new Opening.Opened(Engine.open(System.getenv())));
            times.reached("engine");
        } catch (ProblemException e) {
            LOG.error("the engine cannot be opened", e);
            opening.put(ENGINE, new Opening.Refused(e.problem()));
        }
    }

    /** What the window remembers, and where; nothing where there is no such place, which the engine tells of. */
    private static Memory readSettings() {
        try {
            HamletPaths paths = HamletPaths.of(System.getenv());
            WindowSettingsJson file = new WindowSettingsJson(paths);
            PreferencesJson preferences = new PreferencesJson(paths);
            return new Memory(
                    file.read(),
                    file::write,
                    preferences.read(),
                    changed -> Threads.virtual("preferences", () -> preferences.write(changed)),
                    IconFonts.keptIn(paths));
        } catch (ProblemException e) {
            LOG.warn("the window has no settings", e);
            return new Memory(
                    WindowSettings.FIRST, forgotten -> {}, Preferences.FIRST, forgotten -> {}, IconFonts.none());
        }
    }

    @Override
    public void start(Stage stage) {
        Memory memory = settings.join();
        memory.fonts().load();
        PreferencesModel preferences = new PreferencesModel(memory.preferences(), memory.prefer());
        theme = Theme.follow(preferences.preferencesProperty().map(Preferences::look));
        times.reached("theme");
        window = new SpokenWindow(
                preferences,
                Messages::ofUser,
                words -> new HamletWindow(
                        stage,
                        words,
                        memory.keep(),
                        preferences,
                        place -> getHostServices().showDocument(place.toString()),
                        () -> window = null),
                this::fill);
        window.shown().show(memory.settings());
        times.reached("window");
        fillWindow();
    }

    private void join(Opening now) {
        came = now;
        fillWindow();
    }

    /** Window and engine come in any order. */
    private void fillWindow() {
        SpokenWindow made = window;
        if (made == null || came == null) {
            return;
        }
        fill(made.shown());
        begin(made.shown());
        times.reached("page");
        Threads.virtual("start-times", times::tell);
        if (Boolean.getBoolean(TRAINING)) {
            PauseTransition pause = new PauseTransition(TRAINED);
            pause.setOnFinished(event -> made.shown().close());
            pause.play();
        }
    }

    private void begin(HamletWindow shown) {
        String beginning = String.join("", getParameters().getRaw());
        switch (beginning) {
            case "" -> {
                // As it was left.
            }
            case NEW_MACHINE -> shown.begin(Parts::newMachine);
            case NEW_CONTAINER -> shown.begin(Parts::newContainer);
            default -> shown.begin(parts -> parts.newMachine(Path.of(beginning)));
        }
    }

    private void fill(HamletWindow shown) {
        switch (came) {
            case Opening.Opened(Engine engine) ->
                shown.fill(engine, engine.accelerators()::accelerator, () -> TinyMachine.begin(engine));
            case Opening.Refused(Problem problem) -> shown.refuse(problem);
            case null -> {
                // It stays empty until the engine has come.
            }
        }
    }

    /** The window has closed. What this process had begun is taken back before the process ends; guests run on. */
    @Override
    public void stop() throws InterruptedException {
        if (theme != null) {
            theme.close();
        }
        if (came instanceof Opening.Opened(Engine engine)) {
            Jobs jobs = engine.jobs();
            jobs.running().forEach(Job::cancel);
            boolean over = TimeSource.system().await(() -> jobs.running().isEmpty(), LONGEST_END, END_STEP);
            if (!over) {
                LOG.warn("work goes on while the window ends: {}", jobs.running());
            }
            engine.close();
        }
    }
}
