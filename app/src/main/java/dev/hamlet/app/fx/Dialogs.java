package dev.hamlet.app.fx;

import dev.hamlet.engine.job.Phrase;

/** Asks the person before something that cannot be taken back. Used on the JavaFX thread. */
@FunctionalInterface
public interface Dialogs {
    /**
     * A question.
     *
     * @param title what would be done
     * @param text what follows from it
     * @param deed the word on the button that does it
     * @param danger whether something is lost by it
     */
    record Question(Phrase title, Phrase text, Phrase deed, boolean danger) {}

    /** Asks, and runs {@code agreed} on the JavaFX thread once the person agrees; nothing where they do not. */
    void ask(Question question, Runnable agreed);
}
