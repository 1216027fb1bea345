package dev.hamlet.app.images;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hamlet.app.fx.Dialogs;
import dev.hamlet.app.fx.ModelThread;
import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.inventory.KnownImage;
import dev.hamlet.engine.job.Phrase;
import dev.hamlet.engine.machine.Machine;
import dev.hamlet.engine.machine.NewMachine;
import dev.hamlet.engine.machine.StartOptions;
import dev.hamlet.engine.problem.HostProblem;
import dev.hamlet.engine.problem.MediaProblem;
import dev.hamlet.engine.problem.ProblemException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class LibraryModelTest {
    @TempDir
    private Path home = Path.of("");

    private final ModelThread turns = new ModelThread();
    private final List<Dialogs.Question> asked = new ArrayList<>();
    private final List<NewMachine.Source> made = new ArrayList<>();
    private final AtomicBoolean agrees = new AtomicBoolean(true);
    private @Nullable TestImages opened;

    @BeforeEach
    void open() throws Exception {
        opened = new TestImages(home);
    }

    @AfterEach
    void close() {
        images().close();
    }

    private TestImages images() {
        return Objects.requireNonNull(opened);
    }

    private LibraryModel modelOf(LibraryWork work) {
        return new LibraryModel(
                work,
                turns,
                TestImages.impatient(),
                (question, agreed) -> {
                    asked.add(question);
                    if (agrees.get()) {
                        agreed.run();
                    }
                },
                made::add);
    }

    private LibraryModel model() {
        LibraryModel model = modelOf(LibraryWork.of(images().engine()));
        model.lookAgain();
        turns.await("looked", () -> model.loadingProperty().get() == LibraryModel.Loading.DONE);
        return model;
    }

    private static List<String> names(LibraryModel model) {
        return model.rowsProperty().get().stream()
                .map(row -> row.image().name())
                .sorted()
                .toList();
    }

    private static void select(LibraryModel model, String name) {
        model.selectedProperty()
                .set(model.rowsProperty().get().stream()
                        .filter(row -> row.image().name().equals(name))
                        .findFirst()
                        .orElseThrow());
    }

    private static Optional<String> reason(LibraryModel model, ImageCommand command) {
        return model.obstacle(command).getValue().map(Phrase::key);
    }

    @Test
    void whatCannotBeDoneNowHasItsReason() throws Exception {
        Path base = images().disk("base.qcow2");
        Path top = images().overlay("top.qcow2", base);
        Machine web = images().machine("web", top);
        images().image("Template");
        images().engine()
                .imageCare()
                .create("scratch", ByteSize.ofMebibytes(16))
                .await();
        web.start(StartOptions.CAREFUL).await();
        try (LibraryModel model = model()) {
            assertEquals(Optional.of("images.obstacle.none"), reason(model, ImageCommand.GROW));
            select(model, "top.qcow2");
            assertEquals(Optional.of("images.obstacle.running"), reason(model, ImageCommand.GROW));
            assertEquals(Optional.of("images.obstacle.running"), reason(model, ImageCommand.COMPACT));
            assertEquals(Optional.of("images.obstacle.running"), reason(model, ImageCommand.VERIFY));
            assertEquals(Optional.of("images.obstacle.used"), reason(model, ImageCommand.DELETE));
            assertEquals(Optional.empty(), reason(model, ImageCommand.REVEAL));
            select(model, "base.qcow2");
            assertEquals(Optional.of("images.obstacle.running"), reason(model, ImageCommand.GROW));
            assertEquals(Optional.empty(), reason(model, ImageCommand.VERIFY));
            select(model, "Template");
            assertEquals(Optional.of("images.obstacle.sealed"), reason(model, ImageCommand.GROW));
            assertEquals(Optional.empty(), reason(model, ImageCommand.DELETE));
            select(model, "scratch.qcow2");
            for (ImageCommand command : ImageCommand.values()) {
                assertEquals(Optional.empty(), reason(model, command), command.name());
            }
        }
    }

    @Test
    void aNewDiskIsSelectedOnceItIsThere() throws Exception {
        try (LibraryModel model = model()) {
            model.create("data", ByteSize.ofMebibytes(16));
            turns.await("made and selected", () -> model.selectedProperty().get() != null);
            assertEquals(
                    "data.qcow2",
                    Objects.requireNonNull(model.selectedProperty().get())
                            .image()
                            .name());
            model.create("data", ByteSize.ofMebibytes(16));
            turns.await("told", () -> model.failureProperty().get().isPresent());
            assertInstanceOf(
                    MediaProblem.FileExists.class, model.failureProperty().get().orElseThrow());
            model.dismiss();
            assertTrue(model.failureProperty().get().isEmpty());
        }
    }

    @Test
    void deletingAsksFirstAndGoesToTheTrash() throws Exception {
        images().engine()
                .imageCare()
                .create("scratch", ByteSize.ofMebibytes(16))
                .await();
        try (LibraryModel model = model()) {
            select(model, "scratch.qcow2");
            agrees.set(false);
            model.delete();
            assertEquals(List.of("scratch.qcow2"), names(model));
            agrees.set(true);
            model.delete();
            turns.await("gone", () -> names(model).isEmpty());
            assertEquals(2, asked.size());
            assertTrue(model.selectedProperty().get() == null);
            assertTrue(Files.exists(images().paths().trash()));
        }
    }

    @Test
    void aMachineThatTookTheDiskMeanwhileStopsTheDeletion() throws Exception {
        Path disk = images().engine()
                .imageCare()
                .create("scratch", ByteSize.ofMebibytes(16))
                .await();
        try (LibraryModel model = model()) {
            select(model, "scratch.qcow2");
            images().machine("web", disk);
            model.delete();
            turns.await("told", () -> model.failureProperty().get().isPresent());
            MediaProblem.ImageInUse problem = assertInstanceOf(
                    MediaProblem.ImageInUse.class, model.failureProperty().get().orElseThrow());
            assertEquals(List.of("web"), problem.users());
            assertTrue(Files.exists(disk));
        }
    }

    @Test
    void theSelectionStaysWhileImagesComeAndChange() throws Exception {
        images().engine().imageCare().create("b", ByteSize.ofMebibytes(16)).await();
        try (LibraryModel model = model()) {
            select(model, "b.qcow2");
            model.create("a", ByteSize.ofMebibytes(16));
            turns.await("two", () -> names(model).size() == 2);
            select(model, "b.qcow2");
            model.grow(Objects.requireNonNull(model.selectedProperty().get()), ByteSize.ofMebibytes(32));
            turns.await(
                    "grown",
                    () -> Objects.requireNonNull(model.selectedProperty().get())
                                    .image()
                                    .virtualBytes()
                            == 32 << 20);
            model.verify();
            turns.await(
                    "checked",
                    () -> Objects.requireNonNull(model.selectedProperty().get())
                                    .image()
                                    .check()
                            != null);
        }
    }

    @Test
    void aMachineIsMadeFromWhatIsSelected() throws Exception {
        Path disk = images().engine()
                .imageCare()
                .create("scratch", ByteSize.ofMebibytes(16))
                .await();
        images().image("Template");
        try (LibraryModel model = model()) {
            select(model, "scratch.qcow2");
            model.make();
            select(model, "Template");
            model.make();
            assertEquals(
                    List.of(new NewMachine.Source.Disk(disk.toRealPath()), new NewMachine.Source.Image("Template")),
                    made);
        }
    }

    @Test
    void aFolderThatCannotBeReadIsToldAndWhatWasSeenStays() throws Exception {
        images().image("Template");
        try (LibraryModel model = model()) {
            Path away = home.resolve("away");
            Files.move(images().paths().images(), away);
            Files.writeString(images().paths().images(), "no folder");
            model.lookAgain();
            turns.await("told", () -> model.problemProperty().get().isPresent());
            assertInstanceOf(
                    HostProblem.FolderUnusable.class,
                    model.problemProperty().get().orElseThrow());
            assertEquals(List.of("Template"), names(model));
            Files.delete(images().paths().images());
            Files.move(away, images().paths().images());
            model.lookAgain();
            turns.await("read again", () -> model.problemProperty().get().isEmpty());
        }
    }

    /** An engine that knows these images and does nothing. */
    static LibraryWork answering(List<KnownImage> images) {
        return (LibraryWork) Proxy.newProxyInstance(
                LibraryWork.class.getClassLoader(),
                new Class<?>[] {LibraryWork.class},
                (proxy, method, arguments) -> images);
    }

    /** An engine that answers to nothing until it is let go. */
    static LibraryWork hanging(CountDownLatch go) {
        return (LibraryWork) Proxy.newProxyInstance(
                LibraryWork.class.getClassLoader(), new Class<?>[] {LibraryWork.class}, (proxy, method, arguments) -> {
                    go.await();
                    return List.of();
                });
    }

    @Test
    void anEngineThatHangsHoldsNobodyUp() {
        CountDownLatch go = new CountDownLatch(1);
        try (LibraryModel model = modelOf(hanging(go))) {
            for (int i = 0; i < 100; i++) {
                model.lookAgain();
            }
            model.watch(true);
            assertEquals(LibraryModel.Loading.UNDER_WAY, model.loadingProperty().get());
            model.searchProperty().set("x");
            go.countDown();
            turns.await("looked", () -> model.loadingProperty().get() == LibraryModel.Loading.DONE);
        }
    }

    @Test
    void theTreeFollowsTheChainsAndKeepsWhatIsOpen() throws ProblemException {
        ImageTree tree = new ImageTree();
        KnownImage base = image("base", null);
        KnownImage top = image("top", base.file());
        KnownImage other = image("other", null);
        tree.show(LibraryModel.rowsOf(List.of(top, other, base)), "");
        assertEquals(
                List.of("base", "other"),
                tree.root().getChildren().stream()
                        .map(item -> item.getValue().image().name())
                        .toList());
        var item = tree.root().getChildren().getFirst();
        assertEquals(List.of("top"), item.getValue().builders());
        item.setExpanded(false);
        tree.show(LibraryModel.rowsOf(List.of(other, base, top, image("new", null))), "");
        assertEquals(item, tree.item(base.file()));
        assertFalse(item.isExpanded());
        tree.show(LibraryModel.rowsOf(List.of(other, base, top)), "TOP");
        assertEquals(List.of(item), List.copyOf(tree.root().getChildren()));
        assertTrue(item.isExpanded());
        assertNotNull(tree.item(top.file()));
    }

    @Test
    void filesThatBuildOnEachOtherInACircleAreListedAll() throws ProblemException {
        ImageTree tree = new ImageTree();
        KnownImage one = image("one", Path.of("/x/two"));
        KnownImage two = image("two", Path.of("/x/one"));
        tree.show(LibraryModel.rowsOf(List.of(one, two)), "");
        assertEquals(2, tree.root().getChildren().size());
    }

    @Test
    void versionsAreOrderedAsPeopleCount() {
        assertTrue(Versions.compare("9", "10") < 0);
        assertTrue(Versions.compare("24.04 noble", "24.04.1 noble") < 0);
        assertTrue(Versions.compare("3.23", "3.9") > 0);
        assertEquals(0, Versions.compare("13 trixie", "13 trixie"));
    }

    private static KnownImage image(String name, @Nullable Path base) {
        return new KnownImage(
                Path.of("/x", name),
                name,
                KnownImage.Kind.DISK,
                KnownImage.Place.ELSEWHERE,
                dev.hamlet.engine.media.DiskFormat.QCOW2,
                1,
                1,
                base,
                List.of(),
                null,
                null,
                Instant.EPOCH,
                null);
    }
}
