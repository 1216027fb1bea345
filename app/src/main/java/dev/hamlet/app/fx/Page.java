package dev.hamlet.app.fx;

import java.util.List;
import javafx.scene.Node;
import org.kordamp.ikonli.Ikon;

/**
 * A page of the window, reached by the rail at its side. It is made when it is first wanted and stays, so that it
 * remembers its selection. Its words are {@code page.<id>.text} and {@code page.<id>.accessible}. Belongs to the JavaFX
 * thread.
 */
public interface Page {
    /** Its name in ids and keys, such as {@code images}. */
    String id();

    /** Its picture in the rail. */
    Ikon icon();

    /** What is shown. */
    Node node();

    /** The parts that F6 goes through, in order. */
    List<Node> panes();

    /** Where the keyboard begins. */
    Node home();

    /** What can be done while the page is shown; the window listens to their keys meanwhile. */
    List<Action> actions();

    /** Called each time that it comes to be seen. */
    default void shown() {}

    /** Looks at everything now: F5. */
    default void lookAgain() {}

    /** Ends the following of its models. */
    void dispose();
}
