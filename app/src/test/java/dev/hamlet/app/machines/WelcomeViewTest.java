package dev.hamlet.app.machines;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hamlet.app.fx.FxRelay;
import dev.hamlet.app.fx.OpenWindow;
import dev.hamlet.app.fx.Pictures;
import dev.hamlet.app.fx.Toolkit;
import dev.hamlet.app.words.Messages;
import dev.hamlet.app.words.PseudoLocale;
import dev.hamlet.engine.job.Jobs;
import dev.hamlet.engine.job.Phrase;
import dev.hamlet.engine.job.TimeSource;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.Region;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Tag("window")
@Timeout(60)
class WelcomeViewTest {
    private final List<String> begun = new CopyOnWriteArrayList<>();

    @BeforeEach
    void begin() {
        Toolkit.start();
    }

    private OpenWindow show(Messages words) {
        Jobs jobs = Jobs.inline(TimeSource.system());
        return OpenWindow.with(() -> new WelcomeView(
                new FirstMachine(
                        () -> jobs.start(Phrase.of("window.job.first"), _ -> begun.add("tiny")), FxRelay.fxThread()),
                () -> begun.add("machine"),
                () -> begun.add("container"),
                new Region(),
                words));
    }

    @Test
    void aMachineAndAContainerAreOneClickAway() {
        try (OpenWindow window = show(Messages.of(Locale.ENGLISH))) {
            window.awaitText("machines-welcome-container", "New container");
            window.click("machines-welcome-container");
            window.click("machines-welcome-make");
            assertEquals(List.of("container", "machine"), begun);
        }
    }

    @Test
    void theKeyboardBeginsAtTheMachineAndGoesOnToTheContainer() {
        try (OpenWindow window = show(Messages.of(Locale.ENGLISH))) {
            Toolkit.await("it has the focus", () -> window.focused().equals("machines-welcome-make"));
            window.press(KeyCode.TAB);
            window.press(KeyCode.SPACE);
            assertEquals(List.of("container"), begun);
        }
    }

    @Test
    void drawnInALongLanguage() {
        try (OpenWindow window = show(PseudoLocale.words())) {
            Pictures.draw(window.stage().getScene(), 1, "welcome-long");
        }
    }
}
