package dev.hamlet.app.shell;

import dev.hamlet.app.console.ConsoleContext;
import dev.hamlet.app.console.Consoles;
import dev.hamlet.app.details.DetailsContext;
import dev.hamlet.app.details.DetailsSources;
import dev.hamlet.app.details.MachineDetails;
import dev.hamlet.app.fx.Beat;
import dev.hamlet.app.fx.Dialogs;
import dev.hamlet.app.fx.FileChoice;
import dev.hamlet.app.fx.Focus;
import dev.hamlet.app.fx.FxRelay;
import dev.hamlet.app.fx.Overlay;
import dev.hamlet.app.fx.Page;
import dev.hamlet.app.fx.ProblemCard;
import dev.hamlet.app.fx.ProblemCard.Weight;
import dev.hamlet.app.images.CatalogueRefresh;
import dev.hamlet.app.images.ImagesPage;
import dev.hamlet.app.jobs.JobsModel;
import dev.hamlet.app.machines.Doors;
import dev.hamlet.app.machines.FirstMachine;
import dev.hamlet.app.machines.MachineChanges;
import dev.hamlet.app.machines.MachineRow;
import dev.hamlet.app.machines.MachinesModel;
import dev.hamlet.app.machines.MachinesView;
import dev.hamlet.app.machines.NameDialog;
import dev.hamlet.app.machines.RowUsages;
import dev.hamlet.app.machines.WelcomeView;
import dev.hamlet.app.notices.BackgroundEnds;
import dev.hamlet.app.preferences.PreferencesContext;
import dev.hamlet.app.preferences.PreferencesModel;
import dev.hamlet.app.preferences.PreferencesPage;
import dev.hamlet.app.settings.SettingsHost;
import dev.hamlet.app.settings.SettingsModel;
import dev.hamlet.app.settings.SettingsView;
import dev.hamlet.app.wizard.Outcome;
import dev.hamlet.app.wizard.WizardModel;
import dev.hamlet.app.wizard.WizardView;
import dev.hamlet.app.words.Messages;
import dev.hamlet.engine.Engine;
import dev.hamlet.engine.display.PhysicalKey;
import dev.hamlet.engine.host.FileBrowser;
import dev.hamlet.engine.job.Job;
import dev.hamlet.engine.job.Phrase;
import dev.hamlet.engine.job.Threads;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.machine.MachineId;
import dev.hamlet.engine.machine.MachineStore;
import dev.hamlet.engine.machine.NewMachine;
import dev.hamlet.engine.problem.Problem;
import dev.hamlet.engine.problem.ProblemException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.input.InputEvent;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.VBox;
import javafx.stage.Stage;
import javafx.stage.WindowEvent;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/**
 * Hamlet's one window. It opens empty, and is filled when the engine is open. Closing it ends nothing but itself: guests
 * run on, which it says once.
 */
final class HamletWindow {
    private final Stage stage;
    private final WindowPlace place;
    private final Messages words;
    private final Consumer<WindowSettings> keep;
    private final PreferencesModel preferences;
    private final Consumer<URI> open;
    private final Runnable closed;
    private final Dialogs dialogs;
    private final FileChoice files;
    private final BorderPane root = new BorderPane();
    private final Notices notices;
    private final Overlay overlay = new Overlay(root);
    private final Scene scene = new Scene(overlay);
    private WindowSettings settings = WindowSettings.FIRST;
    private @Nullable Parts parts;

    /** What there is once the engine is open. */
    private record Parts(
            JobsModel jobs,
            HostModel host,
            Foot foot,
            MachinesModel machines,
            RowUsages usages,
            BackgroundEnds ends,
            Subscription following,
            MachineDetails details,
            WelcomeView welcome,
            Consoles consoles,
            Pages pages,
            Farewell farewell,
            CatalogueRefresh refresh,
            Beat beat) {
        void close() {
            consoles.close();
            refresh.close();
            beat.close();
            pages.dispose();
            details.dispose();
            welcome.dispose();
            foot.dispose();
            following.unsubscribe();
            ends.close();
            usages.close();
            machines.close();
            host.close();
            jobs.close();
        }
    }

    /**
     * A window that is not shown yet.
     *
     * @param keep remembers what it shall know the next time
     * @param preferences what the person prefers
     * @param open opens an address or a folder outside of Hamlet
     * @param closed is run when it has closed for good
     */
    HamletWindow(
            Stage stage,
            Messages words,
            Consumer<WindowSettings> keep,
            PreferencesModel preferences,
            Consumer<URI> open,
            Runnable closed) {
        this.stage = stage;
        this.place = new WindowPlace(stage);
        this.words = words;
        this.keep = keep;
        this.preferences = preferences;
        this.open = open;
        this.closed = closed;
        this.dialogs = new WindowDialogs(stage, words);
        this.files = new WindowFiles(stage, words);
        this.notices = new Notices(words);
        root.setTop(notices);
        root.getStyleClass().add("window");
        Theme.dress(scene);
        stage.setScene(scene);
        stage.setTitle(words.text("window.title"));
        stage.setOnCloseRequest(this::closeAsked);
        keys(new KeyCodeCombination(KeyCode.W, KeyCombination.SHORTCUT_DOWN), this::askToClose);
        keys(new KeyCodeCombination(KeyCode.Q, KeyCombination.SHORTCUT_DOWN), this::quit);
        keys(new KeyCodeCombination(KeyCode.F6), () -> nextPane(1));
        keys(new KeyCodeCombination(KeyCode.F6, KeyCombination.SHIFT_DOWN), () -> nextPane(-1));
    }

    private void keys(KeyCombination keys, Runnable deed) {
        if (scene.getAccelerators().put(keys, deed) != null) {
            throw new IllegalStateException(keys + " would have two meanings");
        }
    }

    /** Shows the window, knowing what it remembers. */
    void show(WindowSettings remembered) {
        settings = remembered;
        place.restore(settings.place());
        stage.show();
    }

    /** Takes the place of {@link #leave another one} in the same stage, which is shown and stays as it is. */
    void replace(WindowSettings remembered) {
        settings = remembered;
    }

    /** Shows this page, once the engine is open. */
    void show(String page) {
        if (parts != null) {
            parts.pages().show(page);
        }
    }

    /**
     * The engine is open: fills the window.
     *
     * @param proof finds out what runs guest code
     * @param tiny starts the work that makes a first machine
     */
    void fill(Engine engine, HostModel.Proof proof, Supplier<Job<?>> tiny) {
        MachineStore store = engine.machines();
        TimeSource time = TimeSource.system();
        // Not a timeline of JavaFX, which draws sixty times a second for as long as it runs.
        Beat beat = new Beat(time, FxRelay.fxThread(), this::tick);
        scene.addEventFilter(InputEvent.ANY, event -> beat.touch());
        HostModel host = new HostModel(engine.usage(), proof, FxRelay.fxThread(), beat);
        JobsModel jobs = new JobsModel(engine.jobs(), FxRelay.fxThread());
        Foot foot = new Foot(jobs, host, words);
        MachinesModel machines = new MachinesModel(
                store,
                FxRelay.fxThread(),
                TimeSource.system(),
                id -> engine.systems().ofName(id).name(),
                dialogs);
        RowUsages usages = new RowUsages(engine.usage(), machines, beat);
        WelcomeView welcome = new WelcomeView(
                new FirstMachine(tiny, FxRelay.fxThread()), () -> openWizard(engine, machines, wizard -> {}), words);
        MachineDetails details = new MachineDetails(new DetailsContext(
                machines, DetailsSources.of(engine), words, FxRelay.fxThread(), beat, time, open, files, foot::tell));
        CatalogueRefresh refresh = new CatalogueRefresh(engine);
        Consoles consoles = new Consoles(new ConsoleContext(
                System.getenv(),
                preferences
                        .preferencesProperty()
                        .map(now -> PhysicalKey.valueOf(now.consoleKey().name())),
                before -> new WindowFiles(before, words),
                words,
                time,
                FxRelay.fxThread(),
                Theme::dress));
        Pages pages = new Pages(root, scene, foot::tell);
        pages.add(
                "home",
                () -> new MachinesView(machines, words, details, welcome, doors(engine, machines, consoles), foot::tell)
                        .withList(settings.listWidth(), width -> settings = settings.withListWidth(width)));
        pages.add(
                "images",
                () -> new ImagesPage(
                        engine,
                        overlay,
                        dialogs,
                        files,
                        words,
                        source -> openWizard(engine, machines, wizard -> begin(wizard, source))));
        pages.add(
                "preferences",
                () -> new PreferencesPage(PreferencesContext.of(
                        engine, preferences, machines::lookAgain, refresh::bringNow, dialogs, files, open, words)));
        Rail rail = new Rail(
                List.of(new Rail.Door("home", Feather.HOME), new Rail.Door("images", Feather.DISC)),
                List.of(new Rail.Door("preferences", Feather.SLIDERS)),
                words,
                pages::show);
        pages.shownProperty().subscribe(rail::show);
        root.setLeft(rail);
        FileDrop.onto(root, file -> openWizard(engine, machines, wizard -> wizard.begin(file)));
        keys(new KeyCodeCombination(KeyCode.DIGIT1, KeyCombination.SHORTCUT_DOWN), () -> pages.show("home"));
        keys(new KeyCodeCombination(KeyCode.DIGIT2, KeyCombination.SHORTCUT_DOWN), () -> pages.show("images"));
        keys(new KeyCodeCombination(KeyCode.COMMA, KeyCombination.SHORTCUT_DOWN), () -> pages.show("preferences"));
        BackgroundEnds ends = new BackgroundEnds(engine.jobs(), store, time, words, engine.desktopNotices()::show);
        Farewell farewell = new Farewell(machines, foot::tell, this::close);
        parts = new Parts(
                jobs,
                host,
                foot,
                machines,
                usages,
                ends,
                follow(ends, beat),
                details,
                welcome,
                consoles,
                pages,
                farewell,
                refresh,
                beat);
        pages.show("home");
        root.setBottom(foot);
        scene.focusOwnerProperty().subscribe((before, now) -> keepFocus(before));
        keys(new KeyCodeCombination(KeyCode.F5), () -> {
            pages.shown().lookAgain();
            details.lookAgain();
        });
    }

    /** Lets the desktop tell what ends while the window does not have the person's eye, and draws less often then. */
    private Subscription follow(BackgroundEnds ends, Beat beat) {
        return Subscription.combine(
                preferences.preferencesProperty().subscribe(now -> ends.wanted(now.notices())),
                stage.focusedProperty().subscribe(focused -> ends.away(!focused)),
                stage.focusedProperty().subscribe(focused -> beat.regard(regard())),
                stage.iconifiedProperty().subscribe(away -> beat.regard(regard())));
    }

    private Beat.Regard regard() {
        if (stage.isIconified()) {
            return Beat.Regard.NONE;
        }
        return stage.isFocused() ? Beat.Regard.CLOSE : Beat.Regard.PASSING;
    }

    private Doors doors(Engine engine, MachinesModel machines, Consoles consoles) {
        MachineChanges changes = new MachineChanges(engine.machines(), FxRelay.fxThread());
        return new Doors(
                () -> openWizard(engine, machines, wizard -> {}),
                row -> machines.machine(row).ifPresent(consoles::open),
                row -> openSettings(engine, machines, row),
                row -> overlay.show(NameDialog.rename(row, changes, words)),
                rows -> overlay.show(NameDialog.group(rows, machines.listing().groups(), changes, words)),
                row -> machines.folder(row).ifPresent(folder -> reveal(engine.fileBrowser(), folder.path())));
    }

    private void reveal(FileBrowser browser, Path folder) {
        Threads.virtual("machine-reveal", () -> {
            try {
                browser.show(folder);
            } catch (ProblemException e) {
                FxRelay.fxThread().execute(() -> notices.add(e.problem(), () -> reveal(browser, folder)));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private void openSettings(Engine engine, MachinesModel machines, MachineRow row) {
        machines.machine(row)
                .ifPresent(machine -> overlay.show(new SettingsView(
                        new SettingsModel(
                                machine,
                                engine.machines(),
                                SettingsHost.of(engine),
                                TimeSource.system(),
                                FxRelay.fxThread()),
                        words,
                        files)));
    }

    private void openWizard(Engine engine, MachinesModel machines, Consumer<WizardModel> begin) {
        WizardModel wizard = new WizardModel(engine, words, FxRelay.fxThread(), outcome -> show(outcome, machines));
        begin.accept(wizard);
        overlay.show(new WizardView(wizard, files, words));
    }

    private static void begin(WizardModel wizard, NewMachine.Source source) {
        switch (source) {
            case NewMachine.Source.Image(String name) -> wizard.beginImage(name);
            case NewMachine.Source.Disk(Path file) -> wizard.begin(file);
            case NewMachine.Source.Cd(Path file) -> wizard.begin(file);
            case NewMachine.Source.Empty empty -> {
                // The dialog begins as it is.
            }
            case NewMachine.Source.Kernel kernel -> {
                // Such machines are made by their recipe alone.
            }
        }
    }

    private void show(Outcome outcome, MachinesModel machines) {
        switch (outcome) {
            case Outcome.Made(MachineId id, String name, Optional<Problem> startProblem) ->
                machines.welcome(id, startProblem);
            case Outcome.Failed(String name, Problem problem, Runnable again) -> notices.add(problem, again);
            case Outcome.Cancelled cancelled -> {
                // The person knows.
            }
        }
    }

    /** The page that is shown, once the engine is open. */
    Page page() {
        return Objects.requireNonNull(parts, "the engine is not open").pages().shown();
    }

    /** The engine could not be opened: says why. */
    void refuse(Problem problem) {
        VBox box = new VBox(new ProblemCard(problem, Weight.WRONG, words, List.of(), null));
        box.getStyleClass().add("page-body");
        root.setCenter(box);
    }

    private void tick() {
        if (parts != null && !stage.isIconified()) {
            parts.machines().tick();
        }
        if (parts != null) {
            parts.farewell().tick();
        }
    }

    /**
     * What had the keyboard's focus may be gone, hidden or unusable: a button that has done its work, a card that was
     * dismissed.
     * JavaFX goes on to whatever stands next to it, where a key would do something that nobody meant.
     */
    private void keepFocus(@Nullable Node before) {
        if (parts != null
                && !overlay.isOpen()
                && before != null
                && (!scene.equals(before.getScene()) || before.isDisabled() || !Focus.isSeen(before))) {
            Focus.whenShown(parts.pages().shown().home());
        }
    }

    private void nextPane(int step) {
        if (parts == null || overlay.isOpen()) {
            return;
        }
        List<Node> panes = new ArrayList<>(parts.pages().shown().panes());
        panes.add(parts.foot());
        int now = -1;
        for (int i = 0; i < panes.size(); i++) {
            if (Focus.isWithin(panes.get(i))) {
                now = i;
            }
        }
        for (int i = 1; i <= panes.size(); i++) {
            if (Focus.into(panes.get(Math.floorMod(now + i * step, panes.size())))) {
                return;
            }
        }
    }

    /** Ends Hamlet: guests may stay or go. */
    private void quit() {
        Parts open = parts;
        long live = open == null ? 0 : open.machines().live();
        if (open == null || live == 0) {
            askToClose();
        } else if (!overlay.isOpen()) {
            overlay.show(new QuitDialog(live, words, this::close, open.farewell()::begin));
        }
    }

    /** Closes as by its button. */
    private void askToClose() {
        stage.fireEvent(new WindowEvent(stage, WindowEvent.WINDOW_CLOSE_REQUEST));
    }

    private void closeAsked(WindowEvent event) {
        event.consume();
        if (parts == null) {
            close();
        } else if (!settings.closeNoticeSeen() && parts.machines().live() > 0) {
            settings = settings.withCloseNoticeSeen();
            keep.accept(settings);
            notices.getChildren().setAll(new CloseNotice(words, this::askToClose, notices.getChildren()::clear));
        } else if (!parts.jobs().running().isEmpty()) {
            dialogs.ask(
                    new Dialogs.Question(
                            Phrase.of("window.close.jobs.title"),
                            Phrase.of("window.close.jobs.text"),
                            Phrase.of("window.close.jobs.deed"),
                            true),
                    this::close);
        } else {
            close();
        }
    }

    /** Closes without a question. */
    void close() {
        keep.accept(leave());
        stage.hide();
        closed.run();
    }

    /** Lets go of all that this window follows and leaves the stage as it is; what it would remember. */
    WindowSettings leave() {
        // What a dialog follows is let go with it.
        overlay.close();
        if (parts != null) {
            parts.close();
            parts = null;
        }
        return settings.at(place.now());
    }
}
