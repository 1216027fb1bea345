package dev.hamlet.app.details;

import javafx.scene.Node;

/** What one tab shows of the selected machine, whichever that is. Made when it is first wanted. */
interface DetailsTab {
    /** What is shown. */
    Node node();

    /** Whether somebody can see it: it does work for that only meanwhile. */
    void seen(boolean now);

    /** Looks at everything now. */
    default void lookAgain() {}

    /** Ends the following of its models. */
    void dispose();
}
