package dev.hamlet.engine.job;

import java.util.List;

/**
 * Words to come: a key of the message bundle and what fills its places {@code {0}}, {@code {1}}. The engine speaks in
 * phrases; only the app knows languages.
 *
 * @param key such as {@code job.machine-start}
 * @param arguments names, paths or figures, never words of a language
 */
public record Phrase(String key, List<String> arguments) {
    /** Copies the arguments. */
    public Phrase {
        arguments = List.copyOf(arguments);
    }

    /** A phrase of this key, with what fills its places. */
    public static Phrase of(String key, Object... arguments) {
        return new Phrase(key, List.of(arguments).stream().map(Object::toString).toList());
    }
}
