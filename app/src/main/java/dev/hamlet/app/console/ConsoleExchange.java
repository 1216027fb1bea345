package dev.hamlet.app.console;

import dev.hamlet.app.fx.FileChoice;
import dev.hamlet.app.words.ProblemWords;
import dev.hamlet.engine.display.DisplaySession;
import dev.hamlet.engine.job.Phrase;
import dev.hamlet.engine.job.Threads;
import dev.hamlet.engine.machine.Machine;
import dev.hamlet.engine.problem.ProblemException;
import java.nio.file.Path;
import javafx.scene.image.Image;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import org.jspecify.annotations.Nullable;

/** Text and pictures that go between this computer and a guest. Belongs to the JavaFX thread. */
final class ConsoleExchange {
    private final ConsoleModel model;
    private final ScreenPane screen;
    private final ConsoleKeys keys;
    private final ConsoleFoot foot;
    private final ConsoleContext context;
    private final FileChoice files;
    private @Nullable TextTyping typing;

    /** That of this console, which says at its foot what became of it. */
    ConsoleExchange(
            ConsoleModel model,
            ScreenPane screen,
            ConsoleKeys keys,
            ConsoleFoot foot,
            ConsoleContext context,
            FileChoice files) {
        this.model = model;
        this.screen = screen;
        this.keys = keys;
        this.foot = foot;
        this.context = context;
        this.files = files;
    }

    /** Writes what is on the clipboard, key by key. */
    void typeClipboard() {
        String text = Clipboard.getSystemClipboard().getString();
        DisplaySession session = model.sessionProperty().get();
        if (session == null || text == null || text.isEmpty()) {
            foot.tell(Phrase.of("console.type.nothing"));
            return;
        }
        if (text.length() > Typing.MOST) {
            foot.tell(Phrase.of("console.type.long", Typing.MOST));
            return;
        }
        Typing.Script script = Typing.script(text);
        if (script.left() > 0) {
            foot.tell(
                    Phrase.of(script.left() == 1 ? "console.type.left.one" : "console.type.left.many", script.left()));
        }
        stopTyping();
        screen.requestFocus();
        typing = TextTyping.begin(session, script, context.time());
    }

    /** What is still to be typed is not. */
    void stopTyping() {
        if (typing != null) {
            typing.close();
            typing = null;
        }
    }

    /** Gives the guest the text of this computer's clipboard. */
    void giveClipboard() {
        String text = Clipboard.getSystemClipboard().getString();
        DisplaySession session = model.sessionProperty().get();
        if (text == null || text.isEmpty()) {
            foot.tell(Phrase.of("console.type.nothing"));
        } else if (session != null) {
            foot.tell(
                    switch (session.offerClipboard(text)) {
                        case OFFERED -> Phrase.of("console.clipboard.given");
                        case TOO_LONG -> Phrase.of("console.clipboard.long");
                        case NOT_CONNECTED -> Phrase.of("console.clipboard.lost");
                    });
        }
        screen.requestFocus();
    }

    /**
     * Text copied in the guest is on the clipboard here too, if its console has the keyboard when it comes: what comes at
     * another time nobody has copied, and it would take the place of what was copied here meanwhile.
     */
    void take(String text) {
        if (keys.capturedProperty().get() && !text.isEmpty()) {
            ClipboardContent content = new ClipboardContent();
            content.putString(text);
            if (Clipboard.getSystemClipboard().setContent(content)) {
                foot.tell(Phrase.of("console.clipboard.taken"));
            }
        }
    }

    /** Lets the person choose a file for a picture of the screen as it is. */
    void savePicture() {
        Machine machine = model.machine();
        files.save(
                Phrase.of("details.screen.save.title", machine.name()),
                machine.id() + ".png",
                file -> Threads.virtual("screenshot-" + machine.id(), () -> save(machine, file)));
    }

    private void save(Machine machine, Path file) {
        try {
            machine.guest("screenshot").screenshot(file);
            context.fx().execute(() -> foot.tell(Phrase.of("details.screen.saved", file.toString())));
        } catch (ProblemException e) {
            String why = ProblemWords.of(e.problem(), context.words()).title();
            context.fx().execute(() -> foot.tell(Phrase.of("console.picture.failed", file.toString(), why)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Puts a picture of the screen on the clipboard. */
    void copyPicture() {
        Image picture = screen.picture();
        if (picture != null) {
            ClipboardContent content = new ClipboardContent();
            content.putImage(picture);
            if (Clipboard.getSystemClipboard().setContent(content)) {
                foot.tell(Phrase.of("console.picture.copied"));
            }
        }
        screen.requestFocus();
    }
}
