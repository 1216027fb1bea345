package dev.hamlet.app.images.containers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hamlet.app.fx.Dialogs;
import dev.hamlet.app.fx.OpenWindow;
import dev.hamlet.app.fx.Overlay;
import dev.hamlet.app.fx.TestFiles;
import dev.hamlet.app.fx.Toolkit;
import dev.hamlet.app.machines.TestMachines;
import dev.hamlet.app.words.Messages;
import dev.hamlet.engine.image.ImageReference;
import dev.hamlet.engine.image.registry.FoundImage;
import dev.hamlet.engine.job.JobPart;
import dev.hamlet.engine.job.JobSnapshot;
import dev.hamlet.engine.job.Phrase;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.problem.ImageProblem;
import dev.hamlet.engine.problem.ProblemException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import javafx.application.Platform;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ListView;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The tab as a person uses it: a real store of images; registries and containers as the test says. */
@Tag("window")
@Timeout(120)
class StoredImagesTest {
    @TempDir
    private Path home = Path.of("");

    private final Messages words = Messages.of(Locale.ENGLISH);
    private final TestFiles files = new TestFiles();
    private final List<Dialogs.Question> asked = new ArrayList<>();
    private final Map<String, InvocationHandler> instead = new HashMap<>();
    private final List<String> run = new ArrayList<>();
    private @Nullable TestMachines opened;
    private @Nullable StoredImagesTab tab;
    private @Nullable OpenWindow window;

    @BeforeEach
    void open() throws Exception {
        Toolkit.start();
        opened = TestMachines.ofEngine(home.resolve("hamlet"));
    }

    @AfterEach
    void close() {
        if (window != null) {
            window.close();
            Toolkit.run(() -> Objects.requireNonNull(tab).dispose());
        }
        machines().close();
    }

    private TestMachines machines() {
        return Objects.requireNonNull(opened);
    }

    /** The engine's, but for what the test does itself. */
    private StoredImagesWork work() {
        StoredImagesWork real = StoredImagesWork.of(machines().engine());
        return (StoredImagesWork) Proxy.newProxyInstance(
                StoredImagesWork.class.getClassLoader(),
                new Class<?>[] {StoredImagesWork.class},
                (proxy, method, arguments) -> {
                    InvocationHandler own = instead.get(method.getName());
                    if (own != null) {
                        return own.invoke(real, method, arguments);
                    }
                    try {
                        return method.invoke(real, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private OpenWindow window() {
        if (window == null) {
            window = OpenWindow.with(() -> {
                BorderPane page = new BorderPane();
                StackPane content = new StackPane(page);
                content.getStyleClass().add("window");
                Overlay above = new Overlay(content);
                StoredImagesTab made = new StoredImagesTab(
                        work(),
                        Platform::runLater,
                        TimeSource.system(),
                        above,
                        (question, agreed) -> {
                            asked.add(question);
                            agreed.run();
                        },
                        files,
                        words,
                        run::add,
                        count -> {});
                tab = made;
                HBox tools = new HBox();
                tools.getStyleClass().add("toolbar");
                tools.getChildren().addAll(made.tools());
                page.setTop(tools);
                page.setCenter(made.node());
                return above;
            });
        }
        return window;
    }

    private void make(String name, int records) throws Exception {
        TestStore.make(machines().engine(), name, records, "sh");
    }

    private void select(String name) {
        window().awaitText("stored-table", name);
        TableView<?> table = (TableView<?>) window().node("stored-table");
        Toolkit.run(() -> {
            for (int i = 0; i < table.getItems().size(); i++) {
                if (((StoredImage) table.getItems().get(i)).image().shownName().equals(name)) {
                    table.getSelectionModel().clearAndSelect(i);
                }
            }
        });
        window().awaitText("stored-details-name", name);
    }

    private void type(String id, String text) {
        TextField field = (TextField) window().node(id);
        Toolkit.run(() -> field.setText(text));
    }

    private List<String> names() throws ProblemException {
        return machines().engine().containerImages().list().stream()
                .flatMap(image -> image.references().stream())
                .map(ImageReference::familiar)
                .sorted()
                .toList();
    }

    @Test
    void imagesAreListedWithWhatTheyTakeAndOpenedToTheirLayersAndSteps() throws Exception {
        make("localhost/web:1", 1);
        make("localhost/base:1", 1);
        window().awaitText("stored-sum", "2 images");
        select("localhost/web:1");
        String table = window().text("stored-table");
        assertTrue(table.contains("localhost/base:1") && table.contains("linux/"), table);
        window().awaitText("stored-fact-program", "sh");
        window().awaitText("stored-fact-ports", "80/tcp");
        window().awaitText("stored-fact-environment", "NAME=localhost/web:1");
        String layers = window().text("stored-layers");
        assertTrue(layers.contains("ADD file:1234 in /"), layers);
        assertTrue(layers.indexOf("CMD") < layers.indexOf("ADD"), "the newest first: " + layers);
        assertTrue(layers.contains("no layer"), layers);
        assertFalse(window().text("stored-fact-shared").startsWith("0"), "both have one layer");
        window().click("stored-run");
        assertEquals(List.of("localhost/web:1"), run);
        type("stored-search", "BASE");
        Toolkit.await("found", () -> !window().text("stored-table").contains("web"));
    }

    @Test
    void anImageThatContainersWereMadeFromIsNotRemovedAndItIsSaidWhy() throws Exception {
        make("localhost/web:1", 1);
        StoredImagesWork real = StoredImagesWork.of(machines().engine());
        instead.put(
                "list",
                (proxy, method, arguments) -> real.list().stream()
                        .map(one -> new StoredImage(one.image(), one.usage(), List.of("shop", "blog")))
                        .toList());
        select("localhost/web:1");
        window().awaitText("stored-fact-users", "shop, blog");
        window().awaitText("stored-why", "Containers were made from it: shop, blog.");
        assertFalse(window().isUsable("stored-remove"));
        assertTrue(window().isUsable("stored-tag"));
    }

    @Test
    void namesAreGivenAndTakenAwayAndTheImageGoesWithAll() throws Exception {
        make("localhost/web:1", 1);
        select("localhost/web:1");
        window().click("stored-tag");
        type("tag-image-name", "Web");
        window().awaitText("tag-image-wrong", "capital letters");
        assertFalse(window().isUsable("tag-image-deed"));
        type("tag-image-name", "localhost/web:latest");
        window().awaitEnabled("tag-image-deed");
        window().click("tag-image-deed");
        Toolkit.await("tagged", () -> window().shows("stored-untag"));
        assertEquals(List.of("localhost/web:1", "localhost/web:latest"), names());
        window().click("stored-untag");
        Toolkit.await("untagged", () -> !window().shows("stored-untag"));
        assertEquals(List.of("localhost/web:latest"), names());
        window().click("stored-remove");
        window().awaitText("stored-none", "No container images yet");
        assertEquals(1, asked.size());
        assertEquals(List.of(), names());
    }

    @Test
    void whatIsExportedIsImportedAgain() throws Exception {
        make("localhost/web:1", 1);
        select("localhost/web:1");
        window().click("stored-export");
        files.layWithin(home);
        window().click("export-image-browse");
        window().awaitEnabled("export-image-deed");
        window().click("export-image-deed");
        Path archive = home.resolve("localhost-web-1.tar");
        Toolkit.await("written", () -> Files.exists(archive));
        window().click("stored-export");
        type("export-image-file", archive.toString());
        window().awaitText("export-image-wrong", "There is something of that name already.");
        window().click("export-image-cancel");
        window().click("stored-remove");
        window().awaitText("stored-none", "No container images yet");
        window().click("stored-import");
        type("import-archive-file", home.resolve("none.tar").toString());
        window().awaitText("import-archive-wrong", "There is no such file.");
        files.lay(archive);
        window().click("import-archive-browse");
        window().awaitEnabled("import-archive-deed");
        type("import-archive-name", "Bad");
        window().awaitText("import-archive-wrong", "capital letters");
        type("import-archive-name", "");
        window().click("import-archive-deed");
        window().awaitText("stored-details-name", "localhost/web:1");
        Path text = Files.writeString(home.resolve("notes.txt"), "nothing to unpack");
        window().click("stored-import");
        type("import-archive-file", text.toString());
        window().click("import-archive-deed");
        window().awaitText("problem-image-archive-unusable", "notes.txt");
    }

    @Test
    void aDialogActsOnTheImageThatItWasOpenedForWhateverIsSelectedByThen() throws Exception {
        make("localhost/web:1", 1);
        make("localhost/base:1", 2);
        List<String> done = new CopyOnWriteArrayList<>();
        for (String deed : List.of("tag", "push", "export")) {
            instead.put(deed, (proxy, method, arguments) -> {
                done.add(deed + " " + ((StoredImage) arguments[0]).image().shownName());
                return deed.equals("tag")
                        ? null
                        : machines().engine().jobs().start(Phrase.of("job.image-push", "x"), progress -> "x");
            });
            select("localhost/web:1");
            window().click("stored-" + deed);
            if (deed.equals("export")) {
                type("export-image-file", home.resolve("web.tar").toString());
            }
            window().awaitEnabled(deed + "-image-deed");
            select("localhost/base:1");
            window().click(deed + "-image-deed");
            Toolkit.await(
                    deed + " was done",
                    () -> done.size() == List.of("tag", "push", "export").indexOf(deed) + 1);
        }
        assertEquals(List.of("tag localhost/web:1", "push localhost/web:1", "export localhost/web:1"), done);
    }

    @Test
    void aPruneSaysFirstHowMuchItGivesBack() throws Exception {
        make("localhost/web:1", 1);
        make("localhost/web:1", 40);
        window().awaitText("stored-sum", "2 images");
        window().click("stored-prune");
        window().awaitText("prune-images-sum", "Removes 1 image ");
        CheckBox all = (CheckBox) window().node("prune-images-all");
        Toolkit.run(() -> all.setSelected(true));
        window().awaitText("prune-images-sum", "Removes 2 images");
        window().awaitText("prune-images-answer", "localhost/web:1");
        Toolkit.run(() -> all.setSelected(false));
        window().awaitText("prune-images-sum", "Removes 1 image ");
        window().click("prune-images-deed");
        window().awaitText("stored-sum", "1 image");
        assertEquals(List.of("localhost/web:1"), names());
        window().click("stored-prune");
        window().awaitText("prune-images-sum", "There is nothing to remove.");
        assertFalse(window().isUsable("prune-images-deed"));
    }

    @Test
    void eachLayerOnItsWayIsSeenAndThePullCanBeCancelled() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        List<ImageReference> pulled = new ArrayList<>();
        instead.put(
                "search",
                (proxy, method, arguments) -> List.of(
                        new FoundImage("docker.io/library/nginx", "A web server", 20_000, true),
                        new FoundImage("docker.io/team/nginx", "", 3, false)));
        instead.put("pull", (proxy, method, arguments) -> {
            pulled.add((ImageReference) arguments[0]);
            return machines().engine().jobs().start(Phrase.of("job.image-pull", "nginx:latest"), progress -> {
                progress.parts(List.of(
                        new JobPart(Phrase.of("step.layer-here", "4f2a91c07d3e"), 3 << 20, 3 << 20),
                        new JobPart(Phrase.of("step.layer-comes", "a80b1d33c9f2"), 20 << 20, 50 << 20)));
                progress.bytes(20 << 20, 50 << 20);
                never.await();
                throw new IllegalStateException("nobody lets it go on");
            });
        });
        window().click("stored-pull");
        type("pull-image-name", "nginx");
        window().click("pull-image-search");
        window().awaitText("pull-image-found", "docker.io/library/nginx, liked by 20000 (official)");
        ListView<?> found = (ListView<?>) window().node("pull-image-found");
        Toolkit.run(() -> found.getSelectionModel().select(0));
        assertEquals(
                "docker.io/library/nginx", Toolkit.get(() -> ((TextField) window().node("pull-image-name")).getText()));
        window().click("pull-image-deed");
        window().awaitText("transfer-title", "Bring nginx:latest");
        window().awaitText("transfer-layer-0", "4f2a91c07d3e was here already");
        window().awaitText("transfer-layer-1", "a80b1d33c9f2 is coming");
        window().awaitText("transfer", "20 MiB of 50 MiB");
        assertEquals(List.of(ImageReference.parse("nginx")), pulled);
        window().picture(Path.of("target", "screenshots", "stored-images-pull.png"));
        window().click("transfer-cancel");
        Toolkit.await("gone", () -> !window().shows("transfer"));
        assertTrue(machines().engine().jobs().running().stream()
                .allMatch(job -> job.snapshot().state() != JobSnapshot.State.RUNNING));
        assertFalse(window().shows("stored-again"), "what was cancelled is no failure");
    }

    @Test
    void aRegistryThatDoesNotAnswerIsToldAndTriedAgain() throws Exception {
        List<String> tries = new ArrayList<>();
        instead.put(
                "pull",
                (proxy, method, arguments) -> machines()
                        .engine()
                        .jobs()
                        .start(Phrase.of("job.image-pull", "x"), progress -> {
                            tries.add(arguments[0].toString());
                            throw new ProblemException(
                                    new ImageProblem.RegistryUnreachable("registry.example", "no route"));
                        }));
        instead.put("search", (proxy, method, arguments) -> {
            throw new ProblemException(new ImageProblem.SearchMissing("registry.example"));
        });
        window().click("stored-pull");
        type("pull-image-name", "registry.example/x");
        window().click("pull-image-search");
        window().node("problem-search-missing");
        window().click("pull-image-deed");
        window().awaitText("problem-registry-unreachable", "registry.example");
        window().click("stored-again");
        Toolkit.await("tried again", () -> tries.size() == 2);
    }
}
