package dev.hamlet.app.containers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import dev.hamlet.app.details.ContainerContext;
import dev.hamlet.app.details.ContainerDetails;
import dev.hamlet.app.details.SeveralLogs;
import dev.hamlet.app.fx.FxRelay;
import dev.hamlet.app.fx.OpenWindow;
import dev.hamlet.app.fx.Pictures;
import dev.hamlet.app.fx.TestFiles;
import dev.hamlet.app.fx.Toolkit;
import dev.hamlet.app.machines.Doors;
import dev.hamlet.app.machines.ListEntry;
import dev.hamlet.app.machines.MachineRow;
import dev.hamlet.app.machines.MachinesModel;
import dev.hamlet.app.machines.MachinesView;
import dev.hamlet.app.machines.TestMachines;
import dev.hamlet.app.terminal.ContainerShells;
import dev.hamlet.app.terminal.TerminalPane;
import dev.hamlet.app.words.Messages;
import dev.hamlet.app.words.PseudoLocale;
import dev.hamlet.engine.container.ContainerLimits;
import dev.hamlet.engine.container.ContainerState;
import dev.hamlet.engine.container.ContainerWish;
import dev.hamlet.engine.container.KeptLimits;
import dev.hamlet.engine.container.NetworkWish;
import dev.hamlet.engine.container.PublishedPort;
import dev.hamlet.engine.container.fake.FakeContainers;
import dev.hamlet.engine.container.fake.FakeShell;
import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.host.HostCapacity;
import dev.hamlet.engine.host.HostFacts;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.problem.ContainerProblem;
import dev.hamlet.engine.problem.HostProblem;
import dev.hamlet.engine.problem.Problem;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.engine.usage.ContainerMeter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Collectors;
import javafx.application.Application;
import javafx.scene.Node;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.SplitPane;
import javafx.scene.control.TabPane;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Containers beside machines in the one list, and their details, over containers in memory. */
@Timeout(120)
@Tag("window")
class ContainersViewTest {
    private static final ContainerWish WAITING = ContainerWish.of(List.of("sleep", "1000"));

    @TempDir
    private Path home = Path.of("");

    /** What waits for the next beat. */
    private final LinkedBlockingQueue<Runnable> beats = new LinkedBlockingQueue<>();

    private final List<String> asked = new ArrayList<>();
    private final List<String> edited = new ArrayList<>();
    private final List<URI> opened = new ArrayList<>();
    private volatile boolean some = true;
    private @Nullable TestMachines machines;
    private @Nullable FakeContainers containers;
    private @Nullable MachinesModel model;
    private @Nullable ContainersModel containersModel;
    private @Nullable ContainerShells shells;
    private @Nullable ContainerMeter meter;
    private @Nullable ContainerUsages usages;
    private @Nullable SeveralLogs logs;
    private @Nullable HostFacts facts;
    private @Nullable ContainerDetails details;
    private @Nullable MachinesView view;
    private @Nullable OpenWindow window;

    @BeforeEach
    void open() throws ProblemException {
        Toolkit.start();
        TestMachines made = new TestMachines(home);
        machines = made;
        containers = new FakeContainers(home.resolve("logs"), made.jobs(), TimeSource.system());
        shells = new ContainerShells(containers, FxRelay.fxThread());
        facts = HostCapacity.ofThisHost().facts();
        meter = new ContainerMeter(home.resolve("instances"), containers::usage, TimeSource.system());
    }

    @AfterEach
    void close() {
        if (window != null) {
            letGo();
        }
        Toolkit.run(() -> {
            Objects.requireNonNull(shells).close();
            Application.setUserAgentStylesheet(new PrimerLight().getUserAgentStylesheetBSS());
        });
        if (window != null) {
            window.close();
        }
        Objects.requireNonNull(machines).close();
    }

    private void letGo() {
        Toolkit.run(() -> {
            Objects.requireNonNull(view).dispose();
            Objects.requireNonNull(details).dispose();
            Objects.requireNonNull(logs).dispose();
            Objects.requireNonNull(model).close();
            Objects.requireNonNull(containersModel).close();
            Objects.requireNonNull(usages).close();
        });
    }

    private FakeContainers containers() {
        return Objects.requireNonNull(containers);
    }

    private OpenWindow show(Messages words) {
        Doors doors = new Doors(() -> {}, row -> {}, row -> {}, row -> {}, rows -> {}, row -> {});
        OpenWindow shown = OpenWindow.with(() -> {
            MachinesModel listed = new MachinesModel(
                    Objects.requireNonNull(machines).store(),
                    FxRelay.fxThread(),
                    TimeSource.system(),
                    id -> "",
                    (question, agreed) -> {
                        asked.add(words.text(question.title()));
                        agreed.run();
                    });
            ContainersModel made = new ContainersModel(
                    containers(), () -> some, FxRelay.fxThread(), beats::add, (question, agreed) -> {
                        asked.add(words.text(question.title()));
                        agreed.run();
                    });
            listed.list(made);
            usages = new ContainerUsages(
                    Objects.requireNonNull(meter), made, Objects.requireNonNull(facts), FxRelay.fxThread());
            ContainerContext context = new ContainerContext(
                    made,
                    words,
                    listed.nowProperty(),
                    FxRelay.fxThread(),
                    beats::add,
                    TimeSource.system(),
                    opened::add,
                    Objects.requireNonNull(meter),
                    Objects.requireNonNull(facts),
                    HostCapacity.ofThisHost(),
                    Objects.requireNonNull(shells),
                    new TestFiles(),
                    phrase -> {},
                    spec -> edited.add(spec.name()));
            ContainerDetails shownDetails = new ContainerDetails(context);
            SeveralLogs together = new SeveralLogs(context);
            logs = together;
            MachinesView page = new MachinesView(
                    listed,
                    new MachinesView.Containers(made, shownDetails, together),
                    words,
                    new Label("of a machine"),
                    new Label("nothing"),
                    doors,
                    phrase -> {});
            model = listed;
            containersModel = made;
            details = shownDetails;
            view = page;
            return page;
        });
        window = shown;
        return shown;
    }

    private OpenWindow show() {
        return show(Messages.of(Locale.ENGLISH));
    }

    private void select(String name) {
        Toolkit.run(() -> {
            ContainersModel known = Objects.requireNonNull(containersModel);
            known.rows().stream()
                    .filter(row -> row.face().name().equals(name))
                    .forEach(row -> known.selectedProperty().set(row));
        });
    }

    /** A second passes, as often as it takes until containers are looked at. */
    private void beat() {
        Toolkit.run(() -> {
            for (int i = 0; i < 3; i++) {
                List<Runnable> due = new ArrayList<>();
                beats.drainTo(due);
                due.forEach(Runnable::run);
            }
        });
    }

    private void run(String name, ContainerWish wish) throws Exception {
        var _ = containers().create("busybox", name, wish).await();
        var _ = containers().start(name).await();
    }

    @Test
    void containersStandBesideMachinesWithNameAndState() throws Exception {
        Objects.requireNonNull(machines).make("web");
        run("worker", WAITING);
        var _ = containers().create("busybox", "later", WAITING).await();
        show().awaitText("machines-list", "worker");
        Objects.requireNonNull(window).awaitText("machines-list", "web");
        String list = window.text("machines-list");
        assertTrue(list.contains("Running"), list);
        assertTrue(list.contains("Never started"), list);
        assertTrue(list.contains("1 MiB"), list);
    }

    @Test
    void theButtonsOfMachinesStartPauseStopAndRemoveTheSelectedContainer() throws Exception {
        Objects.requireNonNull(machines).make("web");
        var _ = containers().create("busybox", "worker", WAITING).await();
        OpenWindow shown = show();
        shown.awaitText("machines-list", "worker");
        select("worker");
        shown.awaitText("container-state", "Never started");
        assertFalse(shown.isUsable("machines-pause"));
        assertFalse(shown.isUsable("machines-console"));
        shown.awaitEnabled("machines-start");
        shown.click("machines-start");
        shown.awaitText("container-state", "Running");
        shown.awaitEnabled("machines-pause");
        shown.click("machines-pause");
        shown.awaitText("container-state", "Paused");
        shown.awaitText("machines-start", "Resume");
        shown.click("machines-start");
        shown.awaitText("container-state", "Running");
        assertTrue(Toolkit.get(() ->
                shown.node("machines-start").getParent().getAccessibleHelp().contains("worker runs")));
        shown.click("machines-stop");
        shown.awaitText("container-state", "Exited (137)");
        shown.awaitText("container-facts", "Exit code 137");
        Toolkit.run(() -> Objects.requireNonNull(containersModel).perform(ContainerCommand.REMOVE));
        Toolkit.await(
                "it is gone",
                () -> Objects.requireNonNull(containersModel).rows().isEmpty());
        assertEquals(List.of(), containers().list());
        assertEquals(List.of("Remove worker?"), asked);
        shown.awaitText("page-machines", "of a machine");
    }

    @Test
    void theOverviewTellsWhatAPersonWantsToKnow() throws Exception {
        List<PublishedPort> ports = new ArrayList<>(PublishedPort.parse("8080:80"));
        ports.addAll(PublishedPort.parse("0.0.0.0::8000"));
        run("worker", WAITING.on(new NetworkWish(NetworkWish.USUAL, ports, List.of(), List.of())));
        int chosen = containers()
                .networks()
                .find(NetworkWish.USUAL)
                .members()
                .getFirst()
                .ports()
                .getLast()
                .hostPort();
        OpenWindow shown = show();
        shown.awaitText("container-facts", "busybox:latest");
        String facts = shown.text("container-facts");
        assertTrue(facts.contains("sleep 1000"), facts);
        assertTrue(facts.contains("127.0.0.1:8080 \u2192 80 (HTTP)"), facts);
        assertTrue(facts.contains("0.0.0.0:" + chosen + " \u2192 8000 (HTTP)"), facts);
        assertTrue(facts.contains("Unlimited"), facts);
        // What is published on all addresses has none by that name: a browser goes by the loopback.
        Toolkit.run(() -> {
            for (Node node : shown.node("container-facts").lookupAll(".hyperlink")) {
                ((Hyperlink) node).fire();
            }
        });
        assertEquals(
                List.of(URI.create("http://127.0.0.1:8080/"), URI.create("http://127.0.0.1:" + chosen + "/")), opened);
        containers().end("worker", 3, false);
        beat();
        shown.awaitText("container-state", "Exited (3)");
        shown.awaitText("container-facts", "Exit code 3");
        shown.awaitText("container-facts", "0.0.0.0, any free port");
    }

    @Test
    void thatContainersCannotBeLookedAtIsSaidAboveTheList() throws Exception {
        run("worker", WAITING);
        OpenWindow shown = show();
        shown.awaitText("machines-list", "worker");
        containers().beforeLooks(() -> {
            throw new ProblemException(new HostProblem.FolderUnusable(home, "the disk is gone"));
        });
        beat();
        shown.awaitText("machines-notice", "the disk is gone");
        assertTrue(shown.text("machines-list").contains("worker"));
        containers().beforeLooks(() -> {});
        shown.click("containers-look-again");
        Toolkit.await("nothing is missed", () -> !shown.shows("machines-notice"));
    }

    @Test
    void whyNoContainerCanRunIsSaidInPlaceAndNothingIsOfferedThatWouldFail() throws Exception {
        var _ = containers().create("busybox", "worker", WAITING).await();
        containers().obstruct(Optional.of(new ContainerProblem.ContainerRuntimeMissing("runc", "runc")));
        OpenWindow shown = show();
        shown.awaitText("container-problems", "Install the package runc");
        assertFalse(shown.isUsable("machines-start"));
        containers().obstruct(Optional.empty());
        beat();
        shown.awaitEnabled("machines-start");
    }

    @Test
    void whereNoContainerEverWasNobodyLooks() throws Exception {
        some = false;
        Objects.requireNonNull(machines).make("web");
        OpenWindow shown = show();
        shown.awaitText("machines-list", "web");
        beat();
        beat();
        assertEquals(0, containers().looks());
        some = true;
        run("worker", WAITING);
        beat();
        shown.awaitText("machines-list", "worker");
        assertEquals(ContainerState.RUNNING, containers().find("worker").state());
    }

    private void turnTo(String tab) {
        Toolkit.run(() -> {
            TabPane tabs = (TabPane) Objects.requireNonNull(window).node("container-tabs");
            tabs.getTabs().stream()
                    .filter(one -> ("details-tab-container-" + tab).equals(one.getId()))
                    .forEach(tabs.getSelectionModel()::select);
        });
    }

    @Test
    void whatAContainerWritesIsFollowedInItsColoursAndSearched() throws Exception {
        run("worker", WAITING);
        containers().say("worker", "\u001b[32mready\u001b[0m to serve");
        OpenWindow shown = show();
        shown.awaitText("container-name", "worker");
        turnTo("logs");
        shown.awaitText("container-logs-list", " to serve");
        String green = Toolkit.get(() -> shown.node("container-logs-list").lookupAll(".log-colour-2").stream()
                .map(part -> ((Label) part).getText())
                .collect(Collectors.joining()));
        assertEquals("ready", green);
        containers().say("worker", "GET /index.html");
        shown.awaitText("container-logs-list", "GET /index.html");
        Toolkit.run(() -> ((TextField) shown.node("container-logs-search")).setText("index"));
        shown.awaitText("container-logs-count", "1 of 1");
        containers().end("worker", 0, false);
        beat();
        shown.awaitText("container-state", "Finished");
        assertTrue(shown.text("container-logs-list").contains("GET /index.html"));
    }

    @Test
    void aShellIsOpenedInAContainerAndHearsWhatIsTyped() throws Exception {
        run("worker", WAITING);
        OpenWindow shown = show();
        shown.awaitText("container-name", "worker");
        turnTo("terminal");
        shown.awaitText("container-terminal-place", "Nothing is open");
        assertFalse(shown.shows("container-terminal-attach"));
        shown.click("container-terminal-shell");
        Toolkit.await("a shell is there", () -> containers().shells().size() == 1);
        FakeShell shell = containers().shells().getFirst();
        shell.say("/ # ");
        Toolkit.await(
                "the prompt is seen",
                () -> ((TerminalPane) shown.node("terminal")).lines().getFirst().startsWith("/ #"));
        Toolkit.run(() -> shown.node("terminal").requestFocus());
        shown.press(KeyCode.L);
        shown.press(KeyCode.S);
        Toolkit.await("it heard", () -> shell.heard().equals("ls"));
        Toolkit.await("it knows how large it is", () -> !shell.size().equals("80x24"));
        shell.end(7);
        shown.awaitText("container-terminal-place", "exit code 7");
        assertTrue(shown.shows("container-terminal-shell"));
    }

    @Test
    void aShellGoesOnInAnotherLanguage() throws Exception {
        run("other", WAITING);
        run("worker", WAITING);
        OpenWindow shown = show();
        select("worker");
        shown.awaitText("container-name", "worker");
        turnTo("terminal");
        shown.click("container-terminal-shell");
        Toolkit.await("a shell is there", () -> containers().shells().size() == 1);
        FakeShell shell = containers().shells().getFirst();
        shell.say("/ # ");
        Toolkit.await("the prompt is seen", () -> firstLine(shown).startsWith("/ #"));
        letGo();
        shown.close();
        OpenWindow anew = show(PseudoLocale.words());
        anew.awaitText("machines-list", "worker");
        select("worker");
        anew.awaitText("container-name", "worker");
        turnTo("terminal");
        Toolkit.await("what it said is seen", () -> firstLine(anew).startsWith("/ #"));
        shell.say("more");
        Toolkit.await("and what it says", () -> firstLine(anew).startsWith("/ # more"));
        Toolkit.run(() -> anew.node("terminal").requestFocus());
        anew.press(KeyCode.L);
        Toolkit.await("it hears", () -> shell.heard().equals("l"));
        var _ = containers().remove("worker", true).await();
        beat();
        Toolkit.await("it is hung up on with its container", shell::isOver);
    }

    private static String firstLine(OpenWindow window) {
        // Nothing before it has been drawn once.
        return ((TerminalPane) window.node("terminal"))
                .lines().stream().findFirst().orElse("");
    }

    @Test
    void processesAndTheWholeOfItsSettingsAreShown() throws Exception {
        run("worker", WAITING);
        OpenWindow shown = show();
        shown.awaitText("container-name", "worker");
        turnTo("processes");
        shown.awaitText("container-processes", "sleep 1000");
        shown.awaitText("container-processes", "4711");
        turnTo("inspect");
        shown.awaitText("container-inspect-list", "\"sleep\"");
        Toolkit.run(() -> ((TextField) shown.node("container-inspect-search")).setText("busybox"));
        shown.awaitText("container-inspect-count", "1 of");
    }

    @Test
    void whatItUsesIsDrawnInItsLineAndInGraphsOfEachSpan() throws Exception {
        run(
                "worker",
                WAITING.with(
                        draft -> draft.limits(new ContainerLimits(Optional.of(ByteSize.ofMebibytes(600)), 0.5, 100))));
        OpenWindow shown = show();
        shown.awaitText("container-name", "worker");
        SplitPane split = (SplitPane) shown.node("machines-split");
        Toolkit.run(() -> split.setDividerPositions(0.5));
        turnTo("resources");
        for (int i = 1; i <= 3; i++) {
            containers().use("worker", Duration.ofSeconds(1000L * i), 300 << 20);
            int seconds = i;
            Toolkit.await("a second has passed", () -> samples() > seconds);
        }
        Toolkit.await("curves in its line", () -> shown.node("machines-list").lookup(".sparkline") != null);
        shown.awaitText("machines-list", "300 MiB");
        shown.awaitText("container-resources-memory", "300 MiB");
        beat();
        shown.awaitText("container-resources-memory", "of 600 MiB");
        shown.awaitText("container-resources-cpu", "of 0.5 processors");
        shown.click("container-resources-day");
        Toolkit.await("the day", () -> {
            beatNow();
            return shown.text("container-resources-memory").contains("1 d");
        });
        containers().end("worker", 0, false);
        beat();
        shown.awaitText("container-state", "Finished");
        Toolkit.await("no curves any more", () -> shown.node("machines-list").lookup(".sparkline") == null);
    }

    private ContainerLimits limits() {
        try {
            return containers().find("worker").spec().orElseThrow().wish().limits();
        } catch (ProblemException e) {
            throw new AssertionError(e);
        }
    }

    private void typeLimit(String word, String text) {
        OpenWindow shown = Objects.requireNonNull(window);
        TextField field = (TextField) shown.node("container-limits-" + word + "-field");
        Toolkit.run(() -> {
            field.requestFocus();
            field.setText(text);
        });
        shown.press(KeyCode.ENTER);
    }

    @Test
    void itsLimitsAreSetBySlidersAndWhatTheKernelDoesNotTakeIsTold() throws Exception {
        run("other", WAITING);
        run(
                "worker",
                WAITING.with(
                        draft -> draft.limits(new ContainerLimits(Optional.of(ByteSize.ofMebibytes(64)), 0.5, 100))));
        OpenWindow shown = show();
        shown.awaitText("machines-list", "worker");
        select("worker");
        shown.awaitText("container-name", "worker");
        turnTo("resources");
        TextField memory = (TextField) shown.node("container-limits-memory-field");
        assertEquals("64", Toolkit.get(memory::getText));
        shown.awaitText("container-limits-memory-acts", "Acts now");
        typeLimit("memory", "96");
        Toolkit.await("it is set", () -> limits().memory().equals(Optional.of(ByteSize.ofMebibytes(96))));
        assertEquals(0.5, limits().cpus());
        typeLimit("cpus", "75");
        typeLimit("pids", "200");
        Toolkit.await("all are set", () -> limits().cpus() == 0.75 && limits().pids() == 200);
        ContainerProblem.ContainerLimitRefused refused =
                new ContainerProblem.ContainerLimitRefused("worker", "device or resource busy");
        containers().obstructLimits(Optional.of(refused));
        typeLimit("memory", "32");
        shown.awaitText("container-limits", "device or resource busy");
        Toolkit.run(() -> shown.node("machines-list").requestFocus());
        Toolkit.await("what it has is shown", () -> {
            beatNow();
            return memory.getText().equals("96");
        });
        select("other");
        shown.awaitText("container-name", "other");
        Toolkit.await(
                "of this one nothing failed",
                () -> !shown.text("container-limits").contains("busy"));
        shown.awaitText("container-limits-memory-note", "no limit");
        select("worker");
        containers()
                .obstructLimits(Optional.of(new ContainerProblem.ContainerLimitUnavailable(
                        "memory", ContainerProblem.ContainerLimitUnavailable.NOT_DELEGATED)));
        typeLimit("memory", "32");
        shown.awaitText("container-limits-why", "your own service manager was not given them");
        assertFalse(shown.isUsable("container-limits-memory-field"));
    }

    /** As by clicks with the control key. */
    private void selectTogether(String... names) {
        Toolkit.run(() -> {
            ListView<?> list = (ListView<?>) Objects.requireNonNull(window).node("machines-list");
            list.getSelectionModel().clearSelection();
            for (int i = 0; i < list.getItems().size(); i++) {
                String name = switch ((ListEntry) list.getItems().get(i)) {
                    case ListEntry.Of(MachineRow row) -> row.face().name();
                    case ListEntry.Container(ContainerRow row) -> row.face().name();
                    case ListEntry.Group group -> "";
                };
                if (List.of(names).contains(name)) {
                    list.getSelectionModel().select(i);
                }
            }
        });
    }

    @Test
    void severalContainersAreComparedAndToldTogether() throws Exception {
        run(
                "api",
                WAITING.with(
                        draft -> draft.limits(new ContainerLimits(Optional.of(ByteSize.ofMebibytes(600)), 0.5, 100))));
        run("db", WAITING);
        var _ = containers().create("busybox", "later", WAITING).await();
        OpenWindow shown = show();
        shown.awaitText("machines-list", "later");
        selectTogether("api", "db", "later");
        shown.awaitText("several-title", "3 containers");
        shown.awaitText("several-table", "600 MiB");
        shown.awaitText("several-table", "Never started");
        assertEquals("Start 1", shown.text("several-start"));
        assertEquals("Pause 2", shown.text("several-pause"));
        assertEquals("Remove 1", shown.text("several-remove"));
        containers().use("api", Duration.ofSeconds(10), 40 << 20);
        containers().use("db", Duration.ofSeconds(10), 60 << 20);
        shown.awaitText("several-sum", "memory 100 MiB");
        shown.awaitText("several-table", "60 MiB");
        shown.click("several-start");
        shown.awaitText("several-pause", "Pause 3");
        shown.click("machines-pause");
        shown.awaitText("several-resume", "Resume 3");
        shown.click("several-resume");
        shown.awaitText("several-stop", "Stop 3");
        shown.click("several-stop");
        shown.awaitText("several-remove", "Remove 3");
        assertEquals(List.of(), asked);
        shown.click("several-remove");
        Toolkit.await(
                "they are gone",
                () -> Objects.requireNonNull(containersModel).rows().isEmpty());
        assertEquals(List.of("Remove 3"), asked);
    }

    @Test
    void machinesAndContainersAreToldTogetherWithOneQuestion() throws Exception {
        for (String name : List.of("debian", "fedora")) {
            Objects.requireNonNull(machines).make(name);
        }
        run("api", WAITING);
        run("db", WAITING);
        OpenWindow shown = show();
        shown.awaitText("machines-list", "db");
        shown.awaitText("machines-list", "fedora");
        selectTogether("debian", "api", "db");
        shown.awaitText("several-title", "Machines: 1, containers: 2");
        assertFalse(shown.isUsable("machines-settings"), "that is for one machine alone");
        shown.awaitText("several-stop", "Stop 2");
        shown.awaitText("several-start", "Start 1");
        shown.click("several-stop");
        shown.awaitText("several-start", "Start 3");
        assertEquals(List.of(), asked);
        selectTogether("debian", "fedora", "api", "db");
        shown.awaitText("several-start", "Start 4");
        shown.click("machines-start");
        shown.awaitText("several-stop", "Stop 4");
        assertEquals(List.of("Start 4"), asked);
        shown.click("machines-stop");
        shown.awaitText("several-start", "Start 4");
        asked.clear();
        Toolkit.run(() -> shown.node("machines-list").requestFocus());
        shown.press(KeyCode.DELETE);
        Toolkit.await(
                "all are gone",
                () -> Objects.requireNonNull(containersModel).rows().isEmpty()
                        && Objects.requireNonNull(model).rows().isEmpty());
        assertEquals(List.of("Move 2 to the trash and remove 2"), asked);
    }

    @Test
    void whatIsChosenStaysChosenWhenOneOfItGoes() throws Exception {
        Objects.requireNonNull(machines).make("debian");
        run("api", WAITING);
        run("db", WAITING);
        OpenWindow shown = show();
        shown.awaitText("machines-list", "db");
        shown.awaitText("machines-list", "debian");
        selectTogether("debian", "api", "db");
        shown.awaitText("several-title", "Machines: 1, containers: 2");
        var _ = containers().remove("api", true).await();
        beat();
        shown.awaitText("several-title", "Machines: 1, containers: 1");
        selectTogether("db");
        shown.awaitText("container-name", "db");
        assertFalse(shown.shows("several-title"));
    }

    @Test
    void logsOfSeveralContainersStandSideBySideOrAsOneWithTheirColours() throws Exception {
        run("api", WAITING);
        run("db", WAITING);
        OpenWindow shown = show();
        shown.awaitText("machines-list", "db");
        containers().say("api", "first \u001b[31mred\u001b[0m");
        containers().say("db", "second");
        selectTogether("api", "db");
        shown.awaitText("several-title", "2 containers");
        shown.click("several-logs");
        shown.awaitText("several-logs-0", "red");
        shown.awaitText("several-logs-1", "second");
        assertTrue(Toolkit.get(() -> shown.node("several-logs-0").lookup(".log-colour-1") != null));
        containers().say("api", "third");
        shown.awaitText("several-logs-0", "third");
        shown.click("several-logs-merged");
        ListView<?> merged = mergedList(shown);
        Toolkit.await("all lines", () -> merged.getItems().size() == 3);
        Toolkit.await(
                "as they were written",
                () -> said(merged).equals("api: first red; db: second; api: third"),
                () -> said(merged));
        Toolkit.run(() -> ((TextField) shown.node("several-logs-search")).setText("SECOND"));
        Toolkit.await("only that", () -> merged.getItems().size() == 1);
        Toolkit.run(() -> ((TextField) shown.node("several-logs-search")).setText(""));
        Toolkit.await("all again", () -> merged.getItems().size() == 3);
        var _ = containers().stop("api", Duration.ZERO).await();
        beat();
        shown.click("several-logs");
        shown.awaitText("several-table", "Exited");
    }

    private static String said(ListView<?> list) {
        return list.lookupAll(".log-line").stream()
                .map(Node::getAccessibleText)
                .filter(Objects::nonNull)
                .collect(Collectors.joining("; "));
    }

    private static ListView<?> mergedList(OpenWindow window) {
        return (ListView<?>) window.node("several-logs-all");
    }

    @Test
    void aLimitThatCannotBeKeptHereIsGreyedWithTheReasonBeforeAnybodyTries() throws Exception {
        run("worker", WAITING);
        Optional<Problem> why = Optional.of(new ContainerProblem.ContainerLimitUnavailable(
                "memory", ContainerProblem.ContainerLimitUnavailable.NOT_DELEGATED));
        containers().keepLimits(new KeptLimits(why, Optional.empty(), Optional.empty()));
        OpenWindow shown = show();
        shown.awaitText("container-name", "worker");
        turnTo("resources");
        shown.awaitText("container-limits-memory-note", "your own service manager was not given them");
        assertFalse(shown.isUsable("container-limits-memory-field"));
        assertTrue(shown.isUsable("container-limits-pids-field"));
    }

    private int samples() {
        beatNow();
        return Objects.requireNonNull(containersModel).rows().getFirst().useProperty().get().stream()
                .mapToInt(sample -> (int) Arrays.stream(sample.trace().memory())
                        .filter(value -> !Double.isNaN(value))
                        .count())
                .sum();
    }

    private void beatNow() {
        List<Runnable> due = new ArrayList<>();
        beats.drainTo(due);
        due.forEach(Runnable::run);
    }

    @Test
    void itsSettingsAreOpenedFromItsHead() throws Exception {
        run("worker", WAITING);
        OpenWindow shown = show();
        shown.awaitText("container-name", "worker");
        shown.click("container-edit");
        assertEquals(List.of("worker"), edited);
    }

    private void draw(String name, Messages words) throws Exception {
        Objects.requireNonNull(machines).make("debian");
        run(
                "worker",
                WAITING.on(new NetworkWish(NetworkWish.USUAL, PublishedPort.parse("8080:80"), List.of(), List.of())));
        run("cron", WAITING);
        containers().end("cron", 3, false);
        OpenWindow shown = show(words);
        shown.awaitText("machines-list", "worker");
        select("worker");
        shown.awaitText("container-name", "worker");
        Pictures.draw(shown.stage().getScene(), 1, "containers-" + name);
        containers().say("worker", "ready to serve");
        for (String tab : List.of("logs", "terminal", "processes", "resources", "inspect")) {
            turnTo(tab);
            if (tab.equals("logs")) {
                shown.awaitText("container-logs-list", "ready");
            }
            Pictures.draw(shown.stage().getScene(), 1, "containers-" + tab + "-" + name);
        }
    }

    private void drawSeveral(String name, Messages words) throws Exception {
        Objects.requireNonNull(machines).make("debian");
        for (String one : List.of("api", "db", "web")) {
            run(one, WAITING);
            containers().say(one, "\u001b[1;32mINFO\u001b[0m ready to serve " + one);
            containers().say(one, "\u001b[33mWARN\u001b[0m pool: 20 of 20 connections in use");
        }
        OpenWindow shown = show(words);
        shown.awaitText("machines-list", "web");
        shown.awaitText("machines-list", "debian");
        selectTogether("debian", "api", "db", "web");
        shown.node("several-table");
        Pictures.draw(shown.stage().getScene(), 1, "several-" + name);
        shown.click("several-logs");
        shown.awaitText("several-logs-0", "pool");
        Pictures.draw(shown.stage().getScene(), 1, "several-logs-" + name);
        shown.click("several-logs-merged");
        Toolkit.await("all lines", () -> mergedList(shown).getItems().size() == 6);
        Pictures.draw(shown.stage().getScene(), 1, "several-logs-merged-" + name);
    }

    @Test
    void severalDrawnInTheLight() throws Exception {
        drawSeveral("light", Messages.of(Locale.ENGLISH));
    }

    @Test
    void severalDrawnInTheDark() throws Exception {
        Toolkit.run(() -> Application.setUserAgentStylesheet(new PrimerDark().getUserAgentStylesheetBSS()));
        drawSeveral("dark", Messages.of(Locale.ENGLISH));
    }

    @Test
    void severalDrawnInALongLanguage() throws Exception {
        drawSeveral("long", PseudoLocale.words());
    }

    @Test
    void drawnInTheLight() throws Exception {
        draw("light", Messages.of(Locale.ENGLISH));
    }

    @Test
    void drawnInTheDark() throws Exception {
        Toolkit.run(() -> Application.setUserAgentStylesheet(new PrimerDark().getUserAgentStylesheetBSS()));
        draw("dark", Messages.of(Locale.ENGLISH));
    }

    @Test
    void drawnInALongLanguage() throws Exception {
        draw("long", PseudoLocale.words());
    }
}
