package dev.hamlet.app.shell;

import dev.hamlet.app.console.ConsoleContext;
import dev.hamlet.app.console.Consoles;
import dev.hamlet.app.containers.ContainerUsages;
import dev.hamlet.app.containers.ContainersModel;
import dev.hamlet.app.containers.create.ContainerOutcome;
import dev.hamlet.app.containers.create.ContainerWorkshop;
import dev.hamlet.app.containers.create.NewContainerModel;
import dev.hamlet.app.containers.create.NewContainerView;
import dev.hamlet.app.details.ContainerContext;
import dev.hamlet.app.details.ContainerDetails;
import dev.hamlet.app.details.DetailsContext;
import dev.hamlet.app.details.DetailsSources;
import dev.hamlet.app.details.MachineDetails;
import dev.hamlet.app.details.SeveralLogs;
import dev.hamlet.app.doctor.DoctorCard;
import dev.hamlet.app.doctor.DoctorModel;
import dev.hamlet.app.fx.Beat;
import dev.hamlet.app.fx.FileDrop;
import dev.hamlet.app.fx.FxRelay;
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
import dev.hamlet.app.machines.RowPictures;
import dev.hamlet.app.machines.RowUsages;
import dev.hamlet.app.machines.WelcomeView;
import dev.hamlet.app.notices.BackgroundEnds;
import dev.hamlet.app.preferences.PreferencesContext;
import dev.hamlet.app.preferences.PreferencesModel;
import dev.hamlet.app.preferences.PreferencesPage;
import dev.hamlet.app.settings.SettingsHost;
import dev.hamlet.app.settings.SettingsModel;
import dev.hamlet.app.settings.SettingsView;
import dev.hamlet.app.terminal.ContainerShells;
import dev.hamlet.app.wizard.Outcome;
import dev.hamlet.app.wizard.WizardModel;
import dev.hamlet.app.wizard.WizardView;
import dev.hamlet.app.words.Messages;
import dev.hamlet.engine.Engine;
import dev.hamlet.engine.container.ContainerSnapshot;
import dev.hamlet.engine.container.ContainerSpec;
import dev.hamlet.engine.host.FileBrowser;
import dev.hamlet.engine.host.HostFacts;
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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.DoubleConsumer;
import java.util.function.Supplier;
import javafx.scene.Node;
import javafx.scene.control.ScrollPane;
import javafx.scene.input.InputEvent;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.util.Subscription;
import org.kordamp.ikonli.feather.Feather;

/**
 * What there is once the engine is open: models, pages and the ways between them, in the frame of a window. Belongs to the
 * JavaFX thread.
 */
final class Parts {
    /**
     * How guests are run here.
     *
     * @param proof finds out what runs guest code
     * @param tiny starts the work that makes a first machine
     */
    record Runs(HostModel.Proof proof, Supplier<Job<?>> tiny) {}

    /**
     * The width of the list of machines.
     *
     * @param now in times of the text's size; 0 for the usual one
     * @param moved is told when a person has chosen another one
     */
    record ListWidth(double now, DoubleConsumer moved) {}

    /**
     * What leads out of the parts.
     *
     * @param guide opens the guide at the page about a view
     * @param help opens it at the page about what is before the person
     * @param close closes the window
     */
    record Ways(Consumer<String> guide, Runnable help, Runnable close) {}

    /**
     * What goes on in another language.
     *
     * @param consoles the windows of machines
     * @param shells what runs in terminals of containers
     */
    record Kept(Consoles consoles, ContainerShells shells) implements AutoCloseable {
        @Override
        public void close() {
            consoles.close();
            shells.close();
        }
    }

    private final Frame frame;
    private final Engine engine;
    private final Ways ways;
    private final PreferencesModel preferences;
    private final JobsModel jobs;
    private final HostModel host;
    private final Foot foot;
    private final MachinesModel machines;
    private final ContainersModel containers;
    private final ContainerDetails containerDetails;
    private final SeveralLogs severalLogs;
    private final RowUsages usages;
    private final ContainerUsages containerUsages;
    private final RowPictures pictures;
    private final BackgroundEnds ends;
    private final Subscription following;
    private final MachineDetails details;
    private final WelcomeView welcome;
    private final DoctorModel doctor;
    private final DoctorCard check;
    private final Consoles consoles;
    private final ContainerShells shells;
    private final Pages pages;
    private final Farewell farewell;
    private final CatalogueRefresh refresh;
    private final Beat beat;
    private boolean left;

    /**
     * Fills this frame.
     *
     * @param runs what runs guest code, and how a first machine is made
     * @param preferences what the person prefers
     * @param list how wide the list of machines is, and what remembers it
     * @param open opens an address or a folder outside of Hamlet
     * @param before what was open before in another language
     * @param ways what leads out of here
     */
    Parts(
            Frame frame,
            Engine engine,
            Runs runs,
            PreferencesModel preferences,
            ListWidth list,
            Consumer<URI> open,
            Optional<Kept> before,
            Ways ways) {
        this.frame = frame;
        this.engine = engine;
        this.ways = ways;
        this.preferences = preferences;
        Messages words = frame.words();
        MachineStore store = engine.machines();
        TimeSource time = TimeSource.system();
        // Not a timeline of JavaFX, which draws sixty times a second for as long as it runs.
        beat = new Beat(time, FxRelay.fxThread(), this::tick);
        frame.scene().addEventFilter(InputEvent.ANY, event -> beat.touch());
        host = new HostModel(engine.usage(), runs.proof(), FxRelay.fxThread(), beat);
        jobs = new JobsModel(engine.jobs(), FxRelay.fxThread());
        foot = new Foot(jobs, host, words);
        machines = new MachinesModel(
                store,
                FxRelay.fxThread(),
                time,
                id -> engine.systems().ofName(id).name(),
                frame.dialogs());
        Path instances = engine.paths().data().resolve("containers").resolve("instances");
        containers = new ContainersModel(
                engine.containers(), () -> Files.isDirectory(instances), FxRelay.fxThread(), beat, frame.dialogs());
        machines.list(containers);
        shells = before.map(Kept::shells).orElseGet(() -> new ContainerShells(engine.containers(), FxRelay.fxThread()));
        HostFacts facts = engine.facts();
        ContainerContext ofContainers = new ContainerContext(
                containers,
                words,
                machines.nowProperty(),
                FxRelay.fxThread(),
                beat,
                time,
                open,
                engine.containerUsage(),
                facts,
                engine.capacity(),
                shells,
                frame.files(),
                foot::tell,
                this::edit);
        containerDetails = new ContainerDetails(ofContainers);
        severalLogs = new SeveralLogs(ofContainers);
        usages = new RowUsages(engine.usage(), machines, beat);
        containerUsages = new ContainerUsages(engine.containerUsage(), containers, facts, beat);
        doctor = DoctorModel.of(engine, FxRelay.fxThread());
        check = new DoctorCard(doctor, false, words);
        welcome = new WelcomeView(
                new FirstMachine(runs.tiny(), FxRelay.fxThread()),
                () -> openWizard(wizard -> {}),
                () -> openNewContainer(container -> {}),
                check,
                words);
        refresh = new CatalogueRefresh(engine);
        ConsoleContext shared = new ConsoleContext(
                System.getenv(),
                preferences,
                given -> new WindowFiles(given, words),
                words,
                time,
                FxRelay.fxThread(),
                Theme::dress,
                () -> ways.guide().accept("console"));
        before.ifPresent(kept -> kept.consoles().share(shared));
        consoles = before.map(Kept::consoles).orElseGet(() -> new Consoles(shared));
        pictures = new RowPictures(machines, consoles::framebuffer, FxRelay.fxThread(), beat);
        details = new MachineDetails(new DetailsContext(
                machines,
                DetailsSources.of(engine),
                consoles::framebuffer,
                words,
                FxRelay.fxThread(),
                beat,
                time,
                open,
                frame.files(),
                foot::tell));
        pages = new Pages(frame.root(), frame.scene(), foot::tell);
        addPages(list, open);
        ends = new BackgroundEnds(engine.jobs(), store, time, words, engine.desktopNotices()::show);
        following = follow();
        farewell = new Farewell(machines, containers, foot::tell, ways.close());
    }

    private void addPages(ListWidth list, Consumer<URI> open) {
        Messages words = frame.words();
        pages.add(
                "home",
                () -> new MachinesView(
                                machines,
                                new MachinesView.Containers(containers, containerDetails, severalLogs),
                                words,
                                details,
                                scrolled(welcome),
                                doors(),
                                foot::tell)
                        .withList(list.now(), list.moved())
                        .withNewContainer(this::newContainer));
        pages.add(
                "images",
                () -> new ImagesPage(
                        engine,
                        frame.overlay(),
                        frame.dialogs(),
                        frame.files(),
                        words,
                        source -> openWizard(wizard -> begin(wizard, source)),
                        image -> openNewContainer(container -> container.begin(image))));
        pages.add(
                "preferences",
                () -> new PreferencesPage(PreferencesContext.of(
                        engine,
                        preferences,
                        machines::lookAgain,
                        refresh::bringNow,
                        doctor,
                        frame.dialogs(),
                        frame.files(),
                        open,
                        words)));
    }

    /** In the middle where there is room for all of it; what a computer lacks may take more. */
    private static ScrollPane scrolled(Node content) {
        ScrollPane scroll = new ScrollPane(content);
        scroll.setFitToWidth(true);
        scroll.setFitToHeight(true);
        scroll.setFocusTraversable(false);
        return scroll;
    }

    /** Brings them to sight: the first page, the rail that leads to the others, the foot, and their keys. */
    void show() {
        Rail rail = new Rail(
                List.of(new Rail.Door("home", Feather.HOME), new Rail.Door("images", Feather.DISC)),
                List.of(new Rail.Door("preferences", Feather.SLIDERS)),
                frame.words(),
                pages::show,
                ways.help());
        pages.shownProperty().subscribe(rail::show);
        frame.root().setLeft(rail);
        FileDrop.onto(frame.root(), this::newMachine);
        frame.keys(new KeyCodeCombination(KeyCode.DIGIT1, KeyCombination.SHORTCUT_DOWN), () -> pages.show("home"));
        frame.keys(new KeyCodeCombination(KeyCode.DIGIT2, KeyCombination.SHORTCUT_DOWN), () -> pages.show("images"));
        frame.keys(
                new KeyCodeCombination(KeyCode.COMMA, KeyCombination.SHORTCUT_DOWN), () -> pages.show("preferences"));
        frame.keys(new KeyCodeCombination(KeyCode.F5), () -> {
            pages.shown().lookAgain();
            details.lookAgain();
            containerDetails.lookAgain();
        });
        pages.show("home");
        frame.root().setBottom(foot);
    }

    /** Begins a new machine with this disk or CD image. */
    void newMachine(Path file) {
        openWizard(wizard -> wizard.begin(file));
    }

    /** Begins a new machine. */
    void newMachine() {
        openWizard(wizard -> {});
    }

    /** Begins a new container. */
    void newContainer() {
        openNewContainer(container -> {});
    }

    /** Lets the desktop tell what ends while the window does not have the person's eye, and draws less often then. */
    private Subscription follow() {
        return Subscription.combine(
                doctor.stateProperty()
                        .subscribe(now -> now.report()
                                .ifPresent(found -> welcome.canRun(found.machinesRun(), found.containersRun()))),
                preferences.preferencesProperty().subscribe(now -> ends.wanted(now.notices())),
                frame.stage().focusedProperty().subscribe(focused -> ends.away(!focused)),
                frame.stage().focusedProperty().subscribe(focused -> beat.regard(regard())),
                frame.stage().iconifiedProperty().subscribe(away -> beat.regard(regard())));
    }

    private Beat.Regard regard() {
        if (frame.stage().isIconified()) {
            return Beat.Regard.NONE;
        }
        return frame.stage().isFocused() ? Beat.Regard.CLOSE : Beat.Regard.PASSING;
    }

    private Doors doors() {
        MachineChanges changes = new MachineChanges(engine.machines(), FxRelay.fxThread());
        return new Doors(
                () -> openWizard(wizard -> {}),
                row -> machines.machine(row).ifPresent(consoles::open),
                this::openSettings,
                row -> frame.overlay().show(NameDialog.rename(row, changes, frame.words())),
                rows -> frame.overlay()
                        .show(NameDialog.group(rows, machines.listing().groups(), changes, frame.words())),
                row -> machines.folder(row).ifPresent(folder -> reveal(engine.fileBrowser(), folder.path())));
    }

    private void reveal(FileBrowser browser, Path folder) {
        Threads.virtual("machine-reveal", () -> {
            try {
                browser.show(folder);
            } catch (ProblemException e) {
                FxRelay.fxThread().execute(() -> frame.notices().add(e.problem(), () -> reveal(browser, folder)));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private void openSettings(MachineRow row) {
        machines.machine(row)
                .ifPresent(machine -> frame.overlay()
                        .show(new SettingsView(
                                new SettingsModel(
                                        machine,
                                        engine.machines(),
                                        SettingsHost.of(engine),
                                        TimeSource.system(),
                                        FxRelay.fxThread()),
                                frame.words(),
                                frame.files())));
    }

    private void openWizard(Consumer<WizardModel> begin) {
        WizardModel wizard = new WizardModel(engine, frame.words(), FxRelay.fxThread(), this::show);
        begin.accept(wizard);
        frame.overlay().show(new WizardView(wizard, frame.files(), frame.words()));
    }

    private void openNewContainer(Consumer<NewContainerModel> begin) {
        NewContainerModel container =
                new NewContainerModel(ContainerWorkshop.of(engine), frame.words(), FxRelay.fxThread(), this::show);
        begin.accept(container);
        show(container);
    }

    private void edit(ContainerSpec before) {
        show(new NewContainerModel(
                ContainerWorkshop.of(engine), before, frame.words(), FxRelay.fxThread(), this::show));
    }

    private void show(NewContainerModel container) {
        frame.overlay().show(new NewContainerView(container, frame.files(), frame.words()));
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

    private void show(Outcome outcome) {
        switch (outcome) {
            case Outcome.Made(MachineId id, String name, Optional<Problem> startProblem) ->
                machines.welcome(id, startProblem);
            case Outcome.Failed(String name, Problem problem, Runnable again) ->
                frame.notices().add(problem, again);
            case Outcome.Cancelled cancelled -> {
                // The person knows.
            }
        }
    }

    private void show(ContainerOutcome outcome) {
        switch (outcome) {
            case ContainerOutcome.Made(ContainerSnapshot made, Optional<Problem> startProblem) -> {
                containers.welcome(made.id());
                startProblem.ifPresent(why -> frame.notices().add(why, () -> startAgain(made)));
            }
            case ContainerOutcome.Failed(Problem problem, Optional<Phrase> kept, Runnable again) ->
                frame.notices().add(problem, kept, again);
            case ContainerOutcome.Cancelled cancelled -> {
                // The person knows.
            }
        }
    }

    private void startAgain(ContainerSnapshot made) {
        Threads.virtual("container-start", () -> {
            try {
                Object _ = engine.containers().start(made.id().value()).await();
            } catch (ProblemException e) {
                FxRelay.fxThread().execute(() -> show(new ContainerOutcome.Made(made, Optional.of(e.problem()))));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private void tick() {
        // One may still be under way when all has been let go.
        if (left) {
            return;
        }
        if (!frame.stage().isIconified()) {
            machines.tick();
        }
        farewell.tick();
    }

    /** The pages. */
    Pages pages() {
        return pages;
    }

    /** What a person goes through in turn: the panes of the page that is shown, and the foot. */
    List<Node> panes() {
        List<Node> panes = new ArrayList<>(pages.shown().panes());
        panes.add(foot);
        return panes;
    }

    /** What runs, or is about to. */
    Running running() {
        return new Running(machines.live(), containers.active());
    }

    /** Whether there is work under way that would end with the window. */
    boolean isWorking() {
        return !jobs.running().isEmpty();
    }

    /** Asks all guests to shut down and closes the window when the last has. */
    void endWithGuests() {
        farewell.begin();
    }

    /** Lets go of all that is followed but what may go on in another language, which is answered. */
    Kept leave() {
        left = true;
        refresh.close();
        beat.close();
        pages.dispose();
        details.dispose();
        containerDetails.dispose();
        severalLogs.dispose();
        check.dispose();
        welcome.dispose();
        foot.dispose();
        following.unsubscribe();
        ends.close();
        usages.close();
        containerUsages.close();
        pictures.close();
        machines.close();
        containers.close();
        host.close();
        jobs.close();
        return new Kept(consoles, shells);
    }
}
