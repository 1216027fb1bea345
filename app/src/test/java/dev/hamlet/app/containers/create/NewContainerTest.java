package dev.hamlet.app.containers.create;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hamlet.app.fx.OpenWindow;
import dev.hamlet.app.fx.Overlay;
import dev.hamlet.app.fx.Toolkit;
import dev.hamlet.app.words.Messages;
import dev.hamlet.engine.container.ContainerWish;
import dev.hamlet.engine.container.KeptLimits;
import dev.hamlet.engine.container.NetworkWish;
import dev.hamlet.engine.container.PublishedPort;
import dev.hamlet.engine.container.RestartPolicy;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.StackPane;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The dialog as a person uses it; what is ordered is looked at, and nothing is made. */
@Tag("window")
@Timeout(120)
class NewContainerTest {
    private final Messages words = Messages.of(Locale.ENGLISH);
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
                        new NewContainerModel(workshop, words, javafx.application.Platform::runLater, told::add),
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
}
