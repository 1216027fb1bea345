package dev.hamlet.app.details;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hamlet.app.fx.OpenWindow;
import dev.hamlet.app.fx.TestFiles;
import dev.hamlet.app.fx.Toolkit;
import dev.hamlet.app.machines.TestMachines;
import dev.hamlet.app.words.ProblemWords;
import dev.hamlet.engine.display.DisplaySession;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.machine.GuestInterface;
import dev.hamlet.engine.machine.Machine;
import dev.hamlet.engine.machine.PortForward;
import dev.hamlet.engine.machine.StartOptions;
import dev.hamlet.engine.problem.HypervisorProblem;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.engine.usage.Usage;
import java.net.InetAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.image.Image;
import javafx.scene.input.Clipboard;
import javafx.scene.paint.Color;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
@Tag("window")
class OverviewTabTest {
    @TempDir
    private Path home = Path.of("");

    private @Nullable DetailsFixture opened;

    private DetailsFixture details() throws ProblemException {
        if (opened == null) {
            opened = DetailsFixture.in(home);
        }
        return opened;
    }

    @AfterEach
    void close() {
        if (opened != null) {
            opened.close();
        }
    }

    private Machine running(String name) throws Exception {
        Machine machine = details().machines().make(name);
        machine.start(StartOptions.CAREFUL).await();
        details().window().awaitText("machine-state", "Running");
        return machine;
    }

    private String screenSays() throws Exception {
        return Toolkit.get(
                () -> String.valueOf(Objects.requireNonNull(details().details().lookup("#preview-screen"))
                        .getAccessibleText()));
    }

    @Test
    void theScreenOfARunningGuestIsPicturedWithSizeAndAge() throws Exception {
        running("web");
        details().window().awaitText("preview-caption", "720 \u00d7 400 \u00b7 seen just now");
        assertTrue(screenSays().startsWith("Screen of web, seen "), screenSays());
        assertEquals(
                "Virtual machine \u00b7 BIOS \u00b7 Software emulation",
                details().window().text("machine-kind"));
    }

    @Test
    void thePictureIsTheConsolesWhereThatIsOpen() throws Exception {
        Machine web = running("web");
        try (DisplaySession session = web.guest("test").display(event -> {})) {
            Toolkit.await("it is connected", () -> session.framebuffer().size().width() > 0);
            details().consoles.put(web.id(), session.framebuffer());
            details().machines().guest(web).display().paint(0, 0, 720, 400, 0xff0000);
            OpenWindow window = details().window();
            boolean shown = TimeSource.system()
                    .await(
                            () -> {
                                Image look = window.look("preview-screen");
                                return look.getPixelReader()
                                        .getColor((int) look.getWidth() / 2, (int) look.getHeight() / 2)
                                        .equals(Color.RED);
                            },
                            Duration.ofSeconds(20),
                            Duration.ofMillis(50));
            assertTrue(shown, "the console's picture is not in the overview");
            window.awaitText("preview-caption", "720 \u00d7 400 \u00b7 seen just now");
        }
    }

    @Test
    void newFiguresLayOutNothingButThemselves() throws Exception {
        Machine web = running("web");
        use(web, 1.5);
        details().window().awaitText("overview-cpu", "75 %");
        details().window().awaitText("preview-caption", "seen just now");
        Toolkit.awaitFrames(10);
        Set<Node> laidOut = ConcurrentHashMap.newKeySet();
        Toolkit.run(() -> watch(node("machine-scroll"), laidOut));
        use(web, 0.5);
        details().window().awaitText("overview-cpu", "25 %");
        details().window().awaitText("overview-memory", "50 MiB");
        Toolkit.awaitFrames(10);
        assertEquals(
                List.of(),
                laidOut.stream().filter(node -> !(node instanceof Label)).toList());
        assertTrue(Toolkit.get(() -> laidOut.stream().noneMatch(node -> ((Label) node).isNeedsLayout())));
    }

    private void use(Machine machine, double cpu) throws ProblemException {
        details()
                .machines()
                .guest(machine)
                .use(new Usage(cpu, 2, cpu * (100 << 20), cpu * (100 << 20), 0, 0, Double.NaN, Double.NaN));
    }

    private static void watch(Node node, Set<Node> laidOut) {
        if (node instanceof Parent parent) {
            parent.needsLayoutProperty().subscribe(needs -> {
                if (needs) {
                    laidOut.add(parent);
                }
            });
            parent.getChildrenUnmodifiable().forEach(child -> watch(child, laidOut));
        }
    }

    @Test
    void aMachineThatIsOffSaysSoInPlaceAndOffersNoScreenshot() throws Exception {
        Machine web = running("web");
        details().window().awaitText("preview-caption", "720");
        web.forceOff().await();
        details().window().awaitText("preview-screen", "The machine is off");
        assertFalse(details().window().shows("preview-save"));
        assertEquals("", details().window().text("preview-caption"));
    }

    @Test
    void oneRequestAtATimeIsMadeAndAGuestThatHangsHoldsUpNobody() throws Exception {
        Machine web = running("web");
        details().window().awaitText("preview-caption", "720");
        AtomicInteger asked = new AtomicInteger();
        CountDownLatch never = new CountDownLatch(1);
        details().machines().guest(web).screen(() -> {
            asked.incrementAndGet();
            never.await();
            throw new IllegalStateException("nobody lets it go on");
        });
        details().window().awaitText("preview-caption", "seen just now");
        Toolkit.await("asked", () -> asked.get() > 0);
        // Nobody presses the second: it is told by the model's clock, as in the window.
        Toolkit.await("the picture grows old", () -> {
            tick();
            return caption().contains("seen 5 s ago");
        });
        assertEquals(1, asked.get());
        Machine other = details().machines().make("zoo");
        other.start(StartOptions.CAREFUL).await();
        Toolkit.await("another machine is shown", () -> rows() == 2);
        select("zoo");
        details().window().awaitText("machine-name", "zoo");
        details().window().awaitText("preview-caption", "720");
    }

    private void tick() {
        Objects.requireNonNull(opened).model().tick();
    }

    private String caption() {
        return Objects.requireNonNull(opened).window().text("preview-caption");
    }

    private int rows() {
        return Objects.requireNonNull(opened).model().rows().size();
    }

    private void select(String name) {
        DetailsFixture here = Objects.requireNonNull(opened);
        Toolkit.run(() -> here.model().rows().stream()
                .filter(row -> row.face().name().equals(name))
                .forEach(row -> here.model().selectedProperty().set(row)));
    }

    @Test
    void nothingIsPicturedWhileTheTabOrTheWindowIsHidden() throws Exception {
        Machine web = running("web");
        AtomicInteger asked = new AtomicInteger();
        byte[] picture = web.guest("screenshot").picture();
        details().machines().guest(web).screen(() -> {
            asked.incrementAndGet();
            return picture;
        });
        Toolkit.await("pictured", () -> asked.get() > 1);
        details().choose("problems");
        int then = asked.get();
        awaitSeconds(3);
        assertTrue(asked.get() <= then + 1, "hidden tab: " + then + ", " + asked.get());
        details().choose("overview");
        int again = asked.get();
        Toolkit.await("pictured again", () -> asked.get() > again);
        Toolkit.run(() -> hideWindow(true));
        then = asked.get();
        awaitSeconds(3);
        assertTrue(asked.get() <= then + 1, "hidden window: " + then + ", " + asked.get());
        Toolkit.run(() -> hideWindow(false));
        int last = asked.get();
        Toolkit.await("pictured once more", () -> asked.get() > last);
    }

    private void hideWindow(boolean hidden) {
        Objects.requireNonNull(opened).window().stage().setIconified(hidden);
    }

    private static void awaitSeconds(int seconds) {
        long end = System.nanoTime() + seconds * 1_000_000_000L;
        Toolkit.await(seconds + " s have passed", () -> System.nanoTime() > end);
    }

    @Test
    void aPictureThatIsNoneIsSaidAndTheNextGoodOneIsShown() throws Exception {
        Machine web = running("web");
        byte[] good = web.guest("screenshot").picture();
        byte[] cut = Arrays.copyOf(good, 20);
        details().machines().guest(web).screen(() -> cut);
        details().window().awaitText("preview", "The picture of the screen cannot be read");
        byte[] huge = good.clone();
        ByteBuffer.wrap(huge).putInt(16, 1 << 30);
        details().machines().guest(web).screen(() -> huge);
        awaitSeconds(2);
        assertTrue(details().window().text("preview").contains("The picture of the screen cannot be read"));
        byte[] broken = Arrays.copyOf(good, good.length - 30);
        details().machines().guest(web).screen(() -> broken);
        awaitSeconds(2);
        details().machines().guest(web).screen(() -> good);
        Toolkit.await("shown", () -> caption().endsWith("just now"));
    }

    @Test
    void whyThereIsNoPictureIsSaid() throws Exception {
        Machine web = details().machines().make("web");
        web.start(StartOptions.CAREFUL).await();
        details().machines().guest(web).screen(() -> {
            throw new ProblemException(new HypervisorProblem.NotSupported("a picture of the screen", "QEMU 6.2"));
        });
        String title = ProblemWords.of(
                        new HypervisorProblem.NotSupported("a picture of the screen", "QEMU 6.2"), details().words)
                .title();
        details().window().awaitText("preview", title);
    }

    @Test
    void aScreenshotIsSavedWhereThePersonChooses() throws Exception {
        Path file = home.resolve("shots");
        TestFiles files = new TestFiles();
        files.layWithin(file);
        opened = new DetailsFixture(new TestMachines(home), files);
        Machine web = running("web");
        details().window().awaitEnabled("preview-save");
        details().window().click("preview-save");
        details().window().awaitText("machine-scroll", "A file cannot be used");
        Files.createDirectories(file);
        details().window().click("preview-save");
        Toolkit.await("told", () -> !Objects.requireNonNull(opened).told.isEmpty());
        byte[] png = Files.readAllBytes(file.resolve(web.id() + ".png"));
        assertEquals('P', png[1]);
        Toolkit.await(
                "the card is gone",
                () -> !Objects.requireNonNull(opened)
                        .window()
                        .text("machine-scroll")
                        .contains("A file cannot be used"));
    }

    @Test
    void theAddressesAreThoseThatTheGuestsAgentTells() throws Exception {
        Machine web = details().machines().make("web");
        web.start(StartOptions.CAREFUL).await();
        details()
                .machines()
                .guest(web)
                .agent(List.of(
                        new GuestInterface("lo", "", List.of(InetAddress.ofLiteral("127.0.0.1"))),
                        new GuestInterface(
                                "docker0", "02:42:00:00:00:01", List.of(InetAddress.ofLiteral("172.17.0.1"))),
                        new GuestInterface(
                                "enp0s2",
                                web.spec().network().mac(),
                                List.of(
                                        InetAddress.ofLiteral("fe80::1"),
                                        InetAddress.ofLiteral("2001:db8::7"),
                                        InetAddress.ofLiteral("192.0.2.7")))));
        details().window().awaitText("machines-fact-agent", "Answers");
        String facts = details().window().text("machine-facts").replaceAll("\n+", "\n");
        assertTrue(facts.contains("192.0.2.7\n2001:db8:0:0:0:0:0:7\n172.17.0.1\n"), facts);
        assertFalse(facts.contains("127.0.0.1\n") || facts.contains("fe80"), facts);
    }

    @Test
    void aGuestWithoutAnAgentIsSaidToHaveNone() throws Exception {
        running("web");
        details().window().awaitText("machines-fact-agent", "Does not answer");
    }

    @Test
    void forwardedPortsAreOpenedOrCopied() throws Exception {
        Machine web = details().machines().make("web");
        int shell = web.spec().network().forwards().getFirst().hostPort();
        int page = TestMachines.freePort();
        web.change(builder -> builder.forwards(List.of(PortForward.tcp(shell, 22), PortForward.tcp(page, 80))));
        details().window().awaitText("machines-fact-forward", "127.0.0.1:" + shell + " \u2192 22 (SSH)");
        assertFalse(
                Toolkit.get(() -> node("machines-fact-forward") instanceof Hyperlink),
                "nobody listens there while the machine is off");
        web.start(StartOptions.CAREFUL).await();
        details().window().awaitText("machine-state", "Running");
        Toolkit.await("the ports lead somewhere", () -> node("machines-fact-forward") instanceof Hyperlink);
        Toolkit.run(() -> links().forEach(Hyperlink::fire));
        assertEquals(List.of(URI.create("http://127.0.0.1:" + page + "/")), details().opened);
        assertEquals(
                "ssh -p " + shell + " 127.0.0.1",
                Toolkit.get(() -> Clipboard.getSystemClipboard().getString()));
        assertEquals(
                "Copied, for a terminal: ssh -p " + shell + " 127.0.0.1",
                details().words.text(details().told.getFirst()));
    }

    private Node node(String id) {
        return Objects.requireNonNull(Objects.requireNonNull(opened).details().lookup("#" + id));
    }

    private List<Hyperlink> links() {
        return node("machine-facts").lookupAll(".hyperlink").stream()
                .map(Hyperlink.class::cast)
                .toList();
    }
}
