package dev.hamlet.app.containers.create;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import dev.hamlet.app.fx.OpenWindow;
import dev.hamlet.app.fx.Overlay;
import dev.hamlet.app.fx.Pictures;
import dev.hamlet.app.fx.TestFiles;
import dev.hamlet.app.fx.Toolkit;
import dev.hamlet.app.words.Messages;
import dev.hamlet.app.words.PseudoLocale;
import dev.hamlet.engine.container.ContainerId;
import dev.hamlet.engine.container.ContainerLimits;
import dev.hamlet.engine.container.ContainerSpec;
import dev.hamlet.engine.container.ContainerSpecJson;
import dev.hamlet.engine.container.ContainerWish;
import dev.hamlet.engine.container.FilesWish;
import dev.hamlet.engine.container.ImageDefaults;
import dev.hamlet.engine.container.KeptLimits;
import dev.hamlet.engine.container.MountWish;
import dev.hamlet.engine.container.NetworkWish;
import dev.hamlet.engine.container.PublishedPort;
import dev.hamlet.engine.container.RestartPolicy;
import dev.hamlet.engine.container.Upkeep;
import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.image.BlobDescriptor;
import dev.hamlet.engine.image.BlobDigest;
import dev.hamlet.engine.image.Image;
import dev.hamlet.engine.image.ImageConfig;
import dev.hamlet.engine.image.ImageManifest;
import dev.hamlet.engine.image.ImageReference;
import dev.hamlet.engine.image.Platform;
import dev.hamlet.engine.problem.ContainerProblem;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import javafx.application.Application;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.StackPane;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The dialog as a person uses it; what is ordered is looked at, and nothing is made. */
@Tag("window")
@Timeout(120)
class NewContainerTest {
    private Messages words = Messages.of(Locale.ENGLISH);
    private final TestFiles files = new TestFiles();
    private final List<ContainerOutcome> told = new ArrayList<>();
    private TestWorkshop workshop = new TestWorkshop(List.of());
    private @Nullable OpenWindow window;

    @BeforeEach
    void begin() throws Exception {
        Toolkit.start();
        workshop = new TestWorkshop(List.of(
                image("localhost/busybox:latest", List.of("sh"), List.of()),
                image("nginx:latest", List.of("nginx", "-g", "daemon off;"), List.of("80/tcp", "53/udp"))));
    }

    @AfterEach
    void close() {
        if (window != null) {
            window.close();
        }
    }

    private static Image image(String name, List<String> command, List<String> ports) throws Exception {
        BlobDigest digest = BlobDigest.of(name.getBytes(StandardCharsets.UTF_8));
        BlobDescriptor config = new BlobDescriptor("", digest, 1, Optional.empty(), Map.of());
        return new Image(
                List.of(ImageReference.parse(name)),
                digest,
                digest,
                new ImageManifest("", config, List.of()),
                new ImageConfig(
                        Platform.ofThisHost(),
                        Optional.empty(),
                        "",
                        new ImageConfig.RunConfig(
                                "",
                                List.of(),
                                command,
                                List.of("PATH=/bin"),
                                "",
                                ports,
                                List.of(),
                                Map.of(),
                                "",
                                List.of(),
                                Optional.empty()),
                        List.of(),
                        List.of()));
    }

    private @Nullable ContainerSpec before;

    private OpenWindow window() {
        if (window == null) {
            window = OpenWindow.with(() -> {
                StackPane content = new StackPane();
                content.getStyleClass().add("window");
                return new Overlay(content);
            });
            OpenWindow shown = window;
            Toolkit.run(() -> {
                Overlay overlay = (Overlay) shown.stage().getScene().getRoot();
                overlay.show(new NewContainerView(
                        new NewContainerModel(
                                workshop, before, words, javafx.application.Platform::runLater, told::add),
                        files,
                        words));
            });
        }
        return window;
    }

    private void type(String id, String text) {
        TextInputControl field = (TextInputControl) window().node(id);
        Toolkit.run(() -> field.setText(text));
    }

    private String field(String id) {
        TextInputControl field = (TextInputControl) window().node(id);
        return Toolkit.get(field::getText);
    }

    private ContainerOrder order() {
        Toolkit.await("ordered", () -> workshop.orders().size() == 1);
        return Objects.requireNonNull(workshop.orders().getFirst());
    }

    @Test
    void enterAllTheWayMakesAGoodContainer() {
        window().awaitText("new-container-image-note", "It is on this computer.");
        window().awaitEnabled("new-container-create");
        window().press(KeyCode.ENTER);
        ContainerOrder order = order();
        assertEquals(
                "localhost/busybox:latest",
                assertInstanceOf(ImageWay.Here.class, order.image()).name());
        assertEquals("", order.name());
        assertTrue(order.start());
        assertTrue(
                order.wish().terminal() && order.wish().interactive(), "a shell without a terminal would end at once");
        assertEquals(NetworkWish.NOTHING, order.wish().network());
        assertEquals(Optional.empty(), order.wish().memory());
        assertEquals(0, order.wish().cpus());
        assertFalse(window().shows("new-container"));
    }

    @Test
    void leavingTheDialogMakesNothing() {
        window().awaitEnabled("new-container-create");
        window().press(KeyCode.ESCAPE);
        Toolkit.await("gone", () -> !window().shows("new-container"));
        assertEquals(List.of(), workshop.orders());
    }

    @Test
    void thePortsOfTheImageAreOfferedWhereTheyAreFree() {
        workshop.hold(8080, "nginx (process 12)");
        window().awaitEnabled("new-container-create");
        type("new-container-image", "nginx");
        Toolkit.await("a free one", () -> field("new-container-port-host-0").equals("8081"));
        assertEquals("80", field("new-container-port-inside-0"));
        assertEquals("8053", field("new-container-port-host-1"));
        window().awaitText("new-container-command-note", "daemon off;");
        window().awaitText("new-container-variables-note", "PATH=/bin");
        window().awaitEnabled("new-container-create");
        window().click("new-container-create");
        assertEquals(
                List.of(
                        new PublishedPort(PublishedPort.LOOPBACK, 8081, 80, PublishedPort.Protocol.TCP),
                        new PublishedPort(PublishedPort.LOOPBACK, 8053, 53, PublishedPort.Protocol.UDP)),
                order().wish().network().ports());
        assertFalse(order().wish().terminal(), "a server needs none");
    }

    @Test
    void whoHoldsAPortIsToldAsItIsWritten() {
        workshop.hold(9000, "the container shop");
        window().awaitEnabled("new-container-create");
        window().click("new-container-port-add");
        window().awaitText("new-container-wrong", "Ports are numbers");
        assertFalse(window().isUsable("new-container-create"));
        type("new-container-port-inside-0", "90");
        type("new-container-port-host-0", "9000");
        window().awaitText("new-container-port-note-0", "Port 9000 is held by the container shop.");
        assertFalse(window().isUsable("new-container-create"));
        window().click("new-container-port-free-0");
        assertEquals("9001", field("new-container-port-host-0"));
        window().awaitEnabled("new-container-create");
        window().click("new-container-port-add");
        type("new-container-port-inside-1", "91");
        type("new-container-port-host-1", "9001");
        window().awaitText("new-container-wrong", "9001 stands there twice");
        type("new-container-port-host-1", "");
        window().awaitEnabled("new-container-create");
        window().click("new-container-port-remove-0");
        window().click("new-container-create");
        assertEquals(
                List.of(new PublishedPort(PublishedPort.LOOPBACK, 0, 91, PublishedPort.Protocol.TCP)),
                order().wish().network().ports());
    }

    @Test
    void aPortThatOrdinaryUsersMayNotHaveIsToldAtOnceWithTheLimitAndWhatToDo() {
        window().awaitEnabled("new-container-create");
        window().click("new-container-port-add");
        type("new-container-port-inside-0", "80");
        type("new-container-port-host-0", "79");
        window().awaitText("new-container-port-note-0", "Below 100, ordinary users may not listen on this computer.");
        assertFalse(window().text("new-container-port-note-0").contains("preferences"), "79 cannot be allowed");
        type("new-container-port-host-0", "80");
        window().awaitText(
                        "new-container-port-note-0",
                        "Below 100, ordinary users may not listen on this computer. Ports from 80 on can be allowed in the"
                                + " preferences, under This computer.");
        assertFalse(window().isUsable("new-container-create"));
        Pictures.draw(window().stage().getScene(), 1, "new-container-low-port");
        window().click("new-container-port-free-0");
        assertEquals("8080", field("new-container-port-host-0"));
        window().awaitEnabled("new-container-create");
    }

    @Test
    void aPortThatWasTakenOrLetGoOfSinceItWasWrittenIsSeenInTime() {
        window().awaitEnabled("new-container-create");
        window().click("new-container-port-add");
        type("new-container-port-inside-0", "90");
        type("new-container-port-host-0", "9000");
        window().awaitEnabled("new-container-create");
        workshop.hold(9000, "the container shop");
        window().click("new-container-create");
        window().awaitText("new-container-port-note-0", "Port 9000 is held by the container shop.");
        assertEquals(List.of(), workshop.orders());
        assertTrue(window().shows("new-container"), "what was written is still there");
        workshop.release(9000);
        window().awaitEnabled("new-container-create");
        window().click("new-container-create");
        assertEquals(9000, order().wish().network().ports().getFirst().hostPort());
    }

    @Test
    void whatCannotBeIsToldWhereItStands() {
        window().awaitEnabled("new-container-create");
        type("new-container-name", "old");
        window().awaitText("new-container-name-note", "There is a container old already.");
        type("new-container-name", "-x");
        window().awaitText("new-container-wrong", "begins with a letter or digit");
        type("new-container-name", "");
        type("new-container-command", "sh -c 'x");
        window().awaitText("new-container-command-note", "has no end");
        type("new-container-command", "");
        type("new-container-variables", "A=b\nnothing");
        window().awaitText("new-container-variables-note", "nothing is no variable");
        type("new-container-variables", "");
        type("new-container-cpus-field", "900");
        window().awaitText("new-container-wrong", "At most");
        type("new-container-cpus-field", "50");
        type("new-container-image", "No Image");
        window().awaitText("new-container-image-note", "capital letters");
        assertFalse(window().isUsable("new-container-create"));
        assertEquals(List.of(), workshop.orders());
    }

    @Test
    void allThatIsChosenIsOrdered() {
        window().awaitEnabled("new-container-create");
        type("new-container-image", "redis");
        window().awaitText("new-container-image-note", "it comes from docker.io first");
        window().click("new-container-search");
        window().awaitText("new-container-images", "docker.io/library/redis");
        type("new-container-name", "cache");
        type("new-container-command", "redis-server --save ''");
        type("new-container-variables", "A=b c\n\nD=");
        type("new-container-cpus-field", "150");
        type("new-container-memory-field", "256 MiB");
        type("new-container-pids-field", "100");
        Toolkit.run(() -> {
            @SuppressWarnings("unchecked")
            ComboBox<String> network = (ComboBox<String>) window().node("new-container-network");
            network.setValue("lab");
            @SuppressWarnings("unchecked")
            ComboBox<RestartPolicy.Kind> restart =
                    (ComboBox<RestartPolicy.Kind>) window().node("new-container-restart");
            restart.setValue(RestartPolicy.Kind.UNLESS_STOPPED);
            ((CheckBox) window().node("new-container-start")).setSelected(false);
        });
        window().awaitText("new-container-removed-note", "is not removed");
        assertFalse(window().isUsable("new-container-removed"));
        window().click("new-container-create");
        ContainerOrder order = order();
        assertEquals(
                "redis:latest",
                assertInstanceOf(ImageWay.Pull.class, order.image()).name());
        assertEquals("cache", order.name());
        assertFalse(order.start());
        ContainerWish wish = order.wish();
        assertEquals(List.of("redis-server", "--save", ""), wish.command());
        assertEquals(List.of("A=b c", "D="), wish.environment());
        assertEquals(1.5, wish.cpus());
        assertEquals(Optional.of(ByteSize.ofMebibytes(256)), wish.memory());
        assertEquals(100, wish.pids());
        assertEquals("lab", wish.network().network());
        assertEquals(RestartPolicy.Kind.UNLESS_STOPPED, wish.upkeep().restart().kind());
        Toolkit.await("told", () -> told.size() == 1);
        assertInstanceOf(ContainerOutcome.Cancelled.class, told.getFirst());
    }

    @Test
    void aLimitThatCannotBeKeptSaysWhyAndIsNotChosen() {
        workshop.keeps(new KeptLimits(
                Optional.empty(),
                Optional.of(new ContainerProblem.ContainerLimitUnavailable(
                        "cpu", ContainerProblem.ContainerLimitUnavailable.NOT_DELEGATED)),
                Optional.of(new ContainerProblem.ContainerLimitUnavailable(
                        "pids", ContainerProblem.ContainerLimitUnavailable.NO_SESSION))));
        window().awaitText("new-container-cpus-note", "your own service manager was not given them");
        window().awaitText("new-container-pids-note", "no service manager of your own runs");
        for (String barred : List.of("new-container-cpus", "new-container-pids-field")) {
            assertFalse(window().isUsable(barred), barred);
        }
        assertTrue(window().isUsable("new-container-memory"), "that one can be kept");
        type("new-container-memory-field", "256 MiB");
        Toolkit.run(() -> window().node("new-container-pids").requestFocus());
        Toolkit.run(() -> window().node("new-container-memory-field").requestFocus());
        window().picture(Path.of("target/screenshots/new-container-barred.png"));
        window().awaitEnabled("new-container-create");
        window().click("new-container-create");
        ContainerWish wish = order().wish();
        assertEquals(Optional.of(ByteSize.ofMebibytes(256)), wish.memory());
        assertEquals(0, wish.cpus());
        assertEquals(0, wish.pids(), "what is usual is not asked for where it cannot be");
    }

    @Test
    void theTabKeyLeadsThroughTheVariablesToo() {
        window().awaitEnabled("new-container-create");
        TextInputControl variables = (TextInputControl) window().node("new-container-variables");
        Toolkit.run(variables::requestFocus);
        window().press(KeyCode.TAB);
        assertFalse(window().focused().equals("new-container-variables"), window().focused());
        assertEquals("", field("new-container-variables"));
        window().press(KeyCode.TAB, KeyCode.SHIFT);
        assertEquals("new-container-variables", window().focused());
    }

    @Test
    void withoutANetworkThereAreNoPorts() {
        window().awaitEnabled("new-container-create");
        type("new-container-image", "nginx");
        window().node("new-container-port-host-0");
        Toolkit.run(() -> {
            @SuppressWarnings("unchecked")
            ComboBox<String> network = (ComboBox<String>) window().node("new-container-network");
            network.setValue(NetworkWish.NONE);
        });
        window().awaitText("new-container-no-ports", "nothing leads into it");
        assertFalse(window().shows("new-container-port-host-0"));
        window().click("new-container-create");
        assertEquals(List.of(), order().wish().network().ports());
    }

    /** As by the keyboard: what is scrolled out of sight cannot be clicked on. */
    private void fire(String id) {
        window().awaitEnabled(id);
        ButtonBase button = (ButtonBase) window().node(id);
        Toolkit.run(button::fire);
    }

    private void choose(String id, Object value) {
        Toolkit.run(() -> {
            @SuppressWarnings("unchecked")
            ComboBox<Object> box = (ComboBox<Object>) window().node(id);
            box.setValue(value);
        });
    }

    @Test
    void foldersVolumesAndMemoryAreMounted(@TempDir Path here) {
        window().awaitEnabled("new-container-create");
        fire("new-container-mount-add");
        window().awaitText("new-container-mount-note-0", "where it is to be");
        assertFalse(window().isUsable("new-container-create"));
        type("new-container-mount-inside-0", "/srv");
        window().awaitText("new-container-mount-note-0", "which folder");
        files.lay(here);
        fire("new-container-mount-choose-0");
        window().awaitEnabled("new-container-create");
        assertEquals(here.toString(), field("new-container-mount-source-0"));
        fire("new-container-mount-read-only-0");
        fire("new-container-mount-add");
        choose("new-container-mount-kind-1", MountRow.Kind.VOLUME);
        Toolkit.run(() -> {
            MenuButton volumes = (MenuButton) window().node("new-container-mount-volumes-1");
            assertEquals(
                    List.of("data", "site"),
                    volumes.getItems().stream().map(MenuItem::getText).toList());
            volumes.getItems().getFirst().fire();
        });
        type("new-container-mount-inside-1", "/srv/");
        window().awaitText("new-container-mount-note-1", "Two things cannot be mounted in /srv");
        type("new-container-mount-inside-1", "/data/");
        window().awaitEnabled("new-container-create");
        fire("new-container-mount-add");
        choose("new-container-mount-kind-2", MountRow.Kind.MEMORY);
        type("new-container-mount-inside-2", "/tmp");
        type("new-container-mount-source-2", "much");
        window().awaitText("new-container-wrong", "much is no size");
        type("new-container-mount-source-2", "64 MiB");
        window().awaitEnabled("new-container-create");
        fire("new-container-mount-add");
        choose("new-container-mount-kind-3", MountRow.Kind.VOLUME);
        type("new-container-mount-inside-3", "/own");
        window().awaitEnabled("new-container-create");
        window().click("new-container-create");
        assertEquals(
                List.of(
                        new MountWish.Bind(here, "/srv", true),
                        new MountWish.Volume("data", "/data", false, true),
                        new MountWish.Memory("/tmp", Optional.of(ByteSize.ofMebibytes(64)), 01777),
                        new MountWish.Volume("", "/own", false, true)),
                order().wish().files().mounts());
    }

    @Test
    void whatCannotBeMountedIsToldAsOnTheCommandLine(@TempDir Path here) {
        window().awaitEnabled("new-container-create");
        fire("new-container-mount-add");
        type("new-container-mount-source-0", here.resolve("none").toString());
        type("new-container-mount-inside-0", "data");
        window().awaitText("new-container-mount-note-0", "a place in a container begins with /");
        type("new-container-mount-inside-0", "/");
        window().awaitText("new-container-mount-note-0", "is not / itself");
        type("new-container-mount-inside-0", "/data");
        window().awaitText("new-container-mount-note-0", "none is not on this computer");
        assertFalse(window().isUsable("new-container-create"));
        type("new-container-mount-source-0", "here");
        window().awaitText("new-container-mount-note-0", "begins with /, ./ or ~/");
        type("new-container-mount-source-0", here.toString());
        window().awaitEnabled("new-container-create");
        choose("new-container-mount-kind-0", MountRow.Kind.VOLUME);
        window().awaitText("new-container-mount-note-0", "a volume's name has letters");
        fire("new-container-mount-remove-0");
        window().click("new-container-create");
        assertEquals(List.of(), order().wish().files().mounts());
    }

    /** What is said of the variables of the container that is edited. */
    private List<String> said = List.of("SECRET=x");

    private void edit(String image) throws Exception {
        Image of = image(image, List.of("nginx", "-g", "daemon off;"), List.of("80/tcp", "53/udp"));
        ContainerWish wish = ContainerWish.of(List.of("sleep", "a b"))
                .with(draft -> draft.environment(said)
                        .entrypoint(Optional.of(List.of("")))
                        .labels(Map.of("kept", "yes"))
                        .hostname("inside")
                        .limits(new ContainerLimits(Optional.of(new ByteSize(100_000_001)), 0.333, 77))
                        .network(new NetworkWish(
                                "lab",
                                List.of(new PublishedPort("127.0.0.2", 8082, 80, PublishedPort.Protocol.TCP)),
                                List.of("db:10.0.0.1"),
                                List.of()))
                        .files(new FilesWish(
                                List.of(
                                        new MountWish.Volume("data", "/data", true, false),
                                        new MountWish.Memory("/run", Optional.empty(), 0700)),
                                true,
                                List.of()))
                        .upkeep(Upkeep.USUAL.with(new RestartPolicy(RestartPolicy.Kind.ON_FAILURE, 5))));
        before = new ContainerSpec(
                ContainerId.random(),
                "old",
                ImageDefaults.of(of),
                wish,
                Map.of(),
                Instant.EPOCH,
                ContainerSpecJson.UnknownKeys.NONE);
    }

    @Test
    void editingBeginsWithWhatAPersonSaidAndNotWithWhatTheImageSays() throws Exception {
        edit("nginx:latest");
        window().awaitText("new-container-title", "Edit old");
        window().awaitText("new-container-wrong", "Nothing is changed yet");
        assertFalse(window().isUsable("new-container-create"));
        assertEquals("sleep \"a b\"", field("new-container-command"));
        assertEquals("SECRET=x", field("new-container-variables"));
        assertEquals("8082", field("new-container-port-host-0"));
        assertFalse(window().shows("new-container-port-host-1"), "the image's other port is none of it");
        assertEquals("/data", field("new-container-mount-inside-0"));
        assertFalse(window().shows("new-container-start"));
        type("new-container-variables", "SECRET=y");
        window().awaitText("new-container-changes", "Variables: SECRET");
        assertFalse(window().text("new-container-changes").contains("=y"), "values may be secret");
        window().awaitText("new-container-changes", "It is made anew under its name");
        window().awaitText("new-container-create", "Make anew");
        type("new-container-memory-field", "200 MiB");
        window().awaitText("new-container-changes", "200 MiB");
        window().click("new-container-create");
        ContainerSpec was = Objects.requireNonNull(before);
        assertEquals(Optional.of(was), order().before());
        assertEquals(
                was.wish()
                        .with(draft -> draft.environment(List.of("SECRET=y"))
                                .limits(new ContainerLimits(Optional.of(ByteSize.ofMebibytes(200)), 0.333, 77))),
                order().wish(),
                "what is not asked for, and what was not touched, stays to the letter");
    }

    @Test
    void whatAFieldCannotShowStaysToTheLetterUntilItIsChanged() throws Exception {
        said = List.of("SECRET=x", "KEY=first\nsecond line");
        edit("nginx:latest");
        ContainerSpec same = Objects.requireNonNull(before);
        before = new ContainerSpec(
                same.id(),
                same.name(),
                same.image(),
                same.wish().with(draft -> draft.command(List.of("sh", "-c", "one\ntwo\tthree"))),
                Map.of(),
                same.created(),
                same.unknown());
        window().awaitText("new-container-wrong", "Nothing is changed yet");
        type("new-container-pids-field", "80");
        window().awaitText("new-container-create", "Apply");
        window().click("new-container-create");
        assertEquals(said, order().wish().environment());
        assertEquals(List.of("sh", "-c", "one\ntwo\tthree"), order().wish().command());
    }

    @Test
    void whatAContainerCanHaveInPlaceIsAppliedToIt() throws Exception {
        edit("nginx:latest");
        window().awaitText("new-container-wrong", "Nothing is changed yet");
        type("new-container-name", "other");
        type("new-container-pids-field", "78");
        window().awaitText("new-container-changes", "it runs on");
        window().awaitText("new-container-create", "Apply");
        type("new-container-command", "sleep 2");
        window().awaitText("new-container-create", "Make anew");
        type("new-container-command", "sleep \"a b\"");
        window().awaitText("new-container-create", "Apply");
        window().click("new-container-create");
        assertEquals("other", order().name());
        assertEquals(78, order().wish().pids());
    }

    @Test
    void whereTheImageIsANewerOneThatIsAChange() throws Exception {
        edit("localhost/busybox:latest");
        ContainerSpec same = Objects.requireNonNull(before);
        before = new ContainerSpec(
                same.id(),
                same.name(),
                new ImageDefaults(
                        "localhost/busybox:latest",
                        "sha256:" + "0".repeat(64),
                        List.of(),
                        List.of(),
                        List.of(),
                        "",
                        "",
                        "",
                        List.of(),
                        Map.of(),
                        Optional.empty()),
                same.wish(),
                Map.of(),
                same.created(),
                same.unknown());
        window().awaitText("new-container-changes", "leads to another image now");
        window().awaitEnabled("new-container-create");
    }

    @Test
    void whereNoImageIsHereASmallPublicOneIsProposedWithATerminal() {
        workshop = new TestWorkshop(List.of());
        window().awaitText("new-container-image-note", "it comes from docker.io first");
        window().awaitEnabled("new-container-create");
        window().press(KeyCode.ENTER);
        assertEquals(
                "alpine:latest",
                assertInstanceOf(ImageWay.Pull.class, order().image()).name());
        assertTrue(order().wish().terminal(), "else its shell would end at once");
    }

    private void draw(String name) throws Exception {
        edit("nginx:latest");
        window().awaitText("new-container-wrong", words.text("new-container.wrong.unchanged"));
        type("new-container-variables", "SECRET=y");
        type("new-container-memory-field", "200 MiB");
        fire("new-container-mount-add");
        Toolkit.awaitFrames(3);
        Pictures.draw(window().stage().getScene(), 1, "edit-container-" + name);
        Toolkit.run(() -> {
            ScrollPane scroll = (ScrollPane) window().node("new-container-scroll");
            scroll.setVvalue(0.5);
        });
        Pictures.draw(window().stage().getScene(), 1, "edit-container-middle-" + name);
        fire("new-container-mount-remove-2");
        Toolkit.run(() -> {
            ScrollPane scroll = (ScrollPane) window().node("new-container-scroll");
            scroll.setVvalue(1);
        });
        Pictures.draw(window().stage().getScene(), 1, "edit-container-end-" + name);
    }

    @Test
    void drawnInTheLight() throws Exception {
        draw("light");
    }

    @Test
    void drawnInTheDark() throws Exception {
        Toolkit.run(() -> Application.setUserAgentStylesheet(new PrimerDark().getUserAgentStylesheetBSS()));
        try {
            draw("dark");
        } finally {
            Toolkit.run(() -> Application.setUserAgentStylesheet(new PrimerLight().getUserAgentStylesheetBSS()));
        }
    }

    @Test
    void drawnInALongLanguage() throws Exception {
        words = PseudoLocale.words();
        draw("long");
    }
}
