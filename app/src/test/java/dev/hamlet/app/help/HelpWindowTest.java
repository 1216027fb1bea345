package dev.hamlet.app.help;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import dev.hamlet.app.fx.CutTexts;
import dev.hamlet.app.fx.OpenWindow;
import dev.hamlet.app.fx.Pictures;
import dev.hamlet.app.fx.Reach;
import dev.hamlet.app.fx.Toolkit;
import dev.hamlet.app.words.Messages;
import dev.hamlet.app.words.PseudoLocale;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import javafx.application.Application;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.control.ListView;
import javafx.scene.control.ScrollPane;
import javafx.scene.image.ImageView;
import javafx.scene.input.KeyCode;
import javafx.scene.text.Text;
import javafx.stage.Stage;
import javafx.stage.Window;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The guide in its window, worked by mouse and keys. */
@Tag("window")
@Timeout(120)
class HelpWindowTest {
    private final List<URI> opened = new ArrayList<>();
    private @Nullable Help help;
    private @Nullable OpenWindow window;

    @BeforeEach
    void start() {
        Toolkit.start();
        help = Toolkit.get(() -> new Help(context(Messages.of(Locale.ENGLISH))));
    }

    @AfterEach
    void close() {
        Toolkit.run(() -> {
            List.copyOf(Window.getWindows()).forEach(Window::hide);
            Application.setUserAgentStylesheet(new PrimerLight().getUserAgentStylesheetBSS());
        });
    }

    private HelpContext context(Messages words) {
        return new HelpContext(
                words,
                opened::add,
                scene -> scene.getStylesheets()
                        .add(Objects.requireNonNull(
                                        getClass().getClassLoader().getResource("dev/hamlet/assets/hamlet.css"))
                                .toExternalForm()));
    }

    private Help help() {
        return Objects.requireNonNull(help);
    }

    private OpenWindow open(String view) {
        Toolkit.run(() -> help().open(view));
        window = Toolkit.get(() -> OpenWindow.of((Stage) Window.getWindows().getFirst()));
        return window;
    }

    private OpenWindow window() {
        return Objects.requireNonNull(window);
    }

    private static List<Node> all(Parent parent) {
        List<Node> nodes = new ArrayList<>();
        for (Node node : parent.getChildrenUnmodifiable()) {
            nodes.add(node);
            if (node instanceof Parent within) {
                nodes.addAll(all(within));
            }
        }
        return nodes;
    }

    private List<Hyperlink> links() {
        return Toolkit.get(() -> all((Parent) window().node("help-page")).stream()
                .filter(Hyperlink.class::isInstance)
                .map(Hyperlink.class::cast)
                .toList());
    }

    private void follow(String text) {
        Hyperlink link = links().stream()
                .filter(one -> one.getText().equals(text))
                .findFirst()
                .orElseThrow();
        Toolkit.run(link::fire);
    }

    private double scrolled() {
        return Toolkit.get(() -> ((ScrollPane) window().node("help-scroll")).getVvalue());
    }

    private String chosen() {
        ListView<?> contents = (ListView<?>) window().node("help-contents");
        return Toolkit.get(
                () -> contents.getSelectionModel().getSelectedItem() instanceof Shelf.Entry entry ? entry.title() : "");
    }

    @Test
    void helpOpensAtThePageAboutWhatOneLooksAtAndEveryPageIsReachedFromTheContents() {
        open("images");
        window().awaitText("help-page", "registries");
        assertEquals("Images", chosen());
        ListView<?> contents = (ListView<?>) window().node("help-contents");
        int pages = contents.getItems().size();
        assertTrue(pages >= 15, "pages: " + pages);
        for (int i = 0; i < pages; i++) {
            int page = i;
            Toolkit.run(() -> contents.getSelectionModel().select(page));
            Toolkit.awaitFrames(2);
            assertTrue(
                    Toolkit.get(() -> all((Parent) window().node("help-page")).size()) > 5, "page " + i);
        }
        Toolkit.run(() -> help().open("console"));
        assertEquals("Consoles and terminals", chosen());
        assertEquals(1, Toolkit.get(() -> Window.getWindows().size()));
    }

    @Test
    void linksLeadFromPageToPageAndToSectionsAndTheKeysGoBackAndForward() {
        open("home");
        window().awaitText("help-page", "Apartments and houses");
        assertEquals("Guide to Hamlet", chosen());
        follow("Your first container");
        assertEquals("Your first container", chosen());
        assertEquals(0, scrolled());
        follow("without root");
        assertEquals("All about containers", chosen());
        assertTrue(scrolled() > 0.2, "scrolled to " + scrolled());
        window().press(KeyCode.LEFT, KeyCode.ALT);
        assertEquals("Your first container", chosen());
        window().press(KeyCode.LEFT, KeyCode.ALT);
        assertEquals("Guide to Hamlet", chosen());
        assertFalse(window().isUsable("help-back"));
        window().press(KeyCode.RIGHT, KeyCode.ALT);
        assertEquals("Your first container", chosen());
        window().press(KeyCode.F1);
        assertEquals("Guide to Hamlet", chosen());
        window().press(KeyCode.W, KeyCode.CONTROL);
        Toolkit.await(
                "the guide is closed",
                () -> Toolkit.get(() -> Window.getWindows().isEmpty()));
    }

    @Test
    void addressesOfElsewhereAreOpenedByTheDesktop() {
        open("home");
        Toolkit.run(() -> help().open("home"));
        Toolkit.run(() -> ((ListView<?>) window().node("help-contents"))
                .getSelectionModel()
                .selectLast());
        follow("semantic versioning");
        assertEquals(List.of(URI.create("https://semver.org")), opened);
    }

    @Test
    void wordsAreFoundInThePageOneAfterTheOther() {
        open("refused");
        window().press(KeyCode.F, KeyCode.CONTROL);
        assertEquals("help-find", window().focused());
        window().paste("container");
        window().awaitText("help-count", "1 of ");
        window().press(KeyCode.ENTER);
        window().awaitText("help-count", "2 of ");
        window().press(KeyCode.ENTER, KeyCode.SHIFT);
        window().awaitText("help-count", "1 of ");
        window().paste("unicorn");
        window().awaitText("help-count", "Not in this page");
        window().press(KeyCode.ESCAPE);
        assertEquals("", Toolkit.get(() -> ((Label) window().node("help-count")).getText()));
    }

    @Test
    void anotherLanguageChangesTheWindowsOwnWordsAndKeepsThePage() {
        open("images");
        Toolkit.run(() -> help().share(context(Messages.of(Locale.GERMAN))));
        window = Toolkit.get(() -> OpenWindow.of((Stage) Window.getWindows().getFirst()));
        assertEquals("Hamlet - Anleitung", Toolkit.get(() -> window().stage().getTitle()));
        assertEquals("Images", chosen());
    }

    @Test
    void everyTitleOfTheContentsIsReadWhole() {
        open("home");
        Node contents = window().node("help-contents");
        List<String> cut = Toolkit.get(() -> {
            contents.getScene().getRoot().applyCss();
            contents.getScene().getRoot().layout();
            return contents.lookupAll(".list-cell").stream()
                    .map(Labeled.class::cast)
                    .filter(cell -> cell.getChildrenUnmodifiable().stream()
                            .anyMatch(child -> child instanceof Text text
                                    && !text.getText().isEmpty()
                                    && !text.getText().equals(cell.getText())))
                    .map(Labeled::getText)
                    .toList();
        });
        assertEquals(List.of(), cut);
    }

    @Test
    void everyControlHasANameAndNoWordIsCutInALongerLanguageToo() {
        Messages longer = PseudoLocale.words();
        help = Toolkit.get(() -> new Help(context(longer)));
        open("home");
        window().awaitText("help-page", "Apartments and houses");
        Parent root = Toolkit.get(() -> window().stage().getScene().getRoot());
        assertEquals(List.of(), Reach.silent(root));
        draw("pseudo", 1);
        Set<String> plain = longer.keys().stream().map(key -> longer.text(key)).collect(Collectors.toSet());
        assertEquals(List.of(), Toolkit.get(() -> CutTexts.in(root, plain)));
    }

    @Test
    void thePagesAreDrawnLightAndDarkAndTwiceAsLarge() {
        for (String view : List.of("home", "wizard", "new-container", "images", "console", "refused")) {
            open(view);
            draw(view + "-light", 1);
        }
        assertTrue(Toolkit.get(() -> all((Parent) window().node("help-page")).stream()
                .noneMatch(node ->
                        node instanceof ImageView view && view.getImage().isError())));
        Toolkit.run(() -> Application.setUserAgentStylesheet(new PrimerDark().getUserAgentStylesheetBSS()));
        open("refused");
        draw("refused-dark", 1);
        open("home");
        draw("home-dark", 1);
        draw("home-200", 2);
    }

    private void draw(String name, double scale) {
        Pictures.draw(Toolkit.get(() -> window().stage().getScene()), scale, "help-" + name);
    }
}
