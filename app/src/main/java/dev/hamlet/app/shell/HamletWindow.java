package dev.hamlet.app.shell;

import dev.hamlet.app.fx.Dialogs;
import dev.hamlet.app.fx.Focus;
import dev.hamlet.app.fx.Page;
import dev.hamlet.app.fx.ProblemCard;
import dev.hamlet.app.fx.ProblemCard.Weight;
import dev.hamlet.app.help.Help;
import dev.hamlet.app.help.HelpContext;
import dev.hamlet.app.preferences.PreferencesModel;
import dev.hamlet.app.words.Messages;
import dev.hamlet.engine.Engine;
import dev.hamlet.engine.job.Job;
import dev.hamlet.engine.job.Phrase;
import dev.hamlet.engine.problem.Problem;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.scene.Node;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.layout.VBox;
import javafx.stage.Stage;
import javafx.stage.WindowEvent;
import org.jspecify.annotations.Nullable;

/**
 * Hamlet's one window. It opens empty, and is filled when the engine is open. Closing it ends nothing but itself: guests
 * run on, which it says once.
 */
final class HamletWindow {
    private final Frame frame;
    private final WindowPlace place;
    private final Consumer<WindowSettings> keep;
    private final PreferencesModel preferences;
    private final Consumer<URI> open;
    private final Runnable closed;
    private Help help;
    private WindowSettings settings = WindowSettings.FIRST;
    private Optional<Parts.Kept> kept = Optional.empty();
    private @Nullable Parts parts;

    /**
     * What goes on in another language.
     *
     * @param settings what the window would remember
     * @param kept what is open; nothing where the engine is not
     * @param help the guide, which may be open
     */
    record Left(WindowSettings settings, Optional<Parts.Kept> kept, Help help) {}

    /**
     * A window that is not shown yet.
     *
     * @param keep remembers what it shall know the next time
     * @param preferences what the person prefers
     * @param open opens an address or a folder outside of Hamlet
     * @param closed is run when it has closed for good
     */
    HamletWindow(
            Stage stage,
            Messages words,
            Consumer<WindowSettings> keep,
            PreferencesModel preferences,
            Consumer<URI> open,
            Runnable closed) {
        this.frame = Frame.in(stage, words);
        this.place = new WindowPlace(stage);
        this.keep = keep;
        this.preferences = preferences;
        this.open = open;
        this.closed = closed;
        this.help = new Help(guide());
        stage.setOnCloseRequest(this::closeAsked);
        frame.keys(new KeyCodeCombination(KeyCode.W, KeyCombination.SHORTCUT_DOWN), this::askToClose);
        frame.keys(new KeyCodeCombination(KeyCode.Q, KeyCombination.SHORTCUT_DOWN), this::quit);
        frame.keys(new KeyCodeCombination(KeyCode.F1), this::help);
        frame.keys(new KeyCodeCombination(KeyCode.F6), () -> nextPane(1));
        frame.keys(new KeyCodeCombination(KeyCode.F6, KeyCombination.SHIFT_DOWN), () -> nextPane(-1));
    }

    /** Shows the window, knowing what it remembers. */
    void show(WindowSettings remembered) {
        settings = remembered;
        place.restore(settings.place());
        frame.stage().show();
    }

    /** Takes the place of {@link #leave another one} in the same stage, which is shown and stays as it is. */
    void replace(Left left) {
        settings = left.settings();
        kept = left.kept();
        help = left.help();
        help.share(guide());
    }

    private HelpContext guide() {
        return new HelpContext(frame.words(), open, Theme::dress);
    }

    /** Opens the guide at the page about what is before the person. */
    private void help() {
        String page = parts == null ? "refused" : parts.pages().shown().id();
        List<String> around = new ArrayList<>();
        frame.overlay().topic().ifPresentOrElse(around::add, () -> {
            around.addAll(Focus.around(frame.stage().getScene()));
            around.add(page);
        });
        help.open(around);
    }

    /** Shows this page, once the engine is open. */
    void show(String page) {
        if (parts != null) {
            parts.pages().show(page);
        }
    }

    /**
     * The engine is open: fills the window.
     *
     * @param proof finds out what runs guest code
     * @param tiny starts the work that makes a first machine
     */
    void fill(Engine engine, HostModel.Proof proof, Supplier<Job<?>> tiny) {
        parts = new Parts(
                frame,
                engine,
                new Parts.Runs(proof, tiny),
                preferences,
                new Parts.ListWidth(settings.listWidth(), width -> settings = settings.withListWidth(width)),
                open,
                kept,
                new Parts.Ways(help::open, this::help, this::close));
        parts.show();
        frame.scene().focusOwnerProperty().subscribe((before, now) -> keepFocus(before));
    }

    /** Begins with this, once the engine is open. */
    void begin(Consumer<Parts> deed) {
        if (parts != null) {
            deed.accept(parts);
        }
    }

    /** The page that is shown, once the engine is open. */
    Page page() {
        return Objects.requireNonNull(parts, "the engine is not open").pages().shown();
    }

    /** The engine could not be opened: says why. */
    void refuse(Problem problem) {
        VBox box = new VBox(new ProblemCard(problem, Weight.WRONG, frame.words(), List.of(), null));
        box.getStyleClass().add("page-body");
        frame.root().setCenter(box);
    }

    /**
     * What had the keyboard's focus may be gone, hidden or unusable: a button that has done its work, a card that was
     * dismissed.
     * JavaFX goes on to whatever stands next to it, where a key would do something that nobody meant.
     */
    private void keepFocus(@Nullable Node before) {
        if (parts != null
                && !frame.overlay().isOpen()
                && before != null
                && (!frame.scene().equals(before.getScene()) || before.isDisabled() || !Focus.isSeen(before))) {
            Focus.whenShown(parts.pages().shown().home());
        }
    }

    private void nextPane(int step) {
        if (parts == null || frame.overlay().isOpen()) {
            return;
        }
        List<Node> panes = parts.panes();
        int now = -1;
        for (int i = 0; i < panes.size(); i++) {
            if (Focus.isWithin(panes.get(i))) {
                now = i;
            }
        }
        for (int i = 1; i <= panes.size(); i++) {
            if (Focus.into(panes.get(Math.floorMod(now + i * step, panes.size())))) {
                return;
            }
        }
    }

    /** Ends Hamlet: guests may stay or go. */
    private void quit() {
        Parts open = parts;
        if (open == null || open.running().isNothing()) {
            askToClose();
        } else if (!frame.overlay().isOpen()) {
            frame.overlay().show(new QuitDialog(open.running(), frame.words(), this::close, open::endWithGuests));
        }
    }

    /** Closes as by its button. */
    private void askToClose() {
        frame.stage().fireEvent(new WindowEvent(frame.stage(), WindowEvent.WINDOW_CLOSE_REQUEST));
    }

    private void closeAsked(WindowEvent event) {
        event.consume();
        if (parts == null) {
            close();
        } else if (!settings.closeNoticeSeen() && !parts.running().isNothing()) {
            settings = settings.withCloseNoticeSeen();
            keep.accept(settings);
            List<Node> notices = frame.notices().getChildren();
            notices.clear();
            notices.add(new CloseNotice(frame.words(), this::askToClose, notices::clear));
        } else if (parts.isWorking()) {
            frame.dialogs()
                    .ask(
                            new Dialogs.Question(
                                    Phrase.of("window.close.jobs.title"),
                                    Phrase.of("window.close.jobs.text"),
                                    Phrase.of("window.close.jobs.deed"),
                                    true),
                            this::close);
        } else {
            close();
        }
    }

    /** Closes without a question. */
    void close() {
        Left left = leave();
        left.kept().ifPresent(Parts.Kept::close);
        left.help().close();
        keep.accept(left.settings());
        frame.stage().hide();
        closed.run();
    }

    /** Lets go of all that this window follows, and leaves the stage and what is open in it as they are. */
    Left leave() {
        // What a dialog follows is let go with it.
        frame.overlay().close();
        if (parts != null) {
            kept = Optional.of(parts.leave());
            parts = null;
        }
        return new Left(settings.at(place.now()), kept, help);
    }
}
