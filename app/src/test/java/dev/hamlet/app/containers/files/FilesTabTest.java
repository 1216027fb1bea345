package dev.hamlet.app.containers.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import dev.hamlet.app.containers.ContainersModel;
import dev.hamlet.app.details.ContainerContext;
import dev.hamlet.app.details.ContainerDetails;
import dev.hamlet.app.fx.FxRelay;
import dev.hamlet.app.fx.OpenWindow;
import dev.hamlet.app.fx.Pictures;
import dev.hamlet.app.fx.TestFiles;
import dev.hamlet.app.fx.Toolkit;
import dev.hamlet.app.terminal.ContainerShells;
import dev.hamlet.app.words.Messages;
import dev.hamlet.app.words.PseudoLocale;
import dev.hamlet.engine.container.ContainerWish;
import dev.hamlet.engine.container.FilesWish;
import dev.hamlet.engine.container.MountWish;
import dev.hamlet.engine.container.fake.FakeContainers;
import dev.hamlet.engine.host.HostCapacity;
import dev.hamlet.engine.host.HostFacts;
import dev.hamlet.engine.job.Jobs;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.problem.ContainerProblem;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.engine.usage.ContainerMeter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;
import javafx.application.Application;
import javafx.beans.property.SimpleObjectProperty;
import javafx.scene.control.MenuButton;
import javafx.scene.control.TabPane;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Files of a container as a person sees them, over containers in memory. */
@Timeout(120)
@Tag("window")
class FilesTabTest {
    private static final ContainerWish WAITING = ContainerWish.of(List.of("sleep", "1000"))
            .with(draft -> draft.files(FilesWish.of(new MountWish.Volume("data", "/data", false, true))));

    @TempDir
    private Path home = Path.of("");

    private final LinkedBlockingQueue<Runnable> beats = new LinkedBlockingQueue<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final List<String> told = new CopyOnWriteArrayList<>();
    private final TestFiles choice = new TestFiles();
    private final Jobs jobs = new Jobs(TimeSource.system());
    private boolean agrees = true;
    private Messages words = Messages.of(Locale.ENGLISH);
    private @Nullable FakeContainers containers;
    private @Nullable HostFacts facts;
    private @Nullable ContainersModel model;
    private @Nullable ContainerDetails details;
    private @Nullable OpenWindow window;

    @BeforeEach
    void begin() throws Exception {
        Toolkit.start();
        FakeContainers made = new FakeContainers(home.resolve("logs"), jobs, TimeSource.system());
        containers = made;
        facts = HostCapacity.ofThisHost().facts();
        var _ = made.create("busybox", "web", WAITING).await();
        made.files().write("web", "/srv/www/index.html", "<h1>here</h1>", 0644, 33, 33);
        made.files().write("web", "/srv/www/logs/today", "one\n", 0600, 33, 4);
        made.files().write("web", "/bin/ping", "#!", 04755, 0, 0);
        made.files().link("web", "/srv/www/current", "/srv/www/logs");
        made.files().link("web", "/srv/www/start", "index.html");
        made.files().device("web", "/srv/www/socket");
        made.files().delete("web", "/bin/ls");
    }

    @AfterEach
    void close() {
        Toolkit.run(() -> {
            if (window != null) {
                Objects.requireNonNull(details).dispose();
                Objects.requireNonNull(model).close();
            }
            Application.setUserAgentStylesheet(new PrimerLight().getUserAgentStylesheetBSS());
        });
        if (window != null) {
            window.close();
        }
        jobs.close();
    }

    private FakeContainers containers() {
        return Objects.requireNonNull(containers);
    }

    private OpenWindow show() {
        OpenWindow shown = OpenWindow.with(() -> {
            ContainersModel made = new ContainersModel(
                    containers(), () -> true, FxRelay.fxThread(), beats::add, (question, agreed) -> {
                        asked.add(words.text(question.title()));
                        if (agrees) {
                            agreed.run();
                        }
                    });
            ContainerMeter meter =
                    new ContainerMeter(home.resolve("instances"), containers()::usage, TimeSource.system());
            ContainerShells shells = new ContainerShells(containers(), FxRelay.fxThread());
            ContainerDetails shownDetails = new ContainerDetails(new ContainerContext(
                    made,
                    words,
                    new SimpleObjectProperty<>(Instant.now()),
                    FxRelay.fxThread(),
                    beats::add,
                    TimeSource.system(),
                    address -> {},
                    meter,
                    Objects.requireNonNull(facts),
                    HostCapacity.ofThisHost(),
                    shells,
                    choice,
                    phrase -> told.add(words.text(phrase)),
                    spec -> {}));
            model = made;
            details = shownDetails;
            return shownDetails;
        });
        window = shown;
        Toolkit.await(
                "the container is known",
                () -> !Objects.requireNonNull(model).rows().isEmpty());
        Toolkit.run(() -> {
            ContainersModel known = Objects.requireNonNull(model);
            known.selectedProperty().set(known.rows().getFirst());
        });
        turnTo("files");
        return shown;
    }

    private void turnTo(String tab) {
        Toolkit.run(() -> {
            TabPane tabs = (TabPane) Objects.requireNonNull(window).node("container-tabs");
            tabs.getTabs().stream()
                    .filter(one -> ("details-tab-container-" + tab).equals(one.getId()))
                    .forEach(tabs.getSelectionModel()::select);
        });
    }

    @SuppressWarnings("unchecked")
    private TableView<FileRow> table() {
        return (TableView<FileRow>) Objects.requireNonNull(window).node("container-files-table");
    }

    private List<String> names() {
        return Toolkit.get(() -> table().getItems().stream().map(FileRow::name).toList());
    }

    private void select(String name) {
        Toolkit.await("there is " + name, () -> names().contains(name));
        Toolkit.run(() -> table().getItems().stream()
                .filter(row -> row.name().equals(name))
                .forEach(row -> table().getSelectionModel().select(row)));
    }

    private void go(String folder) {
        Toolkit.run(() -> {
            TextField place = (TextField) Objects.requireNonNull(window).node("container-files-place");
            place.setText(folder);
            place.getOnAction().handle(null);
        });
    }

    private void bring(int way) {
        Toolkit.run(() -> ((MenuButton) Objects.requireNonNull(window).node("container-files-bring"))
                .getItems()
                .get(way)
                .fire());
    }

    @Test
    void foldersStandFirstAndEachFileTellsWhatItIsAndHowItDiffers() {
        OpenWindow shown = show();
        shown.awaitText("container-files-table", "Mounted");
        assertEquals(List.of("bin", "data", "dev", "etc", "root", "sbin", "srv", "tmp"), names());
        String top = shown.text("container-files-table");
        assertTrue(top.contains("sbin \u2192 bin"), top);
        assertTrue(top.contains("drwxrwxrwt"), top);
        go("/srv/www");
        shown.awaitText("container-files-table", "index.html");
        assertEquals(List.of("current", "logs", "index.html", "socket", "start"), names());
        String www = shown.text("container-files-table");
        assertTrue(www.contains("-rw-r--r--") && www.contains("33:33") && www.contains("13 B"), www);
        assertTrue(www.contains("start \u2192 index.html"), www);
        assertTrue(www.contains("Added"), www);
        go("bin");
        shown.awaitText("container-files-table", "Deleted");
        assertTrue(names().contains("ls"));
        assertTrue(shown.text("container-files-table").contains("-rwsr-xr-x"));
    }

    @Test
    void theKeyboardGoesIntoFoldersThroughLinksAndBack() {
        OpenWindow shown = show();
        go("/srv/www");
        select("current");
        Toolkit.run(() -> table().requestFocus());
        shown.press(KeyCode.ENTER);
        Toolkit.await("it is open", () -> names().equals(List.of("today")));
        assertEquals(
                "/srv/www/current", Toolkit.get(() -> ((TextField) shown.node("container-files-place")).getText()));
        Toolkit.await("the first is chosen", () -> table().getSelectionModel().getSelectedIndex() == 0);
        shown.press(KeyCode.BACK_SPACE);
        Toolkit.await("back", () -> names().contains("index.html"));
        go("/");
        Toolkit.await("at the top", () -> names().contains("srv"));
        assertFalse(shown.isUsable("container-files-up"));
    }

    @Test
    void aFileIsSavedAndAFolderBesideWhatIsThereAlready() throws Exception {
        OpenWindow shown = show();
        go("/srv/www");
        select("start");
        choice.layWithin(home);
        shown.click("container-files-save");
        Toolkit.await("it is told", () -> told.contains("Saved: " + home.resolve("start")));
        assertEquals("<h1>here</h1>", Files.readString(home.resolve("start")), "the content, not the link");
        Path kept = Files.createDirectory(home.resolve("logs")).resolve("of the user");
        Files.writeString(kept, "mine");
        select("current");
        choice.lay(home);
        shown.click("container-files-save");
        Toolkit.await("the folder is told", () -> told.contains("Saved: " + home.resolve("current")));
        select("logs");
        shown.click("container-files-save");
        Toolkit.await("another name is told", () -> told.contains("Saved: " + home.resolve("logs 2")));
        assertEquals("one\n", Files.readString(home.resolve("logs 2/today")));
        assertEquals("one\n", Files.readString(home.resolve("current/today")));
        assertEquals("mine", Files.readString(kept));
        select("socket");
        Toolkit.await("a socket has no content", () -> !shown.isUsable("container-files-save"));
    }

    @Test
    void aSaveThatIsCancelledLeavesNothing() throws Exception {
        OpenWindow shown = show();
        go("/srv");
        select("www");
        CountDownLatch begun = new CountDownLatch(2);
        containers().files().beforeSteps(() -> {
            begun.countDown();
            if (begun.getCount() == 0) {
                new CountDownLatch(1).await();
            }
        });
        Path out = Files.createDirectory(home.resolve("out"));
        choice.lay(out);
        shown.click("container-files-save");
        begun.await();
        shown.awaitText("container-files-work", "Saving www");
        shown.click("container-files-cancel");
        Toolkit.await("it is over", () -> !shown.shows("container-files-transfer"));
        try (Stream<Path> left = Files.list(out)) {
            assertEquals(List.of(), left.toList());
        }
        assertEquals(List.of(), told);
    }

    @Test
    void filesAreCopiedInAndNothingIsReplacedUnasked() throws Exception {
        OpenWindow shown = show();
        go("/srv/www");
        select("index.html");
        choice.lay(Files.writeString(home.resolve("new.html"), "new"));
        bring(0);
        Toolkit.await("it is there", () -> names().contains("new.html"));
        assertEquals("new", containers().files().content("web", "/srv/www/new.html"));
        assertEquals(List.of(), asked);
        choice.lay(Files.writeString(home.resolve("index.html"), "other"));
        agrees = false;
        bring(0);
        Toolkit.await("it asks", () -> asked.equals(List.of("Replace index.html?")));
        assertEquals("<h1>here</h1>", containers().files().content("web", "/srv/www/index.html"));
        agrees = true;
        Toolkit.await("nothing goes on", () -> !shown.shows("container-files-transfer"));
        bring(0);
        Toolkit.await("it is replaced", () -> content("/srv/www/index.html").equals("other"));
        Path folder = Files.createDirectory(home.resolve("assets"));
        Files.writeString(Files.createDirectory(folder.resolve("deep")).resolve("a"), "a");
        choice.lay(folder);
        Toolkit.await("nothing goes on", () -> !shown.shows("container-files-transfer"));
        bring(1);
        Toolkit.await("the folder is there", () -> names().contains("assets"));
        assertEquals("a", containers().files().content("web", "/srv/www/assets/deep/a"));
        assertEquals(2, asked.size());
    }

    private String content(String path) {
        try {
            return containers().files().content("web", path);
        } catch (ProblemException e) {
            return e.toString();
        }
    }

    @Test
    void whatCannotBeLookedAtOrCopiedIsSaidInWordsInPlace() throws Exception {
        containers().files().beforeSteps(() -> {
            throw new ProblemException(new ContainerProblem.NamespaceFailed("newuidmap is not installed"));
        });
        OpenWindow shown = show();
        shown.awaitText("container-files", "newuidmap is not installed");
        containers().files().beforeSteps(() -> {});
        shown.click("container-files-again");
        Toolkit.await("they are there", () -> names().contains("srv"));
        assertFalse(shown.text("container-files").contains("newuidmap"));
        go("/none/such");
        shown.awaitText("container-files", "web has no /none/such");
        go("/srv/www");
        select("index.html");
        containers().files().beforeSteps(() -> {
            throw new ProblemException(new ContainerProblem.ContainerFilesUnusable("web", "/srv", "the disk is full"));
        });
        choice.layWithin(home);
        shown.click("container-files-save");
        shown.awaitText("container-files", "the disk is full");
        assertFalse(Files.exists(home.resolve("index.html")));
    }

    @Test
    void aLookThatHangsEndsWithTheTab() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        containers().files().beforeSteps(() -> {
            begun.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.countDown();
                throw e;
            }
        });
        OpenWindow shown = show();
        begun.await();
        shown.awaitText("container-files", "Reading the folder");
        turnTo("overview");
        interrupted.await();
        containers().files().beforeSteps(() -> {});
        turnTo("files");
        Toolkit.await("it looks again", () -> names().contains("srv"));
    }

    @Test
    void aFolderOfManyFilesIsShownWithRowsForTheSeenOnesAlone() throws Exception {
        for (int i = 0; i < 20_000; i++) {
            containers().files().write("web", "/many/f%05d".formatted(i), "", 0644, 0, 0);
        }
        OpenWindow shown = show();
        go("/many");
        Toolkit.await("all are listed", () -> names().size() == 20_000);
        Toolkit.awaitFrames(2);
        int drawn = Toolkit.get(() -> table().lookupAll(".table-row-cell").size());
        assertTrue(drawn > 5 && drawn < 100, () -> drawn + " rows");
        assertTrue(shown.text("container-files-table").contains("f00000"));
    }

    private void draw(String name) throws Exception {
        OpenWindow shown = show();
        go("/srv/www");
        select("index.html");
        Pictures.draw(shown.stage().getScene(), 1, "container-files-" + name);
        go("/bin");
        shown.awaitText("container-files-table", words.text("containers.files.change.deleted"));
        CountDownLatch begun = new CountDownLatch(1);
        containers().files().beforeSteps(() -> {
            begun.countDown();
            new CountDownLatch(1).await();
        });
        select("busybox");
        choice.layWithin(home);
        shown.click("container-files-save");
        begun.await();
        Toolkit.awaitFrames(2);
        Pictures.draw(shown.stage().getScene(), 1, "container-files-saving-" + name);
        shown.click("container-files-cancel");
        containers().files().beforeSteps(() -> {
            throw new ProblemException(new ContainerProblem.NamespaceFailed("newuidmap is not installed"));
        });
        shown.click("container-files-again");
        Toolkit.await("it is refused", () -> names().isEmpty());
        Pictures.draw(shown.stage().getScene(), 1, "container-files-refused-" + name);
    }

    @Test
    void drawnInTheLight() throws Exception {
        draw("light");
    }

    @Test
    void drawnInTheDark() throws Exception {
        Toolkit.run(() -> Application.setUserAgentStylesheet(new PrimerDark().getUserAgentStylesheetBSS()));
        draw("dark");
    }

    @Test
    void drawnInALongLanguage() throws Exception {
        words = PseudoLocale.words();
        draw("long");
    }
}
