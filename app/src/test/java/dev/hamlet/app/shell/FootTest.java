package dev.hamlet.app.shell;

import dev.hamlet.app.fx.FxRelay;
import dev.hamlet.app.fx.OpenWindow;
import dev.hamlet.app.fx.Pictures;
import dev.hamlet.app.fx.Toolkit;
import dev.hamlet.app.jobs.JobsModel;
import dev.hamlet.app.machines.TestMachines;
import dev.hamlet.app.words.Messages;
import dev.hamlet.app.words.PseudoLocale;
import dev.hamlet.engine.host.Accelerator;
import dev.hamlet.engine.job.Phrase;
import dev.hamlet.engine.problem.HostProblem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.Pane;
import javafx.scene.text.Text;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The foot with much and little to say, on small and large screens, in short and long words. */
@Tag("window")
@Timeout(120)
class FootTest {
    private static final double HEIGHT = 40;
    private static final double PIXEL = 1;

    /** Of a job's title or a word in passing, in times of the text's size: less tells nothing. */
    private static final double LEAST = 8;

    @TempDir
    private Path home = Path.of("");

    private final AtomicReference<@Nullable Foot> shown = new AtomicReference<>();
    private final List<String> wrong = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void nothingIsCutOrLiesOverAnotherHoweverMuchIsSaid(boolean longer) throws Exception {
        Messages words = longer ? PseudoLocale.words() : Messages.of(Locale.ENGLISH);
        CountDownLatch gate = new CountDownLatch(1);
        try (TestMachines machines = TestMachines.ofEngine(home);
                OpenWindow window = window(machines, words)) {
            window.node("host-memory");
            window.node("host-accelerator");
            int started = 0;
            for (int jobs : List.of(0, 1, 2, 5)) {
                for (; started < jobs; started++) {
                    String name = "Debian 13 trixie " + started;
                    machines.jobs().start(Phrase.of("job.image-pull", name), progress -> {
                        progress.bytes(410 << 20, 1000 << 20);
                        gate.await();
                        return name;
                    });
                    window.node("job-title");
                }
                if (jobs > 1) {
                    window.awaitText("jobs-more", String.valueOf(jobs - 1));
                }
                for (boolean tells : List.of(false, true)) {
                    look(window, (longer ? "long" : "short") + "-" + jobs + (tells ? "-told" : ""), tells);
                }
            }
            gate.countDown();
            window.node("jobs-none");
            Toolkit.run(() -> foot().dispose());
        }
    }

    private Foot foot() {
        return Objects.requireNonNull(shown.get());
    }

    private OpenWindow window(TestMachines machines, Messages words) {
        return OpenWindow.with(() -> {
            HostModel host = new HostModel(
                    machines.engine().usage(),
                    () -> Accelerator.emulation(new HostProblem.KvmTooSlow(264)),
                    FxRelay.fxThread(),
                    FxRelay.fxThread());
            Foot foot = new Foot(new JobsModel(machines.jobs(), FxRelay.fxThread()), host, words);
            // As wide as is asked here, whatever the window is.
            foot.setManaged(false);
            foot.resize(1280, HEIGHT);
            shown.set(foot);
            return new Pane(foot);
        });
    }

    private void look(OpenWindow window, String what, boolean tells) {
        Foot foot = foot();
        for (int width : List.of(1024, 1280, 1920)) {
            Toolkit.run(() -> {
                Label told = (Label) foot.lookup("#told");
                told.setText("");
                if (tells) {
                    foot.tell(Phrase.of("job.image-pull", "debian-13-generic-amd64-20261101 for the desktop"));
                }
                foot.resize(width, HEIGHT);
            });
            // A job's figure and the host's may still come, and what is left out is found after that.
            Toolkit.await(
                    what + " at " + width,
                    () -> {
                        wrong.clear();
                        foot.applyCss();
                        foot.layout();
                        check(foot, tells);
                        return wrong.isEmpty();
                    },
                    wrong::toString);
            if (what.contains("-2")) {
                Pictures.draw(window.stage().getScene(), 1, "foot-" + what + "-" + width);
            }
        }
    }

    private void check(Foot foot, boolean tells) {
        List<Node> said = new ArrayList<>();
        collect(foot, said);
        for (Node one : said) {
            Bounds place = place(foot, one);
            if (place.getMinX() < 0 || place.getMaxX() > foot.getWidth() + PIXEL) {
                wrong.add(one + " reaches beyond the foot");
            }
            for (Node other : said.subList(said.indexOf(one) + 1, said.size())) {
                if (place.getMaxX() > place(foot, other).getMinX() + PIXEL) {
                    wrong.add(one + " lies over " + other);
                }
            }
            if (one instanceof Labeled label && isCut(label)) {
                boolean may =
                        label.getId() != null && List.of("job-title", "told").contains(label.getId());
                if (!may || label.getWidth() < LEAST * label.getFont().getSize()) {
                    wrong.add(one + " is cut");
                } else if (label.getTooltip() == null
                        || !label.getTooltip().getText().equals(label.getText())) {
                    wrong.add(one + " is said whole nowhere");
                }
            }
        }
        if (tells && foot.lookup("#told").getLayoutBounds().getWidth() < PIXEL) {
            wrong.add("the word in passing is not seen");
        }
    }

    /** From left to right. */
    private static void collect(Node node, List<Node> said) {
        if (!node.isVisible()) {
            return;
        }
        if (node instanceof Labeled label) {
            if (!label.getText().isEmpty() || label.getGraphic() != null) {
                said.add(label);
            }
        } else if (node instanceof ProgressBar || node.getStyleClass().contains("gauge-bar")) {
            said.add(node);
        } else if (node instanceof Parent parent) {
            parent.getChildrenUnmodifiable().forEach(child -> collect(child, said));
        }
    }

    private static Bounds place(Foot foot, Node node) {
        return foot.sceneToLocal(node.localToScene(node.getLayoutBounds()));
    }

    private static boolean isCut(Labeled label) {
        return label.getChildrenUnmodifiable().stream()
                .filter(child -> child instanceof Text && child.getStyleClass().contains("text") && child.isVisible())
                .anyMatch(text -> !((Text) text).getText().equals(label.getText()));
    }
}
