package dev.hamlet.app.help;

import dev.hamlet.app.words.Messages;
import java.net.URI;
import java.util.function.Consumer;
import javafx.scene.Scene;

/**
 * What the guide's window needs.
 *
 * @param words what its own controls say; the pages are English
 * @param open opens an address outside of Hamlet
 * @param dress gives a scene the look of all windows
 */
public record HelpContext(Messages words, Consumer<URI> open, Consumer<Scene> dress) {}
