package dev.hamlet.app.details;

import dev.hamlet.app.words.Messages;
import dev.hamlet.engine.job.Phrase;
import dev.hamlet.engine.job.TimeSource;
import java.net.URI;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * What a tab with lines of text stands on.
 *
 * @param words of the window
 * @param fx runs what changes models and views
 * @param time the clock
 * @param open opens a folder outside of the window
 * @param tell says something to the person in passing
 */
record LogsContext(Messages words, Executor fx, TimeSource time, Consumer<URI> open, Consumer<Phrase> tell) {
    static LogsContext of(DetailsContext context) {
        return new LogsContext(context.words(), context.fx(), context.time(), context.open(), context.tell());
    }

    static LogsContext of(ContainerContext context) {
        return new LogsContext(context.words(), context.fx(), context.time(), context.open(), context.tell());
    }
}
